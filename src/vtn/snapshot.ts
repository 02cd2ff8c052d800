import type { OadrReport } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { EventSpec } from './event-spec.ts';
import { newestDelivered } from './event-versions.ts';
import { scheduleOf } from './schedule.ts';
import type {
  EventOpt,
  OptSchedule,
  OptType,
  PiggyCancel,
  PiggyRequest,
  QueueItem,
  ReportRequest,
  Sending,
  Ven,
  VenEvent,
} from './state.ts';
import type { CertificateNames } from './types.ts';
import { newVen } from './ven.ts';

/** All that must survive a restart (architecture, decision 8), as plain JSON. */
export interface VtnSnapshot {
  readonly version: 1;
  readonly vens: readonly VenSnapshot[];
}

/** The durable part of one VEN; undefined fields are as good as absent. */
export interface VenSnapshot {
  readonly venID: string;
  readonly state: Ven['state'];
  readonly provisioned?: Ven['provisioned'];
  readonly venName?: string;
  readonly fingerprint?: string;
  readonly certificate?: CertificateNames;
  readonly registrationID?: string;
  readonly profile?: string;
  readonly transport?: string;
  readonly transportAddress?: string;
  readonly pullModel?: boolean;
  readonly reportOnly?: boolean;
  readonly xmlSignature?: boolean;
  /** ms */
  readonly pollInterval: number;
  readonly offered?: number;
  readonly metadata?: readonly OadrReport[];
  readonly nextOrder: number;
  readonly events: readonly EventSnapshot[];
  /** What is on its way counts as not yet gone: after a crash it is sent again, never lost. */
  readonly queue: readonly Omit<QueueItem, 'exchange'>[];
  readonly schedules: readonly OptSchedule[];
  readonly goneOpts: readonly string[];
  readonly requests: readonly SavedRequest[];
  readonly piggyRequests?: readonly PiggyRequest[];
  readonly piggyCancels?: readonly PiggyCancel[];
}

/** A report request; an early state file holds no more of it than its IDs. */
export type SavedRequest = Pick<ReportRequest, 'reportRequestID' | 'reportSpecifierID'> & Partial<ReportRequest>;

/** A VEN's copy of an event. */
export interface EventSnapshot {
  readonly eventID: string;
  readonly order: number;
  readonly spec: EventSpec;
  readonly patch: readonly Patch[];
  readonly modificationNumber: number;
  readonly modified: number;
  readonly status: VenEvent['status'];
  readonly cancelled: boolean;
  readonly activeWhenCancelled: boolean;
  readonly omitted: boolean;
  readonly removed: boolean;
  readonly finished: boolean;
  /** Newest version that was delivered; requestIDs are not kept. */
  readonly delivered?: { readonly version: number; readonly responseRequired: Sending['responseRequired'] };
  readonly cancelSendings: number;
  readonly answered?: number;
  readonly opt?: OptType;
  readonly opts: readonly (readonly [string, EventOpt])[];
}

/** The durable part of a VEN as it is now. */
export function saveVen(ven: Ven): VenSnapshot {
  return {
    venID: ven.venID,
    state: ven.state,
    provisioned: ven.provisioned,
    venName: ven.venName,
    fingerprint: ven.fingerprint,
    certificate: ven.certificate,
    registrationID: ven.registrationID,
    profile: ven.profile,
    transport: ven.transport,
    transportAddress: ven.transportAddress,
    pullModel: ven.pullModel,
    reportOnly: ven.reportOnly,
    xmlSignature: ven.xmlSignature,
    pollInterval: ven.pollInterval,
    offered: ven.offered,
    metadata: ven.metadata,
    nextOrder: ven.nextOrder,
    events: [...ven.events.values()].map(saveEvent),
    queue: ven.queue.map(({ exchange: _, ...item }) => ({ ...item, joined: [...item.joined] })),
    schedules: [...ven.schedules],
    goneOpts: [...ven.goneOpts],
    requests: [...ven.requests.values()].map((request) => ({
      ...request,
      ...(request.cancel && { cancel: { ...request.cancel } }),
    })),
    piggyRequests: [...ven.piggyRequests],
    piggyCancels: [...ven.piggyCancels],
  };
}

function saveEvent(event: VenEvent): EventSnapshot {
  const version = newestDelivered(event);
  const sending = version === undefined ? undefined : event.sendings.get(version);
  return {
    eventID: event.eventID,
    order: event.order,
    spec: event.spec,
    patch: event.patch,
    modificationNumber: event.modificationNumber,
    modified: event.modified,
    status: event.status,
    cancelled: event.cancelled,
    activeWhenCancelled: event.activeWhenCancelled,
    omitted: event.omitted,
    removed: event.removed,
    finished: event.finished,
    ...(version !== undefined && sending && { delivered: { version, responseRequired: sending.responseRequired } }),
    cancelSendings: event.cancelSendings,
    answered: event.answered,
    opt: event.opt,
    opts: [...event.opts],
  };
}

/** A VEN as it was saved; nothing that is not durable is known about it. */
export function restoreVen(saved: VenSnapshot): Ven {
  const { events, queue, schedules, goneOpts, requests, piggyRequests, piggyCancels, ...plain } = saved;
  const ven: Ven = { ...newVen(saved.venID, saved.pollInterval), ...plain, restored: true };
  for (const event of events) {
    const restored = restoreEvent(event);
    ven.events.set(event.eventID, restored);
    if (restored.cancelled && !restored.finished) ven.cancelling.add(restored);
  }
  ven.queue = queue.map((item) => ({ ...item, joined: [...item.joined] }));
  ven.schedules = [...schedules];
  for (const optID of goneOpts) ven.goneOpts.add(optID);
  for (const request of requests) ven.requests.set(request.reportRequestID, restoreRequest(request));
  ven.piggyRequests = [...(piggyRequests ?? [])];
  ven.piggyCancels = [...(piggyCancels ?? [])];
  return ven;
}

/** A reply that carried it and was on its way counts as not yet gone. */
function restoreRequest(saved: SavedRequest): ReportRequest {
  const plain = { reportName: '', rIDs: [], reportBack: 0, granularity: 0, state: 'delivered' } as const;
  return { ...plain, ...saved, ...(saved.cancel && { cancel: { ...saved.cancel } }), sent: false };
}

function restoreEvent(saved: EventSnapshot): VenEvent {
  const { delivered, opts, ...plain } = saved;
  const sendings = new Map<number, Sending>();
  const sent = (responseRequired: Sending['responseRequired'], arrived: boolean): Sending => ({
    requestIDs: new Set(),
    delivered: arrived,
    responseRequired,
    restored: true,
  });
  if (delivered) sendings.set(delivered.version, sent(delivered.responseRequired, true));
  // The newest version may have gone out in the moment before the stop.
  if (delivered?.version !== saved.modificationNumber) {
    sendings.set(saved.modificationNumber, sent(saved.spec.responseRequired ?? 'always', false));
  }
  return { ...plain, schedule: scheduleOf(saved.spec), sendings, lastSent: 0, opts: new Map(opts) };
}

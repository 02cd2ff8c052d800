import type { EventStatus, ReportRequestChange, Schedule, VenIdentity } from './change.ts';
import { summary } from './event-change.ts';
import { ownInterval } from './presence.ts';
import type { EventOpt, OptSchedule, ReportRequest, Ven } from './state.ts';
import { identityOf } from './ven.ts';

/** A VEN as it is now, to be looked at; nothing in it changes later. */
export interface VenView extends VenIdentity {
  readonly presence?: 'online' | 'late' | 'offline';
  /** ms since the epoch */
  readonly lastHeard?: number;
  /** As told to the VEN, ms. */
  readonly pollInterval: number;
  /** As the VEN lives it, ms. */
  readonly ownInterval: number;
  readonly queue: readonly { readonly item: string; readonly payload: string; readonly label: string }[];
  readonly events: readonly EventView[];
  readonly reports: readonly string[];
  /** What the VTN has asked for, also what is over. */
  readonly requests: readonly RequestView[];
  readonly schedules: readonly OptSchedule[];
}

/** A report request as it is now. */
export type RequestView = Omit<ReportRequestChange, 'what' | 'venID' | 'state' | 'reason' | 'exchange'> & {
  readonly state: Exclude<ReportRequestChange['state'], 'restored'>;
};

export interface EventView {
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly status: EventStatus;
  readonly schedule: Schedule;
  readonly summary: string;
  /** From oadrCreatedEvent. */
  readonly opt?: 'optIn' | 'optOut';
  /** From oadrCreateOpt, by resource; the empty name stands for all. */
  readonly opts: readonly (readonly [string, EventOpt])[];
  /** Newest version that the VEN has answered. */
  readonly answered?: number;
  /** Not listed any more. */
  readonly finished: boolean;
}

export function viewOf(ven: Ven): VenView {
  return {
    ...identityOf(ven),
    presence: ven.presence,
    lastHeard: ven.lastHeard,
    pollInterval: ven.pollInterval,
    ownInterval: ownInterval(ven),
    queue: ven.queue.map(({ item, payload, label }) => ({ item, payload, label })),
    events: [...ven.events.values()]
      .filter((event) => !event.removed)
      .map((event) => ({
        eventID: event.eventID,
        modificationNumber: event.modificationNumber,
        status: event.omitted ? 'cancelled' : event.status,
        schedule: event.schedule,
        summary: summary(event.spec),
        opt: event.opt,
        opts: [...event.opts],
        answered: event.answered,
        finished: event.finished,
      })),
    reports: (ven.metadata ?? []).map(({ reportName }) => reportName ?? ''),
    requests: [...ven.requests.values()].filter(({ removed }) => !removed).map(requestView),
    schedules: [...ven.schedules],
  };
}

function requestView(request: ReportRequest): RequestView {
  const { reportRequestID, reportSpecifierID, reportName, rIDs, reportBack, granularity, start, duration } = request;
  const { state } = request;
  return { reportRequestID, reportSpecifierID, reportName, rIDs, reportBack, granularity, start, duration, state };
}

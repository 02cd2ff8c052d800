import type { Message, OadrReport, PayloadName } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { RefusedCertificate } from './certificate.ts';
import type { EventStatus, ReportRequestChange, RequestedReport, Schedule } from './change.ts';
import type { ClockKnown } from './clock-difference.ts';
import type { EventSpec } from './event-spec.ts';
import type { SeriesStore } from './series-store.ts';
import type { CertificateNames, Outgoing, ReportRequestSpec } from './types.ts';

export type OptType = 'optIn' | 'optOut';

/** How a version of an event went out. */
export interface Sending {
  /** Every requestID under which it went out (rules 42, 43); the oldest are dropped beyond a limit. */
  readonly requestIDs: Set<string>;
  /** A reply with it was delivered. */
  delivered: boolean;
  /** oadrResponseRequired as last sent with it. */
  responseRequired: 'always' | 'never';
  /** Known from a store that does not keep requestIDs: none can be called wrong. */
  readonly restored: boolean;
}

/** What an oadrCreateOpt said about a resource of an event (rule 206). */
export interface EventOpt {
  readonly optType: OptType;
  readonly optID: string;
  readonly optReason?: string;
}

/** One VEN's copy of an event. */
export interface VenEvent {
  readonly eventID: string;
  /** Place in the order of creation: keeps ties stable (rule 15). */
  readonly order: number;
  spec: EventSpec;
  /** Belongs to the newest version. */
  patch: readonly Patch[];
  modificationNumber: number;
  /** When the newest version was made. */
  modified: number;
  schedule: Schedule;
  /** As last told by a change. */
  status: EventStatus;
  cancelled: boolean;
  /** What it was when it was cancelled: keeps its place in the list (rule 15). */
  activeWhenCancelled: boolean;
  /** Left out on purpose: implied cancel. */
  omitted: boolean;
  /** Of an earlier run: only its answers are still understood. */
  removed: boolean;
  /** Never listed again. */
  finished: boolean;
  /** By modificationNumber. */
  readonly sendings: Map<number, Sending>;
  /** How often the cancelled version was delivered (rule 52). */
  cancelSendings: number;
  /** When it was sent last. */
  lastSent: number;
  /** Newest version that the VEN has answered. */
  answered?: number;
  /** From oadrCreatedEvent. */
  opt?: OptType;
  /** From oadrCreateOpt, by part (`resourceID x`, `class Thermostat`, …); the empty name stands for all. */
  readonly opts: Map<string, EventOpt>;
  /** Version for which the missing oadrCreatedEvent was already remarked. */
  remarked?: number;
}

/** What is rendered when an item is delivered. */
export type Content =
  /** The event list (rules 50, 502): a marker, at most one waiting. */
  | { readonly kind: 'events' }
  /** The VTN's own metadata: none (rule 301). */
  | { readonly kind: 'registerReport'; readonly requestID: string; readonly reportRequestID?: string }
  | { readonly kind: 'requestReregistration' }
  | { readonly kind: 'cancelPartyRegistration'; readonly requestID: string }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'raw'; readonly raw: string; readonly name?: PayloadName; readonly message?: Message };

/** Something that waits for a VEN. */
export interface QueueItem {
  readonly item: string;
  readonly content: Content;
  readonly payload: PayloadName | 'raw';
  readonly label: string;
  readonly patch: readonly Patch[];
  /** Follows a registration: survives `clear` (rule 301). */
  readonly start: boolean;
  /** The program's answer to one poll: given up if it does not arrive. */
  readonly once?: boolean;
  /** Other items that this one delivers too. */
  joined: string[];
  /** The exchange whose reply carries it; not yet known to have arrived. */
  exchange?: string;
}

/** A stretch of time, ms since the epoch; without `end` it is open-ended (rule 210). */
export interface Period {
  readonly start: number;
  readonly end?: number;
}

/** An opt schedule (EiOpt without eventID); a VEN's are in the order in which they came. */
export interface OptSchedule {
  readonly optID: string;
  readonly optType: OptType;
  readonly optReason?: string;
  /** Only for events in it (rule 205). */
  readonly marketContext?: string;
  /** `resourceID x`, `class Thermostat`, `resourceID x of class Thermostat`, …; empty: all resources of the VEN. */
  readonly targets: readonly string[];
  readonly periods: readonly Period[];
  readonly createdDateTime?: string;
}

/** A report that the VTN asks for, and how far it is; plain data, kept as it stands. */
export interface ReportRequest extends RequestedReport {
  /** Of the oadrCreateReport that asks; absent where an oadrRegisteredReport does (rule 344). */
  readonly requestID?: string;
  state: RequestState;
  /** Of an earlier run: what a device still sends under it is ended, not judged. */
  removed?: boolean;
  /** On its way; whether it arrived is not known yet. */
  sent?: boolean;
  /** When it arrived, ms since the epoch. */
  delivered?: number;
  /** The VEN has said whether it will. */
  answered?: boolean;
  /** The cancel that ends it or ended it. */
  cancel?: RequestCancel;
  /** From when the next report is waited for, ms since the epoch: its arrival, that of the last report, or a restart. */
  since?: number;
  /** Where the last interval that came ended, ms since the epoch. */
  end?: number;
  /** Its being overdue was already told. */
  remarked?: boolean;
}

/** What a report request can be. */
export type RequestState = Exclude<ReportRequestChange['state'], 'restored'>;

/** The cancel of a report request. */
export interface RequestCancel {
  /** Of the oadrCancelReport; absent in one that is piggy-backed, which nobody confirms (rule 335). */
  readonly requestID?: string;
  /** One more report is to come (rule 345). */
  toFollow: boolean;
  /** The request's state without it. */
  readonly before: RequestState;
  /** The VEN has it. */
  delivered?: boolean;
  /** Cancels of the same report that went before and are not answered yet, oldest first; a few at most. */
  readonly earlier?: readonly EarlierCancel[];
}

/** An oadrCancelReport that another one followed before it was answered. */
export type EarlierCancel = Required<Pick<RequestCancel, 'requestID' | 'toFollow'>> & Pick<RequestCancel, 'delivered'>;

/** A request for the next oadrRegisteredReport (rule 344), made for good when that goes out. */
export interface PiggyRequest {
  readonly spec: ReportRequestSpec & { readonly reportRequestID: string };
  readonly allowInvalid: boolean;
  readonly patch: readonly Patch[];
}

/** A cancel for the next oadrUpdatedReport about that report (rules 328, 335). */
export interface PiggyCancel {
  readonly reportRequestID: string;
  readonly reportToFollow: boolean;
  readonly patch: readonly Patch[];
}

/** A logical response that a VEN owes. */
export interface Awaited {
  readonly response: PayloadName;
  readonly payload: PayloadName;
  readonly since: number;
  /** How often its absence was remarked. */
  remarked: number;
}

/** What a VEN has done since it registered; for sequence findings, not durable. */
export interface Progress {
  /** A new registration whose start-up order (rules 301, 309, 405) is still watched. */
  watched: boolean;
  metadata: boolean;
  requestedEvents: boolean;
  polls: number;
  /** Rules whose breach was already told. */
  readonly told: Set<number>;
}

/** One VEN as the VTN knows it. */
export interface Ven {
  readonly venID: string;
  state: 'known' | 'registered' | 'cancelled';
  /** Provisioned by command: what is left after `forget`. */
  provisioned?: { readonly venName?: string; readonly registrationID?: string; readonly fingerprint?: string };
  venName?: string;
  fingerprint?: string;
  /** Whose the certificate with that fingerprint is, as far as it came. */
  certificate?: CertificateNames;
  registrationID?: string;
  profile?: string;
  transport?: string;
  transportAddress?: string;
  pullModel?: boolean;
  reportOnly?: boolean;
  xmlSignature?: boolean;
  /** Poll interval as last told to the VEN, ms. */
  pollInterval: number;
  /** Offered to this VEN alone from its next registration on, ms. */
  offered?: number;
  /** oadrReports of its last oadrRegisterReport. */
  metadata?: readonly OadrReport[];
  readonly events: Map<string, VenEvent>;
  nextOrder: number;
  queue: QueueItem[];
  schedules: OptSchedule[];
  /** optIDs that were superseded or cancelled: cancelling them again is no error (rule 211). */
  readonly goneOpts: Set<string>;
  readonly requests: Map<string, ReportRequest>;
  /** What the next oadrRegisteredReport and oadrUpdatedReports carry along. */
  piggyRequests: PiggyRequest[];
  piggyCancels: PiggyCancel[];
  /** Below: not durable. */
  restored: boolean;
  /** Certificates that came for it and were refused, by fingerprint, oldest first. */
  readonly refused: Map<string, RefusedCertificate>;
  /** The one refused last, until it is settled. */
  presented?: RefusedCertificate;
  /** How its clock differs from ours. */
  clock?: ClockKnown;
  lastHeard?: number;
  presence?: 'online' | 'late' | 'offline';
  address?: string;
  lastPoll?: number;
  /** The last poll's answer said that nothing is left. */
  drained: boolean;
  /** The last gaps between polls, ms; repeats that drain the queue do not count. */
  gaps: number[];
  slow: boolean;
  awaited: Awaited[];
  progress: Progress;
  /** Cancelled events that have not been told enough (rule 52). */
  readonly cancelling: Set<VenEvent>;
  /** Events that went out in messages written by hand: by eventID, then modificationNumber. */
  readonly foreign: Map<string, Map<number, Sending>>;
  /** Delivered events with `always` whose newest delivered version is not answered. */
  readonly unanswered: Set<VenEvent>;
  /** When the clock next changes something about it. */
  wake: number;
  /** The values of its reports. */
  readonly series: SeriesStore;
  /** What a poll is answered when nothing waits: always the same object, which others may hold on to. */
  empty?: Outgoing;
}

import type { PayloadName } from '../openadr/index.ts';

/** Who a VEN is, and what it registered as. `known`: provisioned or seen, not registered. */
export interface VenIdentity {
  readonly venID: string;
  readonly state: 'known' | 'registered' | 'cancelled';
  readonly venName?: string;
  readonly registrationID?: string;
  readonly fingerprint?: string;
  readonly profile?: string;
  readonly transport?: string;
  readonly pullModel?: boolean;
  readonly reportOnly?: boolean;
  readonly xmlSignature?: boolean;
}

/** What a VEN is to the VTN. */
export interface VenChange extends VenIdentity {
  readonly what: 'ven';
  /** What brought it there. `renewed`: re-registration with both IDs; `anew`: create without IDs, old state wiped (rule 406). */
  readonly cause: 'provisioned' | 'new' | 'anew' | 'renewed' | 'byVen' | 'byVtn' | 'forgotten' | 'restored';
  /** The poll interval offered to it, ms. */
  readonly pollInterval?: number;
  readonly exchange?: string;
}

/** Alive or not, by its own cadence; only transitions are told. */
export interface PresenceChange {
  readonly what: 'presence';
  readonly venID: string;
  readonly presence: 'online' | 'late' | 'offline';
  /** ms since the epoch, bench time. */
  readonly lastHeard: number;
}

export type EventStatus = 'far' | 'near' | 'active' | 'completed' | 'cancelled';

/** When an event does what, ms since the epoch, bench time. */
export interface Schedule {
  readonly start: number;
  /** Begin of x-eiRampUp, if there is one. */
  readonly near?: number;
  /** Absent: open-ended. */
  readonly end?: number;
  /** Boundaries of the first signal's intervals; `end` is absent in an open-ended one. */
  readonly intervals: readonly { readonly uid: number; readonly start: number; readonly end?: number }[];
  /** startafter, ms (0 = none). */
  readonly startAfter: number;
}

/** A VEN's copy of an event became what is said here. */
export interface EventChange {
  readonly what: 'event';
  readonly venID: string;
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly status: EventStatus;
  readonly cause: 'added' | 'modified' | 'cancelled' | 'omitted' | 'clock' | 'removed' | 'restored';
  readonly schedule: Schedule;
  readonly responseRequired: 'always' | 'never';
  /** `SIMPLE level 1, 2`: for people. */
  readonly summary: string;
}

/** An answer of a VEN to an event: an eventResponse, or an oadrCreateOpt that names it. */
export interface ResponseChange {
  readonly what: 'response';
  readonly venID: string;
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly optType: 'optIn' | 'optOut';
  readonly responseCode: string;
  readonly requestID: string;
  readonly via: 'oadrCreatedEvent' | 'oadrCreateOpt';
  /** Resources an oadrCreateOpt is about; absent: all. */
  readonly resourceIDs?: readonly string[];
  /**
   * `matched`: known event, a delivered version, a requestID under which it went out. `wrongRequestID`: the rest fits
   * (rule 42). `staleVersion`/`wrongVersion`: modificationNumber older than the newest delivered / never delivered
   * (450). `unknownEvent`: 452. `notRequired`: answered though the event said never (rule 12). `noEffect`: an earlier
   * oadrCreateOpt rules (rule 206).
   */
  readonly match:
    | 'matched'
    | 'wrongRequestID'
    | 'staleVersion'
    | 'wrongVersion'
    | 'unknownEvent'
    | 'notRequired'
    | 'noEffect';
  /** Whether the version was the newest delivered one. */
  readonly newest: boolean;
  readonly exchange: string;
}

/** Fate of something queued for a VEN. An event marker is rendered at delivery and then names its events. */
export interface DeliveryChange {
  readonly what: 'delivery';
  readonly venID: string;
  /** The queue item; absent where the payload was a direct answer (oadrRequestEvent). */
  readonly item?: string;
  readonly payload: PayloadName | 'raw';
  readonly state: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'dropped';
  readonly exchange?: string;
  readonly requestID?: string;
  /** All events of an oadrDistributeEvent, in its order; empty means that it listed none. */
  readonly events?: readonly {
    readonly eventID: string;
    readonly modificationNumber: number;
    readonly status: EventStatus;
  }[];
  /** reportRequestIDs of an oadrCreateReport or oadrCancelReport. */
  readonly reportRequestIDs?: readonly string[];
  readonly reason?: string;
}

/** What waits for a VEN, in order. */
export interface QueueChange {
  readonly what: 'queue';
  readonly venID: string;
  readonly items: readonly { readonly item: string; readonly payload: PayloadName | 'raw'; readonly label: string }[];
}

/** The metadata reports that a VEN offers; a new oadrRegisterReport replaces all (rule 306). */
export interface ReportsChange {
  readonly what: 'reports';
  readonly venID: string;
  readonly reports: readonly {
    readonly reportSpecifierID: string;
    readonly reportName: string;
    readonly rIDs: readonly string[];
  }[];
}

/** An opt schedule or an event opt was created or cancelled. */
export interface OptChange {
  readonly what: 'opt';
  readonly venID: string;
  readonly optID: string;
  readonly optType: 'optIn' | 'optOut';
  readonly state: 'created' | 'cancelled';
  readonly eventID?: string;
}

/** A typed fact that leaves the core; `bench` makes state records of them. */
export type Change =
  | VenChange
  | PresenceChange
  | EventChange
  | ResponseChange
  | DeliveryChange
  | QueueChange
  | ReportsChange
  | OptChange;

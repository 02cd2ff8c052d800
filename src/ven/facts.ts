import type { Service } from '../openadr/service.ts';

/**
 * Where a simulated VEN stands.
 * `off`: not started. `querying`, `registering`: until it has its IDs. `reporting`: its metadata is on the way (rule
 * 309). `requesting`: its first oadrRequestEvent is. `polling`: the normal life. `renewing`: re-registration with both
 * IDs. `cancelling`: it ends its registration. `away`: not registered, a new try is set. `stopped`: not registered and
 * nothing will happen by itself.
 */
export type VenPhase =
  | 'off'
  | 'querying'
  | 'registering'
  | 'reporting'
  | 'requesting'
  | 'polling'
  | 'renewing'
  | 'cancelling'
  | 'away'
  | 'stopped';

export type OptType = 'optIn' | 'optOut';

/** An event's status by the VEN's own clock (rule 114). */
export type KnownStatus = 'far' | 'near' | 'active' | 'completed' | 'cancelled';

/** The value that a signal has now. */
export interface SignalValue {
  readonly signalID: string;
  readonly name: string;
  readonly type: string;
  readonly value: number;
}

/** What happened to one event, told on every transition of its version, status or interval. */
export interface EventFact {
  readonly fact: 'event';
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly status: KnownStatus;
  /** `omitted`: left out of an oadrDistributeEvent, an implied cancel (rule 61). `ended`: its random end came (rule 65). */
  readonly cause: 'received' | 'modified' | 'cancelled' | 'omitted' | 'clock' | 'ended' | 'forgotten';
  /** A test event (rule 6): carried out without effect on the level. */
  readonly test: boolean;
  /** Ordinal of the interval of the first signal that runs, from 0. */
  readonly interval?: number;
  /** Values of all signals while it is active. */
  readonly values: readonly SignalValue[];
}

/** Something that a simulated VEN did or met, as data; the bench makes records of it. */
export type VenFact =
  | { readonly fact: 'phase'; readonly phase: VenPhase }
  | {
      readonly fact: 'registered';
      readonly cause: 'new' | 'renewed';
      readonly venID: string;
      readonly registrationID: string;
      readonly vtnID: string;
      /** ms between two polls as the VTN asked for. */
      readonly pollInterval: number;
    }
  /** `unknown`: the VTN does not know it (463, 452). `anew`: it registers without IDs by itself. */
  | { readonly fact: 'unregistered'; readonly cause: 'byVtn' | 'byVen' | 'unknown' | 'anew' }
  | EventFact
  /** What the VEN answered about an event: the moment of the decision, not of the sending. */
  | {
      readonly fact: 'opt';
      readonly eventID: string;
      readonly modificationNumber: number;
      readonly optType: OptType;
      readonly responseCode: string;
      readonly via: 'oadrCreatedEvent' | 'oadrCreateOpt';
    }
  /** What it does now: the event that rules by status and priority, or none (normal operation). */
  | { readonly fact: 'level'; readonly eventID?: string; readonly values: readonly SignalValue[] }
  /** A periodic report of data begins or ends; the reports between them are messages. */
  | {
      readonly fact: 'report';
      readonly reportRequestID: string;
      readonly state: 'begun';
      /** Without METADATA_. */
      readonly reportName: string;
      /** ms; granularity 0 = on change. */
      readonly granularity: number;
      readonly back: number;
    }
  | {
      readonly fact: 'report';
      readonly reportRequestID: string;
      readonly state: 'ended';
      /** `complete`: its time is over. `metadata`: new metadata cancel it (rule 306). */
      readonly cause: 'complete' | 'cancelled' | 'metadata' | 'replaced';
    }
  /** Something the VTN did wrong or that cannot be carried out; the VEN goes on. */
  | {
      readonly fact: 'problem';
      readonly problem: string;
      /** Payload concerned. */
      readonly payload?: string;
      readonly responseCode?: string;
      readonly remedy?: string;
    }
  /** A request failed and is tried again after `delay` ms of I/O time (9.1.7). */
  | {
      readonly fact: 'backoff';
      readonly service: Service;
      readonly payload: string;
      /** 1 for the first failure in a row. */
      readonly attempt: number;
      readonly delay: number;
      readonly reason: string;
      readonly remedy?: string;
    };

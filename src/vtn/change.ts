import type { PayloadName } from '../openadr/types.ts';
import type { CertificateNames } from './certificate-names.ts';

/** Who a VEN is, and what it registered as. `known`: provisioned or seen, not registered. */
export interface VenIdentity {
  readonly venID: string;
  readonly state: 'known' | 'registered' | 'cancelled';
  readonly venName?: string;
  readonly registrationID?: string;
  readonly fingerprint?: string;
  /** Whose the certificate with that fingerprint is. */
  readonly certificate?: CertificateNames;
  readonly profile?: string;
  readonly transport?: string;
  readonly pullModel?: boolean;
  readonly reportOnly?: boolean;
  readonly xmlSignature?: boolean;
}

/** What a VEN is to the VTN. */
export interface VenChange extends VenIdentity {
  readonly what: 'ven';
  /** What brought it there. `renewed`: re-registration with both IDs; `anew`: create without IDs, old state wiped (rule 406). `repinned`: bound to another certificate. */
  readonly cause:
    | 'provisioned'
    | 'repinned'
    | 'new'
    | 'anew'
    | 'renewed'
    | 'byVen'
    | 'byVtn'
    | 'forgotten'
    | 'restored';
  /** The poll interval offered to it, ms. */
  readonly pollInterval?: number;
  readonly exchange?: string;
}

/**
 * Another certificate came for a venID than the one that it is bound to (rule 517), and was refused. `renewal`: same subject
 * and issuer, so probably the device's renewed one; the command `repin` accepts it.
 */
export interface CertificateChange {
  readonly what: 'certificate';
  readonly venID: string;
  /** Fingerprint that the venID is bound to. */
  readonly pinned: string;
  /** Fingerprint that came; absent once it is settled: accepted, or the pinned one came again. */
  readonly presented?: string;
  readonly subject?: string;
  readonly issuer?: string;
  readonly renewal: boolean;
}

/** How a VEN's clock differs from ours; told when it is first known and when it moves by a second or more. */
export interface ClockChange {
  readonly what: 'clock';
  readonly venID: string;
  /** Its time less ours, ms, the way here included. */
  readonly offset: number;
  readonly from: 'ReplayProtect' | 'createdDateTime';
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

/** The unit of a data point: which itemBase, its itemUnits and SI scale. */
export interface PointUnit {
  /** Element name of the itemBase: `powerReal`, `energyReal`, `voltage`, `customUnit`, … */
  readonly name: string;
  /** itemUnits: `W`, `Wh`, …; of a customUnit its description. */
  readonly units: string;
  /** siScaleCode: p n micro m c d k M G T or none. */
  readonly scale: string;
}

/** A data point that a metadata report describes (oadrReportDescription, 8.3.1). */
export interface OfferedPoint {
  readonly rID: string;
  readonly reportType: string;
  readonly readingType?: string;
  /** resourceIDs of the data source; empty where it names none. */
  readonly resourceIDs: readonly string[];
  /** All of reportDataSource and reportSubject for people: `resourceID x`, `class y`. */
  readonly dataSource: readonly string[];
  readonly subject: readonly string[];
  /** Absent in a status or where there is none (rule 331). */
  readonly unit?: PointUnit;
  /** ISO 8601, as the VEN wrote them. */
  readonly minPeriod?: string;
  readonly maxPeriod?: string;
  readonly onChange?: boolean;
  readonly marketContext?: string;
}

/** A metadata report. */
export interface OfferedReport {
  readonly reportSpecifierID: string;
  /** `METADATA_TELEMETRY_USAGE`, … as the VEN wrote it. */
  readonly reportName: string;
  /** How much it keeps, ISO 8601. */
  readonly duration?: string;
  readonly createdDateTime?: string;
  readonly points: readonly OfferedPoint[];
}

/** The metadata reports that a VEN offers; a new oadrRegisterReport replaces all (rule 306). */
export interface ReportsChange {
  readonly what: 'reports';
  readonly venID: string;
  readonly reports: readonly OfferedReport[];
}

/** What the VTN asks for in one report request. */
export interface RequestedReport {
  readonly reportRequestID: string;
  readonly reportSpecifierID: string;
  /** Without `METADATA_`: `TELEMETRY_USAGE`, …; `METADATA` where metadata was asked for; empty where the metadata does not tell. */
  readonly reportName: string;
  readonly rIDs: readonly string[];
  /** ms; 0: once. */
  readonly reportBack: number;
  /** ms; 0: the VEN's choice. */
  readonly granularity: number;
  /** Of the reportInterval, ms since the epoch and ms (0 = until cancelled). */
  readonly start?: number;
  readonly duration?: number;
}

/** A report that the VTN asks for, and what became of it. */
export interface ReportRequestChange extends RequestedReport {
  readonly what: 'reportRequest';
  readonly venID: string;
  /**
   * `asked`: queued. `delivered`: the VEN has it. `accepted`/`refused`: by its oadrCreatedReport. `done`: a one-shot or
   * history report, or one whose interval is over, has come. `cancelling`: the cancel is queued or was delivered.
   * `cancelled`: confirmed by the VEN, or told it in an oadrUpdatedReport, which nobody confirms (rule 335). `replaced`:
   * cancelled by new metadata (rule 306). `dropped`: never delivered, or its registration or run is gone.
   */
  readonly state:
    | 'asked'
    | 'delivered'
    | 'accepted'
    | 'refused'
    | 'done'
    | 'cancelling'
    | 'cancelled'
    | 'replaced'
    | 'dropped'
    | 'restored';
  readonly reason?: string;
  readonly exchange?: string;
}

/** New values of one data point. */
export interface SeriesPart {
  readonly rID: string;
  readonly resourceIDs: readonly string[];
  readonly unit?: PointUnit;
  /** How many values came, of which so many replaced earlier ones of the same interval. */
  readonly count: number;
  readonly replaced: number;
  /** The newest of them, oldest first, at most 32: begin of the interval (ms since the epoch), value (a status: 1 online, 0 offline). */
  readonly tail: readonly (readonly [time: number, value: number])[];
  /** Of a TELEMETRY_STATUS, the newest. */
  readonly status?: { readonly online: boolean; readonly manualOverride: boolean };
}

/** An oadrUpdateReport brought values; all of them are in the message. One change a report in it. */
export interface ReadingsChange {
  readonly what: 'readings';
  readonly venID: string;
  readonly reportRequestID: string;
  readonly reportSpecifierID: string;
  readonly reportName: string;
  readonly exchange: string;
  /** Whether the VTN has asked for it (rule 304). */
  readonly asked: boolean;
  readonly intervals: number;
  readonly points: number;
  /** Intervals that should lie between the last one and these, and did not come. */
  readonly missing: number;
  /** ms by which it came after it was due; absent where it was not late or nothing was due. */
  readonly late?: number;
  readonly series: readonly SeriesPart[];
}

/** An opt schedule or an event opt was created, or a schedule is gone. */
export interface OptChange {
  readonly what: 'opt';
  readonly venID: string;
  readonly optID: string;
  readonly optType: 'optIn' | 'optOut';
  /** `superseded`: by a later schedule, for these targets (rules 203, 205); what else it is about still holds. */
  readonly state: 'created' | 'cancelled' | 'superseded' | 'restored';
  readonly optReason?: string;
  readonly eventID?: string;
  readonly marketContext?: string;
  /**
   * `resourceID x`, `class Thermostat`, `resourceID x of class Thermostat`, …; empty or absent: the whole VEN, of an
   * event opt the whole event.
   */
  readonly targets?: readonly string[];
  /** Of a schedule: ms since the epoch; `end` absent: open-ended (rule 210). */
  readonly periods?: readonly { readonly start: number; readonly end?: number }[];
  readonly exchange?: string;
}

/** A typed fact that leaves the core; `bench` makes state records of them. */
export type Change =
  | VenChange
  | CertificateChange
  | ClockChange
  | PresenceChange
  | EventChange
  | ResponseChange
  | DeliveryChange
  | QueueChange
  | ReportsChange
  | ReportRequestChange
  | ReadingsChange
  | OptChange;

import type { Message } from '../openadr/types.ts';
import type { OfferedReport } from '../vtn/change.ts';
import type { EventResponse } from './event-handle.ts';
import type { ReceivedReadings } from './reading.ts';
import type { ReportCallback, ReportRequest } from './report.ts';
import type { Duration } from './time.ts';

type Answer<T> = T | Promise<T>;

/** Who wants to register, as far as it says so and the connection shows it. */
export interface RegistrationInfo {
  /** What it was or claims to be; absent on a first registration without one. */
  readonly venId?: string;
  readonly registrationId?: string;
  readonly venName?: string;
  /** `2.0a` or `2.0b` */
  readonly profile?: string;
  readonly transport?: string;
  readonly transportAddress?: string;
  readonly pullModel?: boolean;
  readonly reportOnly?: boolean;
  readonly xmlSignature?: boolean;
  /** Of its client certificate; on plain HTTP of the one that it verifiably signed with. */
  readonly fingerprint?: string;
  /** IP address */
  readonly address: string;
}

/** A data point that a VEN offers. */
export interface OfferedPoint {
  readonly venId: string;
  /** Of its data source; absent where it names none. */
  readonly resourceId?: string;
  readonly rId: string;
  /** Element name of its itemBase: `powerReal`, `energyReal`, `voltage`, …; absent in a status. */
  readonly measurement?: string;
  /** itemUnits: `W`, `Wh`, … */
  readonly unit?: string;
  /** siScaleCode: `k`, `M`, … or `none` */
  readonly scale?: string;
  /** ISO 8601, as the VEN wrote them (oadrMinPeriod, oadrMaxPeriod). */
  readonly minSamplingInterval?: string;
  readonly maxSamplingInterval?: string;
  readonly onChange?: boolean;
  /** Without `METADATA_`: `TELEMETRY_USAGE`, … */
  readonly reportName: string;
  readonly reportSpecifierId: string;
  /** `usage`, `demand`, `x-resourceStatus`, … */
  readonly reportType: string;
  /** `Direct Read`, … */
  readonly readingType?: string;
}

/** What a program wants of a data point. */
export interface PointRequest {
  readonly callback: ReportCallback;
  /** Time between two values, ISO 8601 or ms. Points of one report with the same times share a request. */
  readonly samplingInterval: Duration;
  /** Time between two reports, ISO 8601 or ms; default the samplingInterval. */
  readonly reportBack?: Duration;
}

/** All that a VEN registered: replaces what it registered before (rule 306). */
export interface OfferedReports {
  readonly venId: string;
  readonly reports: readonly OfferedReport[];
}

/** An opt: an event's, or a schedule. */
export interface OptInfo {
  readonly venId: string;
  readonly optId: string;
  readonly optType: 'optIn' | 'optOut';
  readonly optReason?: string;
  /** Of an event's opt. */
  readonly eventId?: string;
  readonly modificationNumber?: number;
  readonly marketContext?: string;
  /** `resourceID x`, …; empty: the whole VEN. */
  readonly targets: readonly string[];
  /** Of a schedule; without an end: open-ended (rule 210). */
  readonly periods: readonly { readonly start: Date; readonly end?: Date }[];
}

/** Answers of a VEN to events, as it sent them. */
export interface CreatedEventInfo {
  readonly venId: string;
  readonly responses: readonly Pick<EventResponse, 'eventId' | 'modificationNumber' | 'optType' | 'responseCode'>[];
}

/** Payloads that may answer a poll (rule 500). */
export type PollAnswerName =
  | 'oadrResponse'
  | 'oadrDistributeEvent'
  | 'oadrCreateReport'
  | 'oadrRegisterReport'
  | 'oadrCancelReport'
  | 'oadrUpdateReport'
  | 'oadrCancelPartyRegistration'
  | 'oadrRequestReregistration';

/** One of the eight payloads that may answer a poll, whole. */
export type PollAnswer = Extract<Message, { name: PollAnswerName }>;

/**
 * What a program may decide or hear. Each may be async; while it runs, the VEN waits for its answer. One that throws or
 * takes longer than `handlerTimeout` gives the VEN an OpenADR error (469) and the program an `onError`; what a VEN
 * offers or has answered to an event is known all the same. Of requests for reports the wrong ones are left out, with an
 * `onError` each.
 */
export interface ServerHandlers {
  /** `false` refuses the VEN (463); IDs are given to it; nothing leaves them to the server. */
  readonly onCreatePartyRegistration: (
    info: RegistrationInfo,
  ) => Answer<{ readonly venId?: string; readonly registrationId?: string } | false | undefined>;
  readonly onCancelPartyRegistration: (info: {
    readonly venId: string;
    readonly registrationId: string;
  }) => Answer<unknown>;
  /**
   * For each data point of an oadrRegisterReport that is measured from now on (`TELEMETRY_USAGE`, `TELEMETRY_STATUS`):
   * what to ask of it, or nothing. A history comes once: ask for it by `onRegisterReports` or `requestReport`.
   */
  readonly onRegisterReport: (point: OfferedPoint) => Answer<PointRequest | undefined>;
  /** For each oadrRegisterReport as a whole; its requests go out beside those of `onRegisterReport`. */
  readonly onRegisterReports: (offered: OfferedReports) => Answer<readonly ReportRequest[] | undefined>;
  /** For each report of an oadrUpdateReport; the callbacks of its request are called too. */
  readonly onUpdateReport: (report: ReceivedReadings & { readonly venId: string }) => Answer<unknown>;
  readonly onCreateOpt: (opt: OptInfo) => Answer<unknown>;
  readonly onCancelOpt: (opt: { readonly venId: string; readonly optId: string }) => Answer<unknown>;
  readonly onCreatedEvent: (info: CreatedEventInfo) => Answer<unknown>;
  /** Answers every poll in place of the server's own queue; nothing is the empty answer. */
  readonly onPoll: (venId: string) => Answer<PollAnswer | undefined>;
}

/** Name of a handler. */
export type HandlerName = keyof ServerHandlers;

/** The names of all handlers. */
export const HANDLER_NAMES: readonly HandlerName[] = [
  ...(['onCreatePartyRegistration', 'onCancelPartyRegistration', 'onRegisterReport', 'onRegisterReports'] as const),
  ...(['onUpdateReport', 'onCreateOpt', 'onCancelOpt', 'onCreatedEvent', 'onPoll'] as const),
];

import type { ReportReading } from './reading.ts';
import type { Duration, Moment } from './time.ts';

/** Called with each batch of values that a VEN sends, oldest first. */
export type ReportCallback = (
  readings: readonly ReportReading[],
  about: { readonly venId: string; readonly reportRequestId: string; readonly reportName: string },
) => unknown;

/** Which report: by its name or by its reportSpecifierID. */
export type ReportChoice =
  | {
      /** Without `METADATA_`; `METADATA` asks for the metadata. */
      readonly reportName: 'TELEMETRY_USAGE' | 'TELEMETRY_STATUS' | 'HISTORY_USAGE' | 'METADATA' | `x-${string}`;
      readonly reportSpecifierId?: never;
    }
  | { readonly reportSpecifierId: string; readonly reportName?: never };

/** A report to ask for. */
export type ReportRequest = ReportChoice & {
  /** Made if absent. */
  readonly reportRequestId?: string;
  /** Data points, default all of the report. */
  readonly rIds?: readonly string[];
  /** Time between two values (granularity), ISO 8601 or ms; default the coarsest that the points offer. */
  readonly samplingInterval?: Duration;
  /** Time between two reports (reportBackDuration), ISO 8601 or ms; default the samplingInterval, without one `PT0S`: once. */
  readonly reportBack?: Duration;
  /** Begin of the reportInterval; default now; in the past for a history (rule 338). */
  readonly start?: Moment;
  /** Length of the reportInterval, ISO 8601 or ms; default `PT0S`: until cancelled. */
  readonly duration?: Duration;
  readonly callback?: ReportCallback;
};

/** A report that was asked for. Promises that nobody waits for may be ignored. */
export interface ReportHandle {
  readonly reportRequestId: string;
  /** Resolves when the VEN has been sent the request. */
  readonly delivered: Promise<void>;
  /** Resolves when the VEN has confirmed it (oadrCreatedReport); rejects when it refuses. */
  readonly accepted: Promise<void>;
}

/** A cancellation of reports. Promises that nobody waits for may be ignored. */
export interface ReportCancellation {
  readonly delivered: Promise<void>;
  /** Resolves when the VEN has confirmed the end of all of them (oadrCanceledReport). */
  readonly cancelled: Promise<void>;
}

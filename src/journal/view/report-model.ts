import type { OfferedReport, OptChange, PointUnit, ReportRequestChange } from '../../vtn/change.ts';

export type { OfferedReport } from '../../vtn/change.ts';

/** Begin of an interval (ms since the epoch) and the value in it; a status is 1 online, 0 offline. */
export type Pair = readonly [time: number, value: number];

/** A report that a VEN was asked for, and what came of it. */
export interface RequestView extends Omit<ReportRequestChange, 'what' | 'exchange'> {
  /** Bench time of its last change of state. */
  changed: number;
  /** Reports that came for it. */
  updates: number;
  /** Values in them. */
  points: number;
  /** Intervals that should have come between them and did not. */
  missing: number;
  /** ms by which the last one came after it was due; absent where it was not late. */
  late?: number;
  /** Bench time at which the last one came. */
  lastUpdate?: number;
}

/** A data point of which values came. */
export interface SeriesView {
  readonly venID: string;
  readonly rID: string;
  readonly reportSpecifierID: string;
  reportName: string;
  /** Of the report that brought the newest values. */
  reportRequestID: string;
  resourceIDs: readonly string[];
  unit?: PointUnit;
  /** Bench time at which the newest values came. */
  updated: number;
  /** Values that came, of which so many replaced earlier ones. */
  count: number;
  replaced: number;
  /** The newest by its interval, also where the tail is gone. */
  latest?: Pair;
  /** Of a TELEMETRY_STATUS. */
  status?: { readonly online: boolean; readonly manualOverride: boolean };
  /** The newest values, oldest first, one an interval; empty where other series were updated since (`limits.tails`). */
  readonly tail: Pair[];
}

/** What a VEN reports. */
export interface ReportsView {
  /** Its metadata: what can be asked for. */
  offered: readonly OfferedReport[];
  /** By reportRequestID, in the order in which they were asked for. */
  readonly requests: Map<string, RequestView>;
  /** By reportSpecifierID and rID, in the order in which they came. */
  readonly series: Map<string, SeriesView>;
}

/** A schedule by which a VEN says when it takes part (oadrCreateOpt with vavailability). */
export type OptScheduleView = Omit<OptChange, 'what' | 'state' | 'eventID'>;

/** What a VEN decided about an event: for all of it, and for resources that an oadrCreateOpt named (rule 206). */
export interface Decision {
  opt?: 'optIn' | 'optOut';
  /** What an oadrCreateOpt said of all of it; holds for later versions too, once they are answered. */
  ruled?: 'optIn' | 'optOut';
  /** Version that was answered. */
  answered?: number;
  resources?: ReadonlyMap<string, 'optIn' | 'optOut'>;
}

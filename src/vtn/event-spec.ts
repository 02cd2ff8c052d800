import type { UnitSpec } from '../openadr/units.ts';

export type { UnitSpec };

/** One interval of a signal or baseline. */
export interface IntervalSpec {
  /** ISO 8601 duration, whole seconds; `PT0S` in a single interval is an open-ended event (rules 8, 47, 102). */
  readonly duration: string;
  /** The payloadFloat; for SIMPLE 0 to 3 (rule 9). */
  readonly value: number;
}

/** One eiEventSignal as its author says it. */
export interface SignalSpec {
  /** signalName: SIMPLE, ELECTRICITY_PRICE, LOAD_DISPATCH, … or `x-…`. */
  readonly name: string;
  /** signalType: level, price, setpoint, delta, … */
  readonly type: string;
  readonly intervals: readonly IntervalSpec[];
  readonly unit?: UnitSpec;
  /** endDeviceAsset mrids (rule 111). */
  readonly deviceClass?: readonly string[];
  /** Unique in the event; made if absent (rule 107). */
  readonly signalID?: string;
}

/** An eiEventBaseline as its author says it. */
export interface BaselineSpec {
  readonly name: string;
  readonly baselineID?: string;
  /** ms since the epoch, default the event's start. */
  readonly start?: number;
  readonly intervals: readonly IntervalSpec[];
  readonly resourceIDs?: readonly string[];
  readonly unit?: UnitSpec;
}

/** Any child of eiTarget that is a plain text, each with its values; device assets and areas are given as mrids or nodes. */
export interface TargetSpec {
  readonly venID?: readonly string[];
  readonly resourceID?: readonly string[];
  readonly groupID?: readonly string[];
  readonly groupName?: readonly string[];
  readonly partyID?: readonly string[];
  readonly aggregatedPnode?: readonly string[];
  readonly endDeviceAsset?: readonly string[];
  readonly meterAsset?: readonly string[];
  readonly pnode?: readonly string[];
  readonly serviceDeliveryPoint?: readonly string[];
  /** posList of a polygon each. */
  readonly serviceArea?: readonly string[];
  /** posList of a polygon each. */
  readonly serviceLocation?: readonly string[];
  readonly transportInterface?: readonly { readonly pointOfReceipt: string; readonly pointOfDelivery: string }[];
}

/** An event as its author says it, from which each VEN's eiEvent is made. */
export interface EventSpec {
  readonly eventID: string;
  /** dtstart, ms since the epoch (UTC). */
  readonly start: number;
  readonly signals: readonly SignalSpec[];
  readonly baseline?: BaselineSpec;
  /** oadrResponseRequired, default always. */
  readonly responseRequired?: 'always' | 'never';
  /** Default: the VTN's. */
  readonly marketContext?: string;
  /** 1 highest … 0 none (rule 3), default 0. */
  readonly priority?: number;
  /** x-eiNotification, ISO 8601; written as PT0S if absent (rule 105). */
  readonly notification?: string;
  /** x-eiRampUp, ISO 8601, may be negative; without it there is no near (rule 13). */
  readonly rampUp?: string;
  /** x-eiRecovery, ISO 8601. */
  readonly recovery?: string;
  /** tolerance startafter, ISO 8601 (rules 30, 65, 66). */
  readonly startAfter?: string;
  readonly targets?: TargetSpec;
  /** `true` or any text but `false` makes it a test event (rule 6); default false. */
  readonly testEvent?: boolean | string;
  /** vtnComment. */
  readonly comment?: string;
}

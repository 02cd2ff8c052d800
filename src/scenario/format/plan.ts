import type { Layer } from '../../openadr/finding.ts';
import type { PayloadName } from '../../openadr/index.ts';
import type { AnyTemplate, NumberTemplate, TextTemplate } from './template.ts';

/**
 * A scenario after loading: `extends` merged, load-time variables replaced, defaults filled in, every reference checked.
 * Times are ms; durations that go on the wire stay ISO 8601 text. What still has run-time variables in it is a template
 * (`resolveTemplate`).
 */
export interface ScenarioPlan {
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** As given to the loader. */
  readonly file: string;
  readonly vtn: VtnPlan;
  /** Alias → selector, in the file's order. */
  readonly vens: Readonly<Record<string, VenSelector>>;
  /** Report names or signal names; not offered = the scenario is skipped. */
  readonly requires: readonly string[];
  /** ms of scenario time, from t0 to the last step. */
  readonly timeout: number;
  readonly teardown: 'cancel' | 'leave';
  readonly steps: readonly PlanStep[];
}

export type ConformanceLevel = 'error' | 'warn' | 'off';

/** What a finding does to the verdict. */
export interface ConformancePlan {
  readonly default: ConformanceLevel;
  /** By rule number (`"42"`) or layer name (`"xml"`). A rule goes over its layer. */
  readonly overrides: Readonly<Record<string, ConformanceLevel>>;
}

export interface VtnPlan {
  /** ms, default 10 s. */
  readonly pollInterval: number;
  /** Default error everywhere. */
  readonly conformance: ConformancePlan;
  /** Default `http://example.com/oadr-sim`. */
  readonly marketContext: string;
  /** Absent: that of the state. */
  readonly vtnID?: string;
  /** Default true. */
  readonly registerReports: boolean;
}

/** Which VEN an alias takes; without any criterion the first that is free. */
export interface VenSelector {
  readonly venName?: string;
  readonly venID?: string;
  readonly fingerprint?: string;
  /** The bench starts it itself. */
  readonly simulated?: { readonly personality?: string };
  /** How many VENs the alias stands for, default 1. */
  readonly count: number;
  /** Its registration is forgotten before t0. */
  readonly fresh: boolean;
}

/** A moment of the run. `end`: the last step is done. `now`: this step's begin. An id alone: that step's begin. */
export interface Anchor {
  readonly base: 'start' | 'end' | 'now' | AnchorStep;
  /** ms, may be negative. */
  readonly offset: number;
}

export interface AnchorStep {
  readonly id: string;
  /**
   * `done`: the step is done. `near`, `active`, `{interval}`, `end`: of an event, by its newest version; `end` also by
   * the delivery of its cancel. Absent: the step's begin.
   */
  readonly part?: 'done' | 'near' | 'active' | 'end' | { readonly interval: number };
}

/** Where something stands in a scenario file. */
export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** The whole line of the file. */
  readonly source: string;
}

export interface StepBase {
  /** `3`; in a `repeat` `4.2`, to which the engine adds `#round`. From 1. */
  readonly index: string;
  readonly id?: string;
  /** Aliases it is about, all if the file names none; never empty. */
  readonly vens: readonly string[];
  /** Not before. */
  readonly at?: Anchor;
  readonly soft: boolean;
  readonly why?: string;
  /** One line for people: `event peak: SIMPLE level 1, 2, PT10S from now`. */
  readonly title: string;
  readonly place: Place;
}

/** A step marked ▶: done when delivered. */
export interface DeliveredStep extends StepBase {
  /** ms to wait for the delivery; `none`: not waited for; absent: 3 poll intervals and 10 s. */
  readonly deliver?: number | 'none';
}

export type Text = string | TextTemplate;
export type Numeric = number | NumberTemplate;
export type Value = string | number | boolean | AnyTemplate;

export interface PlanPatch {
  readonly path: string;
  /** `null` removes. */
  readonly value: Value | null;
}

/** When an event starts: an anchor (a bare duration is `now` + that), or a moment in ms since the epoch. */
export type StartPlan = Anchor | { readonly time: number };

export interface IntervalPlan {
  /** ISO 8601, whole seconds. */
  readonly duration: string;
  readonly value: Numeric;
}

export interface UnitPlan {
  readonly name: string;
  readonly units?: string;
  readonly scale?: string;
  readonly description?: string;
}

export interface SignalPlan {
  readonly name: Text;
  readonly type: Text;
  readonly intervals: readonly IntervalPlan[];
  readonly unit?: UnitPlan;
  readonly deviceClass?: readonly Text[];
  readonly signalID?: Text;
}

export interface BaselinePlan {
  readonly name: Text;
  readonly baselineID?: Text;
  /** Default the event's start. */
  readonly start?: StartPlan;
  readonly intervals: readonly IntervalPlan[];
  readonly resourceIDs?: readonly Text[];
  readonly unit?: UnitPlan;
}

export interface TransportInterfacePlan {
  readonly pointOfReceipt: Text;
  readonly pointOfDelivery: Text;
}

/** Children of eiTarget, each with its values. */
export interface TargetPlan {
  readonly venID?: readonly Text[];
  readonly resourceID?: readonly Text[];
  readonly groupID?: readonly Text[];
  readonly groupName?: readonly Text[];
  readonly partyID?: readonly Text[];
  readonly aggregatedPnode?: readonly Text[];
  readonly endDeviceAsset?: readonly Text[];
  readonly meterAsset?: readonly Text[];
  readonly pnode?: readonly Text[];
  readonly serviceDeliveryPoint?: readonly Text[];
  readonly serviceArea?: readonly Text[];
  readonly serviceLocation?: readonly Text[];
  readonly transportInterface?: readonly TransportInterfacePlan[];
}

/** `set` of an event; in `modify` only what is given. Fields are those of the VTN's EventSpec. */
export interface EventSet {
  readonly start?: StartPlan;
  readonly signals?: readonly SignalPlan[];
  readonly baseline?: BaselinePlan;
  readonly responseRequired?: 'always' | 'never';
  readonly marketContext?: Text;
  readonly priority?: Numeric;
  /** ISO 8601, as the three below. */
  readonly notification?: string;
  readonly rampUp?: string;
  readonly recovery?: string;
  readonly startAfter?: string;
  readonly targets?: TargetPlan;
  readonly testEvent?: boolean | Text;
  readonly comment?: Text;
  /** Absent: `<id>-<run>`, in a repeat with the round; never in `modify`. */
  readonly eventID?: Text;
}

export interface EventStep extends DeliveredStep {
  readonly do: 'event';
  readonly id: string;
  readonly set: EventSet & { readonly start: StartPlan; readonly signals: readonly SignalPlan[] };
  readonly patch: readonly PlanPatch[];
}

export interface ModifyStep extends DeliveredStep {
  readonly do: 'modify';
  /** id of the event step. */
  readonly event: string;
  readonly set: EventSet;
  readonly patch: readonly PlanPatch[];
}

export interface CancelStep extends DeliveredStep {
  readonly do: 'cancel';
  readonly event: string;
}

export interface OmitStep extends DeliveredStep {
  readonly do: 'omit';
  readonly event: string;
}

export interface RequestReportStep extends DeliveredStep {
  readonly do: 'requestReport';
  readonly id: string;
  /** Exactly one of `reportName` and `specifier` (reportSpecifierID). */
  readonly reportName?: Text;
  readonly specifier?: Text;
  /** ISO 8601; `PT0S`: once (rule 324). */
  readonly reportBack: string;
  /** Absent: all of the report. */
  readonly rIDs?: readonly Text[];
  /** ISO 8601; absent: as fine as the VEN offers. */
  readonly granularity?: string;
  /** Of the reportInterval; absent: this step's begin. */
  readonly start?: StartPlan;
  /** ISO 8601; absent or `PT0S`: until cancelled. */
  readonly duration?: string;
}

export interface CancelReportStep extends DeliveredStep {
  readonly do: 'cancelReport';
  /** id of the requestReport step. */
  readonly report: string;
  readonly reportToFollow: boolean;
}

/** A simulated VEN changes its mind about an event, or tells when it is available. */
export interface OptStep extends StepBase {
  readonly do: 'opt';
  readonly type: 'optIn' | 'optOut';
  /** Exactly one of `event` (id of the event step) and `schedule`; `duration` in ms, 0: open-ended. */
  readonly event?: string;
  readonly schedule?: { readonly start: StartPlan; readonly duration: number };
}

/** When a sample is: `sample`, as it says itself; `arrival`, when the message came that brought it. */
export type SampleTime = 'sample' | 'arrival';

export interface MeasureStep extends StepBase {
  readonly do: 'measure';
  readonly id: string;
  /** id of the requestReport step. */
  readonly report: string;
  readonly rID: Text;
  /** ms. */
  readonly over: number;
  readonly take: 'mean' | 'min' | 'max' | 'last';
  readonly time: SampleTime;
}

export interface RegisterReportStep extends DeliveredStep {
  readonly do: 'registerReport';
  readonly patch: readonly PlanPatch[];
}

export interface RequestReregistrationStep extends DeliveredStep {
  readonly do: 'requestReregistration';
  /** ms, offered from now on. */
  readonly pollInterval?: number;
}

export interface CancelRegistrationStep extends DeliveredStep {
  readonly do: 'cancelRegistration';
}

/** JSON of a message body, XML names; `null` leaves out what would be filled in. */
export type BodyValue =
  | string
  | number
  | boolean
  | null
  | AnyTemplate
  | readonly BodyValue[]
  | { readonly [name: string]: BodyValue };

export interface SendStep extends DeliveredStep {
  readonly do: 'send';
  /** Exactly one of `payload` and `xml`. */
  readonly payload?: { readonly name: PayloadName; readonly body: BodyValue };
  /** As it goes out; a file's text was read at load. */
  readonly xml?: Text;
}

export interface RestartStep extends StepBase {
  readonly do: 'restart';
  /** ms. */
  readonly down: number;
  readonly state: 'keep' | 'lose';
}

export interface PromptStep extends StepBase {
  readonly do: 'prompt';
  readonly text: Text;
  readonly answers: readonly string[];
  /** Those of `answers` that pass. */
  readonly pass: readonly string[];
  /** ms; absent: waits for ever. */
  readonly within?: number;
}

export interface WaitStep extends StepBase {
  readonly do: 'wait';
  readonly wait: { readonly for: number } | { readonly until: Anchor };
}

export interface NoteStep extends StepBase {
  readonly do: 'note';
  readonly text: Text;
}

export interface RepeatStep extends StepBase {
  readonly do: 'repeat';
  readonly times: number;
  readonly steps: readonly PlanStep[];
}

export type ComparisonScalar = string | number | boolean | AnyTemplate;

/** What an element's value is held against: equality, or comparisons that must all hold. */
export type WherePlanValue =
  | ComparisonScalar
  | {
      readonly eq?: ComparisonScalar;
      readonly not?: WherePlanValue;
      readonly gt?: ComparisonScalar;
      readonly gte?: ComparisonScalar;
      readonly lt?: ComparisonScalar;
      readonly lte?: ComparisonScalar;
      readonly matches?: ComparisonScalar;
      readonly oneOf?: readonly ComparisonScalar[];
      readonly exists?: boolean;
    };

/** Any of them. Resolve with each message, then give it to `matchWhere`; ids of events and reports already stand for wire IDs. */
export type WherePlan = readonly { readonly [key: string]: WherePlanValue }[];

/** How many; an exact number is both bounds. */
export interface Count {
  readonly gte?: number;
  readonly lte?: number;
}

export interface MessagePattern {
  /** Payload root, `*` any. */
  readonly message: PayloadName | '*';
  readonly where?: WherePlan;
}

export type Subject =
  | { readonly subject: 'that'; readonly that: 'registered' | 'online' | 'offline' | 'reporting' }
  | (MessagePattern & { readonly subject: 'message'; readonly count: Count })
  | {
      readonly subject: 'event';
      /** id of the event step. */
      readonly event: string;
      readonly opt: 'optIn' | 'optOut' | 'any';
      /** responseCode; absent: any. */
      readonly code?: number;
      /** modificationNumber; absent: the newest delivered (`opt: any` takes every version). */
      readonly version?: number;
      readonly count: Count;
    }
  | {
      readonly subject: 'report';
      /** id of the requestReport step. */
      readonly report: string;
      readonly where?: WherePlan;
      readonly count: Count;
    }
  | {
      readonly subject: 'telemetry';
      /** id of the requestReport step. */
      readonly telemetry: string;
      readonly rID: Text;
      readonly value: WherePlanValue;
      /** id of a measure step: the value is compared as % of it. */
      readonly percentOf?: string;
      readonly time: SampleTime;
    }
  | {
      readonly subject: 'poll';
      /** ms. */
      readonly interval: number;
      /** ms, default 10 % but at least 500. */
      readonly tolerance: number;
      /** Gaps in a row, default 3. */
      readonly gaps: number;
    }
  | { readonly subject: 'sequence'; readonly sequence: readonly MessagePattern[] }
  | {
      readonly subject: 'finding';
      readonly finding: { readonly layer: Layer } | { readonly severity: 'error' | 'warning' };
      readonly in?: PayloadName;
      readonly count: Count;
    };

export interface ExpectStep extends StepBase {
  readonly do: 'expect';
  readonly subject: Subject;
  /** Exactly one: met at some moment up to clock + within (ms), or holding at every moment up to the anchor. */
  readonly window: { readonly within: number } | { readonly until: Anchor };
  /** Sets the window's begin and the clock's start. */
  readonly from?: Anchor;
}

export type PlanStep =
  | EventStep
  | ModifyStep
  | CancelStep
  | OmitStep
  | RequestReportStep
  | CancelReportStep
  | RegisterReportStep
  | RequestReregistrationStep
  | CancelRegistrationStep
  | SendStep
  | OptStep
  | RestartStep
  | PromptStep
  | WaitStep
  | MeasureStep
  | NoteStep
  | RepeatStep
  | ExpectStep;

export type StepName = PlanStep['do'];

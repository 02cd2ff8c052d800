import type { BaselineSpec, EventSpec, SignalSpec } from '../vtn/event-spec.ts';
import { invalid } from './error.ts';
import { checkSum, joinedIntervals } from './intervals.ts';
import { type Duration, durationText, momentOf } from './moment.ts';
import type { Baseline, Signal } from './signal.ts';
import { type Target, targetSpec } from './target.ts';

/** What an event has beside its signals. */
export interface EventDetails {
  /** oadrResponseRequired, default `always`. */
  readonly responseRequired?: 'always' | 'never';
  /** Whom it is for; default the whole VEN (rule 22). */
  readonly targets?: Target | readonly Target[];
  /** URI, default the server's. */
  readonly marketContext?: string;
  /** 1 highest, larger is lower, 0 none (rule 3); default 0. */
  readonly priority?: number;
  /** x-eiNotification, ISO 8601 or ms. */
  readonly notification?: Duration;
  /** x-eiRampUp, ISO 8601 or ms. */
  readonly rampUp?: Duration;
  /** x-eiRecovery, ISO 8601 or ms. */
  readonly recovery?: Duration;
  /** Tolerance startafter, ISO 8601 or ms: the VEN begins at random within it (rule 30). */
  readonly startAfter?: Duration;
  /** `true` or any text but `false`: a test event (rule 6). */
  readonly testEvent?: boolean | string;
  /** vtnComment */
  readonly comment?: string;
  readonly baseline?: Baseline;
  /** The whole length, ISO 8601 or ms; only checked against the sum of the intervals, which is what is sent (rule 8). */
  readonly duration?: Duration;
}

/** One signal written into the event itself, or several in a list. */
export type EventSignals = (Signal & { readonly signals?: never }) | SignalList;

interface SignalList {
  readonly signals: readonly [Signal, ...Signal[]];
  readonly signalName?: never;
  readonly signalType?: never;
  readonly intervals?: never;
}

/** What may be changed in an event that was sent; what is not named stays. */
export type EventChanges = Partial<EventDetails> &
  (EventSignals | { readonly signals?: never; readonly intervals?: never });

/**
 * The bench's words for an event.
 * @param lenient whether what is wrong is let through (`allowInvalid`)
 * @throws OpenADRError with the rule that it would break
 */
export function eventSpec(eventID: string, event: EventDetails & EventSignals, lenient: boolean): EventSpec {
  const signals = signalsOf(event);
  const first = signals[0]?.intervals[0]?.dtstart;
  if (first === undefined) {
    const hint = 'give the first interval a dtstart: it is the start of the event';
    throw invalid('the event has no start', { rule: 1, hint });
  }
  const start = momentOf(first, 'the dtstart of interval 0');
  checkSum(event.duration, start, signals[0]?.intervals ?? [], lenient);
  return {
    eventID,
    start,
    signals: signals.map((signal) => signalSpec(signal, start, lenient)),
    ...detailsSpec(event, start, lenient),
  };
}

/** The bench's words for changes to an event whose start is `start`, ms since the epoch. @throws OpenADRError */
export function eventChanges(changes: EventChanges, start: number, lenient: boolean): Partial<EventSpec> {
  if (changes.signals === undefined && changes.intervals === undefined) return detailsSpec(changes, start, lenient);
  const signals = signalsOf(changes);
  const first = signals[0]?.intervals[0]?.dtstart;
  const from = first === undefined ? start : momentOf(first, 'the dtstart of interval 0');
  checkSum(changes.duration, from, signals[0]?.intervals ?? [], lenient);
  return {
    ...(from !== start && { start: from }),
    signals: signals.map((signal) => signalSpec(signal, from, lenient)),
    ...detailsSpec(changes, from, lenient),
  };
}

function signalsOf(event: EventSignals): readonly Signal[] {
  return event.signals ?? [event];
}

function signalSpec(signal: Signal, start: number, lenient: boolean): SignalSpec {
  const { signalName, signalType, intervals, unit, deviceClass, signalId } = signal;
  return {
    name: signalName,
    type: signalType,
    intervals: joinedIntervals(intervals, start, `signal ${signalName}`, lenient),
    ...(unit && { unit }),
    ...(deviceClass && { deviceClass }),
    ...(signalId !== undefined && { signalID: signalId }),
  };
}

function detailsSpec(event: Partial<EventDetails>, start: number, lenient: boolean): Partial<EventSpec> {
  const { responseRequired, targets, marketContext, priority, testEvent, comment, baseline } = event;
  const length = (name: 'notification' | 'rampUp' | 'recovery' | 'startAfter') => {
    const duration = event[name];
    return duration === undefined ? {} : { [name]: durationText(duration, name, lenient) };
  };
  return {
    ...(responseRequired !== undefined && { responseRequired }),
    ...(targets !== undefined && { targets: targetSpec(targets) }),
    ...(marketContext !== undefined && { marketContext }),
    ...(priority !== undefined && { priority }),
    ...(testEvent !== undefined && { testEvent }),
    ...(comment !== undefined && { comment }),
    ...(baseline !== undefined && { baseline: baselineSpec(baseline, start, lenient) }),
    ...length('notification'),
    ...length('rampUp'),
    ...length('recovery'),
    ...length('startAfter'),
  };
}

function baselineSpec(baseline: Baseline, eventStart: number, lenient: boolean): BaselineSpec {
  const { baselineName, baselineId, intervals, resourceId, unit } = baseline;
  const first = intervals[0]?.dtstart;
  const start = first === undefined ? eventStart : momentOf(first, 'the dtstart of the baseline');
  return {
    name: baselineName,
    start,
    intervals: joinedIntervals(intervals, start, `baseline ${baselineName}`, lenient),
    ...(baselineId !== undefined && { baselineID: baselineId }),
    ...(resourceId && { resourceIDs: resourceId }),
    ...(unit && { unit }),
  };
}

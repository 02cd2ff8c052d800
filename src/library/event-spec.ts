import type { BaselineSpec, EventSpec, SignalSpec } from '../vtn/event-spec.ts';
import { invalid } from './error.ts';
import type { EventChanges, EventDetails, EventSignals } from './event.ts';
import { checkSum, joinedIntervals } from './intervals.ts';
import { durationText, momentOf } from './moment.ts';
import type { Baseline, Signal } from './signal.ts';
import { targetSpec } from './target-spec.ts';

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
    ...(targets !== undefined && { targets: targetSpec(targets, lenient) }),
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

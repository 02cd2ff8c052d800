import { addDuration, formatDateTime, formatDuration, parseDuration } from '../openadr/time.ts';
import type { IntervalSpec } from '../vtn/event-spec.ts';
import { invalid } from './error.ts';
import { durationText, momentOf } from './moment.ts';
import type { EventInterval } from './signal.ts';
import type { Duration } from './time.ts';

/**
 * Intervals in a row, as the bench has them.
 * @param start of the first, ms since the epoch
 * @throws OpenADRError where they do not follow each other without a gap (rules 102, 103)
 */
export function joinedIntervals(
  intervals: readonly EventInterval[],
  start: number,
  what: string,
  lenient: boolean,
): IntervalSpec[] {
  let at = start;
  return intervals.map(({ dtstart, duration, signalPayload }, uid) => {
    const text = durationText(duration, `the duration of interval ${uid} of ${what}`, lenient);
    const from = dtstart === undefined ? at : momentOf(dtstart, `the dtstart of interval ${uid} of ${what}`);
    if (from !== at && !lenient) {
      throw invalid(`interval ${uid} of ${what} does not begin where the one before it ends`, {
        rule: 102,
        expected: formatDateTime(at),
        actual: formatDateTime(from),
        hint: 'leave its dtstart out',
      });
    }
    at = later(from, text);
    return { duration: text, value: signalPayload };
  });
}

function later(ms: number, text: string): number {
  const duration = parseDuration(text);
  return duration ? addDuration(ms, duration) : ms;
}

/** @throws OpenADRError where the length of the event is not that of its intervals (rule 8) */
export function checkSum(
  duration: Duration | undefined,
  start: number,
  intervals: readonly Pick<EventInterval, 'duration'>[],
  lenient: boolean,
): void {
  if (duration === undefined || lenient) return;
  const wanted = later(start, durationText(duration, 'the duration of the event'));
  const end = intervals.reduce(
    (at, one) => later(at, durationText(one.duration, 'the duration of an interval')),
    start,
  );
  if (end === wanted) return;
  throw invalid('the intervals do not add up to the duration of the event', {
    rule: 8,
    expected: formatDuration(wanted - start),
    actual: formatDuration(end - start),
    hint: 'leave the duration of the event out',
  });
}

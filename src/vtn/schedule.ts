import { addDuration, durationProblem, formatDuration, parseDuration } from '../openadr/time.ts';
import type { EventStatus, Schedule } from './change.ts';
import type { EventSpec, IntervalSpec } from './event-spec.ts';
import type { VenEvent } from './state.ts';

/** Begin and end of intervals in a row, ms since the epoch; a duration that is none counts as zero. */
export function spans(start: number, intervals: readonly IntervalSpec[]): { start: number; end: number }[] {
  let at = start;
  return intervals.map(({ duration }) => {
    const from = at;
    at = later(at, duration);
    return { start: from, end: at };
  });
}

/** A moment plus a duration; a text that is no duration adds nothing. */
export function later(ms: number, duration: string | undefined): number {
  if (duration === undefined || parseDuration(duration) === undefined) return ms;
  return addDuration(ms, duration);
}

/** ms of a duration that begins at `from`. */
export function lengthOf(duration: string | undefined, from: number): number {
  return later(from, duration) - from;
}

/** When an event does what. Without positive ramp-up there is no near (rule 13); a total of zero is open-ended (rule 47). */
export function scheduleOf(spec: EventSpec): Schedule {
  const parts = spans(spec.start, spec.signals[0]?.intervals ?? []);
  const end = parts.at(-1)?.end ?? spec.start;
  const open = end === spec.start;
  const rampUp = lengthOf(spec.rampUp, spec.start);
  return {
    start: spec.start,
    ...(rampUp > 0 && { near: spec.start - rampUp }),
    ...(!open && { end }),
    intervals: parts.map((part, uid) => ({ uid, start: part.start, ...(!open && { end: part.end }) })),
    startAfter: Math.max(0, lengthOf(spec.startAfter, spec.start)),
  };
}

/** The active period's duration: the sum of the intervals (rules 8, 102). */
export function totalDuration(start: number, intervals: readonly IntervalSpec[]): string {
  const only = intervals.length === 1 ? intervals[0]?.duration : undefined;
  // A single interval's own words are kept, so that P1M stays a month; anything unfit is shown as it is.
  if (only !== undefined) return only;
  return formatDuration((spans(start, intervals).at(-1)?.end ?? start) - start);
}

/** far, near, active, completed: what the clock says (rule 13); an open-ended event never completes (rule 47). */
export function clockStatus(schedule: Schedule, now: number): Exclude<EventStatus, 'cancelled'> {
  if (now < (schedule.near ?? schedule.start)) return 'far';
  if (now < schedule.start) return 'near';
  return schedule.end !== undefined && now >= schedule.end ? 'completed' : 'active';
}

export function statusAt(event: VenEvent, now: number): EventStatus {
  return event.cancelled ? 'cancelled' : clockStatus(event.schedule, now);
}

/** Until when a completed event stays in the list (rule 66). */
export function listedUntil(schedule: Schedule): number | undefined {
  return schedule.end === undefined ? undefined : schedule.end + schedule.startAfter;
}

/** Whether the clock has taken an event out of the list for good (rules 52, 66). */
export function isOver(event: VenEvent, now: number): boolean {
  const until = event.cancelled ? event.schedule.end : listedUntil(event.schedule);
  return until !== undefined && now >= until;
}

/** The next moment after `now` at which the clock changes an event. */
export function nextTransition(event: VenEvent, now: number): number {
  if (event.finished) return Number.POSITIVE_INFINITY;
  const { near, start, end } = event.schedule;
  const moments = event.cancelled ? [end] : [near, start, end, listedUntil(event.schedule)];
  return Math.min(...moments.map((at) => (at !== undefined && at > now ? at : Number.POSITIVE_INFINITY)));
}

/** What is wrong with a duration for the wire, if anything; negative ones only where the profile has them. */
export function durationFault(text: string, negative: 'negative' | 'positive'): string | undefined {
  const problem = durationProblem(text);
  if (problem === 'fraction') return 'has decimals';
  if (problem) return 'is no duration';
  return negative === 'positive' && text.startsWith('-') ? 'is negative' : undefined;
}

import { CommandError } from './command-error.ts';
import type { EventSpec, IntervalSpec } from './event-spec.ts';
import { clockStatus, scheduleOf, spans, statusAt } from './schedule.ts';
import type { VenEvent } from './state.ts';

/** A start that is meant to be now is some moments old when it gets here. */
const TOLERANCE = 5000;

/** Refuses a modification of what is past: a finished event, the start of an active one, elapsed intervals (rule 20). */
export function refusePast(event: VenEvent, spec: EventSpec, now: number): void {
  const status = event.omitted ? 'cancelled' : statusAt(event, now);
  if (status === 'cancelled' || status === 'completed') {
    throw past(`the event is ${status}`, 'a pending or active event', status);
  }
  const { end } = scheduleOf(spec);
  if (end !== undefined && end <= now) throw past('the event would be over', 'an end in the future', iso(end));
  if (clockStatus(event.schedule, now) !== 'active') {
    if (spec.start !== event.spec.start && spec.start < now - TOLERANCE) {
      throw past('the new start is past', 'a start in the future', iso(spec.start));
    }
    return;
  }
  if (spec.start !== event.spec.start) {
    throw past('the start of an active event stays', iso(event.spec.start), iso(spec.start));
  }
  for (const [index, signal] of event.spec.signals.entries()) {
    const elapsed = spans(event.spec.start, signal.intervals).filter((part) => part.end <= now).length;
    const other = spec.signals[index]?.intervals ?? [];
    const changed = signal.intervals.slice(0, elapsed).findIndex((interval, uid) => !same(interval, other[uid]));
    if (changed < 0) continue;
    throw past(
      `interval ${changed} of signal ${index} (${signal.name}) has elapsed`,
      `${signal.intervals[changed]?.duration} with ${signal.intervals[changed]?.value}`,
      other[changed] ? `${other[changed].duration} with ${other[changed].value}` : 'none',
    );
  }
}

function same(a: IntervalSpec, b: IntervalSpec | undefined): boolean {
  return b !== undefined && a.value === b.value && spans(0, [a])[0]?.end === spans(0, [b])[0]?.end;
}

function past(message: string, expected: string, actual: string): CommandError {
  return new CommandError(message, { rule: 20, expected, actual, hint: 'only what is to come can be changed' });
}

function iso(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : `${ms}`;
}

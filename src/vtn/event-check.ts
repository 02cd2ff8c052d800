import type { BaselineSpec, EventSpec, SignalSpec } from './event-spec.ts';
import { scheduleOf, spans } from './schedule.ts';
import { badDuration, checkIntervals, checkSignal, checkUnit, type Issue } from './signal-check.ts';

export type { Issue };

const UNSIGNED_INT = 4_294_967_295;

/** Holds an event against the rules that bind a VTN; the first issue is the gravest. Nothing about time or VENs. */
export function checkEvent(spec: EventSpec): Issue[] {
  if (spec.signals.length === 0) {
    return [{ message: 'an event has no signal', expected: 'at least one eiEventSignal', actual: 'none' }];
  }
  return [
    ...descriptor(spec),
    ...spec.signals.flatMap((signal, index) => checkSignal(signal, `signal ${index} (${signal.name})`)),
    ...together(spec),
    ...signalIDs(spec.signals),
    ...(spec.baseline ? checkBaseline(spec.baseline) : []),
  ];
}

function descriptor(spec: EventSpec): Issue[] {
  const issues: Issue[] = [];
  if (spec.eventID === '') issues.push({ message: 'an event has an empty eventID', rule: 70 });
  if (!Number.isFinite(spec.start)) {
    issues.push({
      message: 'the start is no moment',
      rule: 1,
      expected: 'ms since the epoch',
      actual: `${spec.start}`,
    });
  }
  const priority = spec.priority ?? 0;
  if (!Number.isInteger(priority) || priority < 0 || priority > UNSIGNED_INT) {
    issues.push({
      message: 'the priority is no unsigned integer',
      rule: 3,
      expected: '0 (none), or 1 (highest) and up',
      actual: `${priority}`,
    });
  }
  const durations: [string, string | undefined, 'negative' | 'positive'][] = [
    ['notification', spec.notification, 'positive'],
    ['rampUp', spec.rampUp, 'negative'],
    ['recovery', spec.recovery, 'negative'],
    ['startAfter', spec.startAfter, 'positive'],
  ];
  for (const [name, text, sign] of durations) {
    if (text !== undefined) issues.push(...badDuration(name, text, sign));
  }
  const venIDs = spec.targets?.venID ?? [];
  if (venIDs.length > 1) {
    issues.push({
      message: "an event's target has more than one venID",
      rule: 63,
      expected: 'at most one',
      actual: venIDs.join(', '),
      hint: 'send the event to several VENs; each gets its own venID or none',
    });
  }
  return issues;
}

/** Each signal fills the active period, which is that of the first (rules 8, 102); open-ended ones all (rule 47). */
function together(spec: EventSpec): Issue[] {
  const { start, end } = scheduleOf(spec);
  if (!Number.isFinite(spec.start)) return [];
  return spec.signals.flatMap((signal, index) => {
    const last = spans(start, signal.intervals).at(-1)?.end ?? start;
    if (last === (end ?? start)) return [];
    return [
      {
        message: `the intervals of signal ${index} (${signal.name}) do not add up to those of the first signal`,
        rule: 8,
        expected: `${((end ?? start) - start) / 1000} s`,
        actual: `${(last - start) / 1000} s`,
      },
    ];
  });
}

function signalIDs(signals: readonly SignalSpec[]): Issue[] {
  const seen = new Set<string>();
  for (const { signalID } of signals) {
    if (signalID === undefined) continue;
    if (seen.has(signalID)) {
      return [{ message: 'two signals have the same signalID', rule: 107, expected: 'unique ones', actual: signalID }];
    }
    seen.add(signalID);
  }
  return [];
}

function checkBaseline(baseline: BaselineSpec): Issue[] {
  const what = `baseline ${baseline.name}`;
  return [...checkIntervals(baseline.intervals, what), ...(baseline.unit ? checkUnit(baseline.unit, what) : [])];
}

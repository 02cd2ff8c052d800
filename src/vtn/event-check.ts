import type { BaselineSpec, EventSpec, IntervalSpec, SignalSpec, UnitSpec } from './event-spec.ts';
import { durationFault, scheduleOf, spans } from './schedule.ts';
import { isSignalType, isSimple, SIGNAL_NAMES, signalRow, typesOf } from './signals.ts';
import { DEVICE_CLASSES, isDeviceClass } from './targets.ts';
import { isUnitName, SCALES, UNITS } from './units.ts';

/** What is wrong with an event as its author says it, and how to mend it. */
export interface Issue {
  readonly message: string;
  readonly rule?: number;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
}

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

function badDuration(name: string, text: string, sign: 'negative' | 'positive'): Issue[] {
  const fault = durationFault(text, sign);
  if (!fault) return [];
  return [
    {
      message: `${name} ${fault}`,
      rule: 1,
      expected: `an ISO 8601 duration in whole seconds${sign === 'negative' ? ', which may be negative' : ''}`,
      actual: JSON.stringify(text),
      hint: 'write PT1M30S',
    },
  ];
}

function checkIntervals(intervals: readonly IntervalSpec[], what: string): Issue[] {
  if (intervals.length === 0) return [{ message: `${what} has no interval`, rule: 102 }];
  const issues = intervals.flatMap(({ duration }, uid) =>
    badDuration(`the duration of interval ${uid} of ${what}`, duration, 'positive'),
  );
  if (issues.length > 0) return issues;
  for (const [uid, { value }] of intervals.entries()) {
    if (Number.isFinite(value)) continue;
    issues.push({
      message: `interval ${uid} of ${what} has no value`,
      rule: 100,
      expected: 'a number',
      actual: `${value}`,
    });
  }
  const empty = spans(0, intervals).findIndex(({ start, end }) => start === end);
  if (intervals.length > 1 && empty >= 0) {
    issues.push({
      message: `interval ${empty} of ${what} has no length though there are others`,
      rule: 102,
      expected: 'PT0S only in a single interval (open-ended, rule 47)',
      actual: `${intervals.length} intervals`,
    });
  }
  return issues;
}

function checkSignal(signal: SignalSpec, what: string): Issue[] {
  const types = typesOf(signal.name);
  const issues: Issue[] = [];
  if (!types && !/^x-\S/.test(signal.name)) {
    issues.push({
      message: `${what} has a name that the profile does not know`,
      rule: 104,
      expected: `one of ${SIGNAL_NAMES.join(', ')}, or x-…`,
      actual: JSON.stringify(signal.name),
    });
  }
  if (types && !types.includes(signal.type)) {
    issues.push({
      message: `${what} cannot be of type ${JSON.stringify(signal.type)}`,
      rule: isSimple(signal.name) ? 116 : 104,
      expected: types.join(', '),
      actual: signal.type,
    });
  } else if (!isSignalType(signal.type)) {
    issues.push({ message: `${what} has a signalType that the schema does not know`, rule: 104, actual: signal.type });
  }
  issues.push(...checkIntervals(signal.intervals, what), ...values(signal, what), ...signalUnit(signal, what));
  for (const mrid of signal.deviceClass ?? []) {
    if (isDeviceClass(mrid)) continue;
    issues.push({
      message: `${what} is for a device class that the profile does not know`,
      rule: 111,
      expected: `one of ${DEVICE_CLASSES.join(', ')}, or x-…`,
      actual: JSON.stringify(mrid),
    });
  }
  return issues;
}

function values(signal: SignalSpec, what: string): Issue[] {
  const row = signalRow(signal.name, signal.type);
  const wrong = row && signal.intervals.find(({ value }) => !row.allows(value));
  if (!wrong) return [];
  return [
    {
      message: `${what} has a value that is not allowed`,
      rule: isSimple(signal.name) ? 9 : 104,
      expected: row.allowed,
      actual: `${wrong.value}`,
    },
  ];
}

function signalUnit(signal: SignalSpec, what: string): Issue[] {
  const { unit } = signal;
  if (!unit) return [];
  const row = signalRow(signal.name, signal.type);
  if (row && !row.units.some((name) => name === unit.name)) {
    return [
      {
        message: `${what} cannot have the unit ${unit.name}`,
        rule: 104,
        expected: row.units.join(', ') || 'no unit',
        actual: unit.name,
      },
    ];
  }
  return checkUnit(unit, what);
}

function checkUnit(unit: UnitSpec, what: string): Issue[] {
  if (!isUnitName(unit.name)) {
    const expected = Object.keys(UNITS).join(', ');
    return [{ message: `${what} has a unit that the schema does not know`, rule: 104, expected, actual: unit.name }];
  }
  const row = UNITS[unit.name];
  const issues: Issue[] = [];
  const units = unit.units ?? row.units?.[0] ?? (row.currency ? 'USD' : '');
  if (row.units && !row.units.includes(units)) {
    issues.push({ message: `${what} has wrong itemUnits`, expected: row.units.join(' or '), actual: units });
  } else if (row.currency && !/^[A-Z]{3}$/.test(units)) {
    issues.push({ message: `${what} has no currency`, expected: 'an ISO 4217 code, such as USD', actual: units });
  } else if (units === '') {
    issues.push({ message: `${what} has a customUnit without itemUnits`, expected: 'a text' });
  }
  const scale = unit.scale ?? 'none';
  if (!SCALES.some((known) => known === scale)) {
    issues.push({ message: `${what} has a wrong siScaleCode`, expected: SCALES.join(' '), actual: scale });
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

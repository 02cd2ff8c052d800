import { DEVICE_CLASSES, isSimple, kindOf, kindsOf, SIGNAL_NAMES, valueFits, valuesText } from '../openadr/signals.ts';
import { isUnitName, SCALES, UNITS } from '../openadr/units.ts';
import type { IntervalSpec, SignalSpec, UnitSpec } from './event-spec.ts';
import { durationFault, spans } from './schedule.ts';
import { isSignalType } from './signals.ts';
import { isDeviceClass } from './targets.ts';

/** What is wrong with an event as its author says it, and how to mend it. */
export interface Issue {
  readonly message: string;
  readonly rule?: number;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
}

/** Issues of one duration: rule 1, and its sign. */
export function badDuration(name: string, text: string, sign: 'negative' | 'positive'): Issue[] {
  const fault = durationFault(text, sign);
  if (!fault) return [];
  return [
    {
      message: `${name} ${fault}`,
      rule: 1,
      expected: `an ISO 8601 duration in whole seconds${sign === 'negative' ? ', which may be negative' : ''}`,
      actual: JSON.stringify(text),
      hint: sign === 'positive' && /^-P/.test(text) ? `write ${text.slice(1)}` : 'write PT1M30S',
    },
  ];
}

/** Issues of the intervals of a signal or baseline (rules 1, 100, 102). */
export function checkIntervals(intervals: readonly IntervalSpec[], what: string): Issue[] {
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

/** Issues of one signal: Table 1 and rules 9, 104, 111, 116. */
export function checkSignal(signal: SignalSpec, what: string): Issue[] {
  const types = kindsOf(signal.name).map(({ type }) => type);
  const issues: Issue[] = [];
  if (types.length === 0 && !/^x-\S/.test(signal.name)) {
    issues.push({
      message: `${what} has a name that the profile does not know`,
      rule: 104,
      expected: `one of ${SIGNAL_NAMES.join(', ')}, or x-…`,
      actual: JSON.stringify(signal.name),
    });
  }
  if (types.length > 0 && !types.includes(signal.type)) {
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
  const kind = kindOf(signal.name, signal.type);
  const wrong = kind && signal.intervals.find(({ value }) => !valueFits(kind, value));
  if (!wrong) return [];
  return [
    {
      message: `${what} has a value that is not allowed`,
      rule: isSimple(signal.name) ? 9 : 104,
      expected: valuesText(kind),
      actual: `${wrong.value}`,
    },
  ];
}

function signalUnit(signal: SignalSpec, what: string): Issue[] {
  const { unit } = signal;
  if (!unit) return [];
  const kind = kindOf(signal.name, signal.type);
  if (kind && !kind.units.includes(unit.name)) {
    return [
      {
        message: `${what} cannot have the unit ${unit.name}`,
        rule: 104,
        expected: kind.units.join(', ') || 'no unit',
        actual: unit.name,
      },
    ];
  }
  return checkUnit(unit, what);
}

/** Issues of a unit: what the schema lets it say. */
export function checkUnit(unit: UnitSpec, what: string): Issue[] {
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

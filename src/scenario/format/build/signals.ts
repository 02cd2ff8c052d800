import { nearest } from '../../../openadr/index.ts';

import {
  DEVICE_CLASSES,
  isSignalName,
  kindsOf,
  SIGNAL_NAMES,
  SIGNAL_TYPES,
  type SignalKind,
  UNIT_KINDS,
} from '../../../openadr/signals.ts';
import { durationToMs, formatHumanDuration } from '../../../openadr/time.ts';
import { shown } from '../collector.ts';
import type { IntervalPlan, SignalPlan, UnitPlan } from '../plan.ts';
import { numberOf, RuntimeText, textOf } from '../runtime-text.ts';
import type { IntervalInput, SignalInput, UnitInput } from '../schema/event.ts';
import type { StepContext } from './context.ts';

type Path = readonly PropertyKey[];

/** The signals of an event, each held against Table 1 (rule 104), together against rules 8, 47, 102 and 107. */
export function signals(context: StepContext, path: Path, inputs: readonly SignalInput[]): SignalPlan[] {
  const plans = inputs.map((input, index) => signal(context, [...path, index], input));
  uniqueIDs(context, path, inputs);
  sameLength(context, path, inputs);
  return plans;
}

function signal(context: StepContext, path: Path, input: SignalInput): SignalPlan {
  const kind = kindOf(context, path, input);
  const { unit, deviceClass, signalID } = input;
  const classes = deviceClass === undefined ? undefined : Array.isArray(deviceClass) ? deviceClass : [deviceClass];
  if (kind) unitFits(context, path, kind, unit);
  for (const [index, one] of (classes ?? []).entries()) {
    deviceClassKnown(context, [...path, 'deviceClass', ...(Array.isArray(deviceClass) ? [index] : [])], one);
  }
  return {
    name: textOf(input.name),
    type: textOf(input.type),
    intervals: intervals(context, [...path, 'intervals'], input.intervals, kind),
    ...(unit ? { unit: unitPlan(context, [...path, 'unit'], unit) } : {}),
    ...(classes ? { deviceClass: classes.map(textOf) } : {}),
    ...(signalID === undefined ? {} : { signalID: textOf(signalID) }),
  };
}

/** The kind of a standard signal; none for an extension, and for a name that the run will tell. */
function kindOf(context: StepContext, path: Path, { name, type }: SignalInput): SignalKind | undefined {
  if (typeof type === 'string' && !SIGNAL_TYPES.includes(type)) {
    const near = nearest(type, SIGNAL_TYPES);
    const expected = `one of ${SIGNAL_TYPES.join(', ')}`;
    context.fail([...path, 'type'], {
      message: `no signal has the type "${type}"`,
      expected,
      ...(near ? { hint: `"${near}"` } : {}),
    });
    return undefined;
  }
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  if (!isSignalName(name)) {
    const near = nearest(name, SIGNAL_NAMES);
    const expected = `one of ${SIGNAL_NAMES.join(', ')}, or x-…`;
    context.fail([...path, 'name'], {
      message: `no signal has the name "${name}"`,
      expected,
      ...(near ? { hint: `"${near}"` } : {}),
    });
    return undefined;
  }
  const kinds = kindsOf(name);
  const kind = kinds.find((one) => one.type === type);
  if (!kind && kinds.length > 0) {
    const types = kinds.map((one) => one.type);
    const message = `${name} has no type "${type}" (rule 104, Table 1)`;
    context.fail([...path, 'type'], {
      message,
      expected: types.length > 1 ? `one of ${types.join(', ')}` : types.join(''),
    });
  }
  return kind;
}

/** Intervals of a signal or baseline: whole lengths (rule 102), an open end only alone (rules 8, 47). */
export function intervals(
  context: StepContext,
  path: Path,
  inputs: readonly IntervalInput[],
  kind?: SignalKind,
): IntervalPlan[] {
  for (const [index, { duration, value }] of inputs.entries()) {
    if (inputs.length > 1 && durationToMs(duration) === 0) {
      const message = 'an open end (a duration of zero) is possible in a single interval only (rules 8, 47, 102)';
      context.fail([...path, index, 'duration'], { message, hint: 'give it a duration, or keep this interval alone' });
    }
    valueFits(context, [...path, index, 'value'], value, kind);
  }
  return inputs.map(({ duration, value }) => ({ duration, value: numberOf(value) }));
}

function valueFits(context: StepContext, path: Path, value: number | RuntimeText, kind: SignalKind | undefined): void {
  if (value instanceof RuntimeText) {
    if (value.only?.variable !== 'i')
      context.fail(path, {
        message: 'the value is a number',
        actual: JSON.stringify(value.source),
        hint: 'only the round of a repeat is a number at run time',
      });
    return;
  }
  const { min, max, whole } = kind?.values ?? {};
  const fits = value >= (min ?? -Infinity) && value <= (max ?? Infinity) && (!whole || Number.isInteger(value));
  if (fits) return;
  const range = min === undefined ? 'a whole number' : `${whole ? 'a whole number ' : ''}from ${min} to ${max}`;
  const rule = kind?.name === 'SIMPLE' ? 'rule 9' : 'rule 104, Table 1';
  context.fail(path, {
    message: `${kind?.name} ${kind?.type} cannot be ${shown(value)} (${rule})`,
    expected: range,
    actual: shown(value),
  });
}

function unitFits(context: StepContext, path: Path, kind: SignalKind, unit: UnitInput | undefined): void {
  const of = `${kind.name} ${kind.type}`;
  if (!unit) {
    if (kind.unitRequired)
      context.fail(path, {
        message: `${of} needs a unit (rule 104, Table 1)`,
        expected: `"unit" with a name of ${kind.units.join(', ')}`,
      });
  } else if (UNIT_KINDS.has(unit.name) && !kind.units.includes(unit.name)) {
    const at = kind.units.length === 0 ? [...path, 'unit'] : [...path, 'unit', 'name'];
    const expected = kind.units.length === 0 ? 'no unit' : kind.units.join(', ');
    context.fail(at, { message: `${of} cannot carry ${unit.name} (rule 104, Table 1)`, expected, actual: unit.name });
  }
}

/** A unit whose name, itemUnits and scale the schema knows. */
export function unitPlan(context: StepContext, path: Path, unit: UnitInput): UnitPlan {
  const kind = UNIT_KINDS.get(unit.name);
  if (!kind) {
    const near = nearest(unit.name, UNIT_KINDS.keys());
    const expected = `one of ${[...UNIT_KINDS.keys()].join(', ')}`;
    context.fail([...path, 'name'], {
      message: `no unit has the name "${unit.name}"`,
      expected,
      ...(near ? { hint: `"${near}"` } : {}),
    });
    return unit;
  }
  if (unit.units !== undefined && kind.units.length > 0 && !kind.units.includes(unit.units)) {
    const expected = kind.units.length > 30 ? 'a currency code such as USD' : kind.units.join(' or ');
    const near = nearest(unit.units, kind.units);
    context.fail([...path, 'units'], {
      message: `${kind.name} is not measured in "${unit.units}"`,
      expected,
      ...(near ? { hint: `"${near}"` } : {}),
    });
  }
  if (kind.described && unit.description === undefined) {
    context.fail(path, { message: `${kind.name} needs a description`, expected: '"description"' });
  }
  if (kind.described && unit.units === undefined)
    context.fail(path, { message: `${kind.name} needs units`, expected: '"units"' });
  if (!kind.scaled && unit.scale !== undefined) context.failAt(path, 'scale', { message: `${kind.name} has no scale` });
  return unit;
}

function deviceClassKnown(context: StepContext, path: Path, value: string | RuntimeText): void {
  if (typeof value !== 'string' || DEVICE_CLASSES.includes(value) || value.startsWith('x-')) return;
  const near = nearest(value, DEVICE_CLASSES);
  const message = `"${value}" is no device class (rule 111)`;
  context.fail(path, {
    message,
    expected: `one of ${DEVICE_CLASSES.join(', ')}, or x-…`,
    ...(near ? { hint: `"${near}"` } : {}),
  });
}

function uniqueIDs(context: StepContext, path: Path, inputs: readonly SignalInput[]): void {
  const seen = new Set<string>();
  for (const [index, { signalID }] of inputs.entries()) {
    if (typeof signalID !== 'string') continue;
    if (seen.has(signalID))
      context.fail([...path, index, 'signalID'], {
        message: `the signalID "${signalID}" is taken in this event (rule 107)`,
      });
    seen.add(signalID);
  }
}

/** All signals last as long as the event does. */
function sameLength(context: StepContext, path: Path, inputs: readonly SignalInput[]): void {
  const lengths = inputs.map(({ intervals: list }) =>
    list.reduce((sum, { duration }) => sum + durationToMs(duration), 0),
  );
  const [first = 0] = lengths;
  const other = lengths.findIndex((length) => length !== first);
  if (other === -1) return;
  const words = (ms: number | undefined) => (ms === 0 ? 'an open end' : formatHumanDuration(ms ?? 0));
  const message = 'the intervals of each signal must add up to the same duration (rules 8, 102)';
  context.fail([...path, other, 'intervals'], { message, expected: words(first), actual: words(lengths[other]) });
}

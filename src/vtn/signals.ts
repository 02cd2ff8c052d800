import type { EiEventSignal } from '../openadr/index.ts';
import { kindOf, SIGNAL_TYPES } from '../openadr/signals.ts';
import type { SignalSpec, UnitSpec } from './event-spec.ts';

type SignalType = EiEventSignal['signalType'];

/** Whether a text is one of the schema's signalTypes: unlike names, no others can be told on the wire. */
export function isSignalType(type: string): type is SignalType {
  return SIGNAL_TYPES.includes(type);
}

/** The unit of a signal: its own, else the default of Table 1, else none. */
export function unitOf(signal: SignalSpec): UnitSpec | undefined {
  if (signal.unit) return signal.unit;
  const name = kindOf(signal.name, signal.type)?.units[0];
  return name === undefined ? undefined : { name };
}

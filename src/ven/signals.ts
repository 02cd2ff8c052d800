import type { EiEventSignal } from '../openadr/index.ts';
import { type SignalKind, UNIT_KINDS } from '../openadr/signals.ts';

/** Green Button's description is an itemBase too, though nothing of a signal's meaning can be read from it. */
const UNIT_NAMES = [...UNIT_KINDS.keys(), 'oadrGBDataDescription'];

/** The element name of a signal's unit, `undefined` if it has none. */
export function unitOf(signal: EiEventSignal): string | undefined {
  return UNIT_NAMES.find((name) => Object.hasOwn(signal, name));
}

/** Whether a unit (an itemBase's element name, or none) goes with a kind. A unit left out counts as the default one. */
export function unitFits(kind: SignalKind, unit: string | undefined): boolean {
  return unit === undefined || kind.units.includes(unit);
}

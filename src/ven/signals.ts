import type { EiEventSignal } from '../openadr/index.ts';
import { type SignalKind, UNIT_KINDS } from '../openadr/signals.ts';

/** Green Button's description is an itemBase too, though nothing of a signal's meaning can be read from it. */
const UNIT_NAMES = [...UNIT_KINDS.keys(), 'oadrGBDataDescription'];

/** The element name of a signal's unit, `undefined` if it has none. */
export function unitOf(signal: EiEventSignal): string | undefined {
  return UNIT_NAMES.find((name) => Object.hasOwn(signal, name));
}

/** Powers of ten by siScaleCode. */
const POWERS = new Map<unknown, number>(
  Object.entries({ p: -12, n: -9, micro: -6, m: -3, c: -2, d: -1, none: 0, k: 3, M: 6, G: 9, T: 12 }),
);

/** The power of ten of a signal's unit; 0 without one. */
export function scaleOf(signal: EiEventSignal): number {
  for (const unit of Object.values(signal)) {
    if (typeof unit === 'object' && unit !== null && 'siScaleCode' in unit) return POWERS.get(unit.siScaleCode) ?? 0;
  }
  return 0;
}

/** Whether a unit (an itemBase's element name, or none) goes with a kind. A unit left out counts as the default one. */
export function unitFits(kind: SignalKind, unit: string | undefined): boolean {
  return unit === undefined || kind.units.includes(unit);
}

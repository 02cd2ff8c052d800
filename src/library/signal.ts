import type { EiEventSignal } from '../openadr/types.ts';
import type { UnitName, UnitSpec } from '../openadr/unit-spec.ts';
import type { Duration, Moment } from './time.ts';

/** One interval of a signal or baseline. */
export interface EventInterval<Value extends number = number> {
  /** Where it begins. The first one's is the event's start; further ones must follow without a gap, or say nothing. */
  readonly dtstart?: Moment;
  /** ISO 8601, or ms. `PT0S` in a single interval: until cancelled (rule 47). */
  readonly duration: Duration;
  /** The value. */
  readonly signalPayload: Value;
}

/** Level of SIMPLE: 0 normal, 1 moderate, 2 high, 3 special (rule 9). */
export type SimpleLevel = 0 | 1 | 2 | 3;

/** A unit: itemBase, itemUnits and SI scale. Table 1 of the profile gives the defaults. */
export interface Unit extends UnitSpec {
  /** Element name of the itemBase: `powerReal`, `currencyPerKWh`, `voltage`, `customUnit`, … */
  readonly name: UnitName;
  /** siScaleCode, default `none`. */
  readonly scale?: 'p' | 'n' | 'micro' | 'm' | 'c' | 'd' | 'k' | 'M' | 'G' | 'T' | 'none';
}

interface Common<Value extends number> {
  readonly intervals: readonly EventInterval<Value>[];
  readonly unit?: Unit;
  /** Device classes that it is for, such as `Thermostat`, or `x-…` (rule 111). */
  readonly deviceClass?: readonly string[];
  /** Unique in the event; made if absent (rule 107). */
  readonly signalId?: string;
}

interface Kind<Name extends string, Type extends string, Value extends number = number> extends Common<Value> {
  readonly signalName: Name;
  readonly signalType: Type;
}

/** signalType of the profile. */
export type SignalType = EiEventSignal['signalType'];

type Price = 'price' | 'priceRelative' | 'priceMultiplier';

/** A signal: which signalTypes go with a signalName is Table 1 (rule 104). */
export type Signal =
  | Kind<'SIMPLE', 'level', SimpleLevel>
  | Kind<'ELECTRICITY_PRICE' | 'ENERGY_PRICE' | 'DEMAND_CHARGE', Price>
  | (Kind<'BID_PRICE', 'price'> & { readonly unit: Unit })
  | Kind<'BID_LOAD' | 'BID_ENERGY', 'setpoint'>
  | Kind<'CHARGE_STATE', 'setpoint' | 'delta' | 'multiplier'>
  | Kind<'LOAD_DISPATCH', 'setpoint' | 'delta' | 'multiplier' | 'level'>
  | Kind<
      'LOAD_CONTROL',
      'x-loadControlCapacity' | 'x-loadControlLevelOffset' | 'x-loadControlSetpoint' | 'x-loadControlPercentOffset'
    >
  | Kind<`x-${string}`, SignalType>;

/** A baseline: what the consumption would be without the event. */
export interface Baseline {
  readonly baselineName: string;
  readonly baselineId?: string;
  readonly intervals: readonly EventInterval[];
  readonly resourceId?: readonly string[];
  readonly unit?: Unit;
}

/**
 * An interval in short: `interval(start, 'PT15M', 2)`.
 * @param dtstart `undefined`: where the one before it ends
 */
export function interval<const Value extends number>(
  dtstart: Moment | undefined,
  duration: Duration,
  signalPayload: Value,
): EventInterval<Value> {
  return dtstart === undefined ? { duration, signalPayload } : { dtstart, duration, signalPayload };
}

/**
 * Intervals of equal length in a row: `intervals(start, 'PT1H', [1, 2, 1])`.
 * @param duration of each one
 */
export function intervals<const Value extends number>(
  dtstart: Moment,
  duration: Duration,
  payloads: readonly [Value, ...Value[]],
): EventInterval<Value>[] {
  return payloads.map((signalPayload, index) => interval(index === 0 ? dtstart : undefined, duration, signalPayload));
}

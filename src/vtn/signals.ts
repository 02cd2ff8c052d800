import type { EiEventSignal } from '../openadr/index.ts';
import type { SignalSpec, UnitSpec } from './event-spec.ts';
import type { UnitName } from './units.ts';

/** One row of Table 1 (8.2.2): what a standard signal of that type has as unit and as values. */
export interface SignalRow {
  /** The itemBases that it may have, the default first; empty: none. */
  readonly units: readonly UnitName[];
  readonly allowed: string;
  readonly allows: (value: number) => boolean;
}

const POWER: readonly UnitName[] = ['powerReal', 'powerApparent', 'powerReactive'];
const ENERGY: readonly UnitName[] = ['energyReal', 'energyApparent', 'energyReactive'];

const row = (units: readonly UnitName[], allowed = 'any number', allows: SignalRow['allows'] = () => true) => ({
  units,
  allowed,
  allows,
});
const share = (units: readonly UnitName[]) => row(units, '0 to 1', (value) => value >= 0 && value <= 1);

const prices = (per: UnitName) => ({ price: row([per]), priceRelative: row([per]), priceMultiplier: row([]) });

/** Table 1: signalName, signalType, and what goes with them (rules 9, 104, 116). */
const TABLE: ReadonlyMap<string, ReadonlyMap<string, SignalRow>> = new Map(
  Object.entries({
    SIMPLE: { level: row([], '0, 1, 2 or 3', (value) => [0, 1, 2, 3].includes(value)) },
    ELECTRICITY_PRICE: prices('currencyPerKWh'),
    ENERGY_PRICE: prices('currencyPerKWh'),
    DEMAND_CHARGE: prices('currencyPerKW'),
    BID_PRICE: { price: row(['currency', 'currencyPerKWh', 'currencyPerKW', 'currencyPerThm']) },
    BID_LOAD: { setpoint: row(POWER) },
    BID_ENERGY: { setpoint: row(ENERGY) },
    CHARGE_STATE: { setpoint: row(ENERGY), delta: row(ENERGY), multiplier: share([]) },
    LOAD_DISPATCH: {
      setpoint: row(POWER),
      delta: row(POWER),
      multiplier: row([]),
      level: row(POWER, 'a whole number from -10 to 10', (value) => Number.isInteger(value) && Math.abs(value) <= 10),
    },
    LOAD_CONTROL: {
      'x-loadControlCapacity': share([]),
      'x-loadControlLevelOffset': row([], 'a whole number', Number.isInteger),
      'x-loadControlPercentOffset': row([]),
      'x-loadControlSetpoint': row([]),
    },
  }).map(([name, types]) => [name, new Map<string, SignalRow>(Object.entries(types))]),
);

export const SIGNAL_NAMES: readonly string[] = [...TABLE.keys()];

type SignalType = EiEventSignal['signalType'];
const TYPES: readonly SignalType[] = [
  'delta',
  'level',
  'multiplier',
  'price',
  'priceMultiplier',
  'priceRelative',
  'setpoint',
  'x-loadControlCapacity',
  'x-loadControlLevelOffset',
  'x-loadControlPercentOffset',
  'x-loadControlSetpoint',
];

/** Whether a text is one of the schema's signalTypes: unlike names, no others can be told on the wire. */
export function isSignalType(type: string): type is SignalType {
  return TYPES.some((known) => known === type);
}

/** The signalTypes that a standard signal can have; undefined for a name that is not in Table 1. */
export function typesOf(name: string): readonly string[] | undefined {
  const types = TABLE.get(tableName(name));
  return types && [...types.keys()];
}

export function signalRow(name: string, type: string): SignalRow | undefined {
  return TABLE.get(tableName(name))?.get(type);
}

/** The profile knows `simple` beside `SIMPLE` (rule 7). */
export function isSimple(name: string): boolean {
  return tableName(name) === 'SIMPLE';
}

/** The unit of a signal: its own, else the default of Table 1, else none. */
export function unitOf(signal: SignalSpec): UnitSpec | undefined {
  if (signal.unit) return signal.unit;
  const name = signalRow(signal.name, signal.type)?.units[0];
  return name && { name };
}

function tableName(name: string): string {
  return name === 'simple' ? 'SIMPLE' : name;
}

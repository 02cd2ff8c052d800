import type { EiEventSignal } from '../openadr/index.ts';

/** What a pair of signalName and signalType means: the units that it may carry (none: no itemBase) and its values. */
interface SignalKind {
  readonly name: string;
  readonly types: readonly string[];
  /** Element names of the itemBase; empty: none. */
  readonly units: readonly string[];
  readonly values?: { readonly min: number; readonly max: number; readonly whole?: boolean };
}

const PER_KWH = ['currencyPerKWh'];
const POWER = ['powerReal', 'powerApparent', 'powerReactive'];
const ENERGY = ['energyReal', 'energyApparent', 'energyReactive'];

/** The standard signals (Table 1), all of which a simulated VEN can carry out; rule 510 wants the first three. */
const KINDS: readonly SignalKind[] = [
  { name: 'SIMPLE', types: ['level'], units: [], values: { min: 0, max: 3, whole: true } },
  { name: 'ELECTRICITY_PRICE', types: ['price', 'priceRelative'], units: PER_KWH },
  { name: 'LOAD_DISPATCH', types: ['setpoint', 'delta'], units: POWER },
  { name: 'LOAD_DISPATCH', types: ['level'], units: POWER, values: { min: -10, max: 10, whole: true } },
  { name: 'LOAD_DISPATCH', types: ['multiplier'], units: [] },
  { name: 'ELECTRICITY_PRICE', types: ['priceMultiplier'], units: [] },
  { name: 'ENERGY_PRICE', types: ['price', 'priceRelative'], units: PER_KWH },
  { name: 'ENERGY_PRICE', types: ['priceMultiplier'], units: [] },
  { name: 'DEMAND_CHARGE', types: ['price', 'priceRelative'], units: ['currencyPerKW'] },
  { name: 'DEMAND_CHARGE', types: ['priceMultiplier'], units: [] },
  { name: 'BID_PRICE', types: ['price'], units: ['currency', 'currencyPerKWh', 'currencyPerKW', 'currencyPerThm'] },
  { name: 'BID_LOAD', types: ['setpoint'], units: POWER },
  { name: 'BID_ENERGY', types: ['setpoint'], units: ENERGY },
  { name: 'CHARGE_STATE', types: ['setpoint', 'delta'], units: ENERGY },
  { name: 'CHARGE_STATE', types: ['multiplier'], units: [], values: { min: 0, max: 1 } },
  { name: 'LOAD_CONTROL', types: ['x-loadControlCapacity'], units: [], values: { min: 0, max: 1 } },
  {
    name: 'LOAD_CONTROL',
    types: ['x-loadControlLevelOffset', 'x-loadControlSetpoint', 'x-loadControlPercentOffset'],
    units: [],
  },
];

/** Element names of all itemBase members that stand in a signal. */
const UNIT_NAMES = [
  ...['customUnit', 'current', 'currency', 'currencyPerKWh', 'currencyPerKW', 'currencyPerThm', 'frequency', 'Therm'],
  ...['temperature', 'pulseCount', 'voltage', 'oadrGBDataDescription', ...POWER, ...ENERGY, 'powerItem', 'energyItem'],
] as const;

/** The element name of a signal's unit, `undefined` if it has none. */
export function unitOf(signal: EiEventSignal): string | undefined {
  return UNIT_NAMES.find((name) => Object.hasOwn(signal, name));
}

/** The kind of a signal, `undefined` if its name and type go together with none (rules 48, 104, 109). */
export function kindOf(name: string, type: string): SignalKind | undefined {
  // The schema also knows `simple`, the 2.0a spelling.
  const wanted = name === 'simple' ? 'SIMPLE' : name;
  return KINDS.find((kind) => kind.name === wanted && kind.types.includes(type));
}

/** Whether a unit (an itemBase's element name, or none) goes with a kind. A unit left out counts as the default one. */
export function unitFits(kind: SignalKind, unit: string | undefined): boolean {
  return unit === undefined || kind.units.includes(unit);
}

/** Whether a value is allowed for a kind (rule 9 and Table 1). */
export function valueFits(kind: SignalKind, value: number): boolean {
  const { values } = kind;
  if (!values) return true;
  return value >= values.min && value <= values.max && (!values.whole || Number.isInteger(value));
}

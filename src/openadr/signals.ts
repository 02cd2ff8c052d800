import type { Simple } from './schema/dsl.ts';
import { signalName, signalType } from './schema/ei-event.ts';
import { itemBase } from './schema/emix.ts';
import { siScaleCodeType } from './schema/siscale.ts';

/** What a pair of signalName and signalType means by Table 1 (rule 104). */
export interface SignalKind {
  readonly name: string;
  readonly type: string;
  /** Element names of the itemBases that it may carry, the default first; empty: none. */
  readonly units: readonly string[];
  /** There is no sensible default: a unit must be given. */
  readonly unitRequired?: boolean;
  readonly values?: { readonly min?: number; readonly max?: number; readonly whole?: boolean };
}

const PER_KWH = ['currencyPerKWh'];
const PER_KW = ['currencyPerKW'];
const POWER = ['powerReal', 'powerApparent', 'powerReactive'];
const ENERGY = ['energyReal', 'energyApparent', 'energyReactive'];
const CURRENCIES = ['currency', 'currencyPerKWh', 'currencyPerKW', 'currencyPerThm'];

const prices = (name: string, units: readonly string[]): SignalKind[] => [
  { name, type: 'price', units },
  { name, type: 'priceRelative', units },
  { name, type: 'priceMultiplier', units: [] },
];

/** Table 1: the standard signals. */
export const SIGNAL_KINDS: readonly SignalKind[] = [
  { name: 'SIMPLE', type: 'level', units: [], values: { min: 0, max: 3, whole: true } },
  ...prices('ELECTRICITY_PRICE', PER_KWH),
  ...prices('ENERGY_PRICE', PER_KWH),
  ...prices('DEMAND_CHARGE', PER_KW),
  { name: 'BID_PRICE', type: 'price', units: CURRENCIES, unitRequired: true },
  { name: 'BID_LOAD', type: 'setpoint', units: POWER },
  { name: 'BID_ENERGY', type: 'setpoint', units: ENERGY },
  { name: 'CHARGE_STATE', type: 'setpoint', units: ENERGY },
  { name: 'CHARGE_STATE', type: 'delta', units: ENERGY },
  { name: 'CHARGE_STATE', type: 'multiplier', units: [], values: { min: 0, max: 1 } },
  { name: 'LOAD_DISPATCH', type: 'setpoint', units: POWER },
  { name: 'LOAD_DISPATCH', type: 'delta', units: POWER },
  { name: 'LOAD_DISPATCH', type: 'multiplier', units: [] },
  { name: 'LOAD_DISPATCH', type: 'level', units: POWER, values: { min: -10, max: 10, whole: true } },
  { name: 'LOAD_CONTROL', type: 'x-loadControlCapacity', units: [], values: { min: 0, max: 1 } },
  { name: 'LOAD_CONTROL', type: 'x-loadControlLevelOffset', units: [], values: { whole: true } },
  { name: 'LOAD_CONTROL', type: 'x-loadControlSetpoint', units: [] },
  { name: 'LOAD_CONTROL', type: 'x-loadControlPercentOffset', units: [] },
];

/** The standard signal names, without the spelling `simple` of 2.0a. */
export const SIGNAL_NAMES: readonly string[] = [...new Set(SIGNAL_KINDS.map(({ name }) => name))];

/** The closed list of signal types. */
export const SIGNAL_TYPES: readonly string[] = valuesOf(signalType.type);

/** Whether a signalName is one of the standard or an extension (`x-…`). */
export function isSignalName(name: string): boolean {
  const { type } = signalName;
  return type.form === 'simple' && type.parse(name) !== undefined;
}

/** The kinds of a standard signal name; empty for an extension. */
export function kindsOf(name: string): readonly SignalKind[] {
  const wanted = isSimple(name) ? 'SIMPLE' : name;
  return SIGNAL_KINDS.filter((kind) => kind.name === wanted);
}

/** The kind of a signal; undefined if its name and type do not go together (rules 48, 104, 109). */
export function kindOf(name: string, type: string): SignalKind | undefined {
  return kindsOf(name).find((kind) => kind.type === type);
}

/** Whether a value is allowed for a kind (rule 9 and Table 1). */
export function valueFits({ values }: SignalKind, value: number): boolean {
  if (!values) return true;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, whole } = values;
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

/** The allowed values of a kind, for people: `a whole number from 0 to 3`. */
export function valuesText({ values }: SignalKind): string {
  const number = values?.whole ? 'a whole number' : 'a number';
  if (!values || (values.min === undefined && values.max === undefined)) return number;
  return `${number} from ${values.min ?? '…'} to ${values.max ?? '…'}`;
}

/** The profile knows `simple` beside `SIMPLE` (rule 7). */
export function isSimple(name: string): boolean {
  return name === 'SIMPLE' || name === 'simple';
}

/** What may be said of an itemBase. */
export interface UnitKind {
  /** Element name, such as `powerReal`. */
  readonly name: string;
  /** The values that its itemUnits may have; empty: any text. The first is the default where there is only one. */
  readonly units: readonly string[];
  /** Its itemDescription must be given (customUnit and the free ones). */
  readonly described: boolean;
  readonly scaled: boolean;
}

/** Every itemBase of the schema but Green Button's, by element name. */
export const UNIT_KINDS: ReadonlyMap<string, UnitKind> = new Map(
  Object.values(itemBase.members).flatMap((member) => {
    const { type, name } = member;
    if (type.form !== 'complex' || !Object.hasOwn(type.fields, 'itemDescription')) return [];
    const units = type.fields.itemUnits;
    const description = type.fields.itemDescription;
    const kind: UnitKind = {
      name,
      units: units?.form !== 'element' ? [] : units.fixed === undefined ? valuesOf(units.type) : [units.fixed],
      described: description?.form === 'element' && description.fixed === undefined && !name.startsWith('currency'),
      scaled: Object.hasOwn(type.fields, 'siScaleCode'),
    };
    return [[name, kind] as const];
  }),
);

/** siScaleCode: powers of ten by their symbol. */
export const SCALE_CODES: readonly string[] = valuesOf(siScaleCodeType);

/** Device classes that a signal may be aimed at (rule 111); others begin with `x-`. */
export const DEVICE_CLASSES: readonly string[] = [
  ...['Thermostat', 'Strip_Heater', 'Baseboard_Heater', 'Water_Heater', 'Pool_Pump', 'Sauna', 'Hot_tub'],
  ...['Smart_Appliance', 'Irrigation_Pump', 'Managed_Commercial_and_Industrial_Loads'],
  ...['Simple_Residential_On_Off_Loads', 'Exterior_Lighting', 'Interior_Lighting', 'Electric_Vehicle'],
  ...['Generation_Systems', 'Load_Control_Switch', 'Smart_Inverter', 'EVSE', 'RESU', 'Energy_Management_System'],
  ...['Smart_Energy_Module', 'Storage'],
];

function valuesOf(type: Simple<unknown> | { readonly form: 'complex' | 'opaque' }): readonly string[] {
  return type.form === 'simple' ? (type.values ?? []) : [];
}

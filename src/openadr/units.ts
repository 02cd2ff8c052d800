import type { ItemBase, UnitName, UnitSpec } from './unit-spec.ts';

export type { ItemBase, UnitName, UnitSpec } from './unit-spec.ts';

export const SCALES = ['p', 'n', 'micro', 'm', 'c', 'd', 'k', 'M', 'G', 'T', 'none'] as const;
type Scale = (typeof SCALES)[number];

interface UnitRow {
  /** itemUnits that it can have, the default first; absent: any text, and none by default. */
  readonly units?: readonly string[];
  /** ISO 4217 code, USD by default. */
  readonly currency?: boolean;
  readonly make: (parts: { units: string; scale: Scale; description: string; unit: UnitSpec }) => ItemBase;
}

type Money = {
  itemDescription: 'currency' | 'currencyPerKW' | 'currencyPerKWh';
  itemUnits: string;
  siScaleCode: Scale;
};

const money = (itemDescription: Money['itemDescription'], make: (value: Money) => ItemBase): UnitRow => ({
  currency: true,
  make: ({ units, scale }) => make({ itemDescription, itemUnits: units, siScaleCode: scale }),
});

const plain = (
  itemDescription: string,
  itemUnits: string,
  make: (value: { itemDescription: string; itemUnits: string; siScaleCode: Scale }) => ItemBase,
): UnitRow => ({
  units: [itemUnits],
  make: ({ scale }) => make({ itemDescription, itemUnits, siScaleCode: scale }),
});

/** powerAttributes are required by the schema; mains of 60 Hz unless the author says otherwise. */
const attributes = (unit: UnitSpec) => ({
  hertz: unit.hertz ?? 60,
  voltage: unit.voltage ?? 120,
  ac: unit.ac ?? true,
});

/** Every itemBase of the schema that a signal can have. A currency per therm has no description of its own. */
export const UNITS: { readonly [K in UnitName]-?: UnitRow } = {
  customUnit: {
    make: ({ units, scale, description }) => ({
      customUnit: { itemDescription: description, itemUnits: units, siScaleCode: scale },
    }),
  },
  current: plain('Current', 'A', (current) => ({ current })),
  frequency: plain('Frequency', 'Hz', (frequency) => ({ frequency })),
  Therm: plain('Therm', 'thm', (Therm) => ({ Therm })),
  voltage: plain('Voltage', 'V', (voltage) => ({ voltage })),
  energyApparent: plain('ApparentEnergy', 'VAh', (energyApparent) => ({ energyApparent })),
  energyReactive: plain('ReactiveEnergy', 'VARh', (energyReactive) => ({ energyReactive })),
  energyReal: plain('RealEnergy', 'Wh', (energyReal) => ({ energyReal })),
  currency: money('currency', (currency) => ({ currency })),
  currencyPerKWh: money('currencyPerKWh', (currencyPerKWh) => ({ currencyPerKWh })),
  currencyPerKW: money('currencyPerKW', (currencyPerKW) => ({ currencyPerKW })),
  currencyPerThm: money('currency', (currencyPerThm) => ({ currencyPerThm })),
  temperature: {
    units: ['celsius', 'fahrenheit'],
    make: ({ units, scale }) => ({
      temperature: {
        itemDescription: 'temperature',
        itemUnits: units === 'fahrenheit' ? 'fahrenheit' : 'celsius',
        siScaleCode: scale,
      },
    }),
  },
  pulseCount: {
    units: ['count'],
    make: ({ unit }) => ({
      pulseCount: { itemDescription: 'pulse count', itemUnits: 'count', pulseFactor: unit.pulseFactor ?? 1 },
    }),
  },
  powerApparent: {
    units: ['VA'],
    make: ({ scale, unit }) => ({
      powerApparent: {
        itemDescription: 'ApparentPower',
        itemUnits: 'VA',
        siScaleCode: scale,
        powerAttributes: attributes(unit),
      },
    }),
  },
  powerReactive: {
    units: ['VAR'],
    make: ({ scale, unit }) => ({
      powerReactive: {
        itemDescription: 'ReactivePower',
        itemUnits: 'VAR',
        siScaleCode: scale,
        powerAttributes: attributes(unit),
      },
    }),
  },
  powerReal: {
    units: ['W', 'J/s'],
    make: ({ units, scale, unit }) => ({
      powerReal: {
        itemDescription: 'RealPower',
        itemUnits: units === 'J/s' ? 'J/s' : 'W',
        siScaleCode: scale,
        powerAttributes: attributes(unit),
      },
    }),
  },
};

/** Whether an itemBase has that name. */
export function isUnitName(name: string): name is UnitName {
  return Object.hasOwn(UNITS, name);
}

/** The element of a unit; nothing for a name that the schema does not know. */
export function itemBase(unit: UnitSpec | undefined): ItemBase {
  if (unit === undefined || !isUnitName(unit.name)) return {};
  const row = UNITS[unit.name];
  return row.make({
    units: unit.units ?? row.units?.[0] ?? (row.currency ? 'USD' : ''),
    // Checked before, unless what is not valid was wanted: then it goes out as it is.
    scale: (unit.scale ?? 'none') as Scale,
    description: unit.description ?? unit.units ?? '',
    unit,
  });
}

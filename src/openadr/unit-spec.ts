import type { EiEventSignal } from './types.ts';

/** The unit of a signal or baseline: which itemBase, its itemUnits and SI scale (Table 1 gives the defaults). */
export interface UnitSpec {
  /** Element name of the itemBase, such as `powerReal`, `currencyPerKWh`, `voltage`, `customUnit`. */
  readonly name: string;
  /** itemUnits, such as `W`, `USD`; the item's only one if absent. */
  readonly units?: string;
  /** siScaleCode: p n micro m c d k M G T or none (default). */
  readonly scale?: string;
  /** itemDescription of a customUnit; the others have their own. */
  readonly description?: string;
  /** powerAttributes of a power unit, default 60. */
  readonly hertz?: number;
  /** powerAttributes of a power unit, default 120. */
  readonly voltage?: number;
  /** powerAttributes of a power unit, default true. */
  readonly ac?: boolean;
  /** Of a pulseCount, default 1. */
  readonly pulseFactor?: number;
}

/** The itemBase of a signal or baseline: one of these elements. */
export type ItemBase = Pick<
  EiEventSignal,
  | 'customUnit'
  | 'current'
  | 'currency'
  | 'currencyPerKWh'
  | 'currencyPerKW'
  | 'currencyPerThm'
  | 'frequency'
  | 'Therm'
  | 'temperature'
  | 'pulseCount'
  | 'voltage'
  | 'energyApparent'
  | 'energyReactive'
  | 'energyReal'
  | 'powerApparent'
  | 'powerReactive'
  | 'powerReal'
>;
export type UnitName = keyof ItemBase;

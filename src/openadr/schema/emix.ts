import { complex, el, group, type Infer, text } from './dsl.ts';
import { FeatureCollection } from './gml.ts';
import { EMIX } from './namespaces.ts';
import * as oadr from './oadr-units.ts';
import * as power from './power.ts';
import { anyURI, restriction } from './simple.ts';

/** A URI that names a demand response programme. */
export const marketContext = text(EMIX, 'marketContext', restriction('emix:MarketContextType', anyURI));

const serviceAreaType = complex('emix:ServiceAreaType', { FeatureCollection });
export interface ServiceArea extends Infer<typeof serviceAreaType> {}
export const serviceArea = el<ServiceArea>(EMIX, 'serviceArea', serviceAreaType);

/** The unit of a signal or a data point: one of these, in the place of the abstract emix:itemBase. */
export const itemBase = group('itemBase', {
  customUnit: oadr.customUnit,
  current: oadr.current,
  currency: oadr.currency,
  currencyPerKWh: oadr.currencyPerKWh,
  currencyPerKW: oadr.currencyPerKW,
  currencyPerThm: oadr.currencyPerThm,
  frequency: oadr.frequency,
  Therm: oadr.Therm,
  temperature: oadr.temperature,
  pulseCount: oadr.pulseCount,
  oadrGBDataDescription: oadr.oadrGBDataDescription,
  voltage: power.voltage,
  energyItem: power.energyItem,
  energyApparent: power.energyApparent,
  energyReactive: power.energyReactive,
  energyReal: power.energyReal,
  powerItem: power.powerItem,
  powerApparent: power.powerApparent,
  powerReactive: power.powerReactive,
  powerReal: power.powerReal,
});

import { currencyCodeType } from './currency.ts';
import { complex, el, type Infer, text } from './dsl.ts';
import { OADR } from './namespaces.ts';
import { feed } from './opaque.ts';
import { enumeration, float, string, token } from './simple.ts';
import { siScaleCode } from './siscale.ts';

/** The units that 2.0b adds to emix:itemBase. */
const description = (fixed?: string) => text(OADR, 'itemDescription', string, fixed);
const units = (fixed?: string) => text(OADR, 'itemUnits', string, fixed);

const customUnitType = complex('oadr:BaseUnitType', {
  itemDescription: description(),
  itemUnits: units(),
  siScaleCode,
});
export interface CustomUnit extends Infer<typeof customUnitType> {}
export const customUnit = el<CustomUnit>(OADR, 'customUnit', customUnitType);

const currentType = complex('oadr:CurrentType', {
  itemDescription: description('Current'),
  itemUnits: units('A'),
  siScaleCode,
});
export interface Current extends Infer<typeof currentType> {}
export const current = el<Current>(OADR, 'current', currentType);

const frequencyType = complex('oadr:FrequencyType', {
  itemDescription: description('Frequency'),
  itemUnits: units('Hz'),
  siScaleCode,
});
export interface Frequency extends Infer<typeof frequencyType> {}
export const frequency = el<Frequency>(OADR, 'frequency', frequencyType);

const thermType = complex('oadr:ThermType', {
  itemDescription: description('Therm'),
  itemUnits: units('thm'),
  siScaleCode,
});
export interface Therm extends Infer<typeof thermType> {}
export const Therm = el<Therm>(OADR, 'Therm', thermType);

// currencyPerThm has no description of its own in the XSD; it borrows one of these.
const currencyDescription = enumeration('oadr:currencyItemDescriptionType', token, [
  'currency',
  'currencyPerKW',
  'currencyPerKWh',
]);
const currencyType = complex('oadr:currencyType', {
  itemDescription: text(OADR, 'itemDescription', currencyDescription),
  itemUnits: text(OADR, 'itemUnits', currencyCodeType),
  siScaleCode,
});
export interface Currency extends Infer<typeof currencyType> {}
export const currency = el<Currency>(OADR, 'currency', currencyType);
export const currencyPerKWh = el<Currency>(OADR, 'currencyPerKWh', currencyType);
export const currencyPerKW = el<Currency>(OADR, 'currencyPerKW', currencyType);
export const currencyPerThm = el<Currency>(OADR, 'currencyPerThm', currencyType);

const temperatureUnits = enumeration('oadr:temperatureUnitType', token, ['celsius', 'fahrenheit']);
const temperatureType = complex('oadr:temperatureType', {
  itemDescription: description('temperature'),
  itemUnits: text(OADR, 'itemUnits', temperatureUnits),
  siScaleCode,
});
export interface Temperature extends Infer<typeof temperatureType> {}
export const temperature = el<Temperature>(OADR, 'temperature', temperatureType);

export const pulseFactor = text(OADR, 'pulseFactor', float);
const pulseCountType = complex('oadr:pulseCountType', {
  itemDescription: description('pulse count'),
  itemUnits: units('count'),
  pulseFactor,
});
export interface PulseCount extends Infer<typeof pulseCountType> {}
export const pulseCount = el<PulseCount>(OADR, 'pulseCount', pulseCountType);

const gbItemBaseType = complex('oadr:oadrGBItemBase', { feed });
export interface OadrGBDataDescription extends Infer<typeof gbItemBaseType> {}
export const oadrGBDataDescription = el<OadrGBDataDescription>(OADR, 'oadrGBDataDescription', gbItemBaseType);

import { complex, el, type Fields, type Infer, text } from './dsl.ts';
import { FeatureCollection } from './gml.ts';
import { POWER } from './namespaces.ts';
import { boolean, decimal, enumeration, pattern, string, token } from './simple.ts';
import { siScaleCode } from './siscale.ts';

/** Targets: assets and places in the grid. */
const mridType = pattern('MridType', string, /^/, 'text');
export const mrid = text(POWER, 'mrid', mridType);
const nodeType = pattern('NodeType', string, /^/, 'text');
export const node = text(POWER, 'node', nodeType);

const endDeviceAssetType = complex('EndDeviceAssetType', { mrid });
export interface EndDeviceAsset extends Infer<typeof endDeviceAssetType> {}
export const endDeviceAsset = el<EndDeviceAsset>(POWER, 'endDeviceAsset', endDeviceAssetType);

const meterAssetType = complex('MeterAssetType', { mrid });
export interface MeterAsset extends Infer<typeof meterAssetType> {}
export const meterAsset = el<MeterAsset>(POWER, 'meterAsset', meterAssetType);

const pnodeType = complex('PnodeType', { node });
export interface Pnode extends Infer<typeof pnodeType> {}
export const pnode = el<Pnode>(POWER, 'pnode', pnodeType);

const aggregatedPnodeType = complex('AggregatedPnodeType', { node });
export interface AggregatedPnode extends Infer<typeof aggregatedPnodeType> {}
export const aggregatedPnode = el<AggregatedPnode>(POWER, 'aggregatedPnode', aggregatedPnodeType);

const serviceLocationType = complex('ServiceLocationType', { FeatureCollection });
export interface ServiceLocation extends Infer<typeof serviceLocationType> {}
export const serviceLocation = el<ServiceLocation>(POWER, 'serviceLocation', serviceLocationType);

const serviceDeliveryPointType = complex('ServiceDeliveryPointType', { node });
export interface ServiceDeliveryPoint extends Infer<typeof serviceDeliveryPointType> {}
export const serviceDeliveryPoint = el<ServiceDeliveryPoint>(POWER, 'serviceDeliveryPoint', serviceDeliveryPointType);

const transportInterfaceType = complex('TransportInterfaceType', {
  pointOfReceipt: text(POWER, 'pointOfReceipt', nodeType),
  pointOfDelivery: text(POWER, 'pointOfDelivery', nodeType),
});
export interface TransportInterface extends Infer<typeof transportInterfaceType> {}
export const transportInterface = el<TransportInterface>(POWER, 'transportInterface', transportInterfaceType);

/** Units of power, energy and voltage: members of emix:itemBase. */
const powerAttributesType = complex('PowerAttributesType', {
  hertz: text(POWER, 'hertz', decimal),
  voltage: text(POWER, 'voltage', decimal),
  ac: text(POWER, 'ac', boolean),
});
export interface PowerAttributes extends Infer<typeof powerAttributesType> {}
export const powerAttributes = el<PowerAttributes>(POWER, 'powerAttributes', powerAttributesType);

const freeUnit = {
  itemDescription: text(POWER, 'itemDescription', string),
  itemUnits: text(POWER, 'itemUnits', string),
  siScaleCode,
} satisfies Fields;
const fixedUnit = (description: string, units: string) => ({
  itemDescription: text(POWER, 'itemDescription', string, description),
  itemUnits: text(POWER, 'itemUnits', string, units),
  siScaleCode,
});

const voltageType = complex('VoltageType', fixedUnit('Voltage', 'V'));
export interface Voltage extends Infer<typeof voltageType> {}
export const voltage = el<Voltage>(POWER, 'voltage', voltageType);

const energyItemType = complex('EnergyItemType', freeUnit, undefined, { abstract: true });
export interface EnergyItem extends Infer<typeof energyItemType> {}
const energy = (name: string, description: string, units: string) =>
  complex(name, fixedUnit(description, units), undefined, { base: energyItemType });
export const energyItem = el<EnergyItem>(POWER, 'energyItem', energyItemType);
export const energyApparent = el<EnergyItem>(
  POWER,
  'energyApparent',
  energy('EnergyApparentType', 'ApparentEnergy', 'VAh'),
);
export const energyReactive = el<EnergyItem>(
  POWER,
  'energyReactive',
  energy('EnergyReactiveType', 'ReactiveEnergy', 'VARh'),
);
export const energyReal = el<EnergyItem>(POWER, 'energyReal', energy('EnergyRealType', 'RealEnergy', 'Wh'));

const powerItemType = complex('PowerItemType', { ...freeUnit, powerAttributes }, undefined, { abstract: true });
export interface PowerItem extends Infer<typeof powerItemType> {}
const power = (name: string, description: string, units: string) =>
  complex(name, { ...fixedUnit(description, units), powerAttributes }, undefined, { base: powerItemType });
export const powerItem = el<PowerItem>(POWER, 'powerItem', powerItemType);
export const powerApparent = el<PowerItem>(POWER, 'powerApparent', power('PowerApparentType', 'ApparentPower', 'VA'));
export const powerReactive = el<PowerItem>(POWER, 'powerReactive', power('PowerReactiveType', 'ReactivePower', 'VAR'));

const realUnits = enumeration('PowerRealType.itemUnits', token, ['W', 'J/s']);
const powerRealType = complex(
  'PowerRealType',
  {
    itemDescription: text(POWER, 'itemDescription', string, 'RealPower'),
    itemUnits: text(POWER, 'itemUnits', realUnits),
    siScaleCode,
    powerAttributes,
  },
  undefined,
  { base: powerItemType },
);
export interface PowerReal extends Infer<typeof powerRealType> {}
export const powerReal = el<PowerReal>(POWER, 'powerReal', powerRealType);

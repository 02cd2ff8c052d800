import { complex, el, type Fields, type Infer, text } from './dsl.ts';
import { FeatureCollection } from './gml.ts';
import { POWER } from './namespaces.ts';
import { boolean, decimal, enumeration, restriction, string, token } from './simple.ts';
import { siScaleCode } from './siscale.ts';

/** Targets: assets and places in the grid. */
const mridType = restriction('power:MridType', string);
export const mrid = text(POWER, 'mrid', mridType);
const nodeType = restriction('power:NodeType', string);
export const node = text(POWER, 'node', nodeType);

const endDeviceAssetType = complex('power:EndDeviceAssetType', { mrid });
export interface EndDeviceAsset extends Infer<typeof endDeviceAssetType> {}
export const endDeviceAsset = el<EndDeviceAsset>(POWER, 'endDeviceAsset', endDeviceAssetType);

const meterAssetType = complex('power:MeterAssetType', { mrid });
export interface MeterAsset extends Infer<typeof meterAssetType> {}
export const meterAsset = el<MeterAsset>(POWER, 'meterAsset', meterAssetType);

const pnodeType = complex('power:PnodeType', { node });
export interface Pnode extends Infer<typeof pnodeType> {}
export const pnode = el<Pnode>(POWER, 'pnode', pnodeType);

const aggregatedPnodeType = complex('power:AggregatedPnodeType', { node });
export interface AggregatedPnode extends Infer<typeof aggregatedPnodeType> {}
export const aggregatedPnode = el<AggregatedPnode>(POWER, 'aggregatedPnode', aggregatedPnodeType);

const serviceLocationType = complex('power:ServiceLocationType', { FeatureCollection });
export interface ServiceLocation extends Infer<typeof serviceLocationType> {}
export const serviceLocation = el<ServiceLocation>(POWER, 'serviceLocation', serviceLocationType);

const serviceDeliveryPointType = complex('power:ServiceDeliveryPointType', { node });
export interface ServiceDeliveryPoint extends Infer<typeof serviceDeliveryPointType> {}
export const serviceDeliveryPoint = el<ServiceDeliveryPoint>(POWER, 'serviceDeliveryPoint', serviceDeliveryPointType);

const transportInterfaceType = complex('power:TransportInterfaceType', {
  pointOfReceipt: text(POWER, 'pointOfReceipt', nodeType),
  pointOfDelivery: text(POWER, 'pointOfDelivery', nodeType),
});
export interface TransportInterface extends Infer<typeof transportInterfaceType> {}
export const transportInterface = el<TransportInterface>(POWER, 'transportInterface', transportInterfaceType);

/** Units of power, energy and voltage: members of emix:itemBase. */
const powerAttributesType = complex('power:PowerAttributesType', {
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

const voltageType = complex('power:VoltageType', fixedUnit('Voltage', 'V'));
export interface Voltage extends Infer<typeof voltageType> {}
export const voltage = el<Voltage>(POWER, 'voltage', voltageType);

const energyItemType = complex('power:EnergyItemType', freeUnit, {}, { abstract: true });
export interface EnergyItem extends Infer<typeof energyItemType> {}
const energy = (name: string, description: string, units: string) =>
  complex(name, fixedUnit(description, units), {}, { base: energyItemType });
export const energyItem = el<EnergyItem>(POWER, 'energyItem', energyItemType);
export const energyApparent = el<EnergyItem>(
  POWER,
  'energyApparent',
  energy('power:EnergyApparentType', 'ApparentEnergy', 'VAh'),
);
export const energyReactive = el<EnergyItem>(
  POWER,
  'energyReactive',
  energy('power:EnergyReactiveType', 'ReactiveEnergy', 'VARh'),
);
export const energyReal = el<EnergyItem>(POWER, 'energyReal', energy('power:EnergyRealType', 'RealEnergy', 'Wh'));

const powerItemType = complex('power:PowerItemType', { ...freeUnit, powerAttributes }, {}, { abstract: true });
export interface PowerItem extends Infer<typeof powerItemType> {}
const power = (name: string, description: string, units: string) =>
  complex(name, { ...fixedUnit(description, units), powerAttributes }, {}, { base: powerItemType });
export const powerItem = el<PowerItem>(POWER, 'powerItem', powerItemType);
export const powerApparent = el<PowerItem>(
  POWER,
  'powerApparent',
  power('power:PowerApparentType', 'ApparentPower', 'VA'),
);
export const powerReactive = el<PowerItem>(
  POWER,
  'powerReactive',
  power('power:PowerReactiveType', 'ReactivePower', 'VAR'),
);

const realUnits = enumeration('PowerRealType.itemUnits', token, ['W', 'J/s']);
const powerRealType = complex(
  'power:PowerRealType',
  {
    itemDescription: text(POWER, 'itemDescription', string, 'RealPower'),
    itemUnits: text(POWER, 'itemUnits', realUnits),
    siScaleCode,
    powerAttributes,
  },
  {},
  { base: powerItemType },
);
export interface PowerReal extends Infer<typeof powerRealType> {}
export const powerReal = el<PowerReal>(POWER, 'powerReal', powerRealType);

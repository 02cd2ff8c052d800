import type { EiTarget } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { DEVICE_CLASSES } from '../openadr/signals.ts';
import type { TargetSpec } from './event-spec.ts';

/** Whether a signal, an opt or a report may be about it (rule 111). */
export function isDeviceClass(mrid: string): boolean {
  return mrid.startsWith('x-') || DEVICE_CLASSES.includes(mrid);
}

const polygon = (posList: string) => ({
  FeatureCollection: { location: { Polygon: { exterior: { LinearRing: { posList } } } } },
});
const node = (text: string) => ({ node: text });
const mrid = (text: string) => ({ mrid: text });

/** Writes an eiTarget. */
export function eiTarget(spec: TargetSpec | undefined): EiTarget {
  if (!spec) return {};
  const target: EiTarget = {};
  if (spec.aggregatedPnode) target.aggregatedPnode = spec.aggregatedPnode.map(node);
  if (spec.endDeviceAsset) target.endDeviceAsset = spec.endDeviceAsset.map(mrid);
  if (spec.meterAsset) target.meterAsset = spec.meterAsset.map(mrid);
  if (spec.pnode) target.pnode = spec.pnode.map(node);
  if (spec.serviceArea) target.serviceArea = spec.serviceArea.map(polygon);
  if (spec.serviceDeliveryPoint) target.serviceDeliveryPoint = spec.serviceDeliveryPoint.map(node);
  if (spec.serviceLocation) target.serviceLocation = spec.serviceLocation.map(polygon);
  if (spec.transportInterface) target.transportInterface = spec.transportInterface.map((one) => ({ ...one }));
  if (spec.groupID) target.groupID = [...spec.groupID];
  if (spec.groupName) target.groupName = [...spec.groupName];
  if (spec.resourceID) target.resourceID = [...spec.resourceID];
  if (spec.venID) target.venID = [...spec.venID];
  if (spec.partyID) target.partyID = [...spec.partyID];
  return target;
}

/** The kinds of resource that an eiTarget can name. */
export const KINDS = [
  'aggregatedPnode',
  'endDeviceAsset',
  'meterAsset',
  'pnode',
  'serviceArea',
  'serviceDeliveryPoint',
  'serviceLocation',
  'transportInterface',
  'groupID',
  'groupName',
  'resourceID',
  'partyID',
] as const;

/** The resources of an eiTarget as `kind value`, without its venIDs: sub-elements are ORed (rules 22, 202). */
export function resourcesOf(target: Lenient<EiTarget> | undefined): string[] {
  if (!target) return [];
  const all: [(typeof KINDS)[number], readonly (string | undefined)[]][] = [
    ['aggregatedPnode', (target.aggregatedPnode ?? []).map((one) => one.node)],
    ['endDeviceAsset', (target.endDeviceAsset ?? []).map((one) => one.mrid)],
    ['meterAsset', (target.meterAsset ?? []).map((one) => one.mrid)],
    ['pnode', (target.pnode ?? []).map((one) => one.node)],
    ['serviceArea', (target.serviceArea ?? []).map(posListOf)],
    ['serviceDeliveryPoint', (target.serviceDeliveryPoint ?? []).map((one) => one.node)],
    ['serviceLocation', (target.serviceLocation ?? []).map(posListOf)],
    [
      'transportInterface',
      (target.transportInterface ?? []).map((one) => `${one.pointOfReceipt ?? ''} ${one.pointOfDelivery ?? ''}`),
    ],
    ['groupID', target.groupID ?? []],
    ['groupName', target.groupName ?? []],
    ['resourceID', target.resourceID ?? []],
    ['partyID', target.partyID ?? []],
  ];
  return all.flatMap(([kind, values]) =>
    values.flatMap((value) => (given(value) === undefined ? [] : [`${kind} ${value}`])),
  );
}

function posListOf(area: Lenient<NonNullable<EiTarget['serviceArea']>[number]>): string | undefined {
  return area.FeatureCollection?.location?.Polygon?.exterior?.LinearRing?.posList;
}

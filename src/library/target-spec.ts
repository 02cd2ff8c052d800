import type { TargetSpec } from '../vtn/event-spec.ts';
import type { Target } from './target.ts';

/** All targets as one eiTarget. */
export function targetSpec(targets: Target | readonly Target[] | undefined): TargetSpec | undefined {
  const all = targets === undefined ? [] : isList(targets) ? targets : [targets];
  const spec: { -readonly [K in keyof TargetSpec]: TargetSpec[K] } = {};
  for (const one of all) {
    spec.venID = joined(spec.venID, one.venId);
    spec.resourceID = joined(spec.resourceID, one.resourceId);
    spec.groupID = joined(spec.groupID, one.groupId);
    spec.groupName = joined(spec.groupName, one.groupName);
    spec.partyID = joined(spec.partyID, one.partyId);
    spec.aggregatedPnode = joined(spec.aggregatedPnode, one.aggregatedPnode);
    spec.endDeviceAsset = joined(spec.endDeviceAsset, one.endDeviceAsset);
    spec.meterAsset = joined(spec.meterAsset, one.meterAsset);
    spec.pnode = joined(spec.pnode, one.pnode);
    spec.serviceDeliveryPoint = joined(spec.serviceDeliveryPoint, one.serviceDeliveryPoint);
    spec.serviceArea = joined(spec.serviceArea, one.serviceArea);
    spec.serviceLocation = joined(spec.serviceLocation, one.serviceLocation);
    if (one.transportInterface)
      spec.transportInterface = [...(spec.transportInterface ?? []), ...one.transportInterface];
  }
  return all.length === 0 ? undefined : spec;
}

function isList(targets: Target | readonly Target[]): targets is readonly Target[] {
  return Array.isArray(targets);
}

function joined(
  before: readonly string[] | undefined,
  more: string | readonly string[] | undefined,
): readonly string[] | undefined {
  if (more === undefined) return before;
  return [...(before ?? []), ...(typeof more === 'string' ? [more] : more)];
}

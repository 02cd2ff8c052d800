import type { EiTarget } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { KINDS, resourcesOf } from './targets.ts';

/** Kinds that name many resources, which ones only their author knows. */
const COLLECTIVE: readonly string[] = KINDS.filter(
  (kind) => !['endDeviceAsset', 'meterAsset', 'resourceID'].includes(kind),
);

/**
 * The first resource that is not among those that something is for; whether a group or an area holds it cannot be told,
 * so beside such a one only others of its own kind count. No targets: all resources.
 */
export function outsideOf(targets: readonly string[], resources: readonly string[]): string | undefined {
  if (targets.length === 0) return undefined;
  const kinds = new Set(targets.map(kindOf));
  const mayHold = COLLECTIVE.some((kind) => kinds.has(kind));
  return resources.find((one) => !targets.includes(one) && (!mayHold || kinds.has(kindOf(one))));
}

function kindOf(resource: string): string {
  return resource.slice(0, resource.indexOf(' '));
}

const CLASS = 'class ';
const OF_CLASS = ' of class ';

/** Parts that one opt may be about. */
export const MOST_PARTS = 1000;

/**
 * The parts of a VEN that an opt is about: each resource of each device class, since the two are ANDed (rule 209):
 * `resourceID x`, `class Thermostat`, `resourceID x of class Thermostat`; none: all of it. Undefined where they are more
 * than `MOST_PARTS`.
 */
export function partsOf(
  target: Lenient<EiTarget> | undefined,
  deviceClass: Lenient<EiTarget> | undefined,
): string[] | undefined {
  const resources = [...new Set(resourcesOf(target))];
  const classes = [...new Set((deviceClass?.endDeviceAsset ?? []).flatMap(({ mrid }) => given(mrid) ?? []))];
  if (Math.max(resources.length, 1) * Math.max(classes.length, 1) > MOST_PARTS) return undefined;
  if (classes.length === 0) return resources;
  if (resources.length === 0) return classes.map((one) => `${CLASS}${one}`);
  return resources.flatMap((resource) => classes.map((one) => `${resource}${OF_CLASS}${one}`));
}

/** A part by its names; a resource without its kind is a resourceID. Empty: all of it. */
export function partOf(resource: string | undefined, deviceClass: string | undefined): string {
  const bare = resource !== undefined && !KINDS.some((kind) => resource.startsWith(`${kind} `));
  const name = bare ? `resourceID ${resource}` : (resource ?? '');
  if (deviceClass === undefined) return name;
  return name === '' ? `${CLASS}${deviceClass}` : `${name}${OF_CLASS}${deviceClass}`;
}

/** Whether all of one part lies in another; the empty part is all of a VEN. */
export function covers(outer: string, inner: string): boolean {
  return isCovered(new Set([outer]), inner);
}

/** Whether all of a part lies in one of others. */
export function isCovered(outer: ReadonlySet<string>, inner: string): boolean {
  if (outer.has('') || outer.has(inner)) return true;
  const at = inner.lastIndexOf(OF_CLASS);
  // A resource of a class lies in the resource, and in the class.
  return at >= 0 && (outer.has(inner.slice(0, at)) || outer.has(`${CLASS}${inner.slice(at + OF_CLASS.length)}`));
}

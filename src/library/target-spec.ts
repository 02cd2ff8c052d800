import type { TargetSpec } from '../vtn/event-spec.ts';
import { invalid, OpenADRError } from './error.ts';
import { checkFields, checkList, checkObject, type Fields, shown } from './given.ts';
import type { Target } from './target.ts';

type Place = Exclude<keyof Target, 'transportInterface'>;

/** The bench's word for each that names somebody by texts. */
const PLACES: { readonly [K in Place]-?: Exclude<keyof TargetSpec, 'transportInterface'> } = {
  venId: 'venID',
  resourceId: 'resourceID',
  groupId: 'groupID',
  groupName: 'groupName',
  partyId: 'partyID',
  aggregatedPnode: 'aggregatedPnode',
  endDeviceAsset: 'endDeviceAsset',
  meterAsset: 'meterAsset',
  pnode: 'pnode',
  serviceDeliveryPoint: 'serviceDeliveryPoint',
  serviceArea: 'serviceArea',
  serviceLocation: 'serviceLocation',
};

const NAMES: Fields<Target> = {
  ...{ venId: true, resourceId: true, groupId: true, groupName: true, partyId: true, aggregatedPnode: true },
  ...{ endDeviceAsset: true, meterAsset: true, pnode: true, serviceDeliveryPoint: true, serviceArea: true },
  ...{ serviceLocation: true, transportInterface: true },
};

const WHOLE = 'for the whole VEN, leave targets out, or name its venId';

/**
 * All targets as one eiTarget. What names nobody is refused: without targets an event is for the whole VEN (rule 22).
 * @param lenient whether empty names are let through (`allowInvalid`)
 * @throws OpenADRError naming the field, and the right one that comes nearest
 */
export function targetSpec(targets: Target | readonly Target[], lenient: boolean): TargetSpec {
  const all: readonly unknown[] = Array.isArray(targets) ? targets : [targets];
  if (all.length === 0) throw nobody('targets is an empty list');
  const spec: { -readonly [K in keyof TargetSpec]: TargetSpec[K] } = {};
  for (const one of all) {
    checkTarget(one);
    for (const [name, place] of Object.entries(PLACES)) {
      const more: unknown = Reflect.get(one, name);
      if (more === undefined) continue;
      spec[place] = [...(spec[place] ?? []), ...textsOf(more, name, lenient)];
    }
    if (one.transportInterface !== undefined) {
      checkList(one.transportInterface, 'targets: transportInterface', '{ pointOfReceipt, pointOfDelivery }');
      for (const way of one.transportInterface) {
        checkFields(way, 'targets: transportInterface', { pointOfReceipt: true, pointOfDelivery: true });
      }
      spec.transportInterface = [...(spec.transportInterface ?? []), ...one.transportInterface];
    }
  }
  if (Object.keys(spec).length === 0 && !lenient) throw nobody('targets names nobody');
  return spec;
}

function checkTarget(one: unknown): asserts one is Target {
  try {
    checkFields(one, 'targets', NAMES);
    checkObject(one, 'targets');
  } catch (error) {
    if (!(error instanceof OpenADRError)) throw error;
    const { expected, actual, hint } = error;
    const what = typeof one === 'object' && one !== null ? `targets has no field ${actual}` : 'targets is no object';
    const wrong = typeof one === 'string' ? `{ resourceId: ${shown(one)} }, if that is a resource` : hint;
    throw invalid(what, { rule: 22, expected, actual, hint: wrong });
  }
}

function textsOf(value: unknown, name: string, lenient: boolean): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (texts.length === 0 && !lenient) throw nobody(`targets: ${name} is an empty list`);
  return texts.map((text) => {
    if (typeof text === 'string' && (text !== '' || lenient)) return text;
    const expected = 'a text that is not empty, or a list of such';
    throw invalid(`targets: ${name} is no text`, { rule: 22, expected, actual: shown(text), hint: WHOLE });
  });
}

function nobody(what: string): OpenADRError {
  return invalid(what, { rule: 22, expected: 'somebody whom the event is for', actual: 'nobody', hint: WHOLE });
}

import { isPayloadName, PAYLOAD_NAMES } from '../payload-names.ts';
import { nearest } from '../schema/near.ts';
import type { PayloadName } from '../types.ts';
import { depth, fits, type Place, placesOf, valuePlace } from './place.ts';

/** Whether a key names one place of a message, and if not, what could have been meant. */
export type KeyCheck =
  | {
      readonly ok: true;
      /** Path of the place from the payload on; of `*`, of each payload that has one. */
      readonly candidates: readonly string[];
      /** It has a text; without one it can only be asked for by `exists`, and be removed. */
      readonly value: boolean;
    }
  | {
      readonly ok: false;
      readonly problem: 'unknown' | 'ambiguous';
      /** Ambiguous: the shortest keys that tell its places apart. */
      readonly candidates: readonly string[];
      /** Unknown: the nearest name. Ambiguous: the first candidate. */
      readonly suggestion?: string;
    };

/**
 * Holds a key against the schema of a payload. `*` is any payload: a key is good if one of them has it, and where a
 * message has it twice, the outermost is meant.
 */
export function checkKey(payload: PayloadName | '*', key: string): KeyCheck {
  const parts = key.split('.');
  if (payload === '*') return checkAny(parts);
  const places = placesOf(payload).filter((place) => fits(place, parts));
  const [place] = places;
  if (!place) return inOpaque(payload, parts) ?? unknown(parts, [payload]);
  if (places.length === 1) return { ok: true, candidates: [place.path], value: valuePlace(place) !== undefined };
  const candidates = places.map((one) => shortest(one, payload));
  return { ok: false, problem: 'ambiguous', candidates, suggestion: candidates[0] };
}

/** The places that a key means in one message: the outermost that it fits. Empty if the schema has none. */
export function meant(payload: PayloadName, key: readonly string[]): readonly Place[] {
  const places = placesOf(payload).filter((place) => fits(place, key));
  const outermost = Math.min(...places.map(depth));
  return places.filter((place) => depth(place) === outermost);
}

function checkAny(parts: readonly string[]): KeyCheck {
  const places = PAYLOAD_NAMES.flatMap((name) => meant(name, parts));
  if (places.length === 0) return unknown(parts, PAYLOAD_NAMES);
  const value = places.some((place) => valuePlace(place) !== undefined);
  return { ok: true, candidates: places.map((place) => place.path), value };
}

/** What lies below an opaque part (`components`, a signature) cannot be judged. */
function inOpaque(payload: PayloadName, parts: readonly string[]): KeyCheck | undefined {
  for (let end = parts.length - 1; end > 0; end--) {
    const opaque = placesOf(payload).filter((place) => place.kind === 'opaque' && fits(place, parts.slice(0, end)));
    if (opaque.length === 0) continue;
    return { ok: true, candidates: opaque.map((place) => [place.path, ...parts.slice(end)].join('.')), value: true };
  }
  return undefined;
}

/** The nearest key that exists: the last name put right, or the last name alone where the ones before it are wrong. */
function unknown(parts: readonly string[], payloads: readonly PayloadName[]): KeyCheck {
  const places = payloads.flatMap(placesOf);
  const last = parts.at(-1) ?? '';
  const outer = parts.slice(0, -1);
  const near = places.some((place) => place.name === last) ? last : nearest(last, new Set(places.map((p) => p.name)));
  const failed = { ok: false, problem: 'unknown', candidates: [] } as const;
  if (near === undefined) return failed;
  if (places.some((place) => fits(place, [...outer, near])))
    return { ...failed, suggestion: [...outer, near].join('.') };
  const [found] = places.filter((place) => place.name === near);
  const payload = found?.path.split('.')[0] ?? '';
  return { ...failed, suggestion: found && isPayloadName(payload) ? shortest(found, payload) : near };
}

function shortest(place: Place, payload: PayloadName): string {
  const all = place.path.split('.');
  for (let length = 1; length < all.length; length++) {
    const key = all.slice(-length);
    if (placesOf(payload).filter((other) => fits(other, key)).length === 1) return key.join('.');
  }
  return place.path;
}

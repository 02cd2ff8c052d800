import type { XmlElement } from '../xml/tree.ts';
import { pathOf, textOf } from '../xml/tree.ts';
import { explainValue, meets, type ValueKind, type WhereValue } from './compare.ts';
import { meant } from './key.ts';
import { fits, type Place, valuePlace } from './place.ts';
import { type Item, innermost, payloadName, payloadOf, survey, type Visit } from './survey.ts';

/** Keys (ends of element paths) and what their values must be; one row must meet all of them. */
export type WhereObject = Readonly<Record<string, WhereValue>>;

/** One of the objects must be met. */
export type Where = WhereObject | readonly WhereObject[];

/** The key that kept the nearest row from matching. */
export interface NearMiss {
  readonly key: string;
  /** In words. */
  readonly expected: string;
  /** The element's text; absent if there is no such element. */
  readonly actual?: string;
  /** Element path of what was compared, or of the row if nothing was there. */
  readonly path: string;
  /** 1-based, 0 if the tree was not read from a body. */
  readonly line: number;
  readonly column: number;
  /** How many of how many keys the row met. */
  readonly met: number;
  readonly of: number;
}

export interface WhereResult {
  readonly matched: boolean;
  /** Only where nothing matched. */
  readonly nearest?: NearMiss;
}

/**
 * Whether a message has a row that meets `where`. A row is one innermost repeated item with all that stands outside it;
 * of repeated elements outside that are no alternatives to it (the targets, seen from an interval) any may meet a key.
 */
export function matchWhere(where: Where, tree: XmlElement): WhereResult {
  const payload = payloadOf(tree);
  let nearest: NearMiss | undefined;
  for (const object of isList(where) ? where : [where]) {
    const miss = matchObject(object, payload);
    if (!miss) return { matched: true };
    if (!nearest || miss.met > nearest.met) nearest = miss;
  }
  return nearest ? { matched: false, nearest } : { matched: false };
}

function isList(where: Where): where is readonly WhereObject[] {
  return Array.isArray(where);
}

/** The nearest miss, `undefined` if the object is met. */
function matchObject(object: WhereObject, payload: XmlElement): NearMiss | undefined {
  const tests = Object.entries(object).map(([key, wanted]) => new KeyTest(key, wanted, payload));
  const root = survey(payload, (visit) => {
    for (const test of tests) test.visit(visit);
  });
  let nearest: { row: Item; met: number; test: KeyTest } | undefined;
  for (const row of innermost(root)) {
    let met = 0;
    let failed: KeyTest | undefined;
    for (const test of tests) {
      if (test.met(row)) met++;
      else failed ??= test;
    }
    if (!failed) return undefined;
    if (!nearest || met > nearest.met) nearest = { row, met, test: failed };
  }
  return nearest?.test.miss(nearest.row, nearest.met, tests.length);
}

interface Outcome {
  met: boolean;
  /** The first element that has the key. */
  found?: Visit;
}

/** One key and its wanted value, held against each element once, however many rows there are. */
class KeyTest {
  readonly #key: string;
  readonly #parts: readonly string[];
  readonly #wanted: WhereValue;
  /** What the key means in this message; empty: the schema does not know it and names decide. */
  readonly #meant: readonly Place[];
  /** By the item in which the element stands, without the items inside. */
  readonly #own = new Map<Item, Outcome>();
  /** By a set of items: all that stands in any of them. */
  readonly #within = new Map<Item['sets'][number], Outcome>();

  constructor(key: string, wanted: WhereValue, payload: XmlElement) {
    this.#key = key;
    this.#parts = key.split('.');
    this.#wanted = wanted;
    const name = payloadName(payload);
    this.#meant = name ? meant(name, this.#parts) : [];
  }

  visit(visit: Visit): void {
    if (!this.#names(visit)) return;
    const kind: ValueKind = kindOf(visit.place);
    const met = meets(visitText(visit), this.#wanted, kind);
    const before = this.#own.get(visit.item);
    if (!before) this.#own.set(visit.item, { met, found: visit });
    else if (met && !before.met) this.#own.set(visit.item, { met, found: visit });
  }

  met(row: Item): boolean {
    const outcome = this.#outcome(row);
    return outcome.found ? outcome.met : meets(undefined, this.#wanted);
  }

  miss(row: Item, met: number, of: number): NearMiss {
    const { found } = this.#outcome(row);
    const { line, column } = found?.element ?? row.element;
    const path = found ? visitPath(found) : pathOf(row.element);
    const text = found && visitText(found);
    const actual = found ? { actual: text ?? 'present' } : {};
    return { key: this.#key, expected: explainValue(this.#wanted), ...actual, path, line, column, met, of };
  }

  #names({ place, names }: Visit): boolean {
    if (this.#meant.length > 0) return place !== undefined && this.#meant.includes(place);
    if (place && fits(place, this.#parts)) return true;
    return (
      this.#parts.length <= names.length && this.#parts.every((part, i) => part === names.at(i - this.#parts.length))
    );
  }

  /** What a row sees of the key. */
  #outcome(row: Item): Outcome {
    let seen = this.#own.get(row) ?? { met: false };
    for (let inner = row, item = row.outer; item; inner = item, item = item.outer) {
      seen = join(seen, this.#own.get(item));
      for (const set of item.sets) if (set !== inner.among) seen = join(seen, this.#in(set));
    }
    return seen;
  }

  #in(set: Item['sets'][number]): Outcome {
    let all = this.#within.get(set);
    if (!all) {
      all = { met: false };
      for (const item of set.items) {
        all = join(all, this.#own.get(item));
        for (const inner of item.sets) all = join(all, this.#in(inner));
      }
      this.#within.set(set, all);
    }
    return all;
  }
}

function join(a: Outcome, b: Outcome | undefined): Outcome {
  if (!b?.found || a.met) return a;
  return !a.found || b.met ? b : a;
}

function kindOf(place: Place | undefined): ValueKind {
  const value = place && valuePlace(place);
  return value && value.kind !== 'parts' && value.kind !== 'opaque' ? value.kind : undefined;
}

/** The text that is compared; `null` for an element made of several parts. */
export function visitText({ element, attribute }: Pick<Visit, 'element' | 'attribute'>): string | null {
  if (attribute !== undefined) return element.attributes.find(({ name }) => name === attribute)?.value ?? '';
  return elementText(element);
}

/** An element's own text, or that of its only child; `null` if it has several. */
export function elementText(element: XmlElement): string | null {
  const inside = element.children.filter((child) => typeof child !== 'string');
  const [only] = inside;
  if (!only) return textOf(element);
  return inside.length === 1 && typeof only !== 'string' ? elementText(only) : null;
}

function visitPath({ element, attribute }: Visit): string {
  return attribute === undefined ? pathOf(element) : `${pathOf(element)}/@${attribute}`;
}

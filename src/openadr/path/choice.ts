import { meets, type ValueKind, type WhereValue } from './compare.ts';
import { fits, type Place, valuePlace } from './place.ts';
import type { Item, Visit } from './survey.ts';
import { visitText } from './text.ts';

/** One key of `where` and what its value must be. */
export interface KeyTest {
  readonly key: string;
  readonly parts: readonly string[];
  readonly wanted: WhereValue;
  /** What the key means in this message; empty: the schema does not know it and names decide. */
  readonly meant: readonly Place[];
}

/** Whether a key names what a visitor meets. */
export function names({ meant: places, parts }: KeyTest, { place, names: path }: Visit): boolean {
  if (places.length > 0) return place !== undefined && places.includes(place);
  if (place && fits(place, parts)) return true;
  return parts.length <= path.length && parts.every((part, index) => part === path.at(index - parts.length));
}

/** What one choice of repeated items, one of each set, brings. */
export interface Choice {
  /** By key: whether it is met. A key that wants absence is met until an element is found. */
  readonly met: readonly boolean[];
  /** By key: the element that met it, else the first one that was there. */
  readonly found: readonly (Visit | undefined)[];
  /** The item that brought most. */
  readonly item: Item;
}

/** The choices that a message offers. Those that meet no more than another one are dropped, so few are left. */
export class Choices {
  readonly #tests: readonly KeyTest[];
  readonly #own = new Map<Item, { met: boolean[]; found: (Visit | undefined)[]; item: Item }>();

  constructor(tests: readonly KeyTest[]) {
    this.#tests = tests;
  }

  /** Takes in an element that a key names. */
  see(index: number, visit: Visit): void {
    const wanted = this.#tests[index]?.wanted;
    if (wanted === undefined) return;
    const own = this.#own.get(visit.item) ?? this.#blank(visit.item);
    this.#own.set(visit.item, own);
    const met = meets(visitText(visit), wanted, kindOf(visit.place));
    if (!own.found[index] || (met && !own.met[index])) own.found[index] = visit;
    own.met[index] = wantsAbsence(wanted) ? false : met || own.met[index] === true;
  }

  of(item: Item): Choice[] {
    let choices: Choice[] = [this.#own.get(item) ?? this.#blank(item)];
    for (const set of item.sets) {
      const inner = most(set.items.flatMap((one) => this.of(one)));
      choices = most(choices.flatMap((outer) => inner.map((one) => this.#both(outer, one))));
    }
    return choices;
  }

  #both(outer: Choice, inner: Choice): Choice {
    const met = this.#tests.map(({ wanted }, index) => {
      const [a, b] = [outer.met[index] === true, inner.met[index] === true];
      return wantsAbsence(wanted) ? a && b : a || b;
    });
    const found = this.#tests.map((_, index) => (inner.met[index] ? inner : outer).found[index] ?? inner.found[index]);
    return { met, found, item: count(outer) > count(inner) ? outer.item : inner.item };
  }

  #blank(item: Item) {
    return { met: this.#tests.map(({ wanted }) => wantsAbsence(wanted)), found: [], item };
  }
}

function wantsAbsence(wanted: WhereValue): boolean {
  return typeof wanted === 'object' && wanted.exists === false;
}

/** How many keys a choice meets. */
export function count({ met }: Choice): number {
  return met.filter(Boolean).length;
}

/** Without the choices that meet nothing that another one does not meet too. */
function most(choices: readonly Choice[]): Choice[] {
  const kept: Choice[] = [];
  for (const choice of choices) {
    if (kept.some((other) => covers(other, choice))) continue;
    const others = kept.filter((other) => !covers(choice, other));
    kept.splice(0, kept.length, ...others, choice);
  }
  return kept;
}

function covers(one: Choice, other: Choice): boolean {
  return other.met.every((met, index) => !met || one.met[index] === true);
}

function kindOf(place: Place | undefined): ValueKind {
  const value = place && valuePlace(place);
  return value && value.kind !== 'parts' && value.kind !== 'opaque' ? value.kind : undefined;
}

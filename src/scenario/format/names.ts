import { nearest } from '../../openadr/index.ts';

import type { Collector, Problem } from './collector.ts';
import { NAME, RESERVED } from './schema/scalars.ts';
import type { Spot } from './source.ts';

/** A step that has an id. */
export interface Named {
  readonly kind: 'event' | 'report' | 'measure' | 'step' | 'later';
  /** Its index, `4.2`. */
  readonly index: string;
  /** Place in the order of all steps. */
  readonly order: number;
  /** Indices of the repeats around it, outer first. */
  readonly scope: readonly string[];
  /** Of an event: whether a version of it has a ramp-up, and the most intervals of a version's first signal. */
  rampUp: boolean;
  intervals: number;
}

/** What an id must be one of, where any step will not do. */
export type Wanted = 'event' | 'report' | 'measure';

const WANTED: { readonly [K in Wanted]: { readonly what: string; readonly step: string } } = {
  event: { what: 'event', step: 'an event step' },
  report: { what: 'report request', step: 'a requestReport step' },
  measure: { what: 'measure', step: 'a measure step' },
};

/** `event`, `report request`, `measure`: what people call it. */
export function wantedText(wanted: Wanted): string {
  return WANTED[wanted].what;
}

/** Where a name is used. */
export interface Use {
  readonly order: number;
  readonly index: string;
  readonly scope: readonly string[];
}

/** Aliases and ids of a scenario, in one namespace. */
export class Names {
  readonly aliases: readonly string[];
  readonly #ids = new Map<string, Named>();
  readonly #errors: Collector;

  constructor(aliases: ReadonlyMap<string, Spot>, errors: Collector) {
    this.aliases = [...aliases.keys()];
    this.#errors = errors;
    for (const [alias, spot] of aliases) this.#usable(alias, spot, undefined);
  }

  /** Takes an id in; says so if it is no name, reserved or taken. */
  define(id: string, named: Named, spot: Spot, step: string): void {
    if (!this.#usable(id, spot, step)) return;
    const taken = this.#ids.get(id);
    const by = taken ? `step ${taken.index}` : this.aliases.includes(id) && 'an alias in "vens"';
    if (by) {
      const message = `the name "${id}" is taken by ${by}`;
      this.#errors.add(spot, { message, hint: 'aliases and ids share one namespace: take another name' }, step);
    } else this.#ids.set(id, named);
  }

  get(id: string): Named | undefined {
    return this.#ids.get(id);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Why an id cannot be spoken of here, if so. `wanted`: what it must be one of. */
  problem(id: string, use: Use, wanted?: Wanted): Problem | undefined {
    const named = this.#ids.get(id);
    if (!named) return this.#unknown(id, wanted);
    if (wanted && named.kind !== wanted && named.kind !== 'later') {
      const { what, step } = WANTED[wanted];
      return { message: `"${id}" is no ${what}`, expected: `the id of ${step}`, ...this.#near(id, wanted) };
    }
    if (!named.scope.every((repeat, level) => use.scope[level] === repeat)) {
      const message = `"${id}" lies in the repeat of step ${named.scope.at(-1)}: from outside nobody knows which round is meant`;
      return { message, hint: 'speak of it from within that repeat' };
    }
    return undefined;
  }

  alias(alias: string): Problem | undefined {
    if (this.aliases.includes(alias)) return undefined;
    const near = nearest(alias, this.aliases);
    const expected = this.aliases.length > 0 ? `one of ${this.aliases.join(', ')}` : 'an alias of "vens"';
    return { message: `no VEN has the alias "${alias}"`, expected, ...(near ? { hint: `"${near}"` } : {}) };
  }

  #unknown(id: string, wanted: Wanted | undefined): Problem {
    const what = wanted ? wantedText(wanted) : 'step';
    return { message: `no ${what} has the id "${id}"`, ...this.#near(id, wanted) };
  }

  #near(id: string, wanted: Wanted | undefined): { hint?: string } {
    const ids = [...this.#ids].filter(([, { kind }]) => !wanted || kind === wanted).map(([name]) => name);
    const near = nearest(id, ids);
    if (near) return { hint: `"${near}"` };
    return ids.length > 0 && ids.length <= 8 ? { hint: `one of ${ids.join(', ')}` } : {};
  }

  #usable(name: string, spot: Spot, step: string | undefined): boolean {
    const reserved = RESERVED.includes(name);
    if (reserved) {
      this.#errors.add(spot, { message: `the name "${name}" is reserved`, hint: 'take another one' }, step);
    }
    return !reserved && NAME.test(name);
  }
}

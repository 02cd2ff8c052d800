import { type Border, isWithin, type Stamp } from '../engine/moment.ts';
import type { Count } from '../format/index.ts';
import type { Break, Closing } from './fold.ts';

/** How many candidate times an expectation keeps (architecture, decision 4). */
export const KEPT = 1000;

/** What was counted: when and in which exchange. */
export interface Hit {
  readonly at: Stamp;
  readonly exchange?: string;
}

/** Counts hits in the order of their times and judges the count; keeps the newest 1,000 times. */
export class Hits {
  readonly #count: Count;
  readonly #kept: Hit[] = [];
  #total = 0;
  #reached: Stamp | undefined;
  #exceeded: Hit | undefined;

  constructor(count: Count) {
    this.#count = count;
  }

  add(hit: Hit): void {
    this.#total++;
    if (this.#total === Math.max(1, this.#count.gte ?? 1)) this.#reached = hit.at;
    if (this.#count.lte !== undefined && this.#total === this.#count.lte + 1) this.#exceeded = hit;
    this.#kept.push(hit);
    if (this.#kept.length > KEPT) this.#kept.shift();
  }

  /** The newest one. */
  last(): Hit | undefined {
    return this.#kept.at(-1);
  }

  /** When the lower bound was reached. */
  met(): Stamp | undefined {
    return this.#reached;
  }

  /** The hit that was one too many, if it lies before the deadline and is no matter of the bench's lateness. */
  exceeded(closing: Closing): Hit | undefined {
    const hit = this.#exceeded;
    if (!hit || !isWithin(hit.at, closing.deadline)) return undefined;
    return closing.slack > 0 && !this.#tooMany(this.#clearlyInside(closing)) ? undefined : hit;
  }

  /** What is wrong with the count at the deadline, in words. */
  wrongAt(closing: Closing): Break | { what: string; expected: string; actual: string } | undefined {
    const { deadline, slack } = closing;
    const exact = this.#until(deadline, 0);
    const { gte = 0 } = this.#count;
    const few = exact < gte && !(slack > 0 && this.#until(deadline, slack) >= gte);
    const many = this.#tooMany(exact) && !(slack > 0 && !this.#tooMany(this.#clearlyInside(closing)));
    if (!few && !many) return undefined;
    const words = { expected: countText(this.#count), actual: String(exact), what: `came ${timesText(exact)}` };
    const last = this.#kept.filter(({ at }) => isWithin(at, deadline)).at(-1);
    return many && last ? { ...words, ...last } : words;
  }

  #tooMany(number: number): boolean {
    return this.#count.lte !== undefined && number > this.#count.lte;
  }

  #until(deadline: Border, slack: number): number {
    return this.#total - this.#kept.filter(({ at }) => !isWithin(at, deadline, slack)).length;
  }

  /** Those that lie further from both edges than the bench was late. */
  #clearlyInside({ opening, deadline, slack }: Closing): number {
    const early = this.#kept.filter(({ at }) => opening.seq === undefined && isWithin(at, opening, slack)).length;
    return this.#until(deadline, deadline.seq === undefined ? -slack : 0) - early;
  }
}

/** `at least 2`, `exactly 1`, `2 to 5`. */
export function countText({ gte, lte }: Count): string {
  if (gte !== undefined && gte === lte) return gte === 0 ? 'none' : `exactly ${gte}`;
  if (gte !== undefined && lte !== undefined) return `${gte} to ${lte}`;
  return lte === undefined ? `at least ${gte ?? 1}` : lte === 0 ? 'none' : `at most ${lte}`;
}

export function timesText(number: number): string {
  return number === 0 ? 'never' : number === 1 ? 'once' : `${number} times`;
}

import { type Border, isInside, isWithin, type Stamp } from '../engine/moment.ts';
import type { Slot } from '../engine/slots.ts';
import type { Candidate, Fact } from './fact.ts';
import type { Fold } from './fold.ts';
import { KEPT } from './hits.ts';

/**
 * One expectation's look at one VEN. Facts are worked out as they come; before the window's opening is known at most
 * 1,000 candidates are kept, then the fold takes those inside.
 */
export class Watch {
  readonly slot: Slot;
  readonly fold: Fold;
  /** Messages that came from the VEN in the window, by name. */
  readonly came = new Map<string, number>();
  #opening: Border | undefined;
  #before: Candidate | undefined;
  #prelude: Candidate[] = [];
  readonly #keeps: boolean;
  #closing: Border | undefined;

  /** @param keeps whether its window may turn out to have opened before that is known */
  constructor(slot: Slot, fold: Fold, keeps: boolean) {
    this.slot = slot;
    this.fold = fold;
    this.#keeps = keeps;
  }

  /** The window opens at a border that has come. */
  open(opening: Border, now: Stamp): void {
    if (this.#opening) return;
    this.#opening = opening;
    const inside = this.#prelude.filter(({ at }) => isInside(at, opening));
    const before =
      this.#prelude.findLast(({ at }) => !isInside(at, opening)) ?? (inside.length > 0 ? undefined : this.#before);
    this.fold.open(before, now, opening);
    for (const candidate of inside) this.fold.add(candidate);
    this.#prelude = [];
  }

  /** Nothing later is taken. */
  close(closing: Border): void {
    this.#closing = closing;
  }

  feed(fact: Fact): void {
    if (!this.#opening && !this.#keeps) return;
    if (this.#opening && !isInside(fact.at, this.#opening)) return;
    if (this.#closing && !isWithin(fact.at, this.#closing)) return;
    if (this.#opening && fact.fact === 'message') this.#tally(fact.record.name ?? 'unreadable');
    const candidate = this.fold.see(fact);
    if (!candidate) return;
    if (this.#opening) this.fold.add(candidate);
    else this.#keep(candidate);
  }

  #keep(candidate: Candidate): void {
    this.#before = candidate;
    this.#prelude.push(candidate);
    if (this.#prelude.length > KEPT) this.#prelude.shift();
  }

  #tally(name: string): void {
    this.came.set(name, (this.came.get(name) ?? 0) + 1);
  }
}

/** `oadrPoll 4 times, oadrCreatedEvent once`, the most frequent first. */
export function cameText(came: ReadonlyMap<string, number>): string {
  const words = [...came]
    .sort((a, b) => b[1] - a[1])
    .map(([name, times]) => `${name} ${times === 1 ? 'once' : `${times} times`}`);
  return words.length === 0 ? 'no message came' : `came: ${words.slice(0, 6).join(', ')}`;
}

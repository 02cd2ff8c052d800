import type { JournalRecord } from './record.ts';

/** Stands in an iteration for the records that it was too slow for. */
export interface Lagged {
  readonly kind: 'lagged';
  /** How many records were left out. */
  readonly count: number;
}

/** How far an iteration may fall behind. */
const FARTHEST = 10_000;

/** An endless iteration over the records appended from now on. */
export class Follower implements AsyncIterableIterator<JournalRecord | Lagged> {
  readonly #release: () => void;
  #waiting: JournalRecord[] = [];
  #next = 0;
  #lost = 0;
  #wake?: () => void;
  #ended = false;

  /** @param release called once, when the iteration ends */
  constructor(release: () => void) {
    this.#release = release;
  }

  push(record: JournalRecord): void {
    if (this.#waiting.length - this.#next >= FARTHEST) {
      // All that waits is let go at once: what is newest then comes without a second gap.
      this.#lost += this.#waiting.length - this.#next;
      this.#waiting = [];
      this.#next = 0;
    }
    this.#waiting.push(record);
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<JournalRecord | Lagged>> {
    for (;;) {
      if (this.#lost > 0) {
        const count = this.#lost;
        this.#lost = 0;
        return { done: false, value: { kind: 'lagged', count } };
      }
      const record = this.#waiting[this.#next];
      if (record) {
        this.#next++;
        if (this.#next === this.#waiting.length) {
          this.#waiting = [];
          this.#next = 0;
        }
        return { done: false, value: record };
      }
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  /** No more records come; those that wait are still given. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#release();
    this.#wake?.();
  }

  async return(): Promise<IteratorResult<JournalRecord | Lagged>> {
    this.#waiting = [];
    this.#next = 0;
    this.#lost = 0;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

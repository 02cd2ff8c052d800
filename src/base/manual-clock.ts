import type { Clock, Timer } from './clock.ts';

interface Pending {
  readonly time: number;
  readonly order: number;
  readonly fn: () => void;
}

/** A clock that stands until it is moved; for tests of pure cores and for replay. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  #pending: Pending[] = [];

  /** @param start ms since the epoch */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  at(time: number, fn: () => void): Timer {
    const entry: Pending = { time, order: this.#order++, fn };
    this.#pending.push(entry);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry);
      },
    };
  }

  /** Moves on by `ms`, calling what falls due on the way, in order, each at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#pending
        .filter((entry) => entry.time <= end)
        .sort((a, b) => a.time - b.time || a.order - b.order)[0];
      if (!next) break;
      this.#pending = this.#pending.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.time);
      next.fn();
    }
    this.#now = end;
  }
}

import type { JournalPort } from '../../src/journal/port.ts';

/** Watches from the VTN's side whether each VEN polls in its rhythm. */
export class PollWatch {
  readonly #last = new Map<string, number>();
  readonly #interval: number;
  readonly #stop: () => void;
  #polls = 0;
  #missed = 0;

  /** @param interval between two polls of a VEN, ms */
  constructor(journal: JournalPort, interval: number) {
    this.#interval = interval;
    this.#stop = journal.subscribe((record) => {
      if (record.kind === 'message' && record.dir === 'in' && record.name === 'oadrPoll' && record.ven !== undefined)
        this.#polled(record.ven, performance.now());
    });
  }

  /** Ends it. A poll is missed where the gap to the one before (or to the end) is more than one and a half intervals. */
  stop(): { polls: number; vens: number; missed: number } {
    this.#stop();
    const now = performance.now();
    for (const last of this.#last.values()) this.#gap(now - last);
    return { polls: this.#polls, vens: this.#last.size, missed: this.#missed };
  }

  #polled(ven: string, now: number): void {
    this.#polls++;
    const last = this.#last.get(ven);
    if (last !== undefined) this.#gap(now - last);
    this.#last.set(ven, now);
  }

  #gap(ms: number): void {
    if (ms > 1.5 * this.#interval) this.#missed += Math.max(1, Math.round(ms / this.#interval) - 1);
  }
}

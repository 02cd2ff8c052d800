/** Work that lets others run where it yields. */
export type InPortions<T> = Generator<undefined, T, undefined>;

/** How many values are worked on between two pauses: a few milliseconds, in a process that has just begun too. */
const SIZE = 1024;

/** Counts what was done since the last pause, over all parts of a message. */
export class Portion {
  #done = 0;

  /** Whether a pause is due. @param more values that were worked on */
  isFull(more: number): boolean {
    this.#done += more;
    if (this.#done < SIZE) return false;
    this.#done = 0;
    return true;
  }
}

/** Without a pause. */
export function atOnce<T>(work: InPortions<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** With a pause after each portion. */
export async function withPauses<T>(work: InPortions<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

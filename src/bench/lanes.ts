/**
 * Work in lanes: jobs of one key run one at a time, in the order they came; different keys do not wait for each other
 * (architecture, decision 5: one peer's messages are handled in arrival order).
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs a job at once where its lane is empty: one that needs no waiting, such as a plain poll, then costs no promise. */
  run<T>(key: string, job: () => T | Promise<T>): T | Promise<T> {
    const before = this.#tails.get(key);
    const mine = before ? before.then(job) : job();
    return mine instanceof Promise ? this.#occupy(key, mine) : mine;
  }

  /** Resolves when every lane is empty. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #occupy<T>(key: string, mine: Promise<T>): Promise<T> {
    const left = (): void => {
      // Only the last one in the lane clears it.
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    // How a job ends is the caller's business; the lane goes on.
    const tail = mine.then(left, left);
    this.#tails.set(key, tail);
    return mine;
  }
}

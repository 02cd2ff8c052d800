/**
 * Work in lanes: jobs of one key run one at a time, in the order they came; different keys do not wait for each other
 * (architecture, decision 5: one peer's messages are handled in arrival order).
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const mine = before ? before.then(job, job) : job();
    const tail = mine
      .catch(() => undefined)
      .finally(() => {
        // Only the last one in the lane clears it.
        if (this.#tails.get(key) === tail) this.#tails.delete(key);
      });
    this.#tails.set(key, tail);
    return mine;
  }

  /** Resolves when every lane is empty. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}

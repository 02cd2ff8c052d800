/** What was come by last, found by what it belongs to; bounded in number and weight, the oldest is forgotten first. */
export class Recent<K, V> {
  readonly #entries = new Map<K, { readonly value: V; readonly weight: number }>();
  readonly #most: number;
  readonly #heaviest: number;
  #weight = 0;

  /**
   * @param most entries that are kept
   * @param heaviest weight of all of them together; the newest is kept in any case
   */
  constructor(most: number, heaviest = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#heaviest = heaviest;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key)?.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  set(key: K, value: V, weight = 1): void {
    this.#forget(key);
    this.#entries.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most && this.#weight <= this.#heaviest) return;
      if (oldest === key) return;
      this.#forget(oldest);
    }
  }

  #forget(key: K): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#weight -= entry.weight;
  }
}

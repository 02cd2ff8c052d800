/**
 * The newest items of an endless list, bounded in number and in weight (bytes). Adding is O(1); an index counts from
 * the oldest item still kept.
 */
export class Ring<T> {
  readonly #capacity: number;
  readonly #budget: number;
  readonly #weigh: (item: T) => number;
  #items: (T | undefined)[] = [];
  #first = 0;
  #length = 0;
  #weight = 0;
  #added = 0;

  /**
   * @param capacity items kept at most
   * @param budget weight kept at most; the newest item stays even if it alone weighs more
   * @param weigh weight of an item, the same each time it is asked
   */
  constructor(capacity: number, budget = Number.POSITIVE_INFINITY, weigh: (item: T) => number = () => 0) {
    this.#capacity = capacity;
    this.#budget = budget;
    this.#weigh = weigh;
  }

  get length(): number {
    return this.#length;
  }

  /** How many were ever added. */
  get added(): number {
    return this.#added;
  }

  /** How many were dropped: the number of the oldest one kept, counted from 0. */
  get dropped(): number {
    return this.#added - this.#length;
  }

  push(item: T): void {
    if (this.#length === this.#capacity) this.#shift();
    this.#items[(this.#first + this.#length) % this.#capacity] = item;
    this.#length++;
    this.#added++;
    this.#weight += this.#weigh(item);
    while (this.#weight > this.#budget && this.#length > 1) this.#shift();
  }

  /** @returns the item at `index` from the oldest kept one, undefined outside */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return this.#items[(this.#first + index) % this.#capacity];
  }

  last(): T | undefined {
    return this.at(this.#length - 1);
  }

  /** A ring of its own with the same items. */
  copy(): Ring<T> {
    const copy = new Ring<T>(this.#capacity, this.#budget, this.#weigh);
    copy.#items = [...this.#items];
    copy.#first = this.#first;
    copy.#length = this.#length;
    copy.#weight = this.#weight;
    copy.#added = this.#added;
    return copy;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = 0; i < this.#length; i++) yield this.at(i) as T;
  }

  #shift(): void {
    const item = this.#items[this.#first] as T;
    this.#items[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#capacity;
    this.#length--;
    this.#weight -= this.#weigh(item);
  }
}

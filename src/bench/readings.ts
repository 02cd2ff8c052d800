import { type ReadResult, read, readAsync } from '../openadr/index.ts';

/** Bodies up to this size are worth remembering: polls and answers that come again unchanged. */
const SMALL = 1024;
/** From here on the reader yields to other work between slices (decision 9). */
const LARGE = 64 * 1024;

/**
 * Reads bodies. Reading is pure, so a small body that came before, from whomever, is not read again: a poll is always
 * equal (decision 4). The oldest readings are forgotten first.
 */
export class Readings {
  readonly #known = new Map<string, ReadResult>();
  readonly #limit: number;

  /** @param limit how many readings are remembered */
  constructor(limit = 2048) {
    this.#limit = limit;
  }

  /** At once for bodies up to 64 KiB; larger ones are read in slices. */
  read(body: Buffer): ReadResult | Promise<ReadResult> {
    if (body.length > LARGE) return readAsync(body);
    if (body.length > SMALL) return read(body);
    const key = body.toString('latin1');
    const known = this.#known.get(key);
    if (known) return known;
    const reading = read(body);
    if (this.#known.size >= this.#limit) {
      const oldest = this.#known.keys().next();
      if (!oldest.done) this.#known.delete(oldest.value);
    }
    this.#known.set(key, reading);
    return reading;
  }
}

import { gatherAhead, type ReadResult, read, readAsync } from '../openadr/index.ts';
import { Recent } from './recent.ts';

/** Bodies up to this size are worth remembering: polls and answers that come again unchanged. */
const SMALL = 1024;
/** From here on the reader yields to other work between slices (decision 9). */
const LARGE = 64 * 1024;

/** For a large oadrUpdateReport: puts its values in order, and lets others run in between. */
export function gatheringOf({ body }: { readonly body: Buffer }, { message }: ReadResult): Promise<void> | undefined {
  if (body.length <= LARGE || message?.name !== 'oadrUpdateReport') return undefined;
  return gatherAhead(message.body);
}

/**
 * Reads bodies. Reading is pure, so a small body that came before, from whomever, is not read again: a poll is always
 * equal (decision 4). A reading is kept from the second time on, since most bodies that are no poll come once.
 */
export class Readings {
  readonly #known: Recent<string, ReadResult | undefined>;

  /** @param limit how many bodies are remembered */
  constructor(limit = 2048) {
    this.#known = new Recent(limit);
  }

  /** At once for bodies up to 64 KiB; larger ones are read in slices. */
  read(body: Buffer): ReadResult | Promise<ReadResult> {
    if (body.length > LARGE) return readAsync(body);
    if (body.length > SMALL) return read(body);
    const key = body.toString('latin1');
    const known = this.#known.get(key);
    if (known) return known;
    const reading = read(body);
    this.#known.set(key, this.#known.has(key) ? reading : undefined);
    return reading;
  }
}

import type { MessageRecord } from './record.ts';

/** A message with what its record leaves out. */
export interface KeptMessage {
  readonly record: MessageRecord;
  /** As it came, text or bytes. */
  readonly body?: string | Buffer;
  readonly headers?: readonly string[];
}

/** Bytes of bodies that are kept in all: a few thousand polls weigh little, as many reports of a MiB do not. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The last messages of a journal, oldest first, found by seq; bounded in number and in bytes, the newest always stays. */
export class MessageRing {
  readonly #slots: (KeptMessage | undefined)[];
  readonly #mostBytes: number;
  /** Messages that ever came, and those of them that are gone. */
  #count = 0;
  #gone = 0;
  #bytes = 0;

  /**
   * @param size how many messages are kept
   * @param mostBytes of their bodies; one that is the same as an earlier one is not counted again
   */
  constructor(size: number, mostBytes = MOST_BYTES) {
    this.#slots = new Array<KeptMessage | undefined>(size);
    this.#mostBytes = mostBytes;
  }

  get length(): number {
    return this.#count - this.#gone;
  }

  push(message: KeptMessage): void {
    if (this.length === this.#slots.length) this.#forgetOldest();
    this.#slots[this.#count++ % this.#slots.length] = message;
    this.#bytes += bytesOf(message);
    while (this.#bytes > this.#mostBytes && this.length > 1) this.#forgetOldest();
  }

  /** The message at a place, 0 the oldest that is kept. */
  at(index: number): KeptMessage | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.#slots[(this.#gone + index) % this.#slots.length];
  }

  /** The message with this seq, if it is kept still. */
  find(seq: number): KeptMessage | undefined {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.at(middle);
      if (!found) return undefined;
      if (found.record.seq === seq) return found;
      if (found.record.seq < seq) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  *[Symbol.iterator](): Iterator<MessageRecord> {
    for (let index = 0; index < this.length; index++) {
      const kept = this.at(index);
      if (kept) yield kept.record;
    }
  }

  #forgetOldest(): void {
    const place = this.#gone++ % this.#slots.length;
    const oldest = this.#slots[place];
    this.#slots[place] = undefined;
    if (oldest) this.#bytes -= bytesOf(oldest);
  }
}

function bytesOf({ record }: KeptMessage): number {
  return record.same === undefined ? record.size : 0;
}

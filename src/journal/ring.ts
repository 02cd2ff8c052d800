import type { MessageRecord } from './record.ts';

/** A message with what its record leaves out. */
export interface KeptMessage {
  readonly record: MessageRecord;
  /** As it came, text or bytes. */
  readonly body?: string | Buffer;
  readonly headers?: readonly string[];
}

/** The last messages of a journal, oldest first, found by seq. */
export class MessageRing {
  readonly #slots: (KeptMessage | undefined)[];
  #count = 0;

  /** @param size how many messages are kept */
  constructor(size: number) {
    this.#slots = new Array<KeptMessage | undefined>(size);
  }

  get length(): number {
    return Math.min(this.#count, this.#slots.length);
  }

  push(message: KeptMessage): void {
    this.#slots[this.#count++ % this.#slots.length] = message;
  }

  /** The message at a place, 0 the oldest that is kept. */
  at(index: number): KeptMessage | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.#slots[(this.#count - this.length + index) % this.#slots.length];
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
}

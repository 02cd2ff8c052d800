import { isUtf8 } from 'node:buffer';
import type { Body, MessageRecord } from './record.ts';

/** Bytes as a record keeps them: text if they are valid UTF-8, else base64. */
export function toBody(bytes: Buffer | string): Body {
  if (typeof bytes === 'string') return bytes;
  return isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') };
}

/** What a record keeps as it came from the wire: text, or the bytes that are none. */
export function fromBody(body: Body): string | Buffer {
  return typeof body === 'string' ? body : Buffer.from(body.base64, 'base64');
}

/** Whether two bodies have the same bytes. */
export function sameBytes(a: Buffer | string, b: Buffer | string): boolean {
  if (typeof a === 'string') return typeof b === 'string' ? a === b : Buffer.from(a).equals(b);
  return a.equals(typeof b === 'string' ? Buffer.from(b) : b);
}

/** What tells a message's place in a VEN's talk: the last body there is the one that `same` may name. */
export function placeOf(message: Pick<MessageRecord, 'ven' | 'connection' | 'dir' | 'service' | 'name'>): string {
  return `${message.ven ?? `\n${message.connection}`}\n${message.dir}\n${message.service}\n${message.name ?? ''}`;
}

interface Entry<T> {
  readonly seq: number;
  readonly size: number;
  readonly value: T;
}

/** Larger bodies are rarely sent twice, and dear to keep. */
const LARGEST = 256 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 20_000;

/** The last body of each place; bounded, the oldest are forgotten first, whoever makes up venIDs. */
export class BodyMemory<T> {
  readonly #entries = new Map<string, Entry<T>>();
  #bytes = 0;

  get(place: string): Entry<T> | undefined {
    return this.#entries.get(place);
  }

  /** @param size bytes of the body */
  set(place: string, seq: number, size: number, value: T): void {
    this.#forget(place);
    if (size > LARGEST) return;
    this.#entries.set(place, { seq, size, value });
    this.#bytes += size;
    while (this.#bytes > MOST_BYTES || this.#entries.size > MOST_ENTRIES) {
      const [oldest] = this.#entries.keys();
      if (oldest === undefined) return;
      this.#forget(oldest);
    }
  }

  #forget(place: string): void {
    const entry = this.#entries.get(place);
    if (!entry) return;
    this.#entries.delete(place);
    this.#bytes -= entry.size;
  }
}

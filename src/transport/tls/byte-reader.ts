/** Reads big-endian numbers and length-prefixed vectors (RFC 8446, 3); past the end it throws. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** @throws RangeError fewer bytes are left */
  take(length: number): Buffer {
    if (length > this.left) throw new RangeError(`${length} bytes announced, ${this.left} left`);
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  /** @param width 1 to 3 bytes. @throws RangeError fewer bytes are left */
  number(width: 1 | 2 | 3): number {
    return this.take(width).readUIntBE(0, width);
  }

  /** What a length of `width` bytes announces. @throws RangeError fewer bytes are left */
  vector(width: 1 | 2 | 3): Buffer {
    return this.take(this.number(width));
  }
}

/** A vector of 16-bit numbers; an odd last byte is left out. */
export function numbers(bytes: Buffer): readonly number[] {
  return Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => bytes.readUInt16BE(index * 2));
}

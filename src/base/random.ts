import { randomBytes } from 'node:crypto';

/** Source of chance, seeded, so that a run can be repeated. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An identifier of `length` lower-case hex digits (default 16). */
  id(length?: number): string;
}

/** sfc32 (C. Doty-Humphrey, PractRand): small, fast, good enough for jitter and identifiers, not for secrets. */
export class SeededRandom implements Random {
  readonly seed: string;
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;

  /** @param seed any text; a random one if absent */
  constructor(seed: string = randomBytes(6).toString('hex')) {
    this.seed = seed;
    for (const char of seed) this.#a = (Math.imul(this.#a, 31) + (char.codePointAt(0) ?? 0)) | 0;
    this.#b = ~this.#a;
    this.#c = Math.imul(this.#a, 0x9e3779b1) | 0;
    for (let i = 0; i < 15; i++) this.#uint32();
  }

  next(): number {
    return this.#uint32() / 2 ** 32;
  }

  id(length = 16): string {
    let text = '';
    while (text.length < length) text += this.#uint32().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  #uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }
}

import type { PointUnit } from './change.ts';

/** One value of a data point. */
export interface Sample {
  /** Begin of the interval, ms since the epoch (UTC). */
  readonly time: number;
  /** In the unit and scale of the series; a status: 1 online, 0 offline. */
  readonly value: number;
  /** Whether it is a value to count with (rule 318). */
  readonly ok: boolean;
}

/** What a series is of. */
export interface SeriesInfo {
  readonly reportSpecifierID: string;
  /** Without `METADATA_`. */
  readonly reportName: string;
  readonly rID: string;
  /** resourceIDs of the data source; empty where it names none. */
  readonly resourceIDs: readonly string[];
  /** Absent in a status. */
  readonly unit?: PointUnit;
}

const SMALL = 16;

/**
 * The newest values of one data point, ordered by time; a value of the same time replaces the one before (rules 317,
 * 346). Memory: at most 17 bytes a sample, for one and a half times `limit` samples.
 */
export class Series {
  readonly info: SeriesInfo;
  readonly #limit: number;
  #times = new Float64Array(SMALL);
  #values = new Float64Array(SMALL);
  #ok = new Uint8Array(SMALL);
  /** Samples are at `#start` to `#start + #length`. */
  #start = 0;
  #length = 0;

  /** @param limit samples that are kept; the oldest go */
  constructor(info: SeriesInfo, limit: number) {
    this.info = info;
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes a value; returns whether it replaced one. What is older than all of a full series is not kept. */
  add(time: number, value: number, ok: boolean): boolean {
    const place = this.#placeOf(time);
    const index = this.#start + place;
    if (place < this.#length && this.#times[index] === time) {
      this.#put(index, time, value, ok);
      return true;
    }
    if (this.#length === this.#limit) {
      if (place === 0) return false;
      this.dropOldest(1);
      this.#insert(place - 1, time, value, ok);
    } else this.#insert(place, time, value, ok);
    return false;
  }

  /** The newest `count` samples, oldest first. */
  last(count: number): Sample[] {
    return this.#slice(Math.max(0, this.#length - count), this.#length);
  }

  /** Every sample, oldest first. */
  samples(): Sample[] {
    return this.#slice(0, this.#length);
  }

  dropOldest(count: number): void {
    const gone = Math.min(count, this.#length);
    this.#start += gone;
    this.#length -= gone;
  }

  #slice(from: number, to: number): Sample[] {
    const samples: Sample[] = [];
    for (let index = this.#start + from; index < this.#start + to; index++) {
      samples.push({
        time: this.#times[index] ?? 0,
        value: this.#values[index] ?? 0,
        ok: this.#ok[index] === 1,
      });
    }
    return samples;
  }

  /** Where a time belongs: the index of the first sample that is not older. */
  #placeOf(time: number): number {
    const last = this.#times[this.#start + this.#length - 1];
    // Nearly always the newest.
    if (this.#length === 0 || (last !== undefined && last < time)) return this.#length;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[this.#start + middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(place: number, time: number, value: number, ok: boolean): void {
    this.#makeRoom();
    const index = this.#start + place;
    const end = this.#start + this.#length;
    if (index < end) {
      this.#times.copyWithin(index + 1, index, end);
      this.#values.copyWithin(index + 1, index, end);
      this.#ok.copyWithin(index + 1, index, end);
    }
    this.#put(index, time, value, ok);
    this.#length++;
  }

  #put(index: number, time: number, value: number, ok: boolean): void {
    this.#times[index] = time;
    this.#values[index] = value;
    this.#ok[index] = ok ? 1 : 0;
  }

  /** Room for one more at the end: what was dropped at the begin is used again once it is a third, else it grows. */
  #makeRoom(): void {
    const size = this.#times.length;
    const end = this.#start + this.#length;
    if (end < size) return;
    if (this.#start * 3 >= size) {
      this.#times.copyWithin(0, this.#start, end);
      this.#values.copyWithin(0, this.#start, end);
      this.#ok.copyWithin(0, this.#start, end);
    } else {
      const room = Math.min(Math.max(SMALL, this.#length * 2), Math.ceil(this.#limit * 1.5) + 1);
      this.#times = grown(Float64Array, this.#times.subarray(this.#start, end), room);
      this.#values = grown(Float64Array, this.#values.subarray(this.#start, end), room);
      this.#ok = grown(Uint8Array, this.#ok.subarray(this.#start, end), room);
    }
    this.#start = 0;
  }
}

interface Numbers {
  set(from: ArrayLike<number>): void;
}

function grown<T extends Numbers>(Type: new (size: number) => T, from: ArrayLike<number>, room: number): T {
  const to = new Type(room);
  to.set(from);
  return to;
}

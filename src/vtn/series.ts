import type { PointValues } from '../openadr/report/values.ts';
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

/** Values of one data point in the order of their time, one a time. */
export type Batch = Pick<PointValues, 'times' | 'numbers' | 'counts'>;

const SMALL = 16;
const NO_NUMBERS = new Float64Array(0);
const NO_FLAGS = new Uint8Array(0);

/**
 * The newest values of one data point, ordered by time; a value of the same time replaces the one before (rules 317,
 * 346). Memory: at most 17 bytes a sample, for one and a half times `limit` samples.
 */
export class Series {
  readonly info: SeriesInfo;
  readonly #limit: number;
  // Many a series has a single value: no room before the first.
  #times = NO_NUMBERS;
  #values = NO_NUMBERS;
  #ok = NO_FLAGS;
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

  /** Takes many values at once, as `add` would one by one; returns how many it replaced. */
  addAll(batch: Batch): number {
    const [first] = batch.times;
    if (first === undefined) return 0;
    // Nearly always all of them are newer.
    if (this.#placeOf(first) === this.#length) {
      this.#append(batch);
      return 0;
    }
    // To put all in one order anew costs as much as some of the values that are there.
    if (batch.times.length * 16 > this.#length) return this.#merge(batch);
    let replaced = 0;
    for (const [index, time] of batch.times.entries()) {
      if (this.add(time, batch.numbers[index] ?? 0, batch.counts[index] === 1)) replaced++;
    }
    return replaced;
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

  #append({ times, numbers, counts }: Batch): void {
    const from = Math.max(0, times.length - this.#limit);
    const more = times.length - from;
    this.dropOldest(Math.max(0, this.#length + more - this.#limit));
    this.#makeRoom(more);
    const end = this.#start + this.#length;
    this.#times.set(from === 0 ? times : times.slice(from), end);
    this.#values.set(from === 0 ? numbers : numbers.slice(from), end);
    this.#ok.set(from === 0 ? counts : counts.slice(from), end);
    this.#length += more;
  }

  /** From the newest to the oldest, as far as there is room. */
  #merge({ times, numbers, counts }: Batch): number {
    const room = Math.min(this.#limit, this.#length + times.length);
    const merged = { times: new Float64Array(room), values: new Float64Array(room), ok: new Uint8Array(room) };
    let replaced = 0;
    let place = room;
    let own = this.#length - 1;
    let other = times.length - 1;
    while (own >= 0 || other >= 0) {
      const index = this.#start + own;
      const ownTime = own < 0 ? Number.NEGATIVE_INFINITY : (this.#times[index] ?? 0);
      const otherTime = times[other] ?? Number.NEGATIVE_INFINITY;
      const takesOther = other >= 0 && !(otherTime < ownTime);
      if (place > 0) {
        place--;
        merged.times[place] = takesOther ? otherTime : ownTime;
        merged.values[place] = (takesOther ? numbers[other] : this.#values[index]) ?? 0;
        merged.ok[place] = (takesOther ? counts[other] : this.#ok[index]) ?? 0;
      }
      const same = otherTime === ownTime;
      if (same) replaced++;
      if (same || !takesOther) own--;
      if (takesOther) other--;
    }
    this.#times = merged.times;
    this.#values = merged.values;
    this.#ok = merged.ok;
    this.#start = place;
    this.#length = room - place;
    return replaced;
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

  /** Room for more at the end: what was dropped at the begin is used again once it is a third, else it grows. */
  #makeRoom(more = 1): void {
    const size = this.#times.length;
    const end = this.#start + this.#length;
    const needed = this.#length + more;
    if (end + more <= size) return;
    if (this.#start * 3 >= size && needed <= size) {
      this.#times.copyWithin(0, this.#start, end);
      this.#values.copyWithin(0, this.#start, end);
      this.#ok.copyWithin(0, this.#start, end);
    } else {
      const room = Math.max(needed, Math.min(Math.max(SMALL, this.#length * 2), Math.ceil(this.#limit * 1.5) + 1));
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

import { type Batch, type Sample, Series, type SeriesInfo } from './series.ts';

/** What is kept in memory, a VEN. */
export interface SeriesLimits {
  /** Samples a series. */
  readonly samples: number;
  /** Samples of all series. */
  readonly total: number;
  readonly series: number;
}

const LIMITS: SeriesLimits = { samples: 10_000, total: 200_000, series: 1000 };

/** A time series as it is now: the values are looked up when they are asked for. */
export interface SeriesView extends SeriesInfo {
  /** How many samples there are. */
  readonly length: number;
  /** The newest `count` samples, default all, oldest first. */
  readonly samples: (count?: number) => Sample[];
}

/** The time series of one VEN, by report and data point; bounded: the oldest samples go. */
export class SeriesStore {
  readonly #limits: SeriesLimits;
  readonly #series = new Map<string, Series>();
  #total = 0;

  constructor(limits: SeriesLimits = LIMITS) {
    this.#limits = limits;
  }

  /** Samples of all series. */
  get total(): number {
    return this.#total;
  }

  /** The series of a data point; begun anew where its unit became another. */
  of(info: SeriesInfo): Series {
    const key = `${info.reportSpecifierID}\n${info.rID}`;
    const known = this.#series.get(key);
    if (known && sameUnit(known.info, info)) return known;
    if (known) this.#forget(key, known);
    for (const [oldest, series] of this.#series) {
      if (this.#series.size < this.#limits.series) break;
      this.#forget(oldest, series);
    }
    const series = new Series(info, this.#limits.samples);
    this.#series.set(key, series);
    return series;
  }

  /** Takes a value into a series of this store; returns whether it replaced one. */
  add(series: Series, time: number, value: number, ok: boolean): boolean {
    const before = series.length;
    const replaced = series.add(time, value, ok);
    this.#total += series.length - before;
    if (this.#total > this.#limits.total) this.#thin();
    return replaced;
  }

  /** Takes values into a series of this store; returns how many they replaced. */
  addAll(series: Series, batch: Batch): number {
    const before = series.length;
    const replaced = series.addAll(batch);
    this.#total += series.length - before;
    while (this.#total > this.#limits.total) this.#thin();
    return replaced;
  }

  views(): SeriesView[] {
    return [...this.#series.values()].map((series) => ({
      ...series.info,
      length: series.length,
      samples: (count = series.length) => series.last(count),
    }));
  }

  clear(): void {
    this.#series.clear();
    this.#total = 0;
  }

  /** A tenth of each series, so that the next time is long away. */
  #thin(): void {
    for (const series of this.#series.values()) {
      const before = series.length;
      series.dropOldest(Math.ceil(before / 10));
      this.#total += series.length - before;
    }
  }

  #forget(key: string, series: Series): void {
    this.#series.delete(key);
    this.#total -= series.length;
  }
}

function sameUnit(a: SeriesInfo, b: SeriesInfo): boolean {
  return a.unit?.name === b.unit?.name && a.unit?.units === b.unit?.units && a.unit?.scale === b.unit?.scale;
}

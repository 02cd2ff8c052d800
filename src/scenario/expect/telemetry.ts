import { explainValue, meets, type WhereValue } from '../../openadr/path/index.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import { type Border, elapsed, isInside, isWithin, type Stamp } from '../engine/moment.ts';
import { timeText } from '../engine/reports.ts';
import { type Resolved, resolveTemplate, type Subject, TemplateError } from '../format/index.ts';
import { distanceOf, rounded } from './distance.ts';
import type { Candidate, Fact, Miss } from './fact.ts';
import type { Break, Closing, Fold } from './fold.ts';
import { KEPT } from './hits.ts';
import { Nearest } from './nearest.ts';
import type { LookupAt } from './pattern.ts';
import { lackOf, lossBreak, type ReportWorld } from './report.ts';
import { type Sample, type Samples, samplesIn } from './sample.ts';

type TelemetrySubject = Extract<Subject, { subject: 'telemetry' }>;

/**
 * `telemetry`: samples of a data point that lie in the window, held against a value, or against what they are in percent
 * of a measure. A sample lies in a window in which it begins; one that reaches beyond the anchor of an `until` tells of
 * the time after it too, and is left out.
 */
export function telemetryFold(
  subject: TelemetrySubject,
  world: ReportWorld,
  lookup: LookupAt,
  base: (() => number | undefined) | undefined,
): Fold<Samples> {
  return new Telemetry(subject, world, lookup, base);
}

class Telemetry implements Fold<Samples> {
  readonly #subject: TelemetrySubject;
  readonly #world: ReportWorld;
  readonly #lookup: LookupAt;
  readonly #base: (() => number | undefined) | undefined;
  #opening: Border | undefined;
  /** The newest moment at which variables were answered. */
  #at: Stamp | undefined;
  /** In the window, not compared yet: the measure is still to come. */
  #pending: Sample[] = [];
  /** Of those that compare, the one that begins first and the one that ends first. */
  #first: Sample | undefined;
  #ended: Sample | undefined;
  /** Those that do not, in the order in which they came. */
  readonly #bad: Sample[] = [];
  readonly #nearest = new Nearest();
  readonly #seen = { timeless: 0, bad: 0, early: 0, newest: undefined as Sample | undefined };
  readonly #others = new Set<string>();

  constructor(
    subject: TelemetrySubject,
    world: ReportWorld,
    lookup: LookupAt,
    base: (() => number | undefined) | undefined,
  ) {
    this.#subject = subject;
    this.#world = world;
    this.#lookup = lookup;
    this.#base = base;
  }

  see(fact: Fact): Candidate<Samples> | undefined {
    const reportRequestID = this.#world.reportRequestID();
    if (fact.fact !== 'message' || reportRequestID === undefined) return undefined;
    this.#at = fact.at;
    const { time } = this.#subject;
    const rID = this.#rID();
    const scenarioAt = (bench: number): number => this.#world.scenarioAt(bench);
    const data = samplesIn(fact, { reportRequestID, rID, time, scenarioAt });
    return data && { at: fact.at, exchange: fact.record.exchange, hit: false, data };
  }

  open(_: Candidate<Samples> | undefined, at: Stamp, opening: Border): void {
    this.#at ??= at;
    this.#opening = opening;
  }

  add({ data: { samples, timeless, bad, others } }: Candidate<Samples>): void {
    const opening = this.#opening;
    this.#seen.timeless += timeless;
    this.#seen.bad += bad;
    for (const rID of others) if (this.#others.size < 20) this.#others.add(rID);
    for (const sample of samples) {
      this.#seen.newest = sample;
      if (opening && !isInside(sample.at, opening)) this.#seen.early++;
      else this.#pending.push(sample);
    }
    if (this.#pending.length > KEPT) this.#pending.splice(0, this.#pending.length - KEPT);
  }

  met(): Stamp | undefined {
    this.#compareAll();
    return this.#first?.at;
  }

  /** Samples come when their interval is over, their report is due and the VEN gets round to it. */
  lag(): number {
    if (this.#subject.time === 'arrival') return 0;
    const { granularity = 0, reportBack = 0 } = this.#world.copy() ?? {};
    return granularity + reportBack + 2 * this.#world.pollInterval();
  }

  broken(closing: Closing, mode: 'within' | 'until'): Break | undefined {
    this.#compareAll();
    const bad = mode === 'until' ? this.#bad.find((sample) => this.#isBefore(sample, closing)) : undefined;
    if (!bad) return lossBreak(this.#world, closing);
    const { what, expected, actual } = this.#words(bad);
    return { at: bad.at, exchange: bad.exchange, what, expected, actual };
  }

  wrongAt({ deadline, slack }: Closing): { what: string; expected: string; actual: string } | undefined {
    this.#compareAll();
    if (this.#ended && isWithin(endOf(this.#ended), deadline, slack)) return undefined;
    const actual = this.#why() ?? 'none';
    return { what: 'no sample lies in the window', expected: 'at least one sample', actual };
  }

  nearest(): Miss | undefined {
    this.#compareAll();
    return this.#nearest.get();
  }

  wanted(): string {
    const { telemetry, percentOf } = this.#subject;
    const unit = percentOf === undefined ? this.#unit() : ` % of ${percentOf}${this.#baseText()}`;
    const id = this.#world.reportRequestID();
    return `a sample of ${this.#rID()} in ${telemetry}${id === undefined ? '' : ` (${id})`} ${this.#valueText()}${unit}`;
  }

  lack(): Partial<Miss> | undefined {
    if (this.#nearest.get() || this.#first) return undefined;
    const why = this.#why();
    if (why === undefined) return lackOf(this.#world);
    const { newest } = this.#seen;
    return { expected: `a sample of ${this.#rID()}`, actual: why, ...(newest ? placeOf(newest) : {}) };
  }

  hint(): string | undefined {
    if (this.#nearest.get() || this.#first) return undefined;
    const { timeless, early } = this.#seen;
    if (timeless > 0 || early > 0)
      return 'if the device cannot tell the time, judge by when samples come: "time": "arrival"';
    return this.#others.size > 0 ? `"rID": "${[...this.#others][0]}"` : undefined;
  }

  /** Why of all that came nothing lies in the window, if anything came. */
  #why(): string | undefined {
    const { timeless, bad, early, newest } = this.#seen;
    const many = (number: number): string => (number === 1 ? '1 sample' : `${number} samples`);
    if (early > 0 && newest)
      return `${many(early)} came from before the window; the newest is of ${timeText(newest.at.bench)} and came at ${timeText(newest.came.bench)}`;
    if (newest) return `${many(1)} and more came from after the window, the newest of ${timeText(newest.at.bench)}`;
    if (timeless > 0) return `${many(timeless)} came without a dtstart`;
    if (bad > 0) return `${many(bad)} came that do not count: bad quality, or no new value`;
    if (this.#others.size > 0) return `there were samples of ${[...this.#others].join(', ')} only`;
    return undefined;
  }

  #compareAll(): void {
    const base = this.#base?.();
    if (this.#pending.length === 0 || (this.#base && base === undefined)) return;
    const wanted = this.#value();
    const pending = this.#pending;
    this.#pending = [];
    for (const sample of pending) {
      if (wanted !== undefined && this.#meets(sample, wanted, base)) this.#good(sample);
      else {
        if (this.#bad.length < KEPT) this.#bad.push(sample);
        const score = -distanceOf(this.#number(sample, base), wanted);
        this.#nearest.add({ ...placeOf(sample), score, ...this.#words(sample) });
      }
    }
  }

  #good(sample: Sample): void {
    if (!this.#first || sample.at.bench < this.#first.at.bench) this.#first = sample;
    if (!this.#ended || endOf(sample).bench < endOf(this.#ended).bench) this.#ended = sample;
  }

  #meets(sample: Sample, wanted: WhereValue, base: number | undefined): boolean {
    return meets(String(this.#number(sample, base)), wanted);
  }

  /** The value that is compared; NaN compares with nothing. */
  #number({ value }: Sample, base: number | undefined): number {
    if (!this.#base) return value;
    return base === undefined || base === 0 ? Number.NaN : (value / base) * 100;
  }

  /** Before the anchor of an `until`; while that is not known, what tells of the future is left open. */
  #isBefore(sample: Sample, { deadline, slack }: Closing): boolean {
    const end = endOf(sample);
    if (!Number.isFinite(deadline.moment.time)) return end.bench <= sample.came.bench;
    const opening = this.#opening?.moment;
    // What lies nearer to an edge than the bench was late is not the device's.
    const early = slack > 0 && opening !== undefined && elapsed(sample.at, opening) < slack;
    return !early && isWithin(end, deadline, -slack);
  }

  #words(sample: Sample): { what: string; expected: string; actual: string } {
    const { percentOf } = this.#subject;
    const base = this.#base?.();
    const wanted = this.#valueText();
    const plain = `${rounded(sample.value)}${this.#unit()}`;
    const percent = percentOf === undefined ? '' : `${rounded(this.#number(sample, base))} % of ${percentOf}`;
    const late = elapsed(sample.came, { clock: 'bench', time: sample.at.bench });
    const came = late > 0 ? `, which came ${formatHumanDuration(late)} later` : '';
    return {
      what: `${percent === '' ? plain : `${plain} (${percent})`} at ${timeText(sample.at.bench)}${came}`,
      expected: `${wanted}${percentOf === undefined ? this.#unit() : ` % of ${percentOf}${this.#baseText()}`}`,
      actual: percent === '' ? plain : `${percent} (${plain})`,
    };
  }

  #valueText(): string {
    const value = this.#value();
    return value === undefined ? 'the value' : explainValue(value);
  }

  #baseText(): string {
    const base = this.#base?.();
    if (base === undefined) return '';
    return base === 0 ? ', which is 0: nothing is a share of it' : ` (${rounded(base)}${this.#unit()})`;
  }

  #unit(): string {
    const unit = this.#world.unit(this.#rID());
    return unit === undefined ? '' : ` ${unit}`;
  }

  #rID(): string {
    return this.#resolved(this.#subject.rID) ?? 'the data point';
  }

  /** The wanted value, with its variables; `undefined` where one has none. */
  #value(): WhereValue | undefined {
    return this.#resolved(this.#subject.value);
  }

  #resolved<T>(value: T): Resolved<T> | undefined {
    const at = this.#at;
    if (!at) return undefined;
    try {
      return resolveTemplate(value, this.#lookup(at));
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  }
}

/** When its interval is over. */
function endOf({ at, length }: Sample): Stamp {
  return length === 0 ? at : { ...at, bench: at.bench + length, scenario: at.scenario + length };
}

function placeOf({ at, exchange }: Sample): Pick<Miss, 'at' | 'exchange'> {
  return { at, exchange };
}

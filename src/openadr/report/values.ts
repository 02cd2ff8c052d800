import type { Lenient } from '../lenient.ts';
import type { OadrReport, OadrUpdateReport } from '../types.ts';
import { atOnce, type InPortions, Portion, withPauses } from './portions.ts';
import { makeReadings, type Reading, type ResourceStatus } from './readings.ts';

/** The values of one data point in a report. */
export interface PointValues {
  readonly rID: string;
  /** How many came, those without a number too. */
  readonly came: number;
  /** Begins of the intervals with a number, ms since the epoch (UTC), ascending; of two at one time the last counts. */
  readonly times: readonly number[];
  /** The numbers then; of a status 1 (online) or 0. */
  readonly numbers: readonly number[];
  /** 1 where that is a value to count with (rule 318), else 0. */
  readonly counts: readonly number[];
  /** Numbers for a time that had one already. */
  readonly again: number;
  /** Whether two values, with a number or not, are for one time (rule 314). */
  readonly twice: boolean;
  /** Values whose time nothing says, in their order. */
  readonly timeless: readonly Reading[];
  /** The last status that came (rule 331). */
  readonly status?: ResourceStatus;
}

/** Intervals in the order of time, one a begin. */
export interface Spans {
  /** ms since the epoch (UTC). */
  readonly begins: readonly number[];
  /** ms; NaN where none is said. */
  readonly durations: readonly number[];
}

/** What a report brings, put in order: whatever of it takes its time and needs no request. */
export interface ReportValues {
  /** In the order of the report. */
  readonly readings: readonly Reading[];
  /** By rID, in the order in which they first come. */
  readonly points: ReadonlyMap<string, PointValues>;
  readonly spans: Spans;
}

/** What was done ahead, for as long as the reports are there. */
const ahead = new WeakMap<object, ReportValues>();

/** Every value of an oadrUpdateReport, in its order. Also of one that is not valid: what cannot be read is left out. */
export function readingsOf(body: Lenient<OadrUpdateReport>): Reading[] {
  return (body.oadrReport ?? []).flatMap(readingsOfReport);
}

/** Every value of one report. */
export function readingsOfReport(report: Lenient<OadrReport>): readonly Reading[] {
  return ahead.get(report)?.readings ?? atOnce(makeReadings(report, new Portion()));
}

/** The values of a report, put in order. */
export function valuesOfReport(report: Lenient<OadrReport>): ReportValues {
  return ahead.get(report) ?? atOnce(gather(report, new Portion()));
}

/**
 * Does ahead, letting others run in between, what `valuesOfReport` and `readingsOf` would do for these reports at once:
 * a message of 4 MiB has ten thousand values.
 */
export async function gatherAhead(body: Lenient<OadrUpdateReport>): Promise<void> {
  const portion = new Portion();
  for (const report of body.oadrReport ?? []) {
    ahead.set(report, await withPauses(gather(report, portion)));
  }
}

/** The number of a reading: its value, or of a status 1 (online) or 0; undefined where there is none to reckon with. */
export function numberOf({ value, status }: Reading): number | undefined {
  const number = value ?? (status && (status.online ? 1 : 0));
  return number !== undefined && Number.isFinite(number) ? number : undefined;
}

/** The intervals of readings. */
export function spansOf(readings: readonly Reading[]): Spans {
  const begins: number[] = [];
  const durations: number[] = [];
  for (const { time, duration = Number.NaN } of byTime(readings)) {
    if (begins.at(-1) === time) durations[durations.length - 1] = duration;
    else {
      begins.push(time);
      durations.push(duration);
    }
  }
  return { begins, durations };
}

function* gather(report: Lenient<OadrReport>, portion: Portion): InPortions<ReportValues> {
  if (portion.isFull(1)) yield;
  const readings = yield* makeReadings(report, portion);
  const byPoint = new Map<string, Reading[]>();
  for (const reading of readings) {
    const known = byPoint.get(reading.rID);
    if (known) known.push(reading);
    else byPoint.set(reading.rID, [reading]);
    if (portion.isFull(1)) yield;
  }
  const points = new Map<string, PointValues>();
  for (const [rID, values] of byPoint) {
    points.set(rID, pointValues(rID, values));
    if (portion.isFull(values.length)) yield;
  }
  return { readings, points, spans: spansOf(readings) };
}

function pointValues(rID: string, readings: readonly Reading[]): PointValues {
  const [times, numbers, counts]: [number[], number[], number[]] = [[], [], []];
  let again = 0;
  let twice = false;
  let before: number | undefined;
  for (const reading of byTime(readings)) {
    const { time } = reading;
    if (time === before) twice = true;
    before = time;
    const number = numberOf(reading);
    if (number === undefined) continue;
    if (times.at(-1) === time) again++;
    else times.push(time);
    numbers[times.length - 1] = number;
    counts[times.length - 1] = reading.counts ? 1 : 0;
  }
  const status = readings.findLast((reading) => reading.status)?.status;
  const timeless = readings.filter(({ time }) => time === undefined);
  return { rID, came: readings.length, times, numbers, counts, again, twice, timeless, ...(status && { status }) };
}

type Timed = Reading & { readonly time: number };

/** Those that have a time, in its order; of equal ones the first first. */
function byTime(readings: readonly Reading[]): readonly Timed[] {
  const timed = readings.filter((reading): reading is Timed => reading.time !== undefined);
  return isSorted(timed) ? timed : timed.sort((a, b) => a.time - b.time);
}

function isSorted(readings: readonly Timed[]): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (const { time } of readings) {
    if (time < before) return false;
    before = time;
  }
  return true;
}

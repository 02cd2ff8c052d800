import type { Reading } from '../../openadr/report/readings.ts';
import type { Stamp } from '../engine/moment.ts';
import type { SampleTime } from '../format/index.ts';
import type { Fact } from './fact.ts';

/** One value of a data point as an expectation or a measure looks at it. */
export interface Sample {
  /** When it is: its own begin, or when it came. */
  readonly at: Stamp;
  /** When it came. */
  readonly came: Stamp;
  readonly exchange: string;
  /** ms from `at` to its end; 0 where it is a moment. */
  readonly length: number;
  /** In the unit of the data point; a status is 1 online, 0 offline. */
  readonly value: number;
}

/** What a message brought of a data point, and what of it cannot be used. */
export interface Samples {
  readonly samples: readonly Sample[];
  /** Values that say no time of their own (rule 342), where that is asked for. */
  readonly timeless: number;
  /** Values of bad quality or repeated for want of a new one (rule 318). */
  readonly bad: number;
  /** Other data points of the report. */
  readonly others: readonly string[];
}

/** Which samples are looked at. */
export interface Wanted {
  readonly reportRequestID: string;
  readonly rID: string;
  readonly time: SampleTime;
  /** Scenario time at a bench time. */
  scenarioAt(bench: number): number;
}

/** The samples of a data point in a message; `undefined` where it brings nothing of the report. */
export function samplesIn(fact: Fact, wanted: Wanted): Samples | undefined {
  if (fact.fact !== 'message' || fact.record.name !== 'oadrUpdateReport') return undefined;
  const { at, record } = fact;
  const mine = fact.readings().filter(({ reportRequestID }) => reportRequestID === wanted.reportRequestID);
  if (mine.length === 0) return undefined;
  const own = mine.filter(({ rID }) => rID === wanted.rID);
  const counting = own.filter(({ counts }) => counts);
  const samples = counting.flatMap((reading) => {
    const when = stampOf(reading, at, wanted);
    const value = numberIn(reading);
    if (!when || value === undefined) return [];
    const length = wanted.time === 'sample' ? (reading.duration ?? 0) : 0;
    return [{ at: when, came: at, exchange: record.exchange, length, value }];
  });
  return {
    samples,
    timeless: counting.length - samples.length,
    bad: own.length - counting.length,
    others: [...new Set(mine.map(({ rID }) => rID))].filter((rID) => rID !== wanted.rID),
  };
}

function numberIn({ value, status }: Reading): number | undefined {
  return value ?? (status && (status.online ? 1 : 0));
}

/** A sample's own time; what it belongs to in the record stays the message. */
function stampOf({ time }: Reading, came: Stamp, { time: by, scenarioAt }: Wanted): Stamp | undefined {
  if (by === 'arrival') return came;
  return time === undefined ? undefined : { ...came, bench: time, scenario: scenarioAt(time) };
}

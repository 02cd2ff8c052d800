import { numberOf, type PointValues } from '../openadr/report/values.ts';
import type { OfferedPoint, OfferedReport, SeriesPart } from './change.ts';
import { plainName } from './report-request.ts';
import type { Ven } from './state.ts';

/** Pairs that a change tells, a data point; all of them are in the message. */
const TAIL = 32;

/** What is known of a report, with its data points by rID. */
export interface Offer extends Pick<OfferedReport, 'reportSpecifierID' | 'reportName'> {
  readonly points: ReadonlyMap<string, OfferedPoint>;
}

/** Of two data points with one rID the first counts. */
export function offerOf({ reportSpecifierID, reportName, points }: OfferedReport): Offer {
  return { reportSpecifierID, reportName, points: new Map(points.toReversed().map((point) => [point.rID, point])) };
}

/** Takes the values of a report into the series of its data points; tells what came, one part a data point. */
export function partsOf(ven: Ven, offer: Offer, points: Iterable<PointValues>, now: number): SeriesPart[] {
  return Array.from(points, (values) => part(ven, offer, values, now));
}

function part(ven: Ven, offer: Offer, values: PointValues, now: number): SeriesPart {
  const { rID, times, numbers, again, timeless, status } = values;
  const point = offer.points.get(rID);
  const about = { rID, resourceIDs: point?.resourceIDs ?? [], ...(point?.unit && { unit: point.unit }) };
  const series = ven.series.of({
    ...about,
    reportSpecifierID: offer.reportSpecifierID,
    reportName: plainName(offer.reportName),
  });
  let replaced = again + ven.series.addAll(series, values);
  const pairs = times.slice(-TAIL).map((time, index, { length }): [number, number] => {
    return [time, numbers[times.length - length + index] ?? 0];
  });
  let late = 0;
  for (const reading of timeless) {
    const number = numberOf(reading);
    if (number === undefined) continue;
    if (ven.series.add(series, now, number, reading.counts)) replaced++;
    pairs.push([now, number]);
    late++;
  }
  return {
    ...about,
    count: times.length + again + late,
    replaced,
    tail: late === 0 ? pairs : pairs.sort(([a], [b]) => a - b).slice(-TAIL),
    ...(status && { status }),
  };
}

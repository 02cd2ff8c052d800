import type { Draft } from '../openadr/lenient.ts';
import { numberOf, type PointValues } from '../openadr/report/values.ts';
import type { OfferedPoint, OfferedReport, SeriesPart } from './change.ts';
import { plainName } from './report-request.ts';
import type { SeriesInfo } from './series.ts';
import type { Ven } from './state.ts';

/** Pairs that a change tells, a data point; all of them are in the message. */
const TAIL = 32;

const NONE: readonly string[] = [];

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
  const reportName = plainName(offer.reportName);
  return Array.from(points, (values) => part(ven, offer, reportName, values, now));
}

function part(ven: Ven, offer: Offer, reportName: string, values: PointValues, now: number): SeriesPart {
  const { rID, times, numbers, again, timeless, status } = values;
  const { resourceIDs = NONE, unit } = offer.points.get(rID) ?? {};
  const info: Draft<SeriesInfo> = { reportSpecifierID: offer.reportSpecifierID, reportName, rID, resourceIDs };
  if (unit) info.unit = unit;
  const series = ven.series.of(info);
  let replaced = again + ven.series.addAll(series, values);
  const pairs: [number, number][] = [];
  for (let index = Math.max(0, times.length - TAIL); index < times.length; index++) {
    pairs.push([times[index] ?? 0, numbers[index] ?? 0]);
  }
  let late = 0;
  for (const reading of timeless) {
    const number = numberOf(reading);
    if (number === undefined) continue;
    if (ven.series.add(series, now, number, reading.counts)) replaced++;
    pairs.push([now, number]);
    late++;
  }
  const tail = late === 0 ? pairs : pairs.sort(([a], [b]) => a - b).slice(-TAIL);
  const part: Draft<SeriesPart> = { rID, resourceIDs, count: times.length + again + late, replaced, tail };
  if (unit) part.unit = unit;
  if (status) part.status = status;
  return part;
}

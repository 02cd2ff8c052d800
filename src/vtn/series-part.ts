import type { Reading } from '../openadr/index.ts';
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
export function partsOf(ven: Ven, offer: Offer, readings: readonly Reading[], now: number): SeriesPart[] {
  const byPoint = new Map<string, Reading[]>();
  for (const reading of readings) {
    const known = byPoint.get(reading.rID);
    if (known) known.push(reading);
    else byPoint.set(reading.rID, [reading]);
  }
  return [...byPoint].map(([rID, values]) => part(ven, offer, rID, values, now));
}

function part(ven: Ven, offer: Offer, rID: string, readings: readonly Reading[], now: number): SeriesPart {
  const point = offer.points.get(rID);
  const about = { rID, resourceIDs: point?.resourceIDs ?? [], ...(point?.unit && { unit: point.unit }) };
  const series = ven.series.of({
    ...about,
    reportSpecifierID: offer.reportSpecifierID,
    reportName: plainName(offer.reportName),
  });
  const pairs: [number, number][] = [];
  let replaced = 0;
  for (const { time = now, value, status, counts } of readings) {
    const number = value ?? (status && (status.online ? 1 : 0));
    if (number === undefined || !Number.isFinite(number)) continue;
    if (ven.series.add(series, time, number, counts)) replaced++;
    pairs.push([time, number]);
  }
  const status = readings.findLast((reading) => reading.status)?.status;
  return {
    ...about,
    count: pairs.length,
    replaced,
    tail: pairs.sort(([a], [b]) => a - b).slice(-TAIL),
    ...(status && { status }),
  };
}

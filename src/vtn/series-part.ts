import type { Reading } from '../openadr/index.ts';
import type { OfferedReport, SeriesPart } from './change.ts';
import { plainName } from './report-request.ts';
import type { Ven } from './state.ts';

/** Pairs that a change tells, a data point; all of them are in the message. */
const TAIL = 32;

/** Takes the values of a report into the series of its data points; tells what came, one part a data point. */
export function partsOf(ven: Ven, offer: OfferedReport, readings: readonly Reading[], now: number): SeriesPart[] {
  const byPoint = new Map<string, Reading[]>();
  for (const reading of readings) {
    const known = byPoint.get(reading.rID);
    if (known) known.push(reading);
    else byPoint.set(reading.rID, [reading]);
  }
  return [...byPoint].map(([rID, values]) => part(ven, offer, rID, values, now));
}

function part(ven: Ven, offer: OfferedReport, rID: string, readings: readonly Reading[], now: number): SeriesPart {
  const point = offer.points.find((one) => one.rID === rID);
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

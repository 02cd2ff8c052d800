import type { Change, ReadingsChange, ReportRequestChange, SeriesPart } from '../../vtn/change.ts';
import type { View } from './model.ts';
import type { Pair, ReportsView, RequestView, SeriesView } from './report-model.ts';
import { venOf } from './ven.ts';

/** Folds what VENs offer, what they were asked for and the values that came. @param time bench time, ms */
export function reduceReport(view: View, change: Change, time: number): void {
  if (change.what !== 'reports' && change.what !== 'reportRequest' && change.what !== 'readings') return;
  const reports = venOf(view, change.venID)?.reports;
  if (!reports) return;
  if (change.what === 'reports') reports.offered = change.reports;
  else if (change.what === 'reportRequest') requested(view, reports, change, time);
  else came(view, reports, change, time);
  if (change.what !== 'readings') view.reportsShape++;
}

const OVER: ReadonlySet<ReportRequestChange['state']> = new Set([
  'refused',
  'done',
  'cancelled',
  'replaced',
  'dropped',
]);

/** Whether nothing more is to come of a request. */
export function isOver(request: Pick<RequestView, 'state'>): boolean {
  return OVER.has(request.state);
}

/** Requests of a VEN that may still be cancelled, newest first. */
export function openRequests(view: Pick<View, 'vens'>, venID: string): RequestView[] {
  const requests = view.vens.get(venID)?.reports.requests.values() ?? [];
  return [...requests].filter((request) => !isOver(request) && request.state !== 'cancelling').reverse();
}

function requested(view: View, reports: ReportsView, change: ReportRequestChange, time: number): void {
  const { what: _what, exchange: _exchange, ...facts } = change;
  const known = reports.requests.get(change.reportRequestID);
  // An ID that is used again after its report is over is another request, and the newest one.
  if (known && isOver(known) && (change.state === 'asked' || change.state === 'delivered')) {
    reports.requests.delete(change.reportRequestID);
  }
  const before = reports.requests.get(change.reportRequestID);
  if (!before && reports.requests.size >= view.limits.requests) forgetRequest(reports);
  const counts = before ?? { updates: 0, points: 0, missing: 0 };
  reports.requests.set(change.reportRequestID, {
    ...facts,
    changed: time,
    updates: counts.updates,
    points: counts.points,
    missing: counts.missing,
    late: before?.late,
    lastUpdate: before?.lastUpdate,
  });
}

/** The oldest one that is over, else the oldest. */
function forgetRequest(reports: ReportsView): void {
  const all = [...reports.requests.values()];
  const gone = all.find(isOver) ?? all[0];
  if (gone) reports.requests.delete(gone.reportRequestID);
}

function came(view: View, reports: ReportsView, change: ReadingsChange, time: number): void {
  const request = reports.requests.get(change.reportRequestID);
  if (request) {
    request.updates++;
    request.points += change.points;
    request.missing += change.missing;
    request.late = change.late;
    request.lastUpdate = time;
  }
  for (const part of change.series) add(view, seriesOf(view, reports, change, part), part, change, time);
}

function seriesOf(view: View, reports: ReportsView, change: ReadingsChange, part: SeriesPart): SeriesView {
  const { venID, reportSpecifierID, reportName, reportRequestID } = change;
  // The same rID may stand in a telemetry and a history report.
  const key = `${reportSpecifierID}\n${part.rID}`;
  const present = reports.series.get(key);
  if (present) {
    if (present.reportRequestID !== reportRequestID) view.reportsShape++;
    return present;
  }
  if (reports.series.size >= view.limits.series) forgetSeries(view, reports);
  const series: SeriesView = {
    venID,
    rID: part.rID,
    reportSpecifierID,
    reportName,
    reportRequestID,
    resourceIDs: part.resourceIDs,
    updated: 0,
    count: 0,
    replaced: 0,
    tail: [],
  };
  reports.series.set(key, series);
  view.reportsShape++;
  return series;
}

/** The least recently updated one of the VEN. */
function forgetSeries(view: View, reports: ReportsView): void {
  let gone: readonly [string, SeriesView] | undefined;
  for (const entry of reports.series) if (!gone || entry[1].updated < gone[1].updated) gone = entry;
  if (!gone) return;
  reports.series.delete(gone[0]);
  view.tails.delete(gone[1]);
}

function add(view: View, series: SeriesView, part: SeriesPart, change: ReadingsChange, time: number): void {
  series.reportName = change.reportName;
  series.reportRequestID = change.reportRequestID;
  series.resourceIDs = part.resourceIDs;
  series.unit = part.unit ?? series.unit;
  series.status = part.status ?? series.status;
  series.updated = time;
  series.count += part.count;
  series.replaced += part.replaced;
  for (const pair of part.tail) put(series.tail, pair, view.limits.pairs);
  const newest = series.tail.at(-1);
  if (newest && newest[0] >= (series.latest?.[0] ?? Number.NEGATIVE_INFINITY)) series.latest = newest;
  // A set keeps the order of insertion: its first is the one that was updated longest ago.
  view.tails.delete(series);
  view.tails.add(series);
  if (view.tails.size <= view.limits.tails) return;
  for (const oldest of view.tails) {
    oldest.tail.length = 0;
    view.tails.delete(oldest);
    return;
  }
}

/** Puts a value where its time belongs; one of the same interval is replaced, the oldest ones give way. */
function put(tail: Pair[], pair: Pair, most: number): void {
  let at = tail.length;
  while (at > 0 && (tail[at - 1]?.[0] ?? 0) > pair[0]) at--;
  if (at > 0 && tail[at - 1]?.[0] === pair[0]) tail[at - 1] = pair;
  else if (at === tail.length) tail.push(pair);
  else tail.splice(at, 0, pair);
  if (tail.length > most) tail.shift();
}

import type { Filter } from '../journal/filter.ts';
import { reportTitle } from '../journal/reading-text.ts';
import { isOver, type RequestView, type SeriesView, type VenView, type View, venLabel } from '../journal/view.ts';
import { selectedIndex } from './list.ts';
import type { Ui } from './ui.ts';

/** A row of the reports view: what a VEN was asked for, below it its data points; or what it only offers. */
export type ReportRow = {
  readonly key: string;
  readonly venID: string;
} & (
  | { readonly kind: 'request'; readonly reportRequestID: string }
  /** Why the request above came to nothing. */
  | { readonly kind: 'reason'; readonly reportRequestID: string; readonly text: string }
  /** Data came under an ID that nobody asked with. */
  | { readonly kind: 'unasked'; readonly reportRequestID: string; readonly reportName: string }
  | { readonly kind: 'point'; readonly reportRequestID: string; readonly series: string }
  | { readonly kind: 'offer'; readonly reportSpecifierID: string }
);

/** Requests of a VEN that are listed though they are over and brought nothing that is still kept. */
const OVER = 3;

interface Made {
  readonly shape: number;
  readonly filter: Filter | undefined;
  readonly rows: readonly ReportRow[];
}

const made = new WeakMap<View, Made>();

/** All rows; made anew only where something came, went or changed its place, not for new values. */
export function reportRows(ui: Ui): readonly ReportRow[] {
  const { view, reportFilter: filter } = ui;
  const last = made.get(view);
  if (last?.shape === view.reportsShape && last.filter === filter) return last.rows;
  const rows = [...view.vens.values()].flatMap((ven) => rowsOfVen(view, ven, filter));
  made.set(view, { shape: view.reportsShape, filter, rows });
  return rows;
}

function rowsOfVen(view: View, ven: VenView, filter: Filter | undefined): ReportRow[] {
  const { offered, requests, series } = ven.reports;
  if (offered.length === 0 && requests.size === 0 && series.size === 0) return [];
  const { venID } = ven;
  const lets = (name: string, ...texts: readonly string[]): boolean =>
    filter?.matches({
      dir: 'in',
      ven: venID,
      venName: venLabel(view, venID),
      name: reportTitle(name),
      service: 'EiReport',
      findings: [],
      body: texts.join('\n'),
    }) ?? true;
  const owned = new Map<string, ReportRow[]>();
  const names = new Map<string, string>();
  const told = new Set<string>();
  for (const [key, each] of series) {
    const id = each.reportRequestID;
    names.set(id, each.reportName);
    told.add(id);
    if (!lets(each.reportName, id, each.rID, ...each.resourceIDs, stateOf(requests.get(id)))) continue;
    const points = owned.get(id) ?? [];
    points.push({ kind: 'point', key: `p\n${venID}\n${key}`, venID, reportRequestID: id, series: key });
    owned.set(id, points);
  }
  const rows: ReportRow[] = [];
  const group = (heading: ReportRow, id: string, shown: boolean): void => {
    const points = owned.get(id) ?? [];
    if (shown || points.length > 0) rows.push(heading, ...points);
  };
  let left = OVER;
  const asked = new Set<string>();
  const newestFirst = [...requests.values()].reverse();
  const ordered = [...newestFirst.filter((each) => !isOver(each)), ...newestFirst.filter(isOver)];
  for (const request of ordered) {
    const { reportRequestID: id, reportName } = request;
    if (isOver(request) && !told.has(id) && left-- <= 0) continue;
    asked.add(request.reportSpecifierID);
    const heading = { kind: 'request', key: `r\n${venID}\n${id}`, venID, reportRequestID: id } as const;
    const before = rows.length;
    group(heading, id, lets(reportName, id, ...request.rIDs, stateOf(request)));
    if (request.reason === undefined || rows.length === before) continue;
    const why = {
      kind: 'reason',
      key: `w\n${venID}\n${id}`,
      venID,
      reportRequestID: id,
      text: request.reason,
    } as const;
    rows.splice(before + 1, 0, why);
  }
  for (const [id, reportName] of names) {
    if (requests.has(id)) continue;
    const heading = { kind: 'unasked', key: `u\n${venID}\n${id}`, venID, reportRequestID: id, reportName } as const;
    group(heading, id, lets(reportName, id));
  }
  for (const { reportSpecifierID, reportName, points } of offered) {
    if (asked.has(reportSpecifierID) || !lets(reportName, reportSpecifierID, ...points.map(({ rID }) => rID))) continue;
    rows.push({ kind: 'offer', key: `o\n${venID}\n${reportSpecifierID}`, venID, reportSpecifierID });
  }
  return rows;
}

function stateOf(request: RequestView | undefined): string {
  return request?.state ?? '';
}

/** The row that is selected in the reports view. */
export function selectedReport(ui: Ui): ReportRow | undefined {
  const rows = reportRows(ui);
  const source = { length: rows.length, auto: 0, keyAt: keyAt(rows), indexOf: indexIn(rows) };
  return rows[selectedIndex(source, ui.lists.reports)];
}

/**
 * Keeps the selection on what it shows, also where nobody has chosen: the list sorts anew as requests come and end, and
 * a cancel must not meet another report than the one that was seen.
 */
export function pinReport(ui: Ui): void {
  const row = ui.focus === 'reports' ? selectedReport(ui) : undefined;
  if (row) ui.lists.reports.selected = row.key;
}

/** Key of a row. */
export function keyAt(rows: readonly ReportRow[]): (index: number) => string | undefined {
  return (index) => rows[index]?.key;
}

/** Place of a row. */
export function indexIn(rows: readonly ReportRow[]): (key: string | number) => number {
  return (key) => rows.findIndex((row) => row.key === key);
}

/** The data point of a row. */
export function seriesAt(view: View, row: ReportRow): SeriesView | undefined {
  return row.kind === 'point' ? view.vens.get(row.venID)?.reports.series.get(row.series) : undefined;
}

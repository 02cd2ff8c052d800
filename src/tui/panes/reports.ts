import { numberText, REQUEST_STATES, reportTitle, statusText, unitText } from '../../journal/reading-text.ts';
import { isOver, type RequestView, type SeriesView, venLabel } from '../../journal/view.ts';
import { ageText, plural, shortSpan } from '../format.ts';
import { type ReportRow, seriesAt } from '../reports.ts';
import { rangeOf, sparkline } from '../spark.ts';
import { cell, cellRight, fitLine, type Line, lineWidth, type Span, type Style, span } from '../text.ts';
import type { Symbols } from '../theme.ts';
import type { Ui } from '../ui.ts';

/** From here on there is room for the state beside the cadence, and for more of a value. */
const ROOMY = 72;

/** ` 2m05`. */
const AGE = 6;

/** One row of the reports view. */
export function reportRow(ui: Ui, row: ReportRow, width: number): Line {
  switch (row.kind) {
    case 'request':
      return requestRow(ui, row.venID, row.reportRequestID, width);
    case 'unasked':
      return heading(ui, 'failed', 'error', row.venID, row.reportName, width, [
        span('came without a request', 'error'),
      ]);
    case 'reason':
      return [span(`    ${row.text}`, 'warn')];
    case 'offer':
      return offerRow(ui, row.venID, row.reportSpecifierID, width);
    case 'point': {
      const series = seriesAt(ui.view, row);
      return series ? pointRow(ui, series, width) : [];
    }
  }
}

const LOOKS: Readonly<Record<RequestView['state'], readonly [keyof Symbols, Style]>> = {
  asked: ['waiting', 'plain'],
  delivered: ['waiting', 'accent'],
  accepted: ['play', 'ok'],
  restored: ['play', 'ok'],
  done: ['passed', 'ok'],
  cancelling: ['waiting', 'warn'],
  cancelled: ['skipped', 'dim'],
  dropped: ['skipped', 'dim'],
  replaced: ['warning', 'warn'],
  refused: ['failed', 'error'],
};

function heading(
  ui: Ui,
  sign: keyof Symbols,
  style: Style,
  venID: string,
  reportName: string,
  width: number,
  rest: readonly Span[],
): Line {
  const { symbols } = ui.theme;
  const roomy = width >= ROOMY;
  const name = reportTitle(reportName);
  return [
    span(`${String(symbols[sign])} `, style),
    cell(venLabel(ui.view, venID), width >= 84 ? 16 : roomy ? 12 : 11, 'plain', symbols.more),
    span(' '),
    cell(name, roomy ? 18 : 16, 'bold', symbols.more),
    span(' '),
    ...rest,
  ];
}

function requestRow(ui: Ui, venID: string, id: string, width: number): Line {
  const request = ui.view.vens.get(venID)?.reports.requests.get(id);
  if (!request) return [];
  const [sign, style] = LOOKS[request.state];
  const over = isOver(request);
  const roomy = width >= ROOMY;
  const begin = heading(ui, sign, style, venID, request.reportName, width, []);
  const used = begin.reduce((sum, each) => sum + each.text.length, 0);
  const left = Math.max(0, width - used - AGE);
  const how = roomy || left >= 9 ? cadenceText(request) : cadenceText(request).replace('every ', '');
  const quiet = request.state === 'accepted' || request.state === 'restored' || request.state === 'done';
  // Where there is no room for both, what is not as it should be goes before the cadence.
  const state = roomy || !quiet ? stateSpans(ui, request, style) : [];
  const cadence = roomy ? [cell(how, 11, over ? 'dim' : 'plain', ui.theme.symbols.more)] : quiet ? [span(how)] : [];
  return [...begin, ...fitLine([...cadence, ...state], left, ui.theme.symbols.more), age(ui, request)];
}

function stateSpans(ui: Ui, request: RequestView, style: Style): Span[] {
  const { state, updates, missing, late } = request;
  const counts = updates === 0 ? (state === 'accepted' ? 'no values yet' : '') : plural(updates, 'report');
  // What is not as it should be first: the row may be too short for all.
  return [
    ...(missing > 0 ? [span(`${ui.theme.symbols.warning} ${missing} missing `, 'warn')] : []),
    ...(late === undefined ? [] : [span(`${ui.theme.symbols.warning} late ${shortSpan(late)} `, 'warn')]),
    span(`${REQUEST_STATES[state]} `, state === 'accepted' || state === 'done' ? 'dim' : style),
    span(counts, 'dim'),
  ];
}

/** `every 10s`, `once`, `history`. */
export function cadenceText({ reportBack, reportName }: RequestView): string {
  if (reportBack > 0) return `every ${everyText(reportBack)}`;
  return reportName.startsWith('HISTORY') ? 'history' : 'once';
}

/** `10s`, `5m`, `1h`: without the parts that are zero. */
function everyText(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 && ms < 120_000 ? `${ms / 1000}s` : shortSpan(ms);
}

/** Since the last values, or since the state changed where none have come; marked where two reports are overdue. */
function age(ui: Ui, request: RequestView): Span {
  const since = ui.now - (isOver(request) ? request.changed : (request.lastUpdate ?? request.changed));
  const overdue = !isOver(request) && request.reportBack > 0 && since > 2 * request.reportBack + 1000;
  return cellRight(ageText(since), AGE, overdue ? 'warn' : 'dim');
}

function offerRow(ui: Ui, venID: string, reportSpecifierID: string, width: number): Line {
  const report = ui.view.vens.get(venID)?.reports.offered.find((each) => each.reportSpecifierID === reportSpecifierID);
  if (!report) return [];
  const rIDs = report.points.map(({ rID }) => rID);
  const names = rIDs.length > 6 ? plural(rIDs.length, 'point') : rIDs.join(', ');
  return heading(ui, 'offline', 'dim', venID, report.reportName, width, [
    span('offered', 'dim'),
    ...(width >= ROOMY ? [span(', ', 'dim'), span('i r', 'accent'), span(` asks: ${names}`, 'dim')] : []),
  ]);
}

function pointRow(ui: Ui, series: SeriesView, width: number): Line {
  const { symbols } = ui.theme;
  const roomy = width >= ROOMY;
  const label = Math.max(10, Math.min(36, Math.floor(width * (roomy ? 0.34 : 0.28))));
  const value = roomy ? 16 : 13;
  const scale = width >= 84 && series.status === undefined ? 16 : 0;
  const indent = roomy ? 4 : 2;
  const spark = Math.max(0, Math.min(120, width - indent - label - value - 2 - scale - AGE));
  const values = series.tail.slice(-spark).map(([, each]) => each);
  const range = series.status === undefined ? undefined : ([0, 1] as const);
  return [
    span(' '.repeat(indent)),
    ...nameSpans(series, label, symbols.more),
    valueCell(ui, series, value, roomy),
    span('  '),
    span(sparkline(ui.theme, series.tail, spark, range), 'accent'),
    ...(scale > 0 ? [cell(` ${rangeText(values)}`, scale, 'dim', symbols.more)] : []),
    cellRight(ageText(ui.now - series.updated), AGE, 'dim'),
  ];
}

/** The rID, and the resource where that says more and has room. */
function nameSpans({ rID, resourceIDs }: SeriesView, width: number, more: string): Line {
  const resources = resourceIDs.filter((each) => each !== rID).join(', ');
  const name = span(rID);
  const resource = span(` ${resources}`, 'dim');
  const both = [name, resource];
  return fitLine(resources !== '' && lineWidth(both) <= width ? both : [name], width, more);
}

function valueCell(ui: Ui, { status, latest, unit }: SeriesView, width: number, roomy: boolean): Span {
  if (status) {
    const text = statusText(status);
    const style = status.online && !status.manualOverride ? 'ok' : 'warn';
    return cellRight(roomy || text.length < width ? text : text.replace('online ', ''), width, style);
  }
  if (!latest) return cellRight('-', width, 'dim');
  const suffix =
    ui.theme.symbols.arrow === '->' ? unitText(unit).replace('µ', 'u').replace('°', 'deg') : unitText(unit);
  return cellRight(`${numberText(latest[1])} ${suffix}`.trimEnd(), width, 'bold');
}

/** Lowest and highest of what the bars show. */
function rangeText(values: readonly number[]): string {
  const [low, high] = rangeOf(values);
  return low < high ? `${numberText(low)}..${numberText(high)}` : '';
}

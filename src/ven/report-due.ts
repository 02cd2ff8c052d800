import type { OadrReport } from '../openadr/index.ts';
import { changesBetween } from './device/course.ts';
import { SAMPLING } from './metadata.ts';
import { dataReport, hasSpans } from './report-data.ts';
import type { WantedOnce, WantedPeriodic } from './report-request.ts';
import type { OpenReport, VenState } from './state.ts';
import type { Turn } from './turn.ts';

/** The sending of reports: once, periodically, and the last one of a cancelled request (rules 317, 324, 325, 341, 345). */

/** Reports that a VTN which did not answer gets late, and updates that may be unanswered; older data is given up. */
const MOST_LATE = 10;

/** A request that begins; a start in the past is kept as far as its reports can still be made up for. */
export function opened(request: WantedPeriodic, late: number, now: number): OpenReport {
  const { reportRequestID, specifier, points, granularity, back, end } = request;
  const start = caughtUp(request.start, back, now);
  // Values of moments are there at the begin of an interval, so a report of one interval need not wait for its end.
  const first = granularity === back && !hasSpans(request) ? start : start + back;
  return {
    ...{ reportRequestID, specifier, points, granularity, back },
    ...(end !== undefined && { end }),
    covered: start,
    next: end === undefined ? first : Math.min(first, end),
    number: 1,
    late: late * back,
  };
}

/** Sends data that is wanted once, all in one oadrUpdateReport. */
export function sendOnce(turn: Turn, requests: readonly WantedOnce[]): void {
  update(
    turn,
    requests.map((request) => {
      const { granularity, from, to, specifier } = request;
      // The newest value of a moment is that of the end of the newest interval.
      if (!specifier.history && !hasSpans(request)) return dataReport(turn, request, [to], granularity);
      return dataReport(turn, request, grid(from, granularity, to), granularity);
    }),
  );
}

/** Sends all periodic reports that are due, those due together in one oadrUpdateReport. */
export function sendDueReports(turn: Turn): void {
  while (nextReport(turn.state) <= turn.now) {
    const due = turn.state.reports.filter((report) => dueAt(report) <= turn.now);
    const made = due.map((report) => oneReport(turn, caught(report, turn.now)));
    const next = new Map(due.map((report, i) => [report, made[i]?.after]));
    const reports = turn.state.reports.flatMap((report) => (next.has(report) ? (next.get(report) ?? []) : report));
    turn.set({ reports });
    update(
      turn,
      made.flatMap(({ report }) => report ?? []),
    );
    for (const { reportRequestID } of due)
      if (!reports.some((report) => report.reportRequestID === reportRequestID))
        turn.tell({ fact: 'report', reportRequestID, state: 'ended', cause: 'complete' });
  }
}

/** One more report of a request that has been cancelled (rule 345): what has come together, at least one interval. */
export function sendLast(turn: Turn, requests: readonly OpenReport[]): void {
  update(
    turn,
    requests.map((open) => {
      const { granularity, back } = open;
      const length = granularity || back;
      const times = granularity > 0 ? grid(open.covered, length, turn.now) : [];
      if (times.length > 0) return dataReport(turn, open, times.slice(-MOST_LATE * Math.ceil(back / length)), length);
      return dataReport(turn, open, [hasSpans(open) ? turn.now - length : turn.now], length);
    }),
  );
}

/** When the next periodic report is due, ms since the epoch; never while too many are unanswered. */
export function nextReport({ reports, updates }: Pick<VenState, 'reports' | 'updates'>): number {
  if (updates >= MOST_LATE) return Number.POSITIVE_INFINITY;
  return reports.reduce((next, report) => Math.min(next, dueAt(report)), Number.POSITIVE_INFINITY);
}

function dueAt({ next, late }: OpenReport): number {
  return next + late;
}

/** The report that is due, if it has anything to tell, and the request after it, if it goes on. */
function oneReport(turn: Turn, open: OpenReport): { readonly report?: OadrReport; readonly after?: OpenReport } {
  const { granularity, back, end, next, number } = open;
  const over = end !== undefined && next + (hasSpans(open) || granularity !== back ? 0 : back) >= end;
  const { report, covered } = granularity === 0 ? changes(turn, open) : regular(turn, open);
  const following = end === undefined ? next + back : Math.min(next + back, end);
  const { skipsEvery } = turn.config.personality.reporting;
  return {
    ...(report && !(skipsEvery > 0 && number % skipsEvery === 0) && { report }),
    ...(!over && { after: { ...open, covered, next: following, number: number + 1 } }),
  };
}

/** All intervals that are complete at the due moment. */
function regular(turn: Turn, open: OpenReport): { report?: OadrReport; covered: number } {
  const { granularity, back, covered, next } = open;
  const momentary = granularity === back && !hasSpans(open);
  const times = grid(covered, granularity, momentary ? next + granularity : next);
  if (times.length === 0) return { covered };
  return { report: dataReport(turn, open, times, granularity), covered: covered + times.length * granularity };
}

/** The moments of change since the report before, no two nearer than the fastest sampling; else the old value again. */
function changes(turn: Turn, open: OpenReport): { report: OadrReport; covered: number } {
  const { back, covered, next, number, points } = open;
  const devices = turn.state.devices.filter(({ load }) => points.some(({ resource }) => resource === load.resource));
  const moments = new Set(devices.flatMap((device) => changesBetween(device, covered, next)));
  // The first report tells the value that changes are counted from.
  const all = [...(number === 1 ? [covered] : []), ...[...moments].sort((a, b) => a - b)];
  const times: number[] = [];
  for (const time of all) if (time - (times.at(-1) ?? Number.NEGATIVE_INFINITY) >= SAMPLING.least) times.push(time);
  const report = times.length > 0 ? dataReport(turn, open, times, back) : dataReport(turn, open, [next], back, true);
  return { report, covered: next };
}

/** Begins of the whole intervals from `from` to `to`. */
function grid(from: number, length: number, to: number): number[] {
  const count = Math.max(0, Math.floor((to - from) / length));
  return Array.from({ length: count }, (_, i) => from + i * length);
}

/** The request without the reports that are too late to be made up for. */
function caught(open: OpenReport, now: number): OpenReport {
  const covered = caughtUp(open.covered, open.back, Math.min(now - open.late, open.end ?? now));
  return covered === open.covered ? open : { ...open, covered, next: open.next + (covered - open.covered) };
}

function caughtUp(start: number, back: number, now: number): number {
  const late = Math.floor((now - start) / back) - MOST_LATE;
  return late > 0 ? start + late * back : start;
}

function update(turn: Turn, oadrReport: readonly OadrReport[]): void {
  if (oadrReport.length === 0 || !turn.config.personality.reporting.sends) return;
  const { venID, updates } = turn.state;
  turn.set({ updates: updates + 1 });
  turn.post('EiReport', {
    name: 'oadrUpdateReport',
    body: {
      requestID: turn.random.id(),
      oadrReport: [...oadrReport],
      ...(venID !== undefined && { venID }),
      schemaVersion: '2.0b',
    },
  });
}

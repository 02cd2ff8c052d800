import type { Reading } from '../openadr/index.ts';
import type { Spans } from '../openadr/report/values.ts';
import { formatDateTime, formatHumanDuration } from '../openadr/time.ts';
import { isMetadata, isPeriodic, isRunning, moveTo } from './report-request.ts';
import { isHistory } from './report-spec.ts';
import type { ReportRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** From when a report is waited for, ms since the epoch. */
function waitedFrom({ start = 0, since, delivered = 0 }: ReportRequest): number {
  return Math.max(start, since ?? delivered);
}

/**
 * By how much a report is late that comes now, ms: beyond reportBackDuration and a granularity (of half of it at most) or
 * a fifth of it, and a second at least. The VEN sends it by itself, so how often it polls plays no part; only the first,
 * after the request or a restart, may come as late as a poll.
 */
export function lateBy(turn: Turn, ven: Ven, request: ReportRequest): number | undefined {
  if (!isPeriodic(request)) return undefined;
  const { reportBack, granularity } = request;
  const late = turn.now - waitedFrom(request) - reportBack;
  const first = request.end === undefined ? ven.pollInterval : 0;
  const allowed = Math.max(Math.min(granularity, reportBack / 2), reportBack / 5, 1_000, first);
  return late > allowed ? late : undefined;
}

/** Tells of a report that comes late, unless a poll has shown it already. */
export function remarkLate(turn: Turn, request: ReportRequest, late: number | undefined): void {
  if (late === undefined || request.remarked) return;
  turn.sequence('warning', `the report ${request.reportRequestID} comes late`, {
    rule: 324,
    expected: `every ${formatHumanDuration(request.reportBack)}`,
    actual: `${formatHumanDuration(late)} later`,
  });
}

/** What a poll shows: reports that should have come long ago, once a delay. */
export function remarkReports(turn: Turn, ven: Ven): void {
  for (const request of ven.requests.values()) {
    if (!isRunning(request) || request.state === 'cancelling') continue;
    const waited = turn.now - waitedFrom(request);
    const polls = 2 * ven.pollInterval;
    if (waited <= 2 * request.reportBack + polls) continue;
    if (isPeriodic(request) && isPast(turn, request)) moveTo(turn, ven, request, 'done', 'its interval is over');
    else if (!request.remarked) remark(turn, ven, request, waited);
  }
}

function remark(turn: Turn, ven: Ven, request: ReportRequest, waited: number): void {
  const once = !isPeriodic(request);
  // As patient as with other answers: it takes a poll or two until the VEN has it.
  if (once && waited <= 3 * ven.pollInterval + 10_000) return;
  request.remarked = true;
  const pace = once ? 'at once' : `every ${formatHumanDuration(request.reportBack)}`;
  turn.sequence('warning', `no report ${request.reportRequestID}`, {
    rule: 324,
    expected: `${isMetadata(request) ? 'oadrRegisterReport' : 'oadrUpdateReport'} ${pace}`,
    actual: `none for ${formatHumanDuration(waited)}`,
  });
}

/** How far ahead a device's clock may be, ms; an interval may begin one report later than it comes, and this. */
const AHEAD = 600_000;

/** The latest moment at which an interval can begin that comes now, ms since the epoch. */
function latest({ now }: Turn, { reportBack, granularity }: ReportRequest): number {
  return now + Math.max(reportBack, granularity) + AHEAD;
}

/** Whether the reportInterval lies behind (rule 325). */
function isPast({ now }: Turn, { start, duration = 0 }: ReportRequest): boolean {
  return start !== undefined && duration > 0 && now >= start + duration;
}

/** Whether this was the last report of its request: it comes once, or its interval is over. */
export function isLast(turn: Turn, request: ReportRequest): boolean {
  const { start, duration = 0, end } = request;
  if (!isPeriodic(request)) return true;
  if (isPast(turn, request)) return true;
  if (start === undefined || duration === 0 || end === undefined) return false;
  // A clock that is ahead reaches the end before it is there.
  return end >= start + duration && turn.now >= start + duration - request.reportBack;
}

/**
 * How many intervals of the continuum (rule 314) did not come, between what came before and these and among these. What
 * is sent again fills no gap and makes none. Notes where the last one ends; what lies far ahead does not count.
 */
export function countMissing(turn: Turn, request: ReportRequest, { begins, durations }: Spans): number {
  const { granularity } = request;
  const last = latest(turn, request);
  let { end } = request;
  let missing = 0;
  const watched = isPeriodic(request) && granularity > 0 && !isHistory(request.reportName);
  for (const [index, begin] of begins.entries()) {
    if (begin > last) break;
    const { [index]: duration = Number.NaN } = durations;
    const until = Math.min(begin + (Number.isNaN(duration) ? granularity : duration), last);
    // Half an interval off is an offset, no gap.
    if (watched && end !== undefined && begin > end && !isLeap(turn, request, begin - end)) {
      missing += Math.round((begin - end) / granularity);
    }
    if (end === undefined || until > end) end = until;
  }
  request.end = end;
  return missing;
}

/** Whether a gap is longer than there was something to send: then the device's clock was set. */
function isLeap(turn: Turn, request: ReportRequest, gap: number): boolean {
  const { start, delivered } = request;
  const since = Math.min(start ?? turn.now, delivered ?? turn.now);
  return gap > latest(turn, request) - since;
}

/** Tells of values that lie far ahead (rule 314): the device's clock is wrong. */
export function remarkFuture(turn: Turn, request: ReportRequest, readings: readonly Reading[]): void {
  const last = latest(turn, request);
  const far = readings.find(({ time }) => time !== undefined && time > last);
  if (far?.time === undefined) return;
  turn.sequence('warning', `the report ${request.reportRequestID} has values of the future`, {
    rule: 314,
    expected: `intervals that begin before ${formatDateTime(last)}`,
    actual: formatDateTime(far.time),
  });
}

/** One interval more or less is normal (rule 317). */
export function remarkMissing(turn: Turn, request: ReportRequest, missing: number): void {
  if (missing === 0) return;
  turn.sequence(missing > 1 ? 'warning' : 'info', `the report ${request.reportRequestID} leaves out intervals`, {
    rule: 314,
    expected: `one every ${formatHumanDuration(request.granularity)}`,
    actual: `${missing} missing`,
  });
}

import type { OadrReport, Reading } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { isWithoutValue } from '../openadr/report/readings.ts';
import type { ReportValues } from '../openadr/report/values.ts';
import { formatDateTime, formatHumanDuration } from '../openadr/time.ts';
import { firstOf } from './first-of.ts';
import type { Verdict } from './reply.ts';
import { isMetadata, isPeriodic } from './report-request.ts';
import { isHistory } from './report-spec.ts';
import type { ReportRequest } from './state.ts';
import type { Turn } from './turn.ts';

/** Holds what a report brings against its request (rules 304, 313, 317, 318, 324, 341). Returns the first fault. */
export function judgeContent(
  turn: Turn,
  request: ReportRequest,
  report: Lenient<OadrReport>,
  values: ReportValues,
): Verdict | undefined {
  const name = given(report.reportName);
  if (name !== undefined && request.reportName !== '' && name !== request.reportName) {
    turn.rule(313, 'error', 'reportName is not that of the metadata report without METADATA_', {
      expected: request.reportName,
      actual: name,
    });
  }
  const fault = strangers(turn, request, values);
  lacking(turn, request, values);
  noNumbers(turn, values.readings);
  if (!isHistory(request.reportName) && !isMetadata(request)) shape(turn, request, values);
  return fault;
}

/** Whether a data point was asked for; where the request does not say which, all were. */
export function isWanted({ rIDs }: ReportRequest, rID: string): boolean {
  return rIDs.length === 0 || setOf(rIDs).has(rID);
}

/** Data points of requests, which may be thousands, by their list: each value is held against them. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(rIDs: readonly string[]): ReadonlySet<string> {
  const known = sets.get(rIDs);
  if (known) return known;
  const set = new Set(rIDs);
  sets.set(rIDs, set);
  return set;
}

function strangers(turn: Turn, request: ReportRequest, { points }: ReportValues): Verdict | undefined {
  const unknown = [...points.keys()].filter((rID) => !isWanted(request, rID));
  if (unknown.length === 0) return undefined;
  const actual = firstOf(unknown) || 'none';
  turn.sequence('error', 'values of a data point that was not asked for', {
    rule: 304,
    expected: firstOf(request.rIDs),
    actual,
  });
  return { code: '452', description: `rID ${actual} was not asked for` };
}

/** What has no value still has a place, of bad quality (rule 318); with granularity 0 only what changed is due. */
function lacking(turn: Turn, request: ReportRequest, { points: came }: ReportValues): void {
  if (isPeriodic(request) && request.granularity === 0) return;
  const asked = setOf(request.rIDs);
  let missing = asked.size;
  for (const rID of came.keys()) if (asked.has(rID)) missing--;
  if (missing === 0) return;
  turn.rule(318, 'warning', 'data points that were asked for are not in the report', {
    expected: 'a value each, of bad quality where there is none',
    actual: `no ${firstOf(firstMissing(asked, came), missing)}`,
  });
}

/** No more than are named: there may be many reports with few of many data points. */
function firstMissing(asked: ReadonlySet<string>, came: ReadonlyMap<string, unknown>): string[] {
  const missing: string[] = [];
  for (const rID of asked) {
    if (!came.has(rID)) missing.push(rID);
    if (missing.length === 5) break;
  }
  return missing;
}

/** NaN and INF are floats of the schema; as values they say nothing, unless their quality says so too. */
function noNumbers(turn: Turn, readings: readonly Reading[]): void {
  const wrong = readings.filter(
    ({ value, quality }) => value !== undefined && !Number.isFinite(value) && !isWithoutValue(quality),
  );
  if (wrong.length === 0) return;
  turn.rule(318, 'warning', 'values that are no numbers', {
    expected: 'a number, or bad quality where there is none',
    actual: firstOf(wrong.map(({ value, rID }) => `${value} of ${rID}`)),
  });
}

function shape(turn: Turn, request: ReportRequest, { readings, points }: ReportValues): void {
  // Of the data point that comes most often.
  let most = 0;
  for (const { came } of points.values()) most = Math.max(most, came);
  const { granularity, reportBack } = request;
  if (!isPeriodic(request)) {
    if (most <= 1) return;
    turn.rule(324, 'error', 'a one-shot telemetry report has one interval a data point', {
      expected: '1',
      actual: `${most}`,
    });
    return;
  }
  if (granularity === 0) return;
  const expected = Math.round(reportBack / granularity);
  if (most > expected + 1) {
    turn.rule(317, 'warning', 'more intervals than reportBackDuration and granularity make', {
      expected: `${expected}, give or take one`,
      actual: `${most}`,
    });
  }
  const length = readings.find(({ duration }) => duration !== undefined && duration > 0)?.duration;
  if (length !== undefined && length !== granularity) {
    turn.rule(317, 'warning', 'intervals are not as long as was asked for', {
      expected: formatHumanDuration(granularity),
      actual: formatHumanDuration(length),
    });
  }
  if (request.end === undefined) offset(turn, request, readings);
}

/** The first interval may begin up to one granularity away from what was asked for (rule 341). */
function offset(turn: Turn, request: ReportRequest, readings: readonly Reading[]): void {
  const { start, delivered, granularity } = request;
  const first = readings.find(({ time }) => time !== undefined)?.time;
  if (first === undefined || start === undefined) return;
  const latest = Math.max(start, delivered ?? start) + granularity;
  if (first >= start - granularity && first <= latest) return;
  turn.rule(341, 'info', 'the first interval begins elsewhere than was asked for', {
    expected: `${formatDateTime(start)}, give or take ${formatHumanDuration(granularity)}`,
    actual: formatDateTime(first),
  });
}

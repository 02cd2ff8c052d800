import { nearest } from '../openadr/index.ts';
import { isSampledLike } from '../openadr/report/sampling.ts';
import { formatDateTime, formatHumanDuration } from '../openadr/time.ts';
import type { OfferedReport } from './change.ts';
import { CommandError } from './command-error.ts';
import { METADATA, msOf } from './report-request.ts';
import { isHistory, type Wanted } from './report-spec.ts';
import { badDuration, type Issue } from './signal-check.ts';

/**
 * Holds a request against the rules that bind whoever asks, and against what the VEN offers; the first issue is the
 * gravest.
 */
export function checkRequest(request: Wanted, reports: readonly OfferedReport[], now: number): Issue[] {
  const shape = durations(request);
  if (shape.length > 0) return shape;
  if (request.reportSpecifierID === METADATA) return [];
  const unknown = notOffered(request, reports);
  if (unknown) return [unknown];
  return isHistory(request.reportName) ? history(request, now) : telemetry(request);
}

function durations({ reportBack, granularity, duration }: Wanted): Issue[] {
  return [
    ...badDuration('reportBack', reportBack, 'positive'),
    ...badDuration('granularity', granularity, 'positive'),
    ...(duration === undefined ? [] : badDuration('duration', duration, 'positive')),
  ];
}

/** The report and each point must be among the metadata (8.3.2.2, rule 304). */
function notOffered({ spec, offer, rIDs }: Wanted, reports: readonly OfferedReport[]): Issue | undefined {
  if (!offer) {
    const known = reports.map(({ reportName, reportSpecifierID }) => `${reportName} (${reportSpecifierID})`);
    return {
      message: 'the VEN offers no such report',
      rule: 304,
      expected: known.join(', ') || 'none at all',
      actual: spec.reportSpecifierID ?? spec.reportName ?? 'neither reportName nor reportSpecifierID',
      hint: reports.length > 0 ? 'ask for one of those' : 'wait for its oadrRegisterReport',
    };
  }
  const points = offer.points.map(({ rID }) => rID);
  const strangers = rIDs.filter((rID) => !points.includes(rID));
  if (strangers.length === 0 && rIDs.length > 0) return undefined;
  const near = strangers[0] === undefined ? undefined : nearest(strangers[0], points);
  return {
    message: `the report ${offer.reportSpecifierID} has no such data point`,
    rule: 304,
    expected: points.join(', ') || 'none at all',
    actual: strangers.join(', ') || 'none',
    ...(near === undefined ? {} : { hint: `"${near}"` }),
  };
}

function history({ reportBack, granularity, start, duration, offer }: Wanted, now: number): Issue[] {
  if (start === undefined) {
    return [
      { message: 'the VEN does not say how much history it keeps', rule: 324, expected: 'a start', actual: 'none' },
    ];
  }
  const issues: Issue[] = [];
  if (msOf(reportBack) !== 0) {
    issues.push({ message: 'a history report comes once', rule: 324, expected: 'reportBack PT0S', actual: reportBack });
  }
  if (msOf(granularity) !== 0) {
    const expected = 'granularity PT0S';
    issues.push({ message: 'history comes as it was recorded', rule: 317, expected, actual: granularity });
  }
  const end = start + msOf(duration);
  if (start > now || end > now) {
    issues.push({
      message: 'history lies in the past',
      rule: 325,
      expected: `before ${formatDateTime(now)}`,
      actual: `${formatDateTime(start)} to ${formatDateTime(end)}`,
    });
  }
  const kept = msOf(offer?.duration);
  if (kept > 0 && now - start > kept) {
    issues.push({
      message: 'more history is asked for than the VEN keeps',
      rule: 340,
      expected: `since ${formatDateTime(now - kept)}, ${formatHumanDuration(kept)} ago`,
      actual: formatDateTime(start),
    });
  }
  return issues;
}

function telemetry({ reportBack, granularity, offer, rIDs }: Wanted): Issue[] {
  const back = msOf(reportBack);
  // Its granularity is ignored, and so is its interval.
  if (back === 0) return [];
  const grain = msOf(granularity);
  const issues: Issue[] = [];
  if (grain > back) {
    issues.push({
      message: 'the granularity is more than reportBack',
      rule: 317,
      expected: `at most ${formatHumanDuration(back)}`,
      actual: formatHumanDuration(grain),
    });
  }
  for (const point of offer?.points ?? []) {
    const { rID, minPeriod, maxPeriod } = point;
    if (!rIDs.includes(rID) || isSampledLike(point, granularity)) continue;
    issues.push({
      message: `the data point ${rID} is not sampled like that`,
      rule: 317,
      expected: `a granularity from ${formatHumanDuration(msOf(minPeriod))} to ${formatHumanDuration(msOf(maxPeriod))}`,
      actual: formatHumanDuration(grain),
    });
  }
  const kept = msOf(offer?.duration);
  if (kept > 0 && back > kept) {
    issues.push({
      message: 'a report would hold more than the VEN keeps',
      rule: 340,
      expected: `reportBack of at most ${formatHumanDuration(kept)}`,
      actual: formatHumanDuration(back),
    });
  }
  return issues;
}

const HINT = 'ask for what the VEN offers, within these bounds; what is not valid goes out only where that is allowed';

/** @throws CommandError with the first thing that is wrong with a request */
export function refuseRequest(request: Wanted, reports: readonly OfferedReport[], now: number): void {
  const [issue, ...others] = checkRequest(request, reports, now);
  if (!issue) return;
  const also = [...new Set(others.map(({ message }) => message))].filter((message) => message !== issue.message);
  const more = also.length > 0 ? `; also: ${also.slice(0, 5).join('; ')}` : '';
  throw new CommandError(`${issue.message}${more}`, { ...issue, hint: issue.hint ?? HINT });
}

import type { OadrReport, Reading } from '../openadr/index.ts';
import type { Lenient } from '../openadr/lenient.ts';
import type { ReportValues } from '../openadr/report/values.ts';
import { formatDateTime } from '../openadr/time.ts';
import { firstOf } from './first-of.ts';
import type { Turn } from './turn.ts';

/** Holds the times of a report's intervals against the rules, whatever was asked for (rules 313 to 315). */
export function judgeForm(turn: Turn, report: Lenient<OadrReport>, values: ReportValues): void {
  const { intervals, dtstart } = report;
  if (!intervals) {
    turn.rule(313, 'error', 'an oadrReport without intervals', { expected: 'intervals', actual: 'none' });
    return;
  }
  const { interval = [] } = intervals;
  if (!dtstart && interval.every((one) => one.dtstart === undefined)) {
    turn.rule(313, 'error', 'an oadrReport that does not say when it begins', {
      expected: 'dtstart of the oadrReport',
      actual: 'none, nor of an interval',
    });
    return;
  }
  order(turn, values.readings);
  twice(turn, values);
  const negative = values.readings.find(({ duration = 0 }) => duration < 0);
  if (!negative) return;
  turn.rule(315, 'warning', 'an interval that ends before it begins', {
    expected: 'a duration of 0 or more',
    actual: `${negative.duration} ms`,
  });
}

/** The intervals go from the past to the future. */
function order(turn: Turn, readings: readonly Reading[]): void {
  let before = Number.NEGATIVE_INFINITY;
  for (const { time } of readings) {
    if (time === undefined) continue;
    if (time < before) {
      turn.rule(314, 'warning', 'intervals are not in the order of time', {
        expected: `after ${formatDateTime(before)}`,
        actual: formatDateTime(time),
      });
      return;
    }
    before = time;
  }
}

/** A data point has one value at a time. */
function twice(turn: Turn, { points }: ReportValues): void {
  const again = [...points.values()].filter((point) => point.twice);
  if (again.length === 0) return;
  turn.rule(314, 'warning', 'a data point has two values for one time', {
    expected: 'one',
    actual: firstOf(again.map(({ rID }) => rID)),
  });
}

/** Holds metadata against the rules that need no request: 305, 308, 312. */
export function judgeMetadata(turn: Turn, reports: readonly Lenient<OadrReport>[]): void {
  const specifiers = reports.map(({ reportSpecifierID = '' }) => reportSpecifierID);
  remarkTwice(turn, 'reportSpecifierID of two metadata reports', specifiers);
  for (const { reportSpecifierID = '', duration, oadrReportDescription = [] } of reports) {
    const name = `metadata report ${reportSpecifierID}`;
    if (oadrReportDescription.length === 0) {
      turn.rule(305, 'error', `the ${name} describes no data point`, {
        expected: 'an oadrReportDescription a data point',
        actual: 'none',
      });
    }
    remarkTwice(
      turn,
      `rID of two data points of the ${name}`,
      oadrReportDescription.map(({ rID = '' }) => rID),
    );
    if (duration) continue;
    turn.rule(312, 'error', `the ${name} does not say how much data there is`, {
      expected: 'duration of the oadrReport',
      actual: 'none',
    });
  }
}

function remarkTwice(turn: Turn, what: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) again.add(id);
    seen.add(id);
  }
  if (again.size === 0) return;
  turn.rule(308, 'error', `the same ${what}`, { expected: 'one each', actual: firstOf([...again]) });
}

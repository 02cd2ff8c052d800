import type { OfferedReport } from '../vtn/change.ts';
import type { ReportRequestSpec } from '../vtn/types.ts';
import { OpenADRError } from './error.ts';
import type { OfferedPoint, PointRequest } from './handlers.ts';
import type { ReportRequest } from './report.ts';
import { reportSpec } from './report-spec.ts';

/** The data points of a report in the program's words. */
export function offeredPoints(venID: string, report: OfferedReport): OfferedPoint[] {
  const { reportSpecifierID, reportName, points } = report;
  return points.map(({ rID, resourceIDs, unit, minPeriod, maxPeriod, onChange, reportType, readingType }) => ({
    ...{ venId: venID, resourceId: resourceIDs[0], rId: rID },
    ...(unit && { measurement: unit.name, unit: unit.units, scale: unit.scale }),
    ...{ minSamplingInterval: minPeriod, maxSamplingInterval: maxPeriod, onChange },
    ...{ reportName: reportName.replace(/^METADATA_/, ''), reportSpecifierId: reportSpecifierID },
    ...{ reportType, readingType },
  }));
}

/**
 * What onRegisterReport wants of a data point.
 * @throws OpenADRError where a program in plain JavaScript returned what is no request
 */
export function checked(
  { callback, samplingInterval, reportBack }: PointRequest,
  point: OfferedPoint,
): ReportRequestSpec {
  if (typeof callback !== 'function' || samplingInterval === undefined) {
    throw new OpenADRError('HANDLER', 'no request', {
      expected: '{ callback, samplingInterval }, or nothing',
      actual: `callback: ${typeof callback}, samplingInterval: ${String(samplingInterval)}`,
    });
  }
  return reportSpec({ reportSpecifierId: point.reportSpecifierId, samplingInterval, reportBack });
}

/** The requests in what onRegisterReports returned, which may be anything in plain JavaScript; the rest is told. */
export function listOf(answer: unknown, venID: string): { requests: ReportRequest[]; faults: OpenADRError[] } {
  const list: readonly unknown[] = Array.isArray(answer) ? answer : [answer ?? []].flat();
  const faults = list
    .filter((one) => !isRequest(one))
    .map((one) => {
      const expected = 'a list of { reportName or reportSpecifierId, samplingInterval, callback, … }, or nothing';
      const actual = typeof one === 'object' ? `${one}` : `${typeof one} ${String(one)}`;
      return new OpenADRError('HANDLER', `a wrong request of onRegisterReports for ${venID}`, { expected, actual });
    });
  return { requests: list.filter(isRequest), faults };
}

/** Whether it may be a request; its fields are judged later. */
function isRequest(one: unknown): one is ReportRequest {
  return typeof one === 'object' && one !== null;
}

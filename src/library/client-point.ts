import { readingTypes, reportTypes } from '../openadr/schema/ei-report.ts';
import { itemBase } from '../openadr/units.ts';
import type { OwnPoint } from '../ven/own-point.ts';
import type { ClientReport } from './client-report.ts';
import { checkUnit } from './client-unit.ts';
import { invalid } from './error.ts';
import { durationMs } from './moment.ts';

/** The simulated VEN's words for a data point. @throws OpenADRError */
export function ownPoint(report: ClientReport, failed: (cause: unknown, rID: string) => void): OwnPoint {
  const { resourceId, measurement, unit, scale, reportType = 'usage', readingType = 'Direct Read' } = report;
  checkUnit(report);
  checkCode('reportType', reportType, reportTypes);
  checkCode('readingType', readingType, readingTypes);
  const rID = report.rId ?? `${resourceId}-${measurement}`;
  const sampling = durationMs(report.samplingInterval, 'samplingInterval');
  if (sampling < 1000 || sampling % 1000 !== 0)
    throw invalid('the samplingInterval is no whole number of seconds, at least one', {
      rule: 1,
      actual: `${sampling} ms`,
    });
  return {
    ...{ rID, resource: resourceId, sampling },
    spans: measurement.startsWith('energy'),
    description: { reportType, readingType, ...itemBase({ name: measurement, units: unit, scale }) },
    value: (start, duration) => {
      try {
        const value = report.callback({ start: new Date(start), duration });
        if (value === undefined || Number.isFinite(value)) return value;
        failed(new TypeError(`${String(value)} is no finite number`), rID);
      } catch (cause) {
        failed(cause, rID);
      }
      return undefined;
    },
  };
}

function checkCode(
  what: string,
  actual: string,
  { parse, values = [] }: { readonly parse: (text: string) => unknown; readonly values?: readonly string[] },
): void {
  if (parse(actual) === undefined)
    throw invalid(`there is no such ${what}`, { expected: [...values, 'x-…'].join(', '), actual });
}

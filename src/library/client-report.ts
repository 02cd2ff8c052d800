import { itemBase } from '../openadr/units.ts';
import type { OwnPoint } from '../ven/own-point.ts';
import { invalid } from './error.ts';
import { type Duration, durationMs } from './moment.ts';
import type { Unit } from './signal.ts';

/** A data point that a client offers in TELEMETRY_USAGE. */
export interface ClientReport {
  readonly resourceId: string;
  /** Element name of the itemBase: `powerReal`, `energyReal`, `voltage`, … */
  readonly measurement: Unit['name'];
  /** itemUnits; default the only or usual one of the measurement. */
  readonly unit?: string;
  /** siScaleCode, default `none`. */
  readonly scale?: Unit['scale'];
  /** Time between two values, ISO 8601 or ms. */
  readonly samplingInterval: Duration;
  /** Made of resource and measurement if absent. */
  readonly rId?: string;
  /** `usage`, `demand`, … of the profile, default `usage`. */
  readonly reportType?: OwnPoint['description']['reportType'];
  readonly readingType?: OwnPoint['description']['readingType'];
  /**
   * Gives the value of an interval at once, when a report is made; `undefined`: none, which is told as bad quality.
   * Keep the newest measurement at hand where measuring takes time.
   * @param duration ms
   */
  readonly callback: (interval: { readonly start: Date; readonly duration: number }) => number | undefined;
}

/** The simulated VEN's words for a data point. @throws OpenADRError */
export function ownPoint(report: ClientReport, failed: (cause: unknown, rID: string) => void): OwnPoint {
  const { resourceId, measurement, unit, scale, reportType = 'usage', readingType = 'Direct Read' } = report;
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

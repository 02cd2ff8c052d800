import type { OadrReportDescription } from '../openadr/types.ts';
import type { Unit } from './signal.ts';
import type { Duration } from './time.ts';

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
  readonly reportType?: OadrReportDescription['reportType'];
  readonly readingType?: OadrReportDescription['readingType'];
  /**
   * Gives the value of an interval at once, when a report is made; `undefined`: none, which is told as bad quality.
   * Keep the newest measurement at hand where measuring takes time.
   * @param duration ms
   */
  readonly callback: (interval: { readonly start: Date; readonly duration: number }) => number | undefined;
}

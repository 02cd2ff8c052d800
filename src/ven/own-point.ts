import type { OadrReportDescription } from '../openadr/index.ts';

/** A data point of TELEMETRY_USAGE whose values come from outside of the simulation, in place of a simulated load. */
export interface OwnPoint {
  readonly rID: string;
  readonly resource: string;
  /** What the metadata say of it: reportType, itemBase, readingType. */
  readonly description: Omit<OadrReportDescription, 'rID' | 'reportDataSource' | 'oadrSamplingRate'>;
  /** ms between two values, in whole seconds. */
  readonly sampling: number;
  /** Whether its values belong to a span of time, such as an energy, not to a moment. */
  readonly spans: boolean;
  /**
   * The value of an interval; undefined where there is none. Must not throw.
   * @param start ms since the epoch
   * @param length ms
   */
  readonly value: (start: number, length: number) => number | undefined;
}

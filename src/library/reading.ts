/** One value of a data point. */
export interface ReportReading {
  readonly rId: string;
  /** Begin of its interval. */
  readonly time?: Date;
  /** Length of its interval, ms. */
  readonly duration?: number;
  /** In the unit and scale of the data point; a status has none. */
  readonly value?: number;
  /** Of a TELEMETRY_STATUS. */
  readonly status?: { readonly online: boolean; readonly manualOverride: boolean };
  /** oadrDataQuality */
  readonly quality?: string;
  /** 0 to 100 */
  readonly confidence?: number;
  readonly accuracy?: number;
}

/** The values of one report in an oadrUpdateReport. */
export interface ReceivedReadings {
  readonly reportRequestId: string;
  readonly reportSpecifierId: string;
  readonly reportName: string;
  readonly readings: readonly ReportReading[];
}

import { type OadrReport, write } from '../../src/openadr/index.ts';
import { DAY } from './lane.ts';
import { VERSION } from './messages.ts';

/** Of one oadrUpdateReport: a whole day in intervals of PT14M24S. */
export const INTERVALS = 100;
export const POINTS = 10;

const STEP = 86_400_000 / INTERVALS;
const STEP_TEXT = 'PT14M24S';
const rIDs = Array.from({ length: POINTS }, (_, index) => `meter-${index + 1}`);

/** reportSpecifierID of a meter. */
export const METER = 'meter';
/** The request for what a meter reports: all its points, once a day. */
export const METER_REQUEST = { reportName: 'TELEMETRY_USAGE', reportBack: 'P1D', granularity: STEP_TEXT } as const;

/** The metadata of a meter: the power at ten points. */
export function meterMetadata(venID: string): string {
  const report: OadrReport = {
    duration: { duration: 'P1D' },
    oadrReportDescription: rIDs.map((rID) => ({
      rID,
      reportDataSource: { resourceID: [rID] },
      reportType: 'usage',
      powerReal: {
        itemDescription: 'RealPower',
        itemUnits: 'W',
        siScaleCode: 'none',
        powerAttributes: { hertz: 50, voltage: 230, ac: true },
      },
      readingType: 'Direct Read',
      oadrSamplingRate: { oadrMinPeriod: 'PT1S', oadrMaxPeriod: 'P1D', oadrOnChange: false },
    })),
    reportRequestID: '0',
    reportSpecifierID: METER,
    reportName: 'METADATA_TELEMETRY_USAGE',
    createdDateTime: '2026-01-01T00:00:00Z',
  };
  return write({
    name: 'oadrRegisterReport',
    body: { ...VERSION, requestID: venID, oadrReport: [report], venID },
  });
}

export function createdReportBody(venID: string, requestID: string, reportRequestID: string): string {
  return write({
    name: 'oadrCreatedReport',
    body: {
      ...VERSION,
      eiResponse: { responseCode: '200', requestID },
      oadrPendingReports: { reportRequestID: [reportRequestID] },
      venID,
    },
  });
}

/** An oadrUpdateReport of a day of ten points; the date in it is written anew before each sending. */
export function meterReport(venID: string, reportRequestID: string): string {
  const interval = (index: number) => ({
    dtstart: { 'date-time': `${DAY}${new Date(index * STEP).toISOString().slice(DAY.length)}` },
    duration: { duration: STEP_TEXT },
    oadrReportPayload: rIDs.map((rID, point) => ({
      rID,
      payloadFloat: { value: 1000 * (point + 1) + ((index * 7) % 977) / 10 },
    })),
  });
  return write({
    name: 'oadrUpdateReport',
    body: {
      ...VERSION,
      requestID: 'report',
      oadrReport: [
        {
          dtstart: { 'date-time': `${DAY}T00:00:00Z` },
          intervals: { interval: Array.from({ length: INTERVALS }, (_, index) => interval(index)) },
          reportRequestID,
          reportSpecifierID: METER,
          reportName: 'TELEMETRY_USAGE',
          createdDateTime: '2026-01-01T00:00:00Z',
        },
      ],
      venID,
    },
  });
}

/** An oadrUpdateReport of one point of a meter, grown by intervals to at least `size` bytes. */
export function updateReportBody(venID: string, reportRequestID: string, size: number): string {
  const start = Date.UTC(2026, 10, 24);
  const interval = (index: number) => ({
    dtstart: { 'date-time': new Date(start + index * 60_000).toISOString() },
    duration: { duration: 'PT1M' },
    oadrReportPayload: [{ rID: 'meter-1', payloadFloat: { value: 1000 + (index % 977) } }],
  });
  const report = (count: number): string =>
    write({
      name: 'oadrUpdateReport',
      body: {
        ...VERSION,
        requestID: 'report',
        venID,
        oadrReport: [
          {
            intervals: { interval: Array.from({ length: count }, (_, index) => interval(index)) },
            reportRequestID,
            reportSpecifierID: METER,
            reportName: 'TELEMETRY_USAGE',
            createdDateTime: new Date(start).toISOString(),
          },
        ],
      },
    });
  const one = (report(101).length - report(1).length) / 100;
  return report(Math.ceil((size - report(1).length) / one) + 2);
}

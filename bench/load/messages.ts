import { write } from '../../src/openadr/index.ts';

/** Stands on each message. */
export const VERSION = { schemaVersion: '2.0b' } as const;
/** Digits in a comment, replaced before each sending: a body that never came before. */
export const COUNTER = '000000000000';

/** An oadrPoll. @param counted with the comment that makes each one another */
export function pollBody(venID: string, counted = false): string {
  const body = write({ name: 'oadrPoll', body: { ...VERSION, venID } });
  return counted ? `${body}<!--${COUNTER}-->` : body;
}

export function createBody(venName: string, sign = false): string {
  return write({
    name: 'oadrCreatePartyRegistration',
    body: {
      ...VERSION,
      requestID: venName,
      oadrProfileName: '2.0b',
      oadrTransportName: 'simpleHttp',
      oadrReportOnly: false,
      oadrXmlSignature: sign,
      oadrVenName: venName,
      oadrHttpPullModel: true,
    },
  });
}

/** The metadata of a VEN that has nothing to report. */
export function registerReportBody(venID: string): string {
  return write({ name: 'oadrRegisterReport', body: { ...VERSION, requestID: venID, venID } });
}

export function requestEventBody(venID: string): string {
  return write({
    name: 'oadrRequestEvent',
    body: { ...VERSION, eiRequestEvent: { requestID: venID, venID } },
  });
}

/** An oadrUpdateReport of one telemetry report, grown by intervals to at least `size` bytes. */
export function updateReportBody(venID: string, size: number): string {
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
            reportRequestID: 'request-1',
            reportSpecifierID: 'telemetry-1',
            reportName: 'TELEMETRY_USAGE',
            createdDateTime: new Date(start).toISOString(),
          },
        ],
      },
    });
  const one = (report(101).length - report(1).length) / 100;
  return report(Math.ceil((size - report(1).length) / one) + 2);
}

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

import type { Message, OadrReport, PayloadName, PayloadTypes } from '../../src/openadr/index.ts';
import type { Service } from '../../src/openadr/service.ts';

/** When a message that carries it was made, where a test does not say; the VTN's rig puts its own time there. */
export const CREATED = '2026-01-01T00:00:00Z';

/** Messages as a good VEN sends them; every field can be overridden, `undefined` leaves it out. */
type Over<K extends PayloadName> = { readonly [F in keyof PayloadTypes[K]]?: PayloadTypes[K][F] | undefined };

const VERSION = { schemaVersion: '2.0b' } as const;

/** A message of any name; what is not given is absent, as after a lenient reading. */
export function message<K extends PayloadName>(name: K, body: Over<K>): Message {
  return { name, body: body as PayloadTypes[K] } as Message;
}

export const OK = { responseCode: '200', responseDescription: 'OK', requestID: '' };

export function oadrQueryRegistration(over: Over<'oadrQueryRegistration'> = {}): Message {
  return message('oadrQueryRegistration', { ...VERSION, requestID: 'query-1', ...over });
}

export function oadrCreatePartyRegistration(over: Over<'oadrCreatePartyRegistration'> = {}): Message {
  return message('oadrCreatePartyRegistration', {
    ...VERSION,
    requestID: 'create-1',
    oadrProfileName: '2.0b',
    oadrTransportName: 'simpleHttp',
    oadrReportOnly: false,
    oadrXmlSignature: false,
    oadrVenName: 'thermostat',
    oadrHttpPullModel: true,
    ...over,
  });
}

export function oadrCancelPartyRegistration(over: Over<'oadrCancelPartyRegistration'> = {}): Message {
  return message('oadrCancelPartyRegistration', { ...VERSION, requestID: 'cancel-1', ...over });
}

export function oadrCanceledPartyRegistration(over: Over<'oadrCanceledPartyRegistration'> = {}): Message {
  return message('oadrCanceledPartyRegistration', { ...VERSION, eiResponse: OK, ...over });
}

export function oadrPoll(venID: string | undefined): Message {
  return message('oadrPoll', { ...VERSION, venID });
}

export function oadrResponse(over: Over<'oadrResponse'> = {}): Message {
  return message('oadrResponse', { ...VERSION, eiResponse: OK, ...over });
}

export function oadrRequestEvent(venID: string, replyLimit?: number): Message {
  return message('oadrRequestEvent', { ...VERSION, eiRequestEvent: { requestID: 'request-1', venID, replyLimit } });
}

/** One answer to an event. */
export interface Answer {
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly requestID: string;
  readonly optType?: 'optIn' | 'optOut';
  readonly responseCode?: string;
}

export function oadrCreatedEvent(venID: string, answers: readonly Answer[]): Message {
  return message('oadrCreatedEvent', {
    ...VERSION,
    eiCreatedEvent: {
      eiResponse: OK,
      eventResponses: {
        eventResponse: answers.map(
          ({ eventID, modificationNumber, requestID, optType = 'optIn', responseCode = '200' }) => ({
            responseCode,
            requestID,
            qualifiedEventID: { eventID, modificationNumber },
            optType,
          }),
        ),
      },
      venID,
    },
  });
}

export function telemetryUsage(over: Partial<OadrReport> = {}): OadrReport {
  return {
    duration: { duration: 'PT1H' },
    oadrReportDescription: [
      {
        rID: 'power',
        reportType: 'usage',
        powerReal: {
          itemDescription: 'RealPower',
          itemUnits: 'W',
          siScaleCode: 'none',
          powerAttributes: { hertz: 60, voltage: 120, ac: true },
        },
        readingType: 'Direct Read',
        oadrSamplingRate: { oadrMinPeriod: 'PT1S', oadrMaxPeriod: 'PT1H', oadrOnChange: false },
      },
    ],
    reportRequestID: '0',
    reportSpecifierID: 'usage',
    reportName: 'METADATA_TELEMETRY_USAGE',
    createdDateTime: CREATED,
    ...over,
  };
}

export function oadrRegisterReport(over: Over<'oadrRegisterReport'> = {}): Message {
  return message('oadrRegisterReport', {
    ...VERSION,
    requestID: 'register-1',
    oadrReport: [telemetryUsage()],
    ...over,
  });
}

export function oadrRegisteredReport(over: Over<'oadrRegisteredReport'> = {}): Message {
  return message('oadrRegisteredReport', { ...VERSION, eiResponse: OK, ...over });
}

/** Asks for reports by their specifiers: reportRequestID → reportSpecifierID. */
export function oadrCreateReport(venID: string, requests: Readonly<Record<string, string>>): Message {
  return message('oadrCreateReport', {
    ...VERSION,
    requestID: 'ask-1',
    oadrReportRequest: Object.entries(requests).map(([reportRequestID, reportSpecifierID]) => ({
      reportRequestID,
      reportSpecifier: {
        reportSpecifierID,
        granularity: { duration: 'PT0S' },
        reportBackDuration: { duration: 'PT0S' },
        specifierPayload: [{ rID: '0', readingType: 'x-notApplicable' }],
      },
    })),
    venID,
  });
}

/** @param pending reportRequestIDs of all that is still to be sent */
export function oadrCreatedReport(venID: string, requestID: string, pending: readonly string[]): Message {
  return message('oadrCreatedReport', {
    ...VERSION,
    eiResponse: { ...OK, requestID },
    oadrPendingReports: { reportRequestID: [...pending] },
    venID,
  });
}

export function oadrUpdateReport(venID: string, reportRequestID: string, reportSpecifierID = 'usage'): Message {
  return message('oadrUpdateReport', {
    ...VERSION,
    requestID: 'update-1',
    oadrReport: [
      {
        dtstart: { 'date-time': '2026-01-01T00:00:00Z' },
        reportRequestID,
        reportSpecifierID,
        reportName: 'TELEMETRY_USAGE',
        createdDateTime: CREATED,
      },
    ],
    venID,
  });
}

export function oadrCancelReport(venID: string, reportRequestID: readonly string[]): Message {
  return message('oadrCancelReport', {
    ...VERSION,
    requestID: 'stop-1',
    reportRequestID: [...reportRequestID],
    reportToFollow: false,
    venID,
  });
}

export function oadrCreateOpt(venID: string, over: Over<'oadrCreateOpt'> = {}): Message {
  return message('oadrCreateOpt', {
    ...VERSION,
    optID: 'opt-1',
    optType: 'optOut',
    optReason: 'economic',
    venID,
    vavailability: {
      components: {
        available: [
          {
            properties: {
              dtstart: { 'date-time': '2026-01-02T00:00:00Z' },
              duration: { duration: 'PT1H' },
            },
          },
        ],
      },
    },
    createdDateTime: CREATED,
    requestID: 'opting-1',
    eiTarget: {},
    ...over,
  });
}

export function oadrCancelOpt(venID: string, optID = 'opt-1'): Message {
  return message('oadrCancelOpt', { ...VERSION, requestID: 'unopt-1', optID, venID });
}

/** Where a VEN posts each payload. */
const SERVICES: Partial<Record<PayloadName, Service>> = {
  oadrPoll: 'OadrPoll',
  oadrRequestEvent: 'EiEvent',
  oadrCreatedEvent: 'EiEvent',
  oadrCreateOpt: 'EiOpt',
  oadrCancelOpt: 'EiOpt',
};

export function serviceOf(name: PayloadName): Service {
  return SERVICES[name] ?? (name.endsWith('Report') ? 'EiReport' : 'EiRegisterParty');
}

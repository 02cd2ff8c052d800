import type { EiEventSignal, EiTarget, Message, OadrEvent, OadrReportRequest } from '../../src/openadr/index.ts';
import { formatDateTime, formatDuration } from '../../src/openadr/time.ts';

/** What a VTN says to a VEN, with defaults; all valid. */
export const VTN_ID = 'vtn-1';
export const VEN_ID = 'ven-1';
export const REGISTRATION_ID = 'reg-1';

export function created(
  body: Partial<Extract<Message, { name: 'oadrCreatedPartyRegistration' }>['body']> & { poll?: string } = {},
): Message {
  const { poll = 'PT10S', ...rest } = body;
  return {
    name: 'oadrCreatedPartyRegistration',
    body: {
      eiResponse: { responseCode: '200', requestID: 'r' },
      registrationID: REGISTRATION_ID,
      venID: VEN_ID,
      vtnID: VTN_ID,
      oadrProfiles: {
        oadrProfile: [
          { oadrProfileName: '2.0b', oadrTransports: { oadrTransport: [{ oadrTransportName: 'simpleHttp' }] } },
        ],
      },
      oadrRequestedOadrPollFreq: { duration: poll },
      schemaVersion: '2.0b',
      ...rest,
    },
  };
}

/** The answer to a query: no IDs. */
export function queried(): Message {
  return created({ registrationID: undefined, venID: undefined });
}

export function ok(responseCode = '200', responseDescription?: string): Message {
  const described = responseDescription === undefined ? {} : { responseDescription };
  return {
    name: 'oadrResponse',
    body: { eiResponse: { responseCode, ...described, requestID: '' }, schemaVersion: '2.0b' },
  };
}

export function registered(oadrReportRequest?: OadrReportRequest[]): Message {
  return {
    name: 'oadrRegisteredReport',
    body: {
      eiResponse: { responseCode: '200', requestID: 'r' },
      ...(oadrReportRequest && { oadrReportRequest }),
      schemaVersion: '2.0b',
    },
  };
}

export interface EventOptions {
  readonly eventID?: string;
  readonly modificationNumber?: number;
  readonly status?: 'far' | 'near' | 'active' | 'completed' | 'cancelled' | 'none';
  readonly required?: 'always' | 'never';
  readonly priority?: number;
  readonly marketContext?: string;
  readonly testEvent?: string;
  /** ms since the epoch. */
  readonly start: number;
  /** Lengths in ms; 0 alone = open-ended. */
  readonly intervals?: readonly number[];
  /** The values of the intervals, default 1, 2, 3, … */
  readonly values?: readonly number[];
  /** ms; default the sum of the intervals. */
  readonly duration?: number;
  readonly startAfter?: string;
  readonly rampUp?: string;
  readonly target?: EiTarget;
  /** Over the default SIMPLE level. */
  readonly signal?: Partial<EiEventSignal>;
}

export function oadrEvent(options: EventOptions): OadrEvent {
  const { intervals = [60_000], values = [1, 2, 3], start, target = {} } = options;
  const duration = options.duration ?? intervals.reduce((sum, one) => sum + one, 0);
  return {
    eiEvent: {
      eventDescriptor: {
        eventID: options.eventID ?? 'e1',
        modificationNumber: options.modificationNumber ?? 0,
        priority: options.priority ?? 0,
        eiMarketContext: { marketContext: options.marketContext ?? 'http://example.com/peak' },
        createdDateTime: formatDateTime(start - 1000),
        eventStatus: options.status ?? 'far',
        ...(options.testEvent !== undefined && { testEvent: options.testEvent }),
      },
      eiActivePeriod: {
        properties: {
          dtstart: { 'date-time': formatDateTime(start) },
          duration: { duration: formatDuration(duration) },
          ...(options.startAfter && { tolerance: { tolerate: { startafter: options.startAfter } } }),
          'x-eiNotification': { duration: 'PT0S' },
          ...(options.rampUp && { 'x-eiRampUp': { duration: options.rampUp } }),
        },
        components: { xml: '<xcal:components xmlns:xcal="urn:ietf:params:xml:ns:icalendar-2.0"/>' },
      },
      eiEventSignals: {
        eiEventSignal: [
          {
            intervals: {
              interval: intervals.map((length, i) => ({
                duration: { duration: formatDuration(length) },
                uid: { text: String(i) },
                signalPayload: [{ payloadFloat: { value: values[i] ?? 0 } }],
              })),
            },
            signalName: 'SIMPLE',
            signalType: 'level',
            signalID: 's1',
            ...options.signal,
          },
        ],
      },
      eiTarget: target,
    },
    oadrResponseRequired: options.required ?? 'always',
  };
}

export function distribute(events: readonly OadrEvent[], requestID = 'dist-1', vtnID = VTN_ID): Message {
  return {
    name: 'oadrDistributeEvent',
    body: {
      eiResponse: { responseCode: '200', requestID: '' },
      requestID,
      vtnID,
      ...(events.length > 0 && { oadrEvent: [...events] }),
      schemaVersion: '2.0b',
    },
  };
}

/** A report request; for METADATA unless told otherwise. `start` is ms since the epoch, the rest ISO 8601. */
export function reportRequest(
  reportRequestID: string,
  options: {
    readonly reportSpecifierID?: string;
    readonly back?: string;
    readonly granularity?: string;
    readonly rID?: string;
    readonly rIDs?: readonly string[];
    readonly start?: number;
    readonly duration?: string;
  } = {},
): OadrReportRequest {
  const { reportSpecifierID = 'METADATA', back = 'PT0S', granularity = 'PT0S', rID = '0', rIDs = [rID] } = options;
  const { start, duration = 'PT0S' } = options;
  return {
    reportRequestID,
    reportSpecifier: {
      reportSpecifierID,
      granularity: { duration: granularity },
      reportBackDuration: { duration: back },
      ...(start !== undefined && {
        reportInterval: { properties: { dtstart: { 'date-time': formatDateTime(start) }, duration: { duration } } },
      }),
      specifierPayload: rIDs.map((id) => ({ rID: id, readingType: 'x-notApplicable' })),
    },
  };
}

/** The answer to an oadrUpdateReport, perhaps with an end of its reports (rule 328). */
export function updatedReport(cancel?: { readonly ids: readonly string[]; readonly toFollow?: boolean }): Message {
  return {
    name: 'oadrUpdatedReport',
    body: {
      eiResponse: { responseCode: '200', requestID: '' },
      ...(cancel && {
        oadrCancelReport: {
          requestID: 'pc-1',
          reportRequestID: [...cancel.ids],
          reportToFollow: cancel.toFollow ?? false,
          venID: VEN_ID,
          schemaVersion: '2.0b',
        },
      }),
      venID: VEN_ID,
      schemaVersion: '2.0b',
    },
  };
}

export function cancelReport(ids: readonly string[], reportToFollow = false): Message {
  return {
    name: 'oadrCancelReport',
    body: { requestID: 'c-1', reportRequestID: [...ids], reportToFollow, venID: VEN_ID, schemaVersion: '2.0b' },
  };
}

export function createReport(oadrReportRequest: OadrReportRequest[], requestID = 'cr-1'): Message {
  return { name: 'oadrCreateReport', body: { requestID, oadrReportRequest, venID: VEN_ID, schemaVersion: '2.0b' } };
}

export function vtnRegisterReport(requestID = 'rr-1'): Message {
  return { name: 'oadrRegisterReport', body: { requestID, venID: VEN_ID, schemaVersion: '2.0b' } };
}

export function requestReregistration(venID = VEN_ID): Message {
  return { name: 'oadrRequestReregistration', body: { venID, schemaVersion: '2.0b' } };
}

export function cancelRegistration(registrationID = REGISTRATION_ID): Message {
  return {
    name: 'oadrCancelPartyRegistration',
    body: { requestID: 'cancel-1', registrationID, venID: VEN_ID, schemaVersion: '2.0b' },
  };
}

import type {
  EiResponse,
  Message,
  OadrCancelReport,
  OadrCreatedPartyRegistration,
  OadrEvent,
  OadrReportRequest,
} from '../openadr/index.ts';
import { formatDuration } from '../openadr/time.ts';
import type { Core } from './core.ts';
import type { Ven } from './state.ts';
import type { Outgoing } from './types.ts';

const VERSION = { schemaVersion: '2.0b' } as const;

/** Application error codes (8.7) that this VTN uses. */
export type Code = '200' | '450' | '451' | '452' | '453' | '454' | '459' | '461' | '462' | '463' | '469';

/** How a request was judged; the description is for people. */
export interface Verdict {
  readonly code: Code;
  readonly description: string;
}

export const OK: Verdict = { code: '200', description: 'OK' };

export function outgoing(payload: Message, patch: Outgoing['patch'] = []): Outgoing {
  return { status: 200, payload, patch };
}

/** An answer without a payload: what the standard gives to what is not schema-valid (9.1.5). */
export function plain(status: number, reason: string): Outgoing {
  return { status, patch: [], reason };
}

function eiResponse(verdict: Verdict, requestID: string | undefined): EiResponse {
  return { responseCode: verdict.code, responseDescription: verdict.description, requestID: requestID ?? '' };
}

export function oadrResponse(verdict: Verdict, requestID: string | undefined, venID: string | undefined): Message {
  return {
    name: 'oadrResponse',
    body: { ...VERSION, eiResponse: eiResponse(verdict, requestID), ...(venID !== undefined && { venID }) },
  };
}

/** IDs and the poll interval go only to the VEN that is given; `oadrProfiles` lists what works (rules 403, 404). */
export function createdPartyRegistration(
  core: Core,
  verdict: Verdict,
  requestID: string | undefined,
  ven?: Ven,
  pollInterval = ven?.pollInterval,
): Message {
  const body: OadrCreatedPartyRegistration = {
    ...VERSION,
    eiResponse: eiResponse(verdict, requestID),
    ...(ven && { registrationID: ven.registrationID, venID: ven.venID }),
    vtnID: core.config.vtnID,
    oadrProfiles: {
      oadrProfile: [
        { oadrProfileName: '2.0b', oadrTransports: { oadrTransport: [{ oadrTransportName: 'simpleHttp' }] } },
      ],
    },
    ...(pollInterval !== undefined && { oadrRequestedOadrPollFreq: { duration: formatDuration(pollInterval) } }),
  };
  return { name: 'oadrCreatedPartyRegistration', body };
}

export function canceledPartyRegistration(
  verdict: Verdict,
  requestID: string | undefined,
  ids: { registrationID?: string; venID?: string } = {},
): Message {
  return {
    name: 'oadrCanceledPartyRegistration',
    body: { ...VERSION, eiResponse: eiResponse(verdict, requestID), ...ids },
  };
}

/** eiResponse stands in each answer to a poll or request (rule 40); the event's requestID is the other one (rule 41). */
export function distributeEvent(
  core: Core,
  verdict: Verdict,
  requestID: string | undefined,
  own: string,
  events: OadrEvent[],
): Message {
  return {
    name: 'oadrDistributeEvent',
    body: {
      ...VERSION,
      eiResponse: eiResponse(verdict, requestID),
      requestID: own,
      vtnID: core.config.vtnID,
      ...(events.length > 0 && { oadrEvent: events }),
    },
  };
}

const reportReply = (verdict: Verdict, requestID: string | undefined, venID: string | undefined) => ({
  ...VERSION,
  eiResponse: eiResponse(verdict, requestID),
  ...(venID !== undefined && { venID }),
});

/** `requests`: piggy-backed (rule 344). */
export function registeredReport(
  verdict: Verdict,
  requestID: string | undefined,
  venID?: string,
  requests: readonly OadrReportRequest[] = [],
): Message {
  const rest = requests.length > 0 ? { oadrReportRequest: [...requests] } : {};
  return { name: 'oadrRegisteredReport', body: { ...reportReply(verdict, requestID, venID), ...rest } };
}

/** `cancel`: piggy-backed (rule 328). */
export function updatedReport(
  verdict: Verdict,
  requestID: string | undefined,
  venID?: string,
  cancel?: OadrCancelReport,
): Message {
  const rest = cancel ? { oadrCancelReport: cancel } : {};
  return { name: 'oadrUpdatedReport', body: { ...reportReply(verdict, requestID, venID), ...rest } };
}

/** `pending`: reports of ours that are still to be delivered (rule 329). */
export function createdReport(
  verdict: Verdict,
  requestID: string | undefined,
  pending: readonly string[] = [],
  venID?: string,
): Message {
  const body = { ...reportReply(verdict, requestID, venID), oadrPendingReports: pendingReports(pending) };
  return { name: 'oadrCreatedReport', body };
}

export function canceledReport(
  verdict: Verdict,
  requestID: string | undefined,
  pending: readonly string[] = [],
  venID?: string,
): Message {
  const body = { ...reportReply(verdict, requestID, venID), oadrPendingReports: pendingReports(pending) };
  return { name: 'oadrCanceledReport', body };
}

function pendingReports(pending: readonly string[]): { reportRequestID?: string[] } {
  return pending.length > 0 ? { reportRequestID: [...pending] } : {};
}

export function createdOpt(verdict: Verdict, requestID: string | undefined, optID: string | undefined): Message {
  return {
    name: 'oadrCreatedOpt',
    body: { ...VERSION, eiResponse: eiResponse(verdict, requestID), optID: optID ?? '' },
  };
}

export function canceledOpt(verdict: Verdict, requestID: string | undefined, optID: string | undefined): Message {
  return {
    name: 'oadrCanceledOpt',
    body: { ...VERSION, eiResponse: eiResponse(verdict, requestID), ...(optID !== undefined && { optID }) },
  };
}

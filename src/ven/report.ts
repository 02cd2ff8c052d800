import type {
  EiResponse,
  OadrCancelReport,
  OadrCreateReport,
  OadrRegisterReport,
  OadrReportRequest,
  OadrUpdateReport,
} from '../openadr/index.ts';
import { durationToMs, parseDuration } from '../openadr/time.ts';
import { metadataReports, STATUS, USAGE } from './metadata.ts';
import { response } from './response.ts';
import type { Turn } from './turn.ts';

/** EiReport from the VEN's side: metadata both ways, and honest refusals of telemetry, which it does not produce. */
const SERVICE = 'EiReport';
/** reportSpecifierID that asks for metadata (rule 327). */
const METADATA = 'METADATA';

/** Posts all metadata reports; `reportRequestID` names the request that asked for them (rule 311). */
export function postMetadata(turn: Turn, reportRequestID?: string): void {
  const { venID } = turn.state;
  turn.post(SERVICE, {
    name: 'oadrRegisterReport',
    body: {
      requestID: turn.random.id(),
      oadrReport: metadataReports(turn.config.resources, turn.now),
      ...(venID !== undefined && { venID }),
      ...(reportRequestID !== undefined && { reportRequestID }),
      schemaVersion: '2.0b',
    },
  });
}

/** The VTN's own metadata: acknowledged; the simulated VEN wants no reports of it. */
export function registerAsked(turn: Turn, body: OadrRegisterReport): void {
  if (!turn.config.personality.registersReports) return;
  const code = isOurs(turn, body) ? '200' : '452';
  turn.post(SERVICE, {
    name: 'oadrRegisteredReport',
    body: { eiResponse: response(code, body.requestID), ...venID(turn), schemaVersion: '2.0b' },
  });
}

/** Report requests by oadrCreateReport, or piggy-backed on an oadrRegisteredReport (rule 344). */
export function reportsAsked(
  turn: Turn,
  { requestID, oadrReportRequest = [], ...body }: Partial<OadrCreateReport> & Pick<OadrCreateReport, 'requestID'>,
): void {
  const metadata = oadrReportRequest.filter((request) => request.reportSpecifier.reportSpecifierID === METADATA);
  if (isOurs(turn, body)) for (const request of metadata) keepPeriodic(turn, request);
  post(turn, 'oadrCreatedReport', judged(turn, oadrReportRequest, requestID, isOurs(turn, body)));
  if (isOurs(turn, body)) for (const request of metadata) postMetadata(turn, request.reportRequestID);
}

/** The VTN ends reports (rules 336, 345). */
export function reportsCancelled(turn: Turn, body: OadrCancelReport): void {
  const { metadata } = turn.state;
  const known = (id: string): boolean => metadata.some(({ reportRequestID }) => reportRequestID === id);
  const ids = body.reportRequestID ?? [];
  const good = isOurs(turn, body) && ids.every(known);
  const last = body.reportToFollow ? ids.filter(known) : [];
  if (isOurs(turn, body))
    turn.set({ metadata: metadata.filter(({ reportRequestID }) => !ids.includes(reportRequestID)) });
  post(turn, 'oadrCanceledReport', response(good ? '200' : '452', body.requestID));
  for (const id of last) postMetadata(turn, id);
}

/** Reports of the VTN that nobody asked for. */
export function reportsSent(turn: Turn, body: OadrUpdateReport): void {
  turn.problem('oadrUpdateReport for a report that was not requested', { payload: 'oadrUpdateReport' });
  turn.post(SERVICE, {
    name: 'oadrUpdatedReport',
    body: { eiResponse: response('452', body.requestID), ...venID(turn), schemaVersion: '2.0b' },
  });
}

/** Sends the periodic metadata reports that are due (rule 324). */
export function sendDueMetadata(turn: Turn): void {
  const due = turn.state.metadata.filter(({ next }) => next <= turn.now);
  if (due.length === 0) return;
  for (const { reportRequestID } of due) postMetadata(turn, reportRequestID);
  turn.set({
    metadata: turn.state.metadata.map((one) => (one.next <= turn.now ? { ...one, next: turn.now + one.every } : one)),
  });
}

/** 452 for a report that is not on offer, 461 for one that is, but not produced. */
function judged(turn: Turn, requests: readonly OadrReportRequest[], requestID: string, ours: boolean): EiResponse {
  if (!ours) return response('452', requestID);
  const wanted = requests.map(({ reportSpecifier }) => reportSpecifier.reportSpecifierID);
  const unknown = wanted.find((id) => ![METADATA, USAGE, STATUS].includes(id));
  if (unknown !== undefined) return response('452', requestID, `reportSpecifierID ${unknown} is not on offer`);
  const telemetry = wanted.find((id) => id !== METADATA);
  if (telemetry === undefined) return response('200', requestID);
  turn.problem(`the simulated VEN does not produce ${telemetry}`, { payload: 'oadrCreateReport', responseCode: '461' });
  return response('461', requestID, `${telemetry} is not produced`);
}

function keepPeriodic(turn: Turn, { reportRequestID, reportSpecifier }: OadrReportRequest): void {
  const duration = parseDuration(reportSpecifier.reportBackDuration?.duration ?? '');
  const every = duration ? durationToMs(duration) : 0;
  if (every <= 0) return;
  const others = turn.state.metadata.filter((one) => one.reportRequestID !== reportRequestID);
  turn.set({ metadata: [...others, { reportRequestID, every, next: turn.now + every }] });
}

/** An answer that also lists all reports still to come (rule 329). */
function post(turn: Turn, name: 'oadrCreatedReport' | 'oadrCanceledReport', eiResponse: EiResponse): void {
  const pending = turn.state.metadata.map(({ reportRequestID }) => reportRequestID);
  const oadrPendingReports = pending.length > 0 ? { reportRequestID: pending } : {};
  turn.post(SERVICE, { name, body: { eiResponse, oadrPendingReports, ...venID(turn), schemaVersion: '2.0b' } });
}

function isOurs(turn: Turn, body: { readonly venID?: string }): boolean {
  return body.venID === undefined || body.venID === turn.state.venID;
}

function venID({ state }: Turn): { venID?: string } {
  return state.venID === undefined ? {} : { venID: state.venID };
}

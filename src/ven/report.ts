import type {
  EiResponse,
  OadrCancelReport,
  OadrCreateReport,
  OadrRegisterReport,
  OadrUpdatedReport,
  OadrUpdateReport,
} from '../openadr/index.ts';
import { metadataReports } from './metadata.ts';
import { opened, sendLast, sendOnce } from './report-due.ts';
import { readRequest, type Wanted } from './report-request.ts';
import { response } from './response.ts';
import type { OpenReport, Sending } from './state.ts';
import type { Turn } from './turn.ts';

/** EiReport from the VEN's side: metadata both ways, requests for reports, and their end. */
const SERVICE = 'EiReport';

/**
 * Posts all metadata reports, which ends all reports of data that were asked for before (rule 306).
 * @param reportRequestID of the request that asked for them (rule 311)
 */
export function postMetadata(turn: Turn, reportRequestID?: string): void {
  const { venID, reports } = turn.state;
  const { personality } = turn.config;
  end(turn, reports, 'metadata');
  turn.post(SERVICE, {
    name: 'oadrRegisterReport',
    body: {
      requestID: turn.random.id(),
      oadrReport: metadataReports(turn.config, turn.now, personality.reporting.metadataDuration),
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

/**
 * Report requests by oadrCreateReport, or piggy-backed on an oadrRegisteredReport (rule 344). The good ones among them
 * are carried out; the answer's code is that of the first bad one, and its pending reports tell which are to come.
 */
export function reportsAsked(
  turn: Turn,
  { requestID, oadrReportRequest = [], ...body }: Partial<OadrCreateReport> & Pick<OadrCreateReport, 'requestID'>,
): void {
  if (!isOurs(turn, body)) {
    confirm(turn, response('452', requestID));
    return;
  }
  const read = oadrReportRequest.map((request) => readRequest(request, turn.config, turn.now));
  const bad = read.find((one) => 'code' in one);
  const wanted = read.filter((one) => 'what' in one);
  for (const one of wanted) open(turn, one);
  const once = wanted.filter((one) => one.what === 'once');
  const metadata = wanted.filter((one) => one.what === 'metadata');
  if (bad)
    turn.problem(`refuses a report request: ${bad.why}`, { payload: 'oadrCreateReport', responseCode: bad.code });
  const passing = [...metadata.filter(({ every }) => every === 0), ...once].map((one) => one.reportRequestID);
  confirm(turn, bad ? response(bad.code, requestID, bad.why) : response('200', requestID), passing);
  sendOnce(turn, once);
  for (const { reportRequestID } of metadata) postMetadata(turn, reportRequestID);
}

/** The VTN ends reports (rules 336, 345). */
export function reportsCancelled(turn: Turn, body: OadrCancelReport): void {
  const ids = body.reportRequestID ?? [];
  const good = isOurs(turn, body) && ids.every((id) => isOpen(turn, id));
  const last = isOurs(turn, body) ? cancel(turn, ids) : { metadata: [], reports: [] };
  post(turn, 'oadrCanceledReport', response(good ? '200' : '452', body.requestID));
  if (body.reportToFollow) sendAfterAll(turn, last);
}

/** The VTN acknowledged an oadrUpdateReport, and perhaps ends its reports by that, which is not confirmed (rule 328). */
export function updated(turn: Turn, { oadrCancelReport: body }: OadrUpdatedReport, { message }: Sending): void {
  updateFailed(turn);
  if (!body) return;
  const sent = message.name === 'oadrUpdateReport' ? (message.body.oadrReport ?? []) : [];
  const ids = body.reportRequestID ?? [];
  const foreign = ids.filter((id) => !sent.some(({ reportRequestID }) => reportRequestID === id));
  if (foreign.length > 0)
    turn.problem(`oadrUpdatedReport cancels ${foreign.join(', ')}, which the update did not hold`, {
      payload: 'oadrUpdatedReport',
    });
  const last = cancel(
    turn,
    ids.filter((id) => !foreign.includes(id)),
  );
  if (body.reportToFollow) sendAfterAll(turn, last);
}

/** No usable answer to an oadrUpdateReport: the data is gone, the next report comes at its time. */
export function updateFailed(turn: Turn): void {
  turn.set({ updates: Math.max(0, turn.state.updates - 1) });
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

/** Begins what comes again and again; a reportRequestID in use is replaced (rule 322). */
function open(turn: Turn, wanted: Wanted): void {
  const { reportRequestID } = wanted;
  const periodic = wanted.what === 'periodic' || (wanted.what === 'metadata' && wanted.every > 0);
  if (!periodic) return;
  const { metadata, reports } = turn.state;
  turn.set({ metadata: metadata.filter((one) => one.reportRequestID !== reportRequestID) });
  end(
    turn,
    reports.filter((one) => one.reportRequestID === reportRequestID),
    'replaced',
  );
  if (wanted.what === 'metadata') {
    const { every } = wanted;
    turn.set({ metadata: [...turn.state.metadata, { reportRequestID, every, next: turn.now + every }] });
    return;
  }
  const { granularity, back, specifier } = wanted;
  const { reportName } = specifier;
  turn.set({
    reports: [...turn.state.reports, opened(wanted, turn.config.personality.reporting.late, turn.now)],
  });
  turn.tell({ fact: 'report', reportRequestID, state: 'begun', reportName, granularity, back });
}

function isOpen({ state }: Turn, id: string): boolean {
  return [...state.metadata, ...state.reports].some(({ reportRequestID }) => reportRequestID === id);
}

/** What was cancelled. */
interface Cancelled {
  readonly metadata: readonly string[];
  readonly reports: readonly OpenReport[];
}

function cancel(turn: Turn, ids: readonly string[]): Cancelled {
  const { metadata, reports } = turn.state;
  const named = ({ reportRequestID }: { readonly reportRequestID: string }): boolean => ids.includes(reportRequestID);
  const last = {
    metadata: metadata.filter(named).map(({ reportRequestID }) => reportRequestID),
    reports: reports.filter(named),
  };
  if (last.metadata.length > 0) turn.set({ metadata: metadata.filter((one) => !named(one)) });
  end(turn, last.reports, 'cancelled');
  return last;
}

function sendAfterAll(turn: Turn, { metadata, reports }: Cancelled): void {
  sendLast(turn, reports);
  for (const id of metadata) postMetadata(turn, id);
}

function end(turn: Turn, reports: readonly OpenReport[], cause: 'cancelled' | 'metadata' | 'replaced'): void {
  if (reports.length === 0) return;
  turn.set({ reports: turn.state.reports.filter((report) => !reports.includes(report)) });
  for (const { reportRequestID } of reports) turn.tell({ fact: 'report', reportRequestID, state: 'ended', cause });
}

function confirm(turn: Turn, eiResponse: EiResponse, passing: readonly string[] = []): void {
  if (turn.config.personality.reporting.confirms) post(turn, 'oadrCreatedReport', eiResponse, passing);
}

/**
 * An answer that also lists all reports still to come (rule 329).
 * @param passing reports that come once, right after it
 */
function post(
  turn: Turn,
  name: 'oadrCreatedReport' | 'oadrCanceledReport',
  eiResponse: EiResponse,
  passing: readonly string[] = [],
): void {
  const { metadata, reports } = turn.state;
  const pending = [...[...metadata, ...reports].map(({ reportRequestID }) => reportRequestID), ...passing];
  const oadrPendingReports = pending.length > 0 ? { reportRequestID: pending } : {};
  turn.post(SERVICE, { name, body: { eiResponse, oadrPendingReports, ...venID(turn), schemaVersion: '2.0b' } });
}

function isOurs(turn: Turn, body: { readonly venID?: string }): boolean {
  return body.venID === undefined || body.venID === turn.state.venID;
}

function venID({ state }: Turn): { venID?: string } {
  return state.venID === undefined ? {} : { venID: state.venID };
}

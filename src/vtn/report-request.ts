import type { Message, OadrReportRequest } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { durationToMs, parseDateTime, parseDuration } from '../openadr/time.ts';
import { firstOf } from './first-of.ts';
import type { Content, EarlierCancel, ReportRequest, RequestCancel, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** The specifier under which metadata is asked for (rule 327), and the name that such a request goes by. */
export const METADATA = 'METADATA';

/** Requests that are over and still remembered, so that what comes late is understood and no ID is used twice. */
const REMEMBERED = 256;

/** What has not come to an end yet. */
const OPEN: ReadonlySet<ReportRequest['state']> = new Set(['asked', 'delivered', 'accepted', 'cancelling']);

/** Whether something may still come of it. */
export function isOpen({ state }: ReportRequest): boolean {
  return OPEN.has(state);
}

/** Whether the VEN has it and is to send reports under it. */
export function isRunning(request: ReportRequest): boolean {
  return isOpen(request) && request.state !== 'asked';
}

/** Whether it asks for a series of reports (rule 324). */
export function isPeriodic({ reportBack }: ReportRequest): boolean {
  return reportBack > 0;
}

export function isMetadata({ reportSpecifierID }: ReportRequest): boolean {
  return reportSpecifierID === METADATA;
}

/** IDs of what is open, for people. */
export function openIDs(ven: Ven): string {
  const ids = [...ven.requests.values()].filter(isOpen).map(({ reportRequestID }) => reportRequestID);
  return firstOf(ids) || 'no report was requested';
}

/** ms of an ISO 8601 duration; 0 where there is none or it is none. */
export function msOf(text: string | undefined): number {
  const duration = text === undefined ? undefined : parseDuration(text);
  return duration === undefined ? 0 : durationToMs(duration);
}

/** The name of a report without `METADATA_`, as its requests and reports bear it (rules 313, 331). */
export function plainName(reportName: string | undefined): string {
  return (reportName ?? '').replace(/^METADATA_/, '');
}

/** An oadrReportRequest as the VTN keeps it. */
export function kept(ven: Ven, asked: Lenient<OadrReportRequest>, requestID?: string): ReportRequest {
  const { reportRequestID = '', reportSpecifier } = asked;
  const reportSpecifierID = reportSpecifier?.reportSpecifierID ?? '';
  const { dtstart, duration } = reportSpecifier?.reportInterval?.properties ?? {};
  const start = dtstart?.['date-time'] === undefined ? undefined : parseDateTime(dtstart['date-time']);
  const offer = (ven.metadata ?? []).find((report) => report.reportSpecifierID === reportSpecifierID);
  return {
    reportRequestID,
    reportSpecifierID,
    reportName: reportSpecifierID === METADATA ? METADATA : plainName(offer?.reportName),
    rIDs: (reportSpecifier?.specifierPayload ?? []).flatMap(({ rID }) => given(rID) ?? []),
    reportBack: msOf(reportSpecifier?.reportBackDuration?.duration),
    granularity: msOf(reportSpecifier?.granularity?.duration),
    ...(start !== undefined && { start }),
    ...(duration?.duration !== undefined && { duration: msOf(duration.duration) }),
    ...(requestID !== undefined && { requestID }),
    state: 'asked',
  };
}

/** A new request; one that is over and bears the same ID is forgotten. */
export function addRequest(turn: Turn, ven: Ven, request: ReportRequest): void {
  ven.requests.delete(request.reportRequestID);
  ven.requests.set(request.reportRequestID, request);
  tellRequest(turn, ven, request);
  turn.dirty(ven.venID);
  forgetOldest(ven);
}

function forgetOldest(ven: Ven): void {
  if (ven.requests.size <= REMEMBERED) return;
  for (const request of ven.requests.values()) {
    if (isOpen(request)) continue;
    ven.requests.delete(request.reportRequestID);
    if (ven.requests.size <= REMEMBERED) return;
  }
}

/** A request becomes another state; nothing is told where it was in it already. */
export function moveTo(
  turn: Turn,
  ven: Ven,
  request: ReportRequest,
  state: ReportRequest['state'],
  reason?: string,
): void {
  if (request.state === state) return;
  request.state = state;
  turn.dirty(ven.venID);
  tellRequest(turn, ven, request, reason);
}

/** Tells of a request as it is now; `restored`: known from a store. */
export function tellRequest(turn: Turn, ven: Ven, request: ReportRequest, reason?: string, restored = false): void {
  const { reportRequestID, reportSpecifierID, reportName, rIDs, reportBack, granularity, start, duration } = request;
  turn.change({
    what: 'reportRequest',
    venID: ven.venID,
    reportRequestID,
    reportSpecifierID,
    reportName,
    rIDs,
    reportBack,
    granularity,
    start,
    duration,
    state: restored ? 'restored' : request.state,
    reason,
    exchange: turn.exchange,
  });
}

/** The message that an item is, as far as it can be read. */
function messageOf(content: Content): Message | undefined {
  return content.kind === 'message' || content.kind === 'raw' ? content.message : undefined;
}

/** An oadrCreateReport or oadrCancelReport was queued: what it asks for, or ends. */
export function reportQueued(turn: Turn, ven: Ven, content: Content): void {
  const message = messageOf(content);
  if (message?.name === 'oadrCreateReport') {
    const { requestID, oadrReportRequest = [] } = message.body;
    for (const asked of oadrReportRequest) addRequest(turn, ven, kept(ven, asked, requestID));
  }
  if (message?.name !== 'oadrCancelReport') return;
  const { requestID, reportRequestID = [], reportToFollow } = message.body;
  for (const id of reportRequestID) {
    const request = ven.requests.get(id);
    if (request) startCancel(turn, ven, request, { requestID, toFollow: reportToFollow });
  }
}

/** Cancels of one report whose answers are still told apart. */
const CANCELS = 16;

/** A cancel is on its way or waits; one that runs already is followed by it, and may be answered all the same. */
export function startCancel(
  turn: Turn,
  ven: Ven,
  request: ReportRequest,
  cancel: { readonly requestID?: string; readonly toFollow: boolean },
): void {
  const before = request.state === 'cancelling' ? (request.cancel?.before ?? 'delivered') : request.state;
  const earlier = request.state === 'cancelling' ? unanswered(request.cancel) : [];
  request.cancel = { ...cancel, before, ...(earlier.length > 0 && { earlier }) };
  turn.dirty(ven.venID);
  // Nobody waits for what was asked in an earlier run.
  if (!request.removed) moveTo(turn, ven, request, 'cancelling');
}

/** The oadrCancelReports of which an answer may come, this one the last; what is piggy-backed has none (rule 335). */
function unanswered(cancel: RequestCancel | undefined): EarlierCancel[] {
  if (!cancel) return [];
  const { requestID, toFollow, delivered, earlier = [] } = cancel;
  return [...earlier, ...(requestID === undefined ? [] : [{ requestID, toFollow, delivered }])].slice(-CANCELS);
}

/** The VEN refused a cancel, or it will not be delivered: it is as if it had not been. */
export function undoCancel(turn: Turn, ven: Ven, request: ReportRequest, reason: string): void {
  const before = request.cancel?.before ?? 'delivered';
  request.cancel = undefined;
  moveTo(turn, ven, request, before, reason);
}

/** A cancel will not be delivered; the one before it, if there is one, is still to be answered. */
function dropCancel(turn: Turn, ven: Ven, request: ReportRequest, reason: string): void {
  const { before = 'delivered', earlier = [] } = request.cancel ?? {};
  const last = earlier.at(-1);
  if (!last) {
    undoCancel(turn, ven, request, reason);
    return;
  }
  request.cancel = { ...last, before, earlier: earlier.slice(0, -1) };
  turn.dirty(ven.venID);
}

/** What was queued is on its way (`true`), or is not after all. */
export function reportSent(ven: Ven, content: Content, sent: boolean): void {
  const message = messageOf(content);
  if (message?.name !== 'oadrCreateReport') return;
  for (const { reportRequestID } of message.body.oadrReportRequest ?? []) {
    const request = ven.requests.get(reportRequestID);
    if (request) request.sent = sent;
  }
}

/** What was queued has arrived. */
export function reportArrived(turn: Turn, ven: Ven, content: Content): void {
  const message = messageOf(content);
  if (message?.name === 'oadrCreateReport') {
    for (const { reportRequestID } of message.body.oadrReportRequest ?? []) {
      const request = ven.requests.get(reportRequestID);
      if (request) markDelivered(turn, ven, request);
    }
  }
  if (message?.name !== 'oadrCancelReport') return;
  for (const id of message.body.reportRequestID ?? []) {
    const request = ven.requests.get(id);
    if (request?.cancel?.requestID !== message.body.requestID) continue;
    request.cancel = { ...request.cancel, delivered: true };
    turn.dirty(ven.venID);
  }
}

/** The VEN has a request. */
export function markDelivered(turn: Turn, ven: Ven, request: ReportRequest): void {
  // Its answer may have come before the fate of the reply was known.
  request.delivered ??= turn.now;
  request.since ??= turn.now;
  turn.dirty(ven.venID);
  if (request.state === 'asked') moveTo(turn, ven, request, 'delivered');
  else if (request.cancel?.before === 'asked') request.cancel = { ...request.cancel, before: 'delivered' };
}

/** What was queued will not go out. */
export function reportDropped(turn: Turn, ven: Ven, content: Content, reason: string): void {
  const message = messageOf(content);
  if (message?.name === 'oadrCreateReport') {
    for (const { reportRequestID } of message.body.oadrReportRequest ?? []) {
      const request = ven.requests.get(reportRequestID);
      if (request?.state === 'asked') moveTo(turn, ven, request, 'dropped', reason);
    }
  }
  if (message?.name !== 'oadrCancelReport') return;
  for (const id of message.body.reportRequestID ?? []) {
    const request = ven.requests.get(id);
    const own = request?.state === 'cancelling' && request.cancel?.requestID === message.body.requestID;
    if (request && own) dropCancel(turn, ven, request, reason);
  }
}

/** All requests are of the past; what a device may still send under them is remembered, so that it can be ended. */
export function retireRequests(turn: Turn, ven: Ven, reason: string): void {
  ven.piggyRequests = [];
  ven.piggyCancels = [];
  ven.series.clear();
  for (const request of [...ven.requests.values()]) {
    turn.dirty(ven.venID);
    if (request.removed) continue;
    request.removed = true;
    request.cancel = undefined;
    // What was never delivered, or is over, does not come any more.
    if (!isOpen(request) || (request.delivered === undefined && !request.sent))
      ven.requests.delete(request.reportRequestID);
    if (isOpen(request)) moveTo(turn, ven, request, 'dropped', reason);
  }
}

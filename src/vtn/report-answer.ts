import type { Message, OadrCanceledReport, OadrCreatedReport } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { OK, oadrResponse } from './reply.ts';
import { isOpen, isPeriodic, markDelivered, moveTo, openIDs, undoCancel } from './report-request.ts';
import { remarkRefusal, settle } from './sequence.ts';
import type { EarlierCancel, ReportRequest, RequestCancel, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** What an oadrCreatedReport and an oadrCanceledReport say. */
interface Answer {
  readonly requestID: string | undefined;
  /** Why not, where they say no. */
  readonly refused: string | undefined;
  readonly pending: ReadonlySet<string>;
}

/** oadrCreatedReport: what the VEN will send (rules 304, 329). */
export function createdReportCame(turn: Turn, ven: Ven, message: Message, body: Lenient<OadrCreatedReport>): Message {
  const { requestID, refused, pending } = read(turn, ven, message, body);
  for (const request of answeredBy(turn, ven, requestID)) {
    request.answered = true;
    turn.dirty(ven.venID);
    if (request.state !== 'asked' && request.state !== 'delivered') continue;
    // What is listed all the same was not refused.
    if (refused !== undefined && !pending.has(request.reportRequestID)) {
      moveTo(turn, ven, request, 'refused', refused);
      continue;
    }
    markDelivered(turn, ven, request);
    moveTo(turn, ven, request, 'accepted');
  }
  comparePending(turn, ven, message, pending);
  return oadrResponse(OK, body.eiResponse?.requestID, ven.venID);
}

/** oadrCanceledReport: what it sends no more (rules 329, 336, 345). */
export function canceledReportCame(turn: Turn, ven: Ven, message: Message, body: Lenient<OadrCanceledReport>): Message {
  const { requestID, refused, pending } = read(turn, ven, message, body);
  const waiting = [...ven.requests.values()].filter(
    ({ state, cancel }) => state === 'cancelling' && (cancel?.requestID !== undefined || cancel?.earlier),
  );
  const named = waiting.filter(
    ({ cancel }) => cancel?.requestID === requestID || earlierOf(cancel, requestID) !== undefined,
  );
  if (named.length === 0 && waiting.length > 0) remarkRequestID(turn, message.name, requestID);
  for (const request of named.length > 0 ? named : waiting) {
    if (refused !== undefined && pending.has(request.reportRequestID)) undoCancel(turn, ven, request, refused);
    else endBy(turn, ven, request, requestID, refused);
  }
  comparePending(turn, ven, message, pending);
  return oadrResponse(OK, body.eiResponse?.requestID, ven.venID);
}

/** The cancel that an answer is about, where another one has followed it. */
function earlierOf(cancel: RequestCancel | undefined, requestID: string | undefined): EarlierCancel | undefined {
  return cancel?.earlier?.find((one) => one.requestID === requestID);
}

/** If either cancel lets one more report come, it may (rule 345). */
function endBy(turn: Turn, ven: Ven, request: ReportRequest, requestID: string | undefined, refused?: string): void {
  const { cancel } = request;
  if (cancel && earlierOf(cancel, requestID)?.toFollow) request.cancel = { ...cancel, toFollow: true };
  moveTo(turn, ven, request, 'cancelled', refused);
}

function read(turn: Turn, ven: Ven, message: Message, body: Lenient<OadrCreatedReport>): Answer {
  settle(turn, ven, message);
  const { responseCode: code, responseDescription: description, requestID } = body.eiResponse ?? {};
  remarkRefusal(turn, message, code, description);
  const no = code !== undefined && !code.startsWith('2');
  return {
    requestID: given(requestID),
    refused: no ? [code, given(description)].filter((part) => part !== undefined).join(' ') : undefined,
    pending: new Set((body.oadrPendingReports?.reportRequestID ?? []).flatMap((id) => given(id) ?? [])),
  };
}

/** The requests that an oadrCreatedReport is about: those of the oadrCreateReport with its requestID (rule 303). */
function answeredBy(turn: Turn, ven: Ven, requestID: string | undefined): ReportRequest[] {
  const waiting = [...ven.requests.values()].filter(
    ({ answered, sent, delivered, removed }) => !answered && !removed && (sent || delivered !== undefined),
  );
  const named = waiting.filter((request) => request.requestID !== undefined && request.requestID === requestID);
  if (named.length > 0) return named;
  // An oadrRegisteredReport has no requestID of its own: its requests are answered under whichever.
  const riding = waiting.filter((request) => request.requestID === undefined);
  if (riding.length > 0) return riding;
  const [oldest] = waiting;
  if (!oldest) return [];
  remarkRequestID(turn, 'oadrCreatedReport', requestID, oldest.requestID);
  return waiting.filter((request) => request.requestID === oldest.requestID);
}

function remarkRequestID(turn: Turn, name: string, requestID: string | undefined, expected?: string): void {
  turn.sequence('error', `${name} with a requestID that no request had`, {
    rule: 303,
    expected: expected ?? 'that of the oadrCancelReport',
    actual: requestID ?? 'none',
  });
}

/** oadrPendingReports must name all that is scheduled, and nothing else (rule 329). */
function comparePending(turn: Turn, ven: Ven, { name }: Message, pending: ReadonlySet<string>): void {
  const lacking = [...ven.requests.values()].filter(
    (request) => isScheduled(request) && !pending.has(request.reportRequestID),
  );
  if (lacking.length > 0) {
    turn.sequence('error', `oadrPendingReports of the ${name} lacks reports that are scheduled`, {
      rule: 329,
      expected: lacking.map(({ reportRequestID }) => reportRequestID).join(', '),
      actual: [...pending].join(', ') || 'none',
    });
  }
  const wrong = [...pending].filter((id) => !mayPend(ven.requests.get(id)));
  if (wrong.length === 0) return;
  turn.sequence('error', `oadrPendingReports of the ${name} names reports that are not scheduled`, {
    rule: 329,
    expected: openIDs(ven),
    actual: wrong.join(', '),
  });
}

function isScheduled(request: ReportRequest): boolean {
  return request.state === 'accepted' && isPeriodic(request);
}

/** Also what comes once, what the VEN was asked for in an earlier run, and a last report (rule 345). */
function mayPend(request: ReportRequest | undefined): boolean {
  if (!request) return false;
  return request.removed === true || isOpen(request) || request.state === 'done' || request.cancel?.toFollow === true;
}

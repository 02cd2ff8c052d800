import type {
  Message,
  OadrCancelReport,
  OadrCreateReport,
  OadrRegisteredReport,
  OadrRegisterReport,
  OadrReportRequest,
  OadrUpdateReport,
} from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import { dropItems, enqueue } from './queue.ts';
import {
  canceledReport,
  createdReport,
  OK,
  oadrResponse,
  registeredReport,
  updatedReport,
  type Verdict,
} from './reply.ts';
import { offered } from './report-offer.ts';
import { isMetadata, isOpen, isPeriodic, isRunning, METADATA, moveTo, openIDs } from './report-request.ts';
import { remarkMetadata, remarkRefusal, settle } from './sequence.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** oadrRegisterReport of a VEN: replaces all that it offered and cancels what was asked of it (rule 306). */
export function registerReport(
  turn: Turn,
  ven: Ven,
  body: Lenient<OadrRegisterReport>,
  whole: OadrRegisterReport,
): Message {
  ven.progress.metadata = true;
  const asked = given(body.reportRequestID);
  if (asked !== undefined && !isAsked(ven, asked)) {
    turn.sequence('error', 'oadrRegisterReport with a reportRequestID that nobody asked with', {
      rule: 311,
      expected: openIDs(ven),
      actual: asked,
    });
  }
  ven.metadata = whole.oadrReport ?? [];
  for (const request of ven.requests.values()) {
    if (!isRunning(request) || (isMetadata(request) && isPeriodic(request))) continue;
    if (request.reportRequestID === asked) moveTo(turn, ven, request, 'done');
    else moveTo(turn, ven, request, 'replaced', 'new metadata (rule 306)');
  }
  turn.change({ what: 'reports', venID: ven.venID, reports: (body.oadrReport ?? []).map(offered) });
  turn.dirty(ven.venID);
  return registeredReport(OK, body.requestID, ven.venID);
}

/** oadrRegisteredReport: the answer to the VTN's own metadata, perhaps with requests of the VEN (rule 344). */
export function registeredReportCame(
  core: Core,
  turn: Turn,
  ven: Ven,
  message: Message,
  body: Lenient<OadrRegisteredReport>,
): Message {
  settle(turn, ven, message);
  remarkRefusal(turn, message, body.eiResponse?.responseCode, body.eiResponse?.responseDescription);
  const verdict = askedFor(core, turn, ven, body.oadrReportRequest ?? []);
  return oadrResponse(verdict, body.eiResponse?.requestID, ven.venID);
}

/** oadrCreateReport of a VEN: metadata is all that this VTN has (rules 301, 308, 327, 510). */
export function createReport(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCreateReport>): Message {
  remarkMetadata(turn, ven, 'oadrCreateReport');
  const verdict = askedFor(core, turn, ven, body.oadrReportRequest ?? []);
  return createdReport(verdict, body.requestID, pending(ven), ven.venID);
}

function askedFor(core: Core, turn: Turn, ven: Ven, requests: readonly Lenient<OadrReportRequest>[]): Verdict {
  let verdict = OK;
  for (const { reportRequestID = '', reportSpecifier } of requests) {
    const specifier = reportSpecifier?.reportSpecifierID;
    if (specifier === METADATA) {
      // A periodic request counts as one-shot, since there is nothing to offer (rule 510).
      if (!pending(ven).includes(reportRequestID)) queueMetadata(core, turn, ven, reportRequestID);
      continue;
    }
    turn.sequence('error', 'a request for a report that is not offered', {
      rule: 304,
      expected: `reportSpecifierID ${METADATA}`,
      actual: given(specifier) ?? 'none',
    });
    verdict = { code: '452', description: `reportSpecifierID ${specifier ?? ''} is not offered` };
  }
  return verdict;
}

/** The root reportRequestID is that of the request (rule 311). */
function queueMetadata(core: Core, turn: Turn, ven: Ven, reportRequestID: string): void {
  const content = { kind: 'registerReport', requestID: core.random.id(), reportRequestID } as const;
  enqueue(core, turn, ven, { content, payload: 'oadrRegisterReport', label: `metadata for ${reportRequestID}` });
}

/** reportRequestIDs of what is still to be sent (rule 329). */
function pending(ven: Ven): string[] {
  return requested(ven).map(({ id }) => id);
}

function requested(ven: Ven): { item: QueueItem; id: string }[] {
  return ven.queue.flatMap((item) => {
    const { content } = item;
    if (content.kind !== 'registerReport' || content.reportRequestID === undefined) return [];
    return [{ item, id: content.reportRequestID }];
  });
}

/** oadrCancelReport of a VEN: what still waits is dropped (rule 336). */
export function cancelReport(turn: Turn, ven: Ven, body: Lenient<OadrCancelReport>): Message {
  const waiting = requested(ven);
  const ids = body.reportRequestID ?? [];
  const unknown = ids.find((id) => !waiting.some((one) => one.id === id));
  const items = waiting.filter(({ id }) => ids.includes(id)).map(({ item }) => item);
  dropItems(turn, ven, items, 'the VEN cancelled its request');
  if (unknown === undefined) return canceledReport(OK, body.requestID, pending(ven), ven.venID);
  turn.sequence('error', 'oadrCancelReport with an unknown reportRequestID', {
    rule: 336,
    expected: waiting.map(({ id }) => id).join(', ') || 'none is pending',
    actual: unknown,
  });
  const verdict: Verdict = { code: '452', description: `unknown reportRequestID ${unknown}` };
  return canceledReport(verdict, body.requestID, pending(ven), ven.venID);
}

/** oadrUpdateReport: acknowledged; data is in the record. An ID that nobody asked with is 452 (rule 304). */
export function updateReport(turn: Turn, ven: Ven, body: Lenient<OadrUpdateReport>): Message {
  remarkMetadata(turn, ven, 'oadrUpdateReport');
  const stranger = (body.oadrReport ?? []).find(({ reportRequestID }) => !isAsked(ven, reportRequestID));
  if (!stranger) return updatedReport(OK, body.requestID, ven.venID);
  const id = stranger.reportRequestID ?? '';
  turn.sequence('error', 'oadrUpdateReport that nobody asked for', {
    rule: 304,
    expected: openIDs(ven),
    actual: id,
  });
  return updatedReport({ code: '452', description: `unknown reportRequestID ${id}` }, body.requestID, ven.venID);
}

function isAsked(ven: Ven, reportRequestID = ''): boolean {
  const request = ven.requests.get(reportRequestID);
  return request !== undefined && isOpen(request);
}

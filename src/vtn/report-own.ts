import type {
  Message,
  OadrCancelReport,
  OadrCreateReport,
  OadrRegisteredReport,
  OadrReportRequest,
} from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import { dropItems, enqueue } from './queue.ts';
import { canceledReport, createdReport, OK, oadrResponse, type Verdict } from './reply.ts';
import { METADATA } from './report-request.ts';
import { remarkMetadata, remarkRefusal, settle } from './sequence.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';

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

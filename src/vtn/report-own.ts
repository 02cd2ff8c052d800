import type {
  Message,
  OadrCancelReport,
  OadrCreateReport,
  OadrRegisteredReport,
  OadrReportRequest,
} from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import { firstOf } from './first-of.ts';
import { dropItems, type Entry, enqueueAll } from './queue.ts';
import { canceledReport, createdReport, OK, oadrResponse, type Verdict } from './reply.ts';
import { METADATA } from './report-request.ts';
import { remarkMetadata, remarkRefusal, settle } from './sequence.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** Metadata that one VEN asked for and has not fetched: a faulty one must not fill the queue. */
const WAITING = 100;

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

/**
 * Metadata is queued for each request, in which a periodic one counts as one-shot, since there is nothing to offer (rule
 * 510); what is asked for again while it waits is one.
 */
function askedFor(core: Core, turn: Turn, ven: Ven, requests: readonly Lenient<OadrReportRequest>[]): Verdict {
  const waiting = new Set(pending(ven));
  const fresh: string[] = [];
  const others: string[] = [];
  const beyond = new Set<string>();
  for (const { reportRequestID = '', reportSpecifier } of requests) {
    const specifier = reportSpecifier?.reportSpecifierID;
    if (specifier !== METADATA) others.push(given(specifier) ?? 'none');
    else if (waiting.has(reportRequestID)) continue;
    else if (waiting.size >= WAITING) beyond.add(reportRequestID);
    else {
      waiting.add(reportRequestID);
      fresh.push(reportRequestID);
    }
  }
  enqueueAll(
    core,
    turn,
    ven,
    fresh.map((id) => metadataFor(core, id)),
  );
  return notOffered(turn, others) ?? tooMany(turn, beyond.size) ?? OK;
}

function notOffered(turn: Turn, specifiers: readonly string[]): Verdict | undefined {
  if (specifiers.length === 0) return undefined;
  const actual = firstOf(specifiers);
  turn.sequence('error', 'a request for a report that is not offered', {
    rule: 304,
    expected: `reportSpecifierID ${METADATA}`,
    actual,
  });
  return { code: '452', description: `reportSpecifierID ${actual} is not offered` };
}

function tooMany(turn: Turn, beyond: number): Verdict | undefined {
  if (beyond === 0) return undefined;
  turn.sequence('error', `too many requests of one VEN for ${METADATA}`, {
    rule: 327,
    expected: `at most ${WAITING} that wait for their oadrRegisterReport`,
    actual: `${WAITING + beyond}`,
  });
  return {
    code: '469',
    description: `at most ${WAITING} requests of a VEN for ${METADATA} wait; ${beyond} are refused`,
  };
}

/** The root reportRequestID is that of the request (rule 311). */
function metadataFor(core: Core, reportRequestID: string): Entry {
  const content = { kind: 'registerReport', requestID: core.random.id(), reportRequestID } as const;
  return { content, payload: 'oadrRegisterReport', label: `metadata for ${reportRequestID}` };
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
  const ids = new Set(body.reportRequestID ?? []);
  const known = new Set(waiting.map(({ id }) => id));
  const unknown = [...ids].find((id) => !known.has(id));
  const items = waiting.filter(({ id }) => ids.has(id)).map(({ item }) => item);
  dropItems(turn, ven, items, 'the VEN cancelled its request');
  if (unknown === undefined) return canceledReport(OK, body.requestID, pending(ven), ven.venID);
  turn.sequence('error', 'oadrCancelReport with an unknown reportRequestID', {
    rule: 336,
    expected: firstOf([...known]) || 'none is pending',
    actual: unknown,
  });
  const verdict: Verdict = { code: '452', description: `unknown reportRequestID ${unknown}` };
  return canceledReport(verdict, body.requestID, pending(ven), ven.venID);
}

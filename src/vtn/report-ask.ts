import type { Message, OadrRegisterReport, OadrUpdateReport } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { CommandError } from './command-error.ts';
import { consult, put } from './consult.ts';
import type { Core } from './core.ts';
import { isTaken } from './report-judge.ts';
import { offered } from './report-offer.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { ReportRequestSpec } from './types.ts';

const TEXTS = ['reportRequestID', 'reportName', 'reportSpecifierID', 'granularity', 'duration'] as const;

/** What the program wants of the reports that a VEN offers; `failed`: it did not say. */
export interface Wishes {
  readonly requests: readonly ReportRequestSpec[];
  /** What in its answer is no request. */
  readonly faults: readonly CommandError[];
  readonly failed?: true;
}

/**
 * Asks the program what it wants of the reports that a VEN offers.
 * @throws Asking
 */
export function requestsForOffer(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrRegisterReport>): Wishes {
  const input = { venID: ven.venID, reports: (body.oadrReport ?? []).map(offered) };
  const answered = put(core, turn, { handler: 'registerReport', input });
  if (answered && 'failed' in answered) return { requests: [], faults: [], failed: true };
  const answer = answered?.answer ?? [];
  if (!Array.isArray(answer)) return { requests: [], faults: [noRequest(typeof answer)] };
  const items: readonly unknown[] = answer;
  return {
    requests: items.filter(isRequest),
    faults: items.filter((one) => !isRequest(one)).map((one) => noRequest(`a list with ${JSON.stringify(one)} in it`)),
  };
}

function noRequest(actual: string): CommandError {
  return new CommandError('the answer to oadrRegisterReport cannot be used', {
    expected: 'a list of { reportName or reportSpecifierID, reportBack: an ISO 8601 duration, … }',
    actual,
  });
}

function isRequest(one: unknown): one is ReportRequestSpec {
  if (typeof one !== 'object' || one === null) return false;
  const fields = new Map<string, unknown>(Object.entries(one));
  if (typeof fields.get('reportBack') !== 'string') return false;
  const isText = (name: string): boolean => ['string', 'undefined'].includes(typeof fields.get(name));
  const rIDs = fields.get('rIDs');
  const hasPoints = rIDs === undefined || (Array.isArray(rIDs) && rIDs.every((rID) => typeof rID === 'string'));
  return hasPoints && TEXTS.every(isText) && ['number', 'undefined'].includes(typeof fields.get('start'));
}

/**
 * Tells the program of reports that were asked for; a message without any is not worth its while.
 * @throws Asking, Unanswered
 */
export function tellUpdate(core: Core, turn: Turn, ven: Ven, message: Message, body: Lenient<OadrUpdateReport>): void {
  const reports = (body.oadrReport ?? []).flatMap((report) => {
    const request = ven.requests.get(report.reportRequestID ?? '');
    if (!request || !isTaken(request)) return [];
    const { reportRequestID, reportSpecifierID } = request;
    return [{ reportRequestID, reportSpecifierID, reportName: given(report.reportName) ?? request.reportName }];
  });
  if (reports.length > 0) {
    consult(core, turn, { handler: 'updateReport', input: { venID: ven.venID, message, reports } });
  }
}

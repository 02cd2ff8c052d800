import type { OadrReport } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import type { Verdict } from './reply.ts';
import { queueCancel } from './report-cancel.ts';
import { isPeriodic, moveTo, openIDs, startCancel } from './report-request.ts';
import type { ReportRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** What is made of the IDs of a report. */
export interface Judged {
  /** The request that it answers, where its values are taken. */
  readonly request?: ReportRequest;
  readonly fault?: Verdict;
}

/** Whether the values of a report under a request are taken, now that it is as it is. */
export function isTaken({ state, sent, removed, cancel }: ReportRequest): boolean {
  if (removed || state === 'dropped' || state === 'replaced') return false;
  if (state === 'asked') return sent === true;
  return state !== 'cancelled' || cancel?.toFollow === true || cancel?.requestID === undefined;
}

/** Which request a report is for, and whether it may come under it (rules 304, 306, 335, 345). */
export function judgeReport(core: Core, turn: Turn, ven: Ven, report: Lenient<OadrReport>): Judged {
  const id = report.reportRequestID ?? '';
  const request = ven.requests.get(id);
  if (!request || (request.state === 'asked' && !request.sent)) return stranger(turn, ven, id);
  if (request.removed) return ofEarlierRun(core, turn, ven, request);
  switch (request.state) {
    case 'replaced':
      return over(turn, request, 306, 'new metadata has cancelled it');
    case 'dropped':
      return stranger(turn, ven, id);
    case 'cancelled':
      return afterCancel(core, turn, ven, request, report);
    case 'refused':
      turn.sequence('warning', 'oadrUpdateReport for a report that the VEN had refused', {
        rule: 304,
        expected: 'none',
        actual: id,
      });
      break;
    case 'cancelling':
      lastReport(turn, ven, request);
      break;
  }
  return specifier(turn, request, report);
}

function stranger(turn: Turn, ven: Ven, id: string): Judged {
  turn.sequence('error', 'oadrUpdateReport that nobody asked for', {
    rule: 304,
    expected: openIDs(ven),
    actual: given(id) ?? 'no reportRequestID',
  });
  return { fault: { code: '452', description: `unknown reportRequestID ${id}` } };
}

function over(turn: Turn, { reportRequestID }: ReportRequest, rule: number, why: string): Judged {
  turn.sequence('error', `oadrUpdateReport for a report that is over: ${why}`, {
    rule,
    expected: 'no more reports under that reportRequestID',
    actual: reportRequestID,
  });
  return { fault: { code: '452', description: `reportRequestID ${reportRequestID} is over: ${why}` } };
}

/** The VEN cannot know that a run has ended: it is told so, first in the answer, then by an oadrCancelReport. */
function ofEarlierRun(core: Core, turn: Turn, ven: Ven, request: ReportRequest): Judged {
  const { reportRequestID, cancel } = request;
  if (!isPeriodic(request) || cancel?.requestID !== undefined) return {};
  if (cancel?.delivered) queueCancel(core, turn, ven, [reportRequestID], false);
  else if (!cancel) {
    startCancel(turn, ven, request, { toFollow: false });
    ven.piggyCancels.push({ reportRequestID, reportToFollow: false, patch: [] });
  }
  return {};
}

/** With reportToFollow the one report that was still to come (rule 345) ends a cancel that nobody confirms. */
function lastReport(turn: Turn, ven: Ven, request: ReportRequest): void {
  const { cancel } = request;
  if (!cancel?.delivered || !cancel.toFollow) return;
  request.cancel = { ...cancel, toFollow: false };
  turn.dirty(ven.venID);
  if (cancel.requestID === undefined) {
    moveTo(turn, ven, request, 'cancelled', 'its last report has come (rule 345)');
  }
}

function afterCancel(core: Core, turn: Turn, ven: Ven, request: ReportRequest, report: Lenient<OadrReport>): Judged {
  const { cancel, reportRequestID } = request;
  if (cancel?.toFollow) {
    request.cancel = { ...cancel, toFollow: false };
    turn.dirty(ven.venID);
    return specifier(turn, request, report);
  }
  if (cancel?.requestID !== undefined) return over(turn, request, 345, 'the VEN has confirmed its cancellation');
  // A cancel that was piggy-backed may have been overlooked: it is said again, in a message of its own (rule 335).
  turn.sequence('warning', 'reports go on after a cancel in the oadrUpdatedReport', {
    rule: 335,
    expected: 'no more reports under that reportRequestID',
    actual: reportRequestID,
  });
  queueCancel(core, turn, ven, [reportRequestID], false);
  return specifier(turn, request, report);
}

function specifier(turn: Turn, request: ReportRequest, report: Lenient<OadrReport>): Judged {
  const actual = given(report.reportSpecifierID) ?? 'none';
  if (actual === request.reportSpecifierID) return { request };
  turn.sequence('error', 'oadrUpdateReport with another reportSpecifierID than was asked for', {
    rule: 304,
    expected: request.reportSpecifierID,
    actual,
  });
  return {
    fault: { code: '452', description: `reportSpecifierID ${actual} is not that of ${request.reportRequestID}` },
  };
}

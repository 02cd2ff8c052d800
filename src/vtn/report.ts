import type { OadrRegisterReport } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { OfferedReport } from './change.ts';
import { CommandError } from './command-error.ts';
import { named } from './command-report.ts';
import { NOT_HANDLED } from './consult.ts';
import type { Core } from './core.ts';
import { launch } from './delivery.ts';
import { dropItems } from './queue.ts';
import { OK, outgoing, registeredReport } from './reply.ts';
import type { Wishes } from './report-ask.ts';
import { refuseRequest } from './report-check.ts';
import { judgeMetadata } from './report-form.ts';
import { offered } from './report-offer.ts';
import { takeRiders } from './report-piggy.ts';
import { isMetadata, isPeriodic, isRunning, moveTo } from './report-request.ts';
import { wanted } from './report-spec.ts';
import type { PiggyRequest, ReportRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Outgoing } from './types.ts';

/**
 * oadrRegisterReport of a VEN: replaces all that it offered and cancels what was asked of it (rule 306), whatever the
 * program says to it. The answer carries the requests that wait for it, and those of `wishes` that can be made (rule
 * 344); what is wrong with the others is for the program alone.
 */
export function registerReport(
  core: Core,
  turn: Turn,
  ven: Ven,
  body: OadrRegisterReport,
  wishes: Wishes = { requests: [], faults: [] },
): Outgoing {
  const reports = body.oadrReport ?? [];
  const offers = reports.map(offered);
  const { more, faults } = judged(core, turn, ven, offers, wishes);
  turn.answerFault = joined(faults);

  judgeMetadata(turn, reports);
  ven.progress.metadata = true;
  ven.metadata = reports;
  replace(turn, ven, body);
  turn.change({ what: 'reports', venID: ven.venID, reports: offers });
  turn.dirty(ven.venID);
  if (wishes.failed) return outgoing(registeredReport(NOT_HANDLED, body.requestID, ven.venID, []));
  ven.piggyRequests.push(...more);
  const { requests: ride, riders, patch } = takeRiders(turn, ven, reports);
  if (riders.length > 0) {
    const reportRequestIDs = riders.map(({ spec }) => spec.reportRequestID);
    launch(core, turn, { ven, payload: 'oadrRegisteredReport', reportRequestIDs, riders });
  }
  return outgoing(registeredReport(OK, body.requestID, ven.venID, ride), patch);
}

/** Those that can be asked for, each by itself, and what is wrong with the others. */
function judged(core: Core, turn: Turn, ven: Ven, offers: readonly OfferedReport[], wishes: Wishes) {
  const taken = new Set<string>();
  const faults = [...wishes.faults];
  const more = wishes.requests.flatMap((one): PiggyRequest[] => {
    try {
      return named(core, ven, [one], false, taken).map((spec) => {
        refuseRequest(wanted(spec, offers, spec.reportRequestID, turn.now), offers, turn.now);
        return { spec, allowInvalid: false, patch: [] };
      });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      faults.push(error);
      return [];
    }
  });
  return { more, faults };
}

/** One error of all. */
function joined([first, ...others]: readonly CommandError[]): CommandError | undefined {
  if (!first || others.length === 0) return first;
  const { message, rule, expected, actual, hint } = first;
  const more = others.map((other) => `${other.message}, ${other.actual ?? ''}`).join('; ');
  return new CommandError(message, { rule, expected, actual: `${actual ?? 'nothing'}; besides: ${more}`, hint });
}

/** What is scheduled ends, but periodic METADATA (rule 306); what this answers is done. */
function replace(turn: Turn, ven: Ven, body: Lenient<OadrRegisterReport>): void {
  const answered = answeredBy(turn, ven, given(body.reportRequestID));
  const ended = new Set<string>();
  for (const request of ven.requests.values()) {
    if (!isRunning(request) && !(request.state === 'asked' && request === answered)) continue;
    if (isMetadata(request) && isPeriodic(request)) continue;
    ended.add(request.reportRequestID);
    if (request === answered) moveTo(turn, ven, request, 'done');
    else moveTo(turn, ven, request, 'replaced', 'new metadata (rule 306)');
  }
  if (answered) answered.since = turn.now;
  ven.piggyCancels = ven.piggyCancels.filter(({ reportRequestID }) => !ended.has(reportRequestID));
  const idle = ven.queue.filter(
    ({ content, exchange }) =>
      exchange === undefined &&
      content.kind === 'message' &&
      content.message.name === 'oadrCancelReport' &&
      (content.message.body.reportRequestID ?? []).every((id) => ended.has(id)),
  );
  dropItems(turn, ven, idle, 'new metadata has cancelled the report (rule 306)');
}

/** The METADATA request that this oadrRegisterReport answers: its root bears the ID of it (rule 311). */
function answeredBy(turn: Turn, ven: Ven, id: string | undefined): ReportRequest | undefined {
  const open = [...ven.requests.values()].filter(
    (request) => isMetadata(request) && (isRunning(request) || (request.state === 'asked' && request.sent === true)),
  );
  if (id !== undefined) {
    const request = open.find(({ reportRequestID }) => reportRequestID === id);
    if (request) return request;
    turn.sequence('error', 'oadrRegisterReport with a reportRequestID that nobody asked with', {
      rule: 311,
      expected: open.map(({ reportRequestID }) => reportRequestID).join(', ') || 'none: no metadata was asked for',
      actual: id,
    });
  }
  const once = open.find((request) => !isPeriodic(request));
  if (once && id === undefined) {
    turn.sequence('warning', 'oadrRegisterReport without the reportRequestID of the METADATA request', {
      rule: 311,
      expected: once.reportRequestID,
      actual: 'none',
    });
  }
  return once;
}

import { type Do, items, registered, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { unusedID } from './ids.ts';
import { enqueue } from './queue.ts';
import { queueCancel } from './report-cancel.ts';
import { refuseRequest } from './report-check.ts';
import { offered } from './report-offer.ts';
import { addRequest, isOpen, kept, openIDs, startCancel } from './report-request.ts';
import { oadrReportRequest, wanted } from './report-spec.ts';
import type { ReportRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome, ReportRequestSpec } from './types.ts';

/**
 * Asks VENs for reports, by oadrCreateReport or in the next oadrRegisteredReport (rules 317, 321, 322, 324, 325, 338,
 * 340, 344).
 * @throws CommandError
 */
export function requestReport(core: Core, turn: Turn, command: Do<'requestReport'>): CommandOutcome {
  const { allowInvalid = false } = command;
  if (command.reports.length === 0) {
    throw new CommandError('no report is asked for', { expected: 'at least one', actual: 'none' });
  }
  const piggy = command.via === 'registeredReport';
  const made = vensOf(core, command.vens).map((ven) => {
    const specs = named(core, ven, command.reports, allowInvalid);
    return piggy
      ? { ven, specs, add: () => ride(turn, ven, specs, command) }
      : { ven, specs, add: ask(core, turn, registered(ven), specs, command) };
  });
  const queued = made.flatMap(({ ven, add }) => {
    const item = add();
    return item ? [{ ven, item }] : [];
  });
  return {
    items: items(queued),
    versions: [],
    requests: made.flatMap(({ ven: { venID }, specs }) =>
      specs.map(({ reportRequestID }) => ({ venID, reportRequestID })),
    ),
  };
}

type Named = ReportRequestSpec & { readonly reportRequestID: string };

/** Each request with an ID that nothing else goes by (rule 322). @param taken IDs of others; those made are added */
export function named(
  core: Core,
  ven: Ven,
  specs: readonly ReportRequestSpec[],
  allowInvalid: boolean,
  taken = new Set<string>(),
): Named[] {
  return specs.map((spec) => {
    const reportRequestID =
      spec.reportRequestID ?? unusedID(core.random, 'report-', 8, (id) => ven.requests.has(id) || taken.has(id));
    if (!allowInvalid && (taken.has(reportRequestID) || isTaken(ven.requests.get(reportRequestID)))) {
      throw new CommandError('another request has that reportRequestID', {
        rule: 322,
        expected: 'an ID of its own',
        actual: reportRequestID,
        hint: 'leave it out, and one is made',
      });
    }
    taken.add(reportRequestID);
    return { ...spec, reportRequestID };
  });
}

/** Under what was replaced, dropped or refused nothing comes any more, and what is of an earlier run is its own. */
function isTaken(request: ReportRequest | undefined): boolean {
  if (!request || request.removed) return false;
  return !['replaced', 'dropped', 'refused'].includes(request.state);
}

function ask(core: Core, turn: Turn, ven: Ven, specs: readonly Named[], command: Do<'requestReport'>) {
  const offers = (ven.metadata ?? []).map(offered);
  const requests = specs.map((spec) => wanted(spec, offers, spec.reportRequestID, turn.now));
  if (!command.allowInvalid) for (const request of requests) refuseRequest(request, offers, turn.now);
  const body = {
    requestID: core.random.id(),
    oadrReportRequest: requests.map(oadrReportRequest),
    venID: ven.venID,
    schemaVersion: '2.0b',
  } as const;
  return () =>
    enqueue(core, turn, ven, {
      content: { kind: 'message', message: { name: 'oadrCreateReport', body } },
      payload: 'oadrCreateReport',
      label: requests.map(({ reportName, reportSpecifierID }) => reportName || reportSpecifierID).join(', '),
      patch: command.patch,
    });
}

/** Waits for the VEN's next oadrRegisterReport, which may offer something else than the last. */
function ride(turn: Turn, ven: Ven, specs: readonly Named[], command: Do<'requestReport'>): undefined {
  const offers = (ven.metadata ?? []).map(offered);
  for (const spec of specs) {
    const request = wanted(spec, offers, spec.reportRequestID, turn.now);
    if (!command.allowInvalid && offers.length > 0) refuseRequest(request, offers, turn.now);
    const known = kept(ven, oadrReportRequest(request));
    addRequest(turn, ven, { ...known, reportName: known.reportName || request.reportName });
    ven.piggyRequests.push({ spec, allowInvalid: command.allowInvalid ?? false, patch: command.patch ?? [] });
  }
}

/**
 * Ends reports, by oadrCancelReport or in the next oadrUpdatedReport about them (rules 328, 335, 345).
 * @throws CommandError
 */
export function cancelReport(core: Core, turn: Turn, command: Do<'cancelReport'>): CommandOutcome {
  const { reportToFollow = false, patch = [], via, allowInvalid = false } = command;
  const ids = [...new Set(command.reportRequestIDs)];
  if (ids.length === 0) {
    throw new CommandError('no report is to be cancelled', { expected: 'a reportRequestID', actual: 'none' });
  }
  const vens = vensOf(core, command.vens).map(registered);
  if (!allowInvalid) for (const ven of vens) refuseUnknown(ven, ids);
  if (via !== 'updatedReport') {
    const queued = vens.map((ven) => ({ ven, item: queueCancel(core, turn, ven, ids, reportToFollow, patch) }));
    return { items: items(queued), versions: [] };
  }
  for (const ven of vens) {
    for (const reportRequestID of ids) {
      const request = ven.requests.get(reportRequestID);
      if (request) startCancel(turn, ven, request, { toFollow: reportToFollow });
      ven.piggyCancels = ven.piggyCancels.filter((other) => other.reportRequestID !== reportRequestID);
      ven.piggyCancels.push({ reportRequestID, reportToFollow, patch });
    }
    turn.dirty(ven.venID);
  }
  return { items: [], versions: [] };
}

function refuseUnknown(ven: Ven, ids: readonly string[]): void {
  const stranger = ids.find((id) => {
    const request = ven.requests.get(id);
    return !request || !(isOpen(request) || request.removed);
  });
  if (stranger === undefined) return;
  const known = ven.requests.get(stranger);
  throw new CommandError(known ? `that report is ${known.state} already` : 'the VEN was not asked for such a report', {
    rule: 304,
    expected: openIDs(ven),
    actual: stranger,
    hint: 'allow what is not valid, to see how the VEN takes it',
  });
}

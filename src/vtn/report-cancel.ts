import type { OadrCancelReport } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { Core } from './core.ts';
import { enqueue } from './queue.ts';
import { moveTo } from './report-request.ts';
import type { PiggyCancel, QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** Queues an oadrCancelReport; what would have ended the same reports by another way does so no more. */
export function queueCancel(
  core: Core,
  turn: Turn,
  ven: Ven,
  ids: readonly string[],
  reportToFollow: boolean,
  patch: readonly Patch[] = [],
): QueueItem {
  ven.piggyCancels = ven.piggyCancels.filter(({ reportRequestID }) => !ids.includes(reportRequestID));
  const body = cancelBody(core, ven, ids, reportToFollow);
  return enqueue(core, turn, ven, {
    content: { kind: 'message', message: { name: 'oadrCancelReport', body } },
    payload: 'oadrCancelReport',
    label: `cancel ${ids.join(', ')}`,
    patch,
  });
}

/** The element, which is the same in an oadrUpdatedReport (rule 328). */
export function cancelBody(core: Core, ven: Ven, ids: readonly string[], reportToFollow: boolean): OadrCancelReport {
  return {
    requestID: core.random.id(),
    reportRequestID: [...ids],
    reportToFollow,
    venID: ven.venID,
    schemaVersion: '2.0b',
  };
}

/**
 * Takes the cancels that wait for an oadrUpdateReport with these reports (rule 328). An oadrCancelReport has one
 * reportToFollow: those that want the other wait on.
 */
export function takeCancels(ven: Ven, ids: ReadonlySet<string>): PiggyCancel[] {
  const first = ven.piggyCancels.find(({ reportRequestID }) => ids.has(reportRequestID));
  if (!first) return [];
  const fits = ({ reportRequestID, reportToFollow }: PiggyCancel) =>
    ids.has(reportRequestID) && reportToFollow === first.reportToFollow;
  const taken = ven.piggyCancels.filter(fits);
  ven.piggyCancels = ven.piggyCancels.filter((one) => !fits(one));
  return taken;
}

/** A piggy-backed cancel has arrived: nobody confirms it (rule 335). */
export function cancelsArrived(turn: Turn, ven: Ven, cancels: readonly PiggyCancel[]): void {
  for (const { reportRequestID } of cancels) {
    const request = ven.requests.get(reportRequestID);
    if (!request?.cancel || request.cancel.requestID !== undefined) continue;
    request.cancel = { ...request.cancel, delivered: true };
    turn.dirty(ven.venID);
    if (!request.removed && !request.cancel.toFollow) {
      moveTo(turn, ven, request, 'cancelled', 'piggy-backed, so unconfirmed (rule 335)');
    }
  }
}

/** A piggy-backed cancel did not get through: it waits for the next oadrUpdateReport. */
export function cancelsBounced(turn: Turn, ven: Ven, cancels: readonly PiggyCancel[]): void {
  ven.piggyCancels = [...cancels, ...ven.piggyCancels];
  turn.dirty(ven.venID);
}

import { tellSchedule } from './opt-facts.ts';
import { dropItems } from './queue.ts';
import { isOpen, moveTo } from './report-request.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/**
 * Erases what rules 406 and 407 say: metadata, report requests and the queue; at the end of a registration the opt
 * schedules too. Events are no information about the device: they stay, and so does their marker, since a VEN that
 * registers again has to be given them.
 */
export function wipe(turn: Turn, ven: Ven, reason: string, what: 'reports' | 'all'): void {
  if (ven.metadata !== undefined) turn.change({ what: 'reports', venID: ven.venID, reports: [] });
  ven.metadata = undefined;
  dropRequests(turn, ven, reason, what);
  if (what === 'all') {
    for (const schedule of ven.schedules) tellSchedule(turn, ven, schedule, 'cancelled');
    ven.schedules = [];
    ven.goneOpts.clear();
  }
  const gone = ven.queue.filter((item) => item.content.kind !== 'events');
  dropItems(turn, ven, gone, reason);
  ven.awaited = [];
  ven.unanswered.clear();
  ven.lastPoll = undefined;
  ven.drained = true;
  ven.gaps = [];
  ven.slow = false;
  ven.presence = undefined;
  turn.dirty(ven.venID);
}

/** All report requests are gone; those that were open are told. */
function dropRequests(turn: Turn, ven: Ven, reason: string, what: 'reports' | 'all'): void {
  if (what === 'all') ven.piggyRequests = [];
  // What waits for the next oadrRegisterReport has not been asked yet.
  const waiting = new Set(ven.piggyRequests.map(({ spec }) => spec.reportRequestID));
  for (const request of [...ven.requests.values()]) {
    if (waiting.has(request.reportRequestID)) continue;
    if (isOpen(request)) moveTo(turn, ven, request, 'dropped', reason);
    ven.requests.delete(request.reportRequestID);
  }
  ven.piggyCancels = [];
  ven.series.clear();
}

import { dropItems } from './queue.ts';
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
  ven.requests.clear();
  if (what === 'all') {
    for (const { optID, optType } of ven.schedules) {
      turn.change({ what: 'opt', venID: ven.venID, optID, optType, state: 'cancelled' });
    }
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

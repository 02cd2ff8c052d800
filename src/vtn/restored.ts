import type { Core } from './core.ts';
import { finish, joinMarkers } from './delivery.ts';
import { tellEvent } from './event-change.ts';
import { tellRestoredOpts } from './opt-facts.ts';
import { arm } from './presence.ts';
import { tellQueue } from './queue.ts';
import { offered } from './report-offer.ts';
import { isOpen, tellRequest } from './report-request.ts';
import { isOver, statusAt } from './schedule.ts';
import { restoreVen, type VtnSnapshot } from './snapshot.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import { tellVen } from './ven.ts';

/** Takes over what was saved. */
export function restore(core: Core, snapshot: VtnSnapshot): void {
  for (const saved of snapshot.vens) {
    const ven = restoreVen(saved);
    joinMarkers(ven);
    core.directory.add(ven);
  }
}

/** Tells what was restored: the record begins with it. */
export function tellRestored(core: Core, turn: Turn): void {
  for (const ven of core.directory.all()) {
    tellVen(turn, ven, 'restored');
    if (ven.metadata) turn.change({ what: 'reports', venID: ven.venID, reports: ven.metadata.map(offered) });
    for (const request of ven.requests.values()) {
      if (!isOpen(request)) continue;
      // What was due while nobody was there is not late.
      request.since = request.state === 'asked' ? undefined : turn.now;
      request.end = undefined;
      tellRequest(turn, ven, request, request.state, true);
    }
    tellEvents(turn, ven);
    tellRestoredOpts(turn, ven);
    if (ven.queue.length > 0) tellQueue(turn, ven);
    arm(core, ven, turn.now);
  }
}

function tellEvents(turn: Turn, ven: Ven): void {
  for (const event of ven.events.values()) {
    if (event.removed || event.finished) continue;
    event.status = statusAt(event, turn.now);
    tellEvent(turn, ven, event, 'restored');
    // What ended while nobody was there.
    if (isOver(event, turn.now)) finish(ven, event);
  }
}

import type { Core } from './core.ts';
import { finish } from './delivery.ts';
import { tellEvent } from './event-change.ts';
import { nextWake, presenceAt, tellPresence } from './presence.ts';
import { isOver, statusAt } from './schedule.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** Brings everything about all VENs up to `turn.now`; cheap where nothing is due. */
export function tick(core: Core, turn: Turn): void {
  for (;;) {
    const venID = core.wakes.take(turn.now);
    if (venID === undefined) return;
    const ven = core.directory.get(venID);
    if (ven) catchUp(core, turn, ven);
  }
}

/** Brings one VEN up to `turn.now`: event states by clock (rule 13), presence. */
export function catchUp(core: Core, turn: Turn, ven: Ven): void {
  if (turn.now < ven.wake) return;
  for (const event of ven.events.values()) {
    if (event.finished) continue;
    const status = statusAt(event, turn.now);
    if (status !== event.status) {
      event.status = status;
      tellEvent(turn, ven, event, 'clock');
    }
    if (isOver(event, turn.now)) finish(ven, event);
  }
  const presence = ven.state === 'registered' ? presenceAt(ven, turn.now) : undefined;
  if (presence !== ven.presence) {
    ven.presence = presence;
    tellPresence(turn, ven);
  }
  ven.wake = nextWake(ven, turn.now);
  if (ven.wake !== Number.POSITIVE_INFINITY) core.wakes.add(ven.wake, ven.venID);
}

import type { OadrRequestEvent } from '../openadr/index.ts';
import type { Lenient } from '../openadr/lenient.ts';
import type { Core } from './core.ts';
import { launch } from './delivery.ts';
import { renderEvents } from './distribute.ts';
import { waitingMarker } from './queue.ts';
import { outgoing } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Outgoing } from './types.ts';

/**
 * oadrRequestEvent: the event list at once, at most `replyLimit` of it (rule 27). It stands for the marker that waits,
 * unless it is cut: then the VEN still does not know all.
 */
export function requestEvent(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrRequestEvent>): Outgoing {
  ven.progress.requestedEvents = true;
  const { requestID, replyLimit } = body.eiRequestEvent ?? {};
  const list = renderEvents(core, ven, turn.now, requestID, replyLimit);
  const item = list.cut ? undefined : waitingMarker(ven);
  launch(core, turn, {
    ven,
    item,
    payload: 'oadrDistributeEvent',
    requestID: list.requestID,
    events: list.events,
    cut: list.cut,
  });
  return outgoing(list.message, item ? [...list.patch, ...item.patch] : list.patch);
}

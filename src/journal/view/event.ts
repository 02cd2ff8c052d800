import type { Change, DeliveryChange, EventChange, ResponseChange } from '../../vtn/change.ts';
import type { EventVen, EventView, View } from './model.ts';
import { decide } from './opt.ts';

/** Folds a fact of the core into the events. */
export function reduceEvent(view: View, change: Change): void {
  if (change.what === 'event') changed(view, change);
  else if (change.what === 'delivery') delivered(view, change);
  else if (change.what === 'response') answered(view, change);
}

function changed(view: View, change: EventChange): void {
  const event = eventOf(view, change);
  const newer = change.modificationNumber > event.modificationNumber;
  event.summary = change.summary;
  event.modificationNumber = Math.max(event.modificationNumber, change.modificationNumber);
  event.status = change.status;
  event.schedule = change.schedule;
  event.responseRequired = change.responseRequired;
  if (change.cause === 'removed') {
    event.vens.delete(change.venID);
    if (event.vens.size === 0) view.events.delete(change.eventID);
    return;
  }
  const ven = event.vens.get(change.venID);
  if (!ven) event.vens.set(change.venID, { modificationNumber: change.modificationNumber, status: change.status });
  else {
    ven.modificationNumber = change.modificationNumber;
    ven.status = change.status;
    if (newer) ven.opt = undefined;
  }
}

function eventOf(view: View, change: EventChange): EventView {
  const present = view.events.get(change.eventID);
  if (present) return present;
  if (view.events.size >= view.limits.events) {
    // Maps keep the order of insertion: the first is the oldest.
    const oldest = view.events.keys().next().value;
    if (oldest !== undefined) view.events.delete(oldest);
  }
  const event: EventView = {
    eventID: change.eventID,
    summary: change.summary,
    modificationNumber: change.modificationNumber,
    status: change.status,
    schedule: change.schedule,
    responseRequired: change.responseRequired,
    vens: new Map<string, EventVen>(),
  };
  view.events.set(change.eventID, event);
  return event;
}

function delivered(view: View, change: DeliveryChange): void {
  if (change.state !== 'delivered') return;
  for (const { eventID, modificationNumber } of change.events ?? []) {
    const ven = view.events.get(eventID)?.vens.get(change.venID);
    if (ven) ven.delivered = Math.max(ven.delivered ?? 0, modificationNumber);
  }
}

function answered(view: View, change: ResponseChange): void {
  const ven = view.events.get(change.eventID)?.vens.get(change.venID);
  if (!ven) return;
  decide(ven, change);
  if ((change.resourceIDs ?? []).length > 0 && change.match === 'matched') return;
  ven.code = change.responseCode;
  ven.match = change.match === 'noEffect' ? 'matched' : change.match;
}

/** Events that may still be cancelled for a VEN, newest first. */
export function openEvents(view: Pick<View, 'events'>, venID: string): EventView[] {
  return [...view.events.values()]
    .filter((event) => {
      const status = event.vens.get(venID)?.status;
      return status !== undefined && status !== 'completed' && status !== 'cancelled';
    })
    .reverse();
}

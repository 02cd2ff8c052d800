import { RAMP } from './device/course.ts';
import { intervalAt, statusAt } from './execute.ts';
import type { Offer, OfferedPeriod } from './offer.ts';
import type { KnownEvent } from './state.ts';
import type { Turn } from './turn.ts';

/** The event on the VEN's own schedule: random offset (rule 30), near, end, and the absolute times of all intervals. */
export function schedule(turn: Turn, offer: Offer, period: OfferedPeriod, known: KnownEvent | undefined) {
  const { startAfter, duration, rampUp } = period;
  const offset =
    known?.startAfter === startAfter ? known.offset : Math.floor(turn.random.next() * drawnFrom(startAfter));
  const start = period.start + offset;
  return {
    eventID: offer.eventID,
    modificationNumber: offer.modificationNumber,
    responseRequired: offer.responseRequired,
    priority: offer.priority,
    test: offer.test,
    startAfter,
    offset,
    start,
    ...(rampUp > 0 && { near: start - rampUp }),
    ...(duration > 0 && { end: start + duration }),
    ...resourcesOf(offer.target),
    signals: (offer.signals ?? []).map(({ signalID, name, type, scale, intervals }) => ({
      signalID,
      name,
      type,
      ...(scale !== undefined && { scale }),
      intervals: intervals.map(({ from, to, value }) => ({
        start: start + from,
        ...(to > from && { end: start + to }),
        value,
      })),
    })),
  };
}

/**
 * The part of the randomisation window from which a start is drawn, ms: the device is to be where the event wants it
 * before the window is over (rule 30).
 */
function drawnFrom(startAfter: number): number {
  return Math.max(startAfter - RAMP, startAfter / 2);
}

/** Criteria of a target are alternatives (rule 22), so that only one with nothing but resourceIDs leaves out the others. */
function resourcesOf(target: Offer['target']): { readonly resources?: readonly string[] } {
  const criteria = Object.entries(target).filter(([, list]) => Array.isArray(list) && list.length > 0);
  const { resourceID = [] } = target;
  return criteria.length === 1 && resourceID.length > 0 ? { resources: resourceID } : {};
}

/** The event with the status and interval that it has at `now`. */
export function withStatus(event: Omit<KnownEvent, 'status'>, now: number): KnownEvent {
  const status = statusAt(event, now);
  const interval = status === 'active' ? intervalAt(event, now) : undefined;
  return { ...event, status, ...(interval !== undefined && { interval }) };
}

/** Puts an event into the list of known ones, in the place that it has. */
export function replace(turn: Turn, event: KnownEvent): void {
  const { events } = turn.state;
  const known = events.some(({ eventID }) => eventID === event.eventID);
  turn.set({
    events: known ? events.map((other) => (other.eventID === event.eventID ? event : other)) : [...events, event],
  });
}

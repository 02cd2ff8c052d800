import type { Offer } from '../ven/offer.ts';
import type { ClientEvent } from './client-event.ts';

/** An offer for programs. */
export function clientEvent(offer: Offer): ClientEvent {
  const { eventID, modificationNumber, responseRequired, priority, test, marketContext, target, period } = offer;
  const { start = 0, duration = 0 } = period ?? {};
  return {
    ...{ eventId: eventID, modificationNumber, responseRequired, priority, testEvent: test },
    start: new Date(start),
    ...(duration > 0 && { end: new Date(start + duration) }),
    ...(marketContext !== undefined && { marketContext }),
    resourceIds: target.resourceID ?? [],
    signals: (offer.signals ?? []).map(({ signalID, name, type, unit, intervals }) => ({
      ...{ signalId: signalID, signalName: name, signalType: type },
      ...(unit !== undefined && { unit }),
      intervals: intervals.map(({ from, to, value }) => ({
        start: new Date(start + from),
        ...(to > from && { end: new Date(start + to) }),
        signalPayload: value,
      })),
    })),
  };
}

import type { Offer } from '../ven/offer.ts';

/** An interval of a signal as the VEN reads it. */
export interface ClientInterval {
  readonly start: Date;
  /** Absent: open-ended. */
  readonly end?: Date;
  readonly signalPayload: number;
}

/** A signal as the VEN reads it. */
export interface ClientSignal {
  readonly signalId: string;
  readonly signalName: string;
  readonly signalType: string;
  /** Element name of its itemBase. */
  readonly unit?: string;
  readonly intervals: readonly ClientInterval[];
}

/** An event that a VTN offers, in a version that is new to the VEN and that it could carry out. */
export interface ClientEvent {
  readonly eventId: string;
  readonly modificationNumber: number;
  readonly responseRequired: 'always' | 'never';
  readonly start: Date;
  /** Absent: open-ended. */
  readonly end?: Date;
  /** 1 highest, 0 none. */
  readonly priority: number;
  readonly testEvent: boolean;
  readonly marketContext?: string;
  /** resourceIDs that it is for; empty: all. */
  readonly resourceIds: readonly string[];
  readonly signals: readonly ClientSignal[];
}

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

import type { EventChange } from './change.ts';
import type { EventSpec } from './event-spec.ts';
import type { Ven, VenEvent } from './state.ts';
import type { Turn } from './turn.ts';

/** Tells what a VEN's copy of an event is now. */
export function tellEvent(turn: Turn, ven: Ven, event: VenEvent, cause: EventChange['cause']): void {
  turn.change({
    what: 'event',
    venID: ven.venID,
    eventID: event.eventID,
    modificationNumber: event.modificationNumber,
    // Left out is cancelled to whoever keeps a list of events (rule 61).
    status: event.omitted ? 'cancelled' : event.status,
    cause,
    schedule: event.schedule,
    responseRequired: event.spec.responseRequired ?? 'always',
    summary: summary(event.spec),
  });
}

/** `SIMPLE level 1, 2; ELECTRICITY_PRICE price 0.4` */
export function summary(spec: EventSpec): string {
  return spec.signals
    .map(({ name, type, intervals }) => `${name} ${type} ${intervals.map(({ value }) => value).join(', ')}`)
    .join('; ');
}

import type { Message, OadrEvent } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { Core, Flight } from './core.ts';
import { listedEvents } from './event-list.ts';
import { oadrEvent } from './event-message.ts';
import { distributeEvent, OK } from './reply.ts';
import { statusAt } from './schedule.ts';
import type { Ven, VenEvent } from './state.ts';

/** An oadrDistributeEvent as it is at one moment, and what it lists. */
export interface EventList {
  readonly message: Message;
  readonly patch: readonly Patch[];
  readonly requestID: string;
  readonly events: NonNullable<Flight['events']>;
  /** replyLimit left some out. */
  readonly cut: boolean;
}

/**
 * Renders a VEN's event list: status, currentValue and one createdDateTime for all are those of now (rule 115).
 * @param answered requestID of an oadrRequestEvent that is answered
 * @param limit replyLimit: at most as many events, the first ones (rules 15, 27)
 */
export function renderEvents(core: Core, ven: Ven, now: number, answered?: string, limit?: number): EventList {
  const all = listedEvents(ven, now);
  const listed = limit === undefined ? all : all.slice(0, limit);
  const requestID = core.random.id();
  const events: OadrEvent[] = listed.map((event) => oadrEvent(event, now));
  return {
    message: distributeEvent(core, OK, answered, requestID, events),
    patch: listed.flatMap(patchesOf),
    requestID,
    events: listed.map((event) => ({
      eventID: event.eventID,
      modificationNumber: event.modificationNumber,
      status: statusAt(event, now),
    })),
    cut: listed.length < all.length,
  };
}

/** Patches of one event, which are found by its eventID: one that changes it comes last. */
function patchesOf(event: VenEvent): Patch[] {
  const renames = ({ path }: Patch) => path.split('.').at(-1) === 'eventID';
  return [...event.patch.filter((patch) => !renames(patch)), ...event.patch.filter(renames)].map((patch) => ({
    ...patch,
    event: event.eventID,
  }));
}

import type { Message } from '../openadr/index.ts';
import type { OptType } from './facts.ts';
import { objection } from './judge.ts';
import { type Offer, readOffer } from './offer.ts';
import type { VenConfig, VenState } from './state.ts';

/** Decides whether the VEN takes part in an event that it could carry out; asked once for each version. Must not throw. */
export type Decide = (offer: Offer) => OptType | Promise<OptType>;

/** What was decided, by version of an event. */
export type Decisions = ReadonlyMap<string, OptType>;

/**
 * Asks for a decision about each event of a message that is new to the VEN; nothing where there is none.
 * @param now ms since the epoch, bench time
 */
export async function decideOn(
  message: Message | undefined,
  { state, config, now, decide }: { state: VenState; config: VenConfig; now: number; decide: Decide },
): Promise<Decisions | undefined> {
  if (message?.name !== 'oadrDistributeEvent') return undefined;
  const open = (message.body.oadrEvent ?? []).flatMap((event) => {
    const offer = readOffer(event);
    if (!offer || offer.cancelled || isKnown(state, offer)) return [];
    return objection(offer, config, state.venID ?? '', now) ? [] : [offer];
  });
  if (open.length === 0) return undefined;
  return new Map(
    await Promise.all(open.map(async (offer): Promise<[string, OptType]> => [versionOf(offer), await decide(offer)])),
  );
}

/** Name of a version of an event. */
export function versionOf({ eventID, modificationNumber }: Pick<Offer, 'eventID' | 'modificationNumber'>): string {
  return `${eventID}\n${modificationNumber}`;
}

function isKnown({ events }: VenState, { eventID, modificationNumber }: Offer): boolean {
  return events.some(
    (event) =>
      event.eventID === eventID && event.modificationNumber >= modificationNumber && event.status !== 'cancelled',
  );
}

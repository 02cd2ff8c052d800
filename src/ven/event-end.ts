import { type Answer, type AnswerKey, isAnswered } from './answer.ts';
import { eventFact, statusAt } from './execute.ts';
import type { EventFact } from './facts.ts';
import type { Offer } from './offer.ts';
import { replace } from './schedule.ts';
import type { KnownEvent } from './state.ts';
import type { Turn } from './turn.ts';

/** How events end, or do not, by the VTN's will: explicit and implied cancels, and changes that the VEN refuses. */

/** A change of an active event that this VEN refuses: it goes on as it was. */
export function locked(turn: Turn, offer: Offer, known: KnownEvent, about: AnswerKey): Answer {
  const { modificationNumber, requestID } = about;
  replace(turn, { ...known, modificationNumber, requestID, kept: offer.cancelled });
  return { ...about, optType: 'optOut', code: '200' };
}

/** An explicit cancel; of an unknown event it is acknowledged all the same (rules 36, 59, 60). */
export function cancelled(
  turn: Turn,
  offer: Offer,
  known: KnownEvent | undefined,
  about: AnswerKey,
): Answer | undefined {
  const { cancel } = turn.config.personality;
  if (known && known.status !== 'cancelled') {
    const latest = { ...known, modificationNumber: offer.modificationNumber, requestID: about.requestID };
    if (cancel !== 'confirm' && known.status !== 'completed') {
      replace(turn, { ...latest, kept: true });
      return cancel === 'refuse' ? { ...about, optType: 'optOut', code: '200' } : undefined;
    }
    end(turn, latest, 'cancelled');
  }
  return { ...about, optType: 'optIn', code: '200' };
}

/** Events that the VTN left out: forgotten if completed, else cancelled by implication (rule 61). */
export function omit(turn: Turn, listed: ReadonlySet<string>): void {
  const { cancel, omission } = turn.config.personality;
  for (const event of turn.state.events) {
    if (listed.has(event.eventID) || event.kept || event.status === 'cancelled') continue;
    if (event.status !== 'completed' && omission === 'answered') continue;
    if (cancel !== 'confirm' && event.status === 'active') replace(turn, { ...event, kept: true });
    else end(turn, event, 'omitted');
  }
}

/** Answers to events that the VTN left out, by a VEN that goes on answering them. */
export function stillAnswered(turn: Turn, listed: ReadonlySet<string>, requestID: string): Answer[] {
  if (turn.config.personality.omission === 'cancels') return [];
  return turn.state.events
    .filter((event) => !listed.has(event.eventID) && isAnswered(turn, event))
    .map(({ eventID, modificationNumber, optType, responseCode: code }) => ({
      ...{ eventID, modificationNumber, requestID, optType, code },
    }));
}

/** Takes an event off the list; a running one with a randomisation window ends at a random moment within it (rule 65). */
function end(turn: Turn, event: KnownEvent, cause: Extract<EventFact['cause'], 'cancelled' | 'omitted'>): void {
  const status = statusAt(event, turn.now);
  if (status === 'active' && event.startAfter > 0) {
    const ending = turn.now + Math.floor(turn.random.next() * event.startAfter);
    const next: KnownEvent = { ...event, status: 'cancelled', ending };
    replace(turn, next);
    turn.tell(eventFact(next, cause, turn.now));
    return;
  }
  turn.set({ events: turn.state.events.filter(({ eventID }) => eventID !== event.eventID) });
  const { interval: _, ...over } = event;
  if (status !== 'completed') turn.tell(eventFact({ ...over, status: 'cancelled' }, cause, turn.now));
}

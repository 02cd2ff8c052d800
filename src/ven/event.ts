import type { OadrDistributeEvent } from '../openadr/index.ts';
import { type Answer, isAnswered, refuseList, sendAnswers } from './answer.ts';
import { eventFact, statusAt } from './execute.ts';
import type { EventFact } from './facts.ts';
import { objection } from './judge.ts';
import { type Offer, readOffer } from './offer.ts';
import { schedule, withStatus } from './schedule.ts';
import type { KnownEvent } from './state.ts';
import type { Turn } from './turn.ts';

/** EiEvent from the VEN's side: the list of known events, and an answer for each event that wants one (rules 56 to 62). */

/** Asks for all events, at start-up (rule 405). */
export function requestEvents(turn: Turn): void {
  const body = {
    eiRequestEvent: { requestID: turn.random.id(), venID: turn.state.venID ?? '' },
    schemaVersion: '2.0b',
  };
  turn.post('EiEvent', { name: 'oadrRequestEvent', body });
}

/**
 * Takes a list of events and answers it.
 * @param whole whether the list came undamaged; only then does an event that it lacks count as cancelled
 */
export function distributed(turn: Turn, body: OadrDistributeEvent, whole: boolean): void {
  const { vtnID } = turn.state;
  if (vtnID !== undefined && body.vtnID !== vtnID) {
    const why = `vtnID is ${body.vtnID}, expected ${vtnID}`;
    turn.problem(why, { payload: 'oadrDistributeEvent', responseCode: '452' });
    refuseList(turn, '452', body.requestID, why);
    return;
  }
  const offers = (body.oadrEvent ?? []).map(readOffer);
  const readable = offers.filter((offer) => offer !== undefined);
  if (readable.length < offers.length)
    turn.problem('an event without a readable eventID', { payload: 'oadrDistributeEvent' });
  const answers: Answer[] = [];
  for (const offer of readable) {
    const answer = taken(turn, offer, body.requestID);
    if (answer && isAnswered(turn, offer)) answers.push(answer);
  }
  if (whole && readable.length === offers.length) omit(turn, new Set(readable.map(({ eventID }) => eventID)));
  sendAnswers(turn, answers);
}

/** Takes one event into the list of known ones, out of it, or not at all, and says what to answer. */
function taken(turn: Turn, offer: Offer, requestID: string): Answer | undefined {
  const { eventID, modificationNumber } = offer;
  const about = { eventID, modificationNumber, requestID };
  if (!turn.config.personality.remembersEvents) return forgotten(turn, offer, about);
  const known = turn.state.events.find((event) => event.eventID === eventID);
  if (known && modificationNumber < known.modificationNumber)
    return { ...about, optType: 'optOut', code: '450', why: `version ${known.modificationNumber} is known` };
  if (offer.cancelled) return cancelled(turn, offer, known, about);
  if (known && modificationNumber === known.modificationNumber && known.status !== 'cancelled') {
    replace(turn, { ...known, requestID, responseRequired: offer.responseRequired });
    return { ...about, optType: known.optType, code: known.responseCode };
  }
  return accepted(turn, offer, known, about);
}

/** A new event or a new version of a known one. */
function accepted(
  turn: Turn,
  offer: Offer,
  known: KnownEvent | undefined,
  about: Pick<Answer, 'eventID' | 'modificationNumber' | 'requestID'>,
): Answer {
  const fault = objection(offer, turn.config, turn.state.venID ?? '', turn.now);
  // Once an oadrCreateOpt has spoken for the event, a modification changes nothing about that (rule 206).
  const qualified = turn.state.opts.some((opt) => opt.eventID === offer.eventID) ? known?.optType : undefined;
  const optType = fault ? 'optOut' : (qualified ?? turn.config.personality.opt);
  const code = fault?.code ?? '200';
  if (offer.period) {
    const event = {
      ...schedule(turn, offer, offer.period, known),
      requestID: about.requestID,
      optType,
      responseCode: code,
    };
    const next: KnownEvent = withStatus(event, turn.now);
    replace(turn, next);
    turn.tell(eventFact(next, known ? 'modified' : 'received', turn.now));
  }
  return { ...about, optType, code, ...(fault && { why: fault.why }) };
}

/** An explicit cancel; of an unknown event it is acknowledged all the same (rules 36, 59, 60). */
function cancelled(
  turn: Turn,
  offer: Offer,
  known: KnownEvent | undefined,
  about: Pick<Answer, 'eventID' | 'modificationNumber' | 'requestID'>,
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
function omit(turn: Turn, listed: ReadonlySet<string>): void {
  for (const event of turn.state.events) {
    if (listed.has(event.eventID) || event.kept || event.status === 'cancelled') continue;
    if (turn.config.personality.cancel !== 'confirm' && event.status === 'active')
      replace(turn, { ...event, kept: true });
    else end(turn, event, 'omitted');
  }
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

/** A VEN that keeps no list: what cannot be new is unknown to it. */
function forgotten(
  turn: Turn,
  offer: Offer,
  about: Pick<Answer, 'eventID' | 'modificationNumber' | 'requestID'>,
): Answer {
  if (offer.modificationNumber > 0 || offer.cancelled)
    return { ...about, optType: 'optOut', code: '452', why: 'the eventID is not known' };
  const fault = objection(offer, turn.config, turn.state.venID ?? '', turn.now);
  if (fault) return { ...about, optType: 'optOut', ...fault };
  return { ...about, optType: turn.config.personality.opt, code: '200' };
}

function replace(turn: Turn, event: KnownEvent): void {
  const { events } = turn.state;
  const known = events.some(({ eventID }) => eventID === event.eventID);
  turn.set({
    events: known ? events.map((other) => (other.eventID === event.eventID ? event : other)) : [...events, event],
  });
}

import type { OadrDistributeEvent } from '../openadr/index.ts';
import { type Answer, type AnswerKey, isAnswered, refuseList, sendAnswers } from './answer.ts';
import { versionOf } from './decide.ts';
import { cancelled, locked, omit, stillAnswered } from './event-end.ts';
import { eventFact } from './execute.ts';
import { objection } from './judge.ts';
import { type Offer, readOffer } from './offer.ts';
import { isOut } from './opt.ts';
import { replace, schedule, withStatus } from './schedule.ts';
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
  if (whole && readable.length === offers.length) {
    const listed = new Set(readable.map(({ eventID }) => eventID));
    omit(turn, listed);
    answers.push(...stillAnswered(turn, listed, body.requestID));
  }
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
  const changes = offer.cancelled || (known && modificationNumber > known.modificationNumber);
  if (known?.status === 'active' && changes && !turn.config.personality.changesActive)
    return locked(turn, offer, known, about);
  if (offer.cancelled) return cancelled(turn, offer, known, about);
  if (known && modificationNumber === known.modificationNumber && known.status !== 'cancelled') {
    replace(turn, { ...known, requestID, responseRequired: offer.responseRequired });
    if (!turn.config.personality.repeatsAnswers) return undefined;
    return { ...about, optType: known.optType, code: known.responseCode };
  }
  return accepted(turn, offer, known, about);
}

/** A new event or a new version of a known one. */
function accepted(turn: Turn, offer: Offer, known: KnownEvent | undefined, about: AnswerKey): Answer {
  const fault = objection(offer, turn.config, turn.state.venID ?? '', turn.now);
  // Once an oadrCreateOpt has spoken for the event, a modification changes nothing about that (rule 206).
  const byOpt = turn.state.opts.some((opt) => opt.eventID === offer.eventID);
  const left = turn.config.personality.leaves !== undefined && known?.optType === 'optOut';
  const qualified = byOpt || left ? known?.optType : undefined;
  const optType = fault ? 'optOut' : (qualified ?? turn.decisions?.get(versionOf(offer)) ?? decision(turn, offer));
  const code = fault?.code ?? '200';
  if (offer.period) {
    const event = {
      ...schedule(turn, offer, offer.period, known),
      requestID: about.requestID,
      ...(known?.apart && { apart: known.apart }),
      optType,
      responseCode: code,
    };
    const next: KnownEvent = withStatus(event, turn.now);
    replace(turn, next);
    turn.tell(eventFact(next, known ? 'modified' : 'received', turn.now));
  }
  return { ...about, optType, code, ...(fault && { why: fault.why }) };
}

/** Whether it takes part in an event that it can carry out. */
function decision(turn: Turn, { eventID, period, marketContext }: Offer): Answer['optType'] {
  const { opt, overlaps } = turn.config.personality;
  if (!period) return opt;
  const end = period.duration > 0 ? period.start + period.duration : Number.POSITIVE_INFINITY;
  if (isOut(turn.state, { start: period.start, end, marketContext })) return 'optOut';
  if (overlaps) return opt;
  const other = turn.state.events.some(
    (event) =>
      event.eventID !== eventID &&
      event.optType === 'optIn' &&
      event.start < end &&
      period.start < (event.end ?? Number.POSITIVE_INFINITY),
  );
  return other ? 'optOut' : opt;
}

/** A VEN that keeps no list: what cannot be new is unknown to it. */
function forgotten(turn: Turn, offer: Offer, about: AnswerKey): Answer {
  if (offer.modificationNumber > 0 || offer.cancelled)
    return { ...about, optType: 'optOut', code: '452', why: 'the eventID is not known' };
  const fault = objection(offer, turn.config, turn.state.venID ?? '', turn.now);
  if (fault) return { ...about, optType: 'optOut', ...fault };
  return { ...about, optType: turn.config.personality.opt, code: '200' };
}

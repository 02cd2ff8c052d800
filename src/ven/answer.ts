import { type EventResponse, isSuccess } from '../openadr/index.ts';
import type { OptType } from './facts.ts';
import type { Offer } from './offer.ts';
import { response } from './response.ts';
import type { Turn } from './turn.ts';

/** What the VEN says about one version of an event. */
export interface Answer {
  readonly eventID: string;
  readonly modificationNumber: number;
  readonly optType: OptType;
  readonly code: string;
  readonly why?: string;
  /** Of the oadrDistributeEvent that it came in (rule 42). */
  readonly requestID: string;
}

/** Which version of an event is answered, and under which requestID. */
export type AnswerKey = Pick<Answer, 'eventID' | 'modificationNumber' | 'requestID'>;

/** Whether the VEN answers this event at all (rules 12, 62, or against them by its personality). */
export function isAnswered(turn: Turn, { responseRequired }: Pick<Offer, 'responseRequired'>): boolean {
  const { answers } = turn.config.personality;
  return answers === 'all' || (answers === 'required' && responseRequired === 'always');
}

/** Answers events in one oadrCreatedEvent, now or after some polls as the personality has it. */
export function sendAnswers(turn: Turn, answers: readonly Answer[]): void {
  if (answers.length === 0) return;
  for (const { eventID, modificationNumber, optType, code } of answers)
    turn.tell({ fact: 'opt', eventID, modificationNumber, optType, responseCode: code, via: 'oadrCreatedEvent' });
  const { state, config } = turn;
  const sending = turn.sending('EiEvent', {
    name: 'oadrCreatedEvent',
    body: {
      eiCreatedEvent: {
        // Empty, since the event responses carry their own (rule 42).
        eiResponse: response('200', ''),
        eventResponses: { eventResponse: answers.map((answer) => eventResponse(turn, answer)) },
        venID: state.venID ?? '',
      },
      schemaVersion: '2.0b',
    },
  });
  const polls = config.personality.answerAfterPolls;
  if (polls === 0) turn.repost(sending);
  else turn.set({ held: [...state.held, { polls, sending }] });
}

/** Refuses a whole oadrDistributeEvent: an error in eiResponse, no event responses (rules 21, 25, 35). */
export function refuseList(turn: Turn, code: string, requestID: string, why: string): void {
  turn.post('EiEvent', {
    name: 'oadrCreatedEvent',
    body: {
      eiCreatedEvent: { eiResponse: response(code, requestID, why), venID: turn.state.venID ?? '' },
      schemaVersion: '2.0b',
    },
  });
}

/** A poll of the cadence went out: what was held back for so many polls follows it. */
export function releaseHeld(turn: Turn): void {
  if (turn.state.held.length === 0) return;
  const counted = turn.state.held.map(({ polls, sending }) => ({ polls: polls - 1, sending }));
  for (const { polls, sending } of counted) if (polls <= 0) turn.repost(sending);
  turn.set({ held: counted.filter(({ polls }) => polls > 0) });
}

function eventResponse(turn: Turn, answer: Answer): EventResponse {
  const { personality } = turn.config;
  const { eventID, modificationNumber, optType, code, why } = answer;
  const stale = personality.version === 'previous' && modificationNumber > 0;
  return {
    responseCode: code,
    responseDescription: isSuccess(code) ? 'OK' : (why ?? ''),
    requestID: personality.requestID === 'own' ? turn.random.id() : answer.requestID,
    qualifiedEventID: { eventID, modificationNumber: stale ? modificationNumber - 1 : modificationNumber },
    optType,
  };
}

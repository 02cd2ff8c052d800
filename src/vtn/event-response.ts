import type { EventResponse, Message, OadrCreatedEvent } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { ReceivedResponse } from './ask.ts';
import type { ResponseChange } from './change.ts';
import { NOT_HANDLED, put } from './consult.ts';
import type { Core } from './core.ts';
import { finish } from './delivery.ts';
import { newestDelivered } from './event-versions.ts';
import { type Code, OK, oadrResponse, type Verdict } from './reply.ts';
import { remarkRefusal } from './sequence.ts';
import type { Sending, Ven, VenEvent } from './state.ts';
import { eiTarget, resourcesOf } from './targets.ts';
import type { Turn } from './turn.ts';

/**
 * oadrCreatedEvent: each eventResponse by eventID and modificationNumber (rules 25, 41 to 43, 48). It says what the VEN
 * does, so it is taken over even where the program fails to handle it.
 * @throws Asking
 */
export function createdEvent(
  core: Core,
  turn: Turn,
  ven: Ven,
  message: Message,
  body: Lenient<OadrCreatedEvent>,
): Message {
  const { eiResponse, eventResponses } = body.eiCreatedEvent ?? {};
  const responses = eventResponses?.eventResponse ?? [];
  const input = { venID: ven.venID, responses: responses.flatMap((one) => complete(one) ?? []) };
  const answered = input.responses.length === 0 ? undefined : put(core, turn, { handler: 'createdEvent', input });
  const failed = answered && 'failed' in answered ? NOT_HANDLED : undefined;
  remarkRefusal(turn, message, eiResponse?.responseCode, eiResponse?.responseDescription);
  const faults = responses.map((response) => respond(turn, ven, response)).filter((fault) => fault !== undefined);
  return oadrResponse(faults[0] ?? failed ?? OK, eiResponse?.requestID, ven.venID);
}

/** What a response says, where it says all of it. */
function complete({
  qualifiedEventID,
  optType,
  responseCode = '',
}: Lenient<EventResponse>): ReceivedResponse | undefined {
  const { eventID, modificationNumber } = qualifiedEventID ?? {};
  if (eventID === undefined || modificationNumber === undefined || optType === undefined) return undefined;
  return { eventID, modificationNumber, optType, responseCode };
}

type Answer = Omit<ResponseChange, 'what' | 'venID' | 'match' | 'newest'>;

function respond(turn: Turn, ven: Ven, response: Lenient<EventResponse>): Verdict | undefined {
  const eventID = response.qualifiedEventID?.eventID;
  const version = response.qualifiedEventID?.modificationNumber;
  // What could not be read has findings of its own and says nothing about an event.
  if (eventID === undefined || version === undefined || response.optType === undefined)
    return fault('459', 'incomplete eventResponse');
  const answer: Answer = {
    eventID,
    modificationNumber: version,
    optType: response.optType,
    responseCode: response.responseCode ?? '',
    requestID: response.requestID ?? '',
    via: 'oadrCreatedEvent',
    exchange: turn.exchange ?? '',
  };
  const event = ven.events.get(eventID);
  if (!event) {
    const versions = ven.foreign.get(eventID);
    if (versions) return respondForeign(turn, ven, answer, versions);
    tell(turn, ven, answer, 'unknownEvent', false);
    turn.sequence('error', `an eventResponse for event ${eventID}, which was never sent`, {
      rule: 48,
      expected: 'an eventID from an oadrDistributeEvent',
      actual: eventID,
    });
    return fault('452', `unknown eventID ${eventID}`);
  }
  const sending = event.sendings.get(version);
  const newest = newestDelivered(event);
  if (!sending || (newest !== undefined && version < newest))
    return mismatch(turn, ven, event.sendings, answer, newest);
  accept(turn, ven, event, answer, sending, newest === undefined || version >= newest);
  return undefined;
}

/** An answer to an event that was sent by hand: the VTN keeps nothing of it but what went out. */
function respondForeign(
  turn: Turn,
  ven: Ven,
  answer: Answer,
  versions: ReadonlyMap<number, Sending>,
): Verdict | undefined {
  const newest = Math.max(...versions.keys());
  const sending = versions.get(answer.modificationNumber);
  if (!sending || answer.modificationNumber < newest) return mismatch(turn, ven, versions, answer, newest);
  tell(turn, ven, answer, judgeSending(turn, answer, sending) ?? 'matched', true);
  return undefined;
}

function mismatch(
  turn: Turn,
  ven: Ven,
  sendings: ReadonlyMap<number, Sending>,
  answer: Answer,
  newest: number | undefined,
): Verdict {
  const { eventID, modificationNumber: version } = answer;
  const stale = sendings.has(version);
  tell(turn, ven, answer, stale ? 'staleVersion' : 'wrongVersion', false);
  turn.sequence(
    stale ? 'warning' : 'error',
    `an eventResponse for event ${eventID} with ${stale ? 'an old' : 'a wrong'} modificationNumber`,
    {
      rule: 48,
      expected: newest === undefined ? 'a version that was delivered' : `${newest}`,
      actual: `${version}`,
    },
  );
  return fault('450', `modificationNumber ${version} of event ${eventID} is not the current one`);
}

function accept(turn: Turn, ven: Ven, event: VenEvent, answer: Answer, sending: Sending, newest: boolean): void {
  const match = judge(turn, event, answer, sending);
  tell(turn, ven, answer, match, newest);
  const { modificationNumber: version, optType } = answer;
  if (event.answered === undefined || version > event.answered) {
    event.answered = version;
    turn.dirty(ven.venID);
  }
  if (newest) ven.unanswered.delete(event);
  if (!ruledByOpts(event) && event.opt !== optType) {
    event.opt = optType;
    turn.dirty(ven.venID);
  }
  // optIn: cancelled; optOut: cannot cancel. Both acknowledge (rule 36).
  if (event.cancelled && version === event.modificationNumber && !event.finished) {
    finish(ven, event);
    turn.dirty(ven.venID);
  }
}

function judge(turn: Turn, event: VenEvent, answer: Answer, sending: Sending): ResponseChange['match'] {
  const fault = judgeSending(turn, answer, sending);
  if (!ruledByOpts(event)) return fault ?? 'matched';
  // Whatever else is wrong with it: it changes nothing.
  turn.sequence('info', `an eventResponse for event ${event.eventID} has no effect after oadrCreateOpt`, { rule: 206 });
  return 'noEffect';
}

/** What is wrong with an answer beside what went out, if anything (rules 12, 42). */
function judgeSending(
  turn: Turn,
  { eventID, optType, requestID }: Answer,
  sending: Sending,
): 'notRequired' | 'wrongRequestID' | undefined {
  if (sending.responseRequired === 'never') {
    turn.rule(12, 'error', `an eventResponse for event ${eventID}, which wants none`, {
      expected: 'no answer: oadrResponseRequired was never',
      actual: optType,
    });
    return 'notRequired';
  }
  if (sending.restored || sending.requestIDs.has(requestID)) return undefined;
  turn.rule(42, 'error', `the eventResponse for event ${eventID} has a wrong requestID`, {
    expected: [...sending.requestIDs].at(-1) ?? '',
    actual: given(requestID) ?? 'none',
    hint: 'the requestID of the oadrDistributeEvent that brought this version',
  });
  return 'wrongRequestID';
}

/** Whether oadrCreateOpts rule over every resource of the event (rule 206). */
function ruledByOpts(event: VenEvent): boolean {
  if (event.opts.has('')) return true;
  const resources = resourcesOf(eiTarget(event.spec.targets));
  return resources.length > 0 && resources.every((resource) => event.opts.has(resource));
}

function tell(turn: Turn, ven: Ven, answer: Answer, match: ResponseChange['match'], newest: boolean): void {
  turn.change({ what: 'response', venID: ven.venID, ...answer, match, newest });
}

function fault(code: Code, description: string): Verdict {
  return { code, description };
}

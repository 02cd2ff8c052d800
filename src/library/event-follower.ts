import type { Change, EventChange, ResponseChange } from '../vtn/change.ts';
import { OpenADRError } from './error.ts';
import type { EventCallback, EventHandle, EventResponse } from './event-handle.ts';
import { Pending } from './promise.ts';

interface Waiting {
  readonly version: number;
  /** It is the cancellation that is waited for. */
  readonly cancels: boolean;
  /** The VEN has it. */
  arrived: boolean;
  readonly delivered: Pending<void>;
  readonly response: Pending<EventResponse>;
}

/** What the program wants to hear of one event of one VEN. */
interface Followed {
  readonly eventID: string;
  readonly waiting: Set<Waiting>;
  callback?: EventCallback;
  /** What the last answer said: VENs say the same again with each list of events. */
  last?: string;
}

/** A version of an event for one VEN. */
export interface Version {
  readonly venID: string;
  readonly eventID: string;
  readonly modificationNumber: number;
}

/** Answers that say what the VEN does; of others the program hears where it waits for one. */
const TELLING: ReadonlySet<ResponseChange['match']> = new Set(['matched', 'wrongRequestID', 'notRequired']);

/** Follows the events of the program through the record: delivered, answered, or gone. */
export class EventFollower {
  readonly #followed = new Map<string, Followed>();
  readonly #call: (callback: () => unknown, what: string) => void;

  /** @param call calls back into the program, later and guarded */
  constructor(call: (callback: () => unknown, what: string) => void) {
    this.#call = call;
  }

  /** @param answered whether the VEN has to answer at all */
  follow(
    { venID, eventID, modificationNumber }: Version,
    { answered, cancels = false, callback }: { answered: boolean; cancels?: boolean; callback?: EventCallback },
  ): EventHandle {
    const key = keyOf(venID, eventID);
    const followed = this.#followed.get(key) ?? { eventID, waiting: new Set() };
    this.#followed.set(key, followed);
    if (callback) followed.callback = callback;
    const delivered = new Pending<void>();
    const response = new Pending<EventResponse>();
    followed.waiting.add({ version: modificationNumber, cancels, arrived: false, delivered, response });
    if (!answered) {
      const hint = 'wait for `delivered` instead';
      response.reject(new OpenADRError('NO_RESPONSE', `event ${eventID} wants no answer`, { rule: 12, hint }));
    }
    return {
      ...{ eventId: eventID, modificationNumber },
      ...{ delivered: delivered.promise, response: response.promise },
    };
  }

  /** One fact of the core. */
  heard(change: Change): void {
    if (change.what === 'event') this.#event(change);
    else if (change.what === 'response') this.#response(change);
    else if (change.what === 'delivery' && change.state === 'delivered') {
      for (const { eventID, modificationNumber } of change.events ?? []) {
        for (const one of this.#followed.get(keyOf(change.venID, eventID))?.waiting ?? []) {
          if (one.version > modificationNumber) continue;
          one.arrived = true;
          one.delivered.resolve();
        }
      }
    }
  }

  /** Nothing comes any more. */
  stop(): void {
    for (const { waiting } of this.#followed.values()) breakAll(waiting, 'STOPPED', 'the server was stopped');
    this.#followed.clear();
  }

  #event({ venID, eventID, modificationNumber, cause, status }: EventChange): void {
    const key = keyOf(venID, eventID);
    const waiting = this.#followed.get(key)?.waiting;
    if (!waiting) return;
    if (cause === 'removed') breakAll(waiting, 'FORGOTTEN', `event ${eventID} of ${venID} was forgotten`);
    else if (cause === 'omitted') breakAll(waiting, 'CANCELLED', `event ${eventID} was left out: an implied cancel`);
    else if (status === 'completed') breakAll(waiting, 'OVER', `event ${eventID} is over`);
    else {
      if (status === 'cancelled') breakAll(olderThan(waiting, modificationNumber), 'CANCELLED', cancelText(eventID));
      return;
    }
    this.#followed.delete(key);
  }

  #response(change: ResponseChange): void {
    const key = keyOf(change.venID, change.eventID);
    const followed = this.#followed.get(key);
    if (!followed) return;
    const response = responseOf(change);
    const answered = [...followed.waiting].filter((one) => isFor(change, one));
    if (answered.length > 0 || TELLING.has(change.match)) this.#callBack(followed, response);
    for (const one of answered) {
      // An answer may overtake the news that the event went out.
      one.delivered.resolve();
      one.response.resolve(response);
      followed.waiting.delete(one);
    }
    if (answered.some(({ cancels }) => cancels)) this.#followed.delete(key);
  }

  #callBack(followed: Followed, response: EventResponse): void {
    const { callback } = followed;
    const { venId, eventId, optType, modificationNumber, responseCode, resourceIds = [] } = response;
    const content = [optType, modificationNumber, responseCode, ...resourceIds].join(' ');
    if (!callback || followed.last === content) return;
    followed.last = content;
    this.#call(() => callback(venId, eventId, optType, response), `the callback of event ${eventId}`);
  }
}

/** A version that the VEN made up is its answer to all that it has; one that was sent is so to those up to it. */
function isFor({ match, modificationNumber }: ResponseChange, { version, arrived }: Waiting): boolean {
  return match === 'wrongVersion' || match === 'unknownEvent' ? arrived : version <= modificationNumber;
}

function keyOf(venID: string, eventID: string): string {
  return `${venID}\n${eventID}`;
}

function cancelText(eventID: string): string {
  return `event ${eventID} was cancelled`;
}

function olderThan(waiting: Set<Waiting>, version: number): Set<Waiting> {
  return new Set([...waiting].filter((one) => !one.cancels && one.version < version));
}

function breakAll(waiting: Set<Waiting>, code: 'STOPPED' | 'FORGOTTEN' | 'CANCELLED' | 'OVER', what: string): void {
  for (const one of waiting) {
    const error = new OpenADRError(code, what);
    one.delivered.reject(error);
    one.response.reject(error);
  }
}

function responseOf(change: ResponseChange): EventResponse {
  const { venID, eventID, modificationNumber, optType, responseCode, requestID, via, resourceIDs, match } = change;
  return {
    ...{ venId: venID, eventId: eventID, modificationNumber, optType, responseCode, requestId: requestID, via, match },
    ...(resourceIDs && { resourceIds: resourceIDs }),
  };
}

import type { ResponseChange } from '../vtn/change.ts';

/** What a VEN answered to an event. */
export interface EventResponse {
  readonly venId: string;
  readonly eventId: string;
  readonly modificationNumber: number;
  /** As the VEN sent it. With the match `noEffect` an earlier oadrCreateOpt rules: see `opts` in `events()`. */
  readonly optType: 'optIn' | 'optOut';
  readonly responseCode: string;
  readonly requestId: string;
  readonly via: 'oadrCreatedEvent' | 'oadrCreateOpt';
  /** Of an oadrCreateOpt about some resources only; absent: all. */
  readonly resourceIds?: readonly string[];
  /** What is not as it should be: `matched` if nothing. */
  readonly match: ResponseChange['match'];
}

/** An event on its way. Promises that nobody waits for may be ignored. */
export interface EventHandle {
  readonly eventId: string;
  /** The version: 0 for a new event (rule 4). */
  readonly modificationNumber: number;
  /** Resolves when the VEN has been sent it. Rejects if it is cancelled or left out before, over, forgotten, or at `stop()`. */
  readonly delivered: Promise<void>;
  /**
   * Resolves with the first answer to this version or a later one, right or wrong: `match` says what is not as it should
   * be. Rejects like `delivered`, and at once where `responseRequired` is `never`.
   */
  readonly response: Promise<EventResponse>;
}

/** Called for each answer that says something new, with the whole answer last. */
export type EventCallback = (
  venId: string,
  eventId: string,
  optType: 'optIn' | 'optOut',
  response: EventResponse,
) => unknown;

import type { StateRecord } from '../../journal/record.ts';
import type { Stamp } from './moment.ts';

type Change = StateRecord['change'];
type EventChange = Extract<Change, { what: 'event' }>;
type DeliveryChange = Extract<Change, { what: 'delivery' }>;
type ResponseChange = Extract<Change, { what: 'response' }>;
export type Schedule = EventChange['schedule'];

/** A VEN's copy of an event. */
export interface EventCopy {
  status: EventChange['status'];
  modificationNumber: number;
  /** The newest version that reached the VEN; absent: none did. */
  delivered?: number;
  /** Whether the VEN is to answer it. */
  responseRequired: EventChange['responseRequired'];
  /** The newest version that the VEN answered, rightly or not. */
  answered?: number;
  /** When it was called off: cancelled, left out, or gone with the registration. */
  ended?: { readonly how: 'cancelled' | 'omitted' | 'removed'; readonly at: Stamp; told?: Stamp };
}

/** One event as the state records show it, over all of its VENs. */
export interface EventFacts {
  readonly eventID: string;
  /** Of the newest version that was not called off. */
  schedule: Schedule;
  modificationNumber: number;
  /** By venID. */
  readonly copies: Map<string, EventCopy>;
}

/** Events of the run: schedules by newest version, what reached whom, what was called off. */
export class Events {
  readonly #events = new Map<string, EventFacts>();

  get(eventID: string): EventFacts | undefined {
    return this.#events.get(eventID);
  }

  all(): EventFacts[] {
    return [...this.#events.values()];
  }

  /** The newest version of an event that reached a VEN. */
  delivered(eventID: string, venID: string | undefined): number | undefined {
    return venID === undefined ? undefined : this.#events.get(eventID)?.copies.get(venID)?.delivered;
  }

  /** Those of earlier runs are gone. */
  clear(): void {
    this.#events.clear();
  }

  /** The VTN lost its state: it knows of no event any more. */
  lost(at: Stamp): void {
    for (const { copies } of this.#events.values())
      for (const copy of copies.values()) copy.ended ??= { how: 'removed', at };
  }

  see(change: Change, stamp: Stamp): void {
    if (change.what === 'event') this.#event(change, stamp);
    if (change.what === 'response') this.#answered(change);
    if (change.what === 'delivery' && change.state === 'delivered') this.#delivered(change, stamp);
  }

  #event(change: EventChange, stamp: Stamp): void {
    const { eventID, modificationNumber, status, schedule, venID, responseRequired } = change;
    const event = this.#events.get(eventID) ?? { eventID, schedule, modificationNumber, copies: new Map() };
    this.#events.set(eventID, event);
    const copy: EventCopy = event.copies.get(venID) ?? { status, modificationNumber, responseRequired };
    event.copies.set(venID, copy);
    copy.status = status;
    copy.responseRequired = responseRequired;
    copy.modificationNumber = modificationNumber;
    const how = endingOf(change);
    if (how) copy.ended ??= { how, at: stamp };
    else if (modificationNumber >= event.modificationNumber) {
      event.schedule = schedule;
      event.modificationNumber = modificationNumber;
    }
  }

  #answered({ venID, eventID, modificationNumber }: ResponseChange): void {
    const copy = this.#events.get(eventID)?.copies.get(venID);
    if (copy) copy.answered = Math.max(copy.answered ?? 0, modificationNumber);
  }

  #delivered({ venID, payload, events = [] }: DeliveryChange, stamp: Stamp): void {
    for (const { eventID, modificationNumber, status } of events) {
      const copy = this.#events.get(eventID)?.copies.get(venID);
      if (!copy) continue;
      copy.delivered = Math.max(copy.delivered ?? 0, modificationNumber);
      if (status === 'cancelled' && copy.ended) copy.ended.told ??= stamp;
    }
    if (payload !== 'oadrDistributeEvent') return;
    for (const { eventID, copies } of this.#events.values()) {
      const ended = copies.get(venID)?.ended;
      if (ended?.how === 'omitted' && !events.some((one) => one.eventID === eventID)) ended.told ??= stamp;
    }
  }
}

function endingOf({ status, cause }: EventChange): 'cancelled' | 'omitted' | 'removed' | undefined {
  if (cause === 'omitted' || cause === 'removed') return cause;
  return status === 'cancelled' || cause === 'cancelled' ? 'cancelled' : undefined;
}

import type { StateRecord } from '../../journal/record.ts';

export type DeliveryChange = Extract<StateRecord['change'], { what: 'delivery' }>;

/** What became of something that a step queued for a VEN. */
export type Fate = 'delivered' | { readonly dropped: string };

/** Tells what a delivery record is to a step's business with a VEN; `undefined`: nothing. */
export type FateOf = (change: DeliveryChange) => Fate | undefined;

/** What a step has seen for one VEN; beyond these many the oldest are forgotten. */
const KEPT = 100;

/**
 * Deliveries since a step began, by VEN. Kept raw until the command has said which item or version it made, since a poll
 * may fetch it before that.
 */
export class DeliveryLog {
  readonly #seen = new Map<string, DeliveryChange[]>();

  add(change: DeliveryChange): void {
    if (change.state === 'queued' || change.state === 'sent') return;
    const list = this.#seen.get(change.venID) ?? [];
    list.push(change);
    if (list.length > KEPT) list.shift();
    this.#seen.set(change.venID, list);
  }

  /** The fate of a VEN's part, by the newest record that says something. */
  fate(venID: string, of: FateOf): Fate | undefined {
    const list = this.#seen.get(venID) ?? [];
    let fate: Fate | undefined;
    for (const change of list) fate = of(change) ?? fate;
    return fate;
  }

  /** Whether it was sent and came back. */
  cameBack(venID: string): boolean {
    return this.#seen.get(venID)?.at(-1)?.state === 'undelivered';
  }
}

/** By queue item: for payloads of their own. */
export function byItem(items: readonly string[]): FateOf {
  return ({ item, state, reason }) => {
    if (item === undefined || !items.includes(item)) return undefined;
    if (state === 'dropped') return { dropped: reason ?? 'it was dropped from the queue' };
    return state === 'delivered' ? 'delivered' : undefined;
  };
}

/** By an event in the list that was delivered, in this version or a newer one. */
export function byVersion(eventID: string, version: number, cancelled: boolean): FateOf {
  return ({ state, events = [] }) => {
    if (state !== 'delivered') return undefined;
    const listed = events.some(
      (event) =>
        event.eventID === eventID &&
        event.modificationNumber >= version &&
        (!cancelled || event.status === 'cancelled'),
    );
    return listed ? 'delivered' : undefined;
  };
}

/** By a list that no longer has the event. */
export function byAbsence(eventID: string): FateOf {
  return ({ payload, state, events = [] }) =>
    state === 'delivered' && payload === 'oadrDistributeEvent' && !events.some((event) => event.eventID === eventID)
      ? 'delivered'
      : undefined;
}

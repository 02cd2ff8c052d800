import type { VenView } from '../../../src/vtn/view.ts';
import type { Reporting } from './bench-child.ts';

/** What the bench has confirmed about an event, and what it was last asked. */
export interface KnownEvent {
  /** modificationNumber confirmed, and the highest that was ever asked for. */
  confirmed: number;
  asked: number;
  cancelled: boolean;
  /** Confirmed opt; undefined while an answer is under way whose fate nobody knows. */
  opt?: 'optIn' | 'optOut';
}

/** What the bench has confirmed about a VEN. */
export class KnownVen {
  readonly venID: string;
  readonly venName: string;
  readonly registrationID: string;
  readonly events = new Map<string, KnownEvent>();
  readonly optIDs = new Set<string>();
  /** reportSpecifierID of the metadata that the bench confirmed. */
  offered?: string;
  /** Confirmed report requests by reportRequestID, and whether the VEN's acceptance was confirmed too. */
  readonly requests = new Map<string, { accepted: boolean }>();
  /** Queue items of a VEN that never polls, in order. */
  readonly items: string[] = [];
  /** requestIDs of what was queued for it, where it polls. */
  readonly promised: string[] = [];
  /** requestIDs of what came, perhaps before the queueing was confirmed. */
  readonly came = new Set<string>();
  /** Whether it polls; else all that is queued for it stays. */
  readonly polls: boolean;

  constructor(ids: { venID: string; venName: string; registrationID: string; polls: boolean }) {
    this.venID = ids.venID;
    this.venName = ids.venName;
    this.registrationID = ids.registrationID;
    this.polls = ids.polls;
  }

  /** What was queued for it and has not come yet. */
  get owed(): string[] {
    return this.promised.filter((requestID) => !this.came.has(requestID));
  }

  /** What of it is not so any more, in words. */
  lost(view: VenView | undefined, reporting: Reporting | undefined): string[] {
    if (!view) return [`${this.venName} is not known`];
    const { state, venName, registrationID } = view;
    const wrong: string[] = [];
    if (state !== 'registered' || venName !== this.venName || registrationID !== this.registrationID)
      wrong.push(`${this.venName} is ${state} as ${venName}, ${registrationID}, not ${this.registrationID}`);
    for (const [eventID, known] of this.events) wrong.push(...this.#lostOf(eventID, known, view));
    for (const optID of this.optIDs)
      if (!view.schedules.some((schedule) => schedule.optID === optID)) wrong.push(`the opt schedule ${optID} is gone`);
    if (this.offered !== undefined && !reporting?.offered.includes(this.offered))
      wrong.push(`the metadata of ${this.offered} is gone`);
    for (const id of this.requests.keys())
      if (!reporting?.requests.includes(id)) wrong.push(`the report request ${id} is gone`);
    const queued = view.queue.map(({ item }) => item);
    const kept = queued.filter((item) => this.items.includes(item));
    if (kept.join() !== this.items.join()) wrong.push(`the queue has ${kept.join()}, expected ${this.items.join()}`);
    return wrong;
  }

  /** What was under way when the bench was killed has happened, or has not. */
  settle(view: VenView): void {
    for (const { eventID, modificationNumber, status } of view.events) {
      const known = this.events.get(eventID);
      if (!known) continue;
      known.confirmed = modificationNumber;
      known.asked = modificationNumber;
      known.cancelled = status === 'cancelled';
    }
  }

  #lostOf(eventID: string, { confirmed, asked, cancelled, opt }: KnownEvent, view: VenView): string[] {
    const event = view.events.find((one) => one.eventID === eventID);
    if (!event) return [`event ${eventID} is gone`];
    const { modificationNumber, status } = event;
    const wrong: string[] = [];
    if (modificationNumber < confirmed || modificationNumber > asked)
      wrong.push(`event ${eventID} has version ${modificationNumber}, expected ${confirmed} to ${asked}`);
    if (cancelled && status !== 'cancelled') wrong.push(`event ${eventID} is ${status}, and was cancelled`);
    if (opt !== undefined && event.opt !== opt) wrong.push(`event ${eventID} has opt ${event.opt}, expected ${opt}`);
    return wrong;
  }
}

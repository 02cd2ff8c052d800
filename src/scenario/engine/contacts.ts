import type { MessageRecord, StateRecord } from '../../journal/record.ts';
import type { Stamp } from './moment.ts';

type Change = StateRecord['change'];
type Of<W extends Change['what']> = Extract<Change, { what: W }>;

/** How a VEN and an event came together. */
export interface Contact {
  readonly responseRequired: 'always' | 'never';
  /** Whether the VEN asked for anything since the event was made: oadrPoll or oadrRequestEvent. */
  readonly asked: boolean;
  /** How the newest version reached it; absent: none did. */
  readonly delivered?: {
    readonly at: Stamp;
    readonly exchange?: string;
    /** What it asked with: `oadrPoll`. */
    readonly by?: string;
    /** Messages that came from the VEN since, and how many of these were oadrCreatedEvent. */
    readonly messages: number;
    readonly created: number;
  };
}

interface Count {
  messages: number;
  asked: number;
  created: number;
}

interface Meeting {
  responseRequired: 'always' | 'never';
  /** The VEN's count when the event was made. */
  readonly made: Count;
  delivered?: {
    readonly version: number;
    readonly at: Stamp;
    readonly exchange?: string;
    readonly by?: string;
    readonly count: Count;
  };
}

/** Questions whose answer may still be told as delivered. */
const OPEN = 20;
const NONE: Count = { messages: 0, asked: 0, created: 0 };

/** Counts what VENs sent, to say how an event that they never answered reached them. */
export class Contacts {
  readonly #counts = new Map<string, Count>();
  readonly #asked = new Map<string, { readonly name: string; readonly seq: number }>();
  readonly #meetings = new Map<string, Meeting>();

  /** A message came from a VEN. */
  message({ ven, name = '', exchange, seq }: MessageRecord): void {
    if (ven === undefined) return;
    const count = this.#counts.get(ven) ?? { ...NONE };
    this.#counts.set(ven, count);
    count.messages++;
    if (name === 'oadrCreatedEvent') count.created++;
    if (name !== 'oadrPoll' && name !== 'oadrRequestEvent') return;
    count.asked++;
    this.#asked.set(exchange, { name, seq });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > OPEN * this.#counts.size && oldest !== undefined) this.#asked.delete(oldest);
  }

  change(change: Change, at: Stamp): void {
    if (change.what === 'event') this.#event(change);
    if (change.what === 'delivery' && change.state === 'delivered') this.#delivered(change, at);
  }

  get(eventID: string, venID: string): Contact | undefined {
    const meeting = this.#meetings.get(key(venID, eventID));
    if (!meeting) return undefined;
    const { responseRequired, made, delivered } = meeting;
    const now = this.#now(venID);
    const asked = now.asked > made.asked;
    if (!delivered) return { responseRequired, asked };
    const { count, version: _, ...how } = delivered;
    const since = { messages: now.messages - count.messages, created: now.created - count.created };
    return { responseRequired, asked, delivered: { ...how, ...since } };
  }

  #event({ venID, eventID, responseRequired }: Of<'event'>): void {
    const meeting = this.#meetings.get(key(venID, eventID));
    if (meeting) meeting.responseRequired = responseRequired;
    else this.#meetings.set(key(venID, eventID), { responseRequired, made: this.#now(venID) });
  }

  #delivered({ venID, exchange, events = [] }: Of<'delivery'>, at: Stamp): void {
    const question = exchange === undefined ? undefined : this.#asked.get(exchange);
    for (const { eventID, modificationNumber: version } of events) {
      const meeting = this.#meetings.get(key(venID, eventID));
      // A list that brings the same version again is no news.
      if (!meeting || (meeting.delivered && meeting.delivered.version >= version)) continue;
      const how = { ...(exchange === undefined ? {} : { exchange }), ...(question ? { by: question.name } : {}) };
      const told = question ? { ...at, message: question.seq } : at;
      meeting.delivered = { version, at: told, ...how, count: this.#now(venID) };
    }
  }

  #now(venID: string): Count {
    return { ...(this.#counts.get(venID) ?? NONE) };
  }
}

/** What a VEN that never answered had of the event, in words. */
export function contactText({ responseRequired, asked, delivered }: Contact): string {
  if (!delivered)
    return asked
      ? 'the event did not reach the VEN, though it polled since'
      : 'the VEN did not poll since the event was made';
  if (responseRequired === 'never') return 'none, as the event says oadrResponseRequired never (rule 12)';
  const { at, exchange, by, messages, created } = delivered;
  const time = new Date(at.bench).toISOString().slice(11, 23);
  const where = by === undefined ? '' : ` in the answer to its ${by}`;
  const sent = messages === 1 ? '1 message' : `${messages} messages`;
  const none = created === 0 ? 'no oadrCreatedEvent' : 'no oadrCreatedEvent for it in the window';
  return `the event was delivered at ${time}${where}${exchange ? ` (exchange ${exchange})` : ''} and the VEN sent ${sent} since, but ${none}`;
}

function key(venID: string, eventID: string): string {
  return `${venID}\n${eventID}`;
}

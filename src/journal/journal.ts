import type { Clock } from '../base/clock.ts';
import { BodyMemory, fromBody, placeOf, sameBytes, toBody } from './body.ts';
import { Follower, type Lagged } from './follow.ts';
import { HeaderMemory } from './headers.ts';
import type { JournalPort, Subscriber } from './port.ts';
import type { JournalRecord, MessageRecord, NewRecord } from './record.ts';
import { MessageRing } from './ring.ts';

/** What a journal is made of. */
export interface JournalOptions {
  /** Bench time: `time` of the records. */
  readonly clock: Clock;
  /** How many messages stay in memory, default 5,000. */
  readonly keep?: number;
}

/** A message before the journal has decided what of it need not stand again. */
export type NewMessage = Omit<MessageRecord, 'seq' | 'time' | 'mono' | 'body' | 'same'>;

/** The bytes of a message that the journal has seen, and the body made of them. */
interface Seen {
  readonly bytes: Buffer | string;
  readonly text: string | Buffer;
}

/** All that happened, in order, told to whoever subscribes (architecture, decision 4). */
export class Journal implements JournalPort {
  /** `performance.now()` at the run's begin; `mono` counts from it. */
  readonly monoOrigin = performance.now();
  readonly #clock: Clock;
  readonly #ring: MessageRing;
  readonly #bodies = new BodyMemory<Seen>();
  readonly #headers = new HeaderMemory();
  /** Copied at each change, so that who comes while a record is told is told from the next one. */
  #subscribers: readonly Subscriber[] = [];
  readonly #followers = new Set<Follower>();
  readonly #pressed = new Set<(full: boolean) => void>();
  #untold: JournalRecord[] = [];
  #telling = false;
  #seq = 0;

  constructor({ clock, keep = 5_000 }: JournalOptions) {
    this.#clock = clock;
    this.#ring = new MessageRing(keep);
  }

  append(record: NewRecord): JournalRecord {
    // A single spread at the end of a literal; a second one would cost thirty times as much.
    const seq = this.#seq++;
    const time = this.#clock.now();
    const appended: JournalRecord = { seq, time, mono: performance.now() - this.monoOrigin, ...record };
    if (appended.kind === 'message') this.#keep(appended);
    else this.#headers.observe(appended);
    this.#tell(appended);
    return appended;
  }

  /**
   * Appends a message with its bytes: a body equal to the last one of that VEN, direction, service and name becomes
   * `same`, a header list equal to the connection's last one is left out.
   * @param before called with the record before anybody is told of it
   */
  message(message: NewMessage, bytes: Buffer | string, before?: (record: MessageRecord) => void): MessageRecord {
    const { headers } = message;
    const place = placeOf(message);
    const last = this.#bodies.get(place);
    const same = last !== undefined && sameBytes(last.value.bytes, bytes);
    const body = same ? undefined : toBody(bytes);
    // One shape for all, property by property: spreading costs ten times as much, and this is the hot path.
    const record: MessageRecord = {
      seq: this.#seq++,
      time: this.#clock.now(),
      mono: performance.now() - this.monoOrigin,
      kind: 'message',
      dir: message.dir,
      exchange: message.exchange,
      connection: message.connection,
      ven: message.ven,
      service: message.service,
      name: message.name,
      status: message.status,
      headers: headers !== undefined && this.#headers.changed(message, headers) ? headers : undefined,
      body,
      same: same ? last.seq : undefined,
      size: message.size,
      findings: message.findings,
      signature: message.signature,
      took: message.took,
    };
    const text = body === undefined ? last?.value.text : fromBody(body);
    if (!same && text !== undefined) this.#bodies.set(place, record.seq, message.size, { bytes, text });
    this.#ring.push({ record, body: text, headers });
    before?.(record);
    this.#tell(record);
    return record;
  }

  subscribe(fn: Subscriber): () => void {
    const own: Subscriber = (record) => fn(record);
    this.#subscribers = [...this.#subscribers, own];
    return () => this.#drop(own);
  }

  /** The records from now on; one that falls 10,000 behind gets a `lagged` with the number left out. */
  follow(): AsyncIterableIterator<JournalRecord | Lagged> {
    const follower = new Follower(() => this.#followers.delete(follower));
    this.#followers.add(follower);
    return follower;
  }

  /** Ends all iterations once they have given what waits. */
  end(): void {
    for (const follower of [...this.#followers]) follower.end();
  }

  /** The messages in memory, oldest first. */
  messages(): Iterable<MessageRecord> {
    return this.#ring;
  }

  /** A message in memory by its seq. */
  find(seq: number): MessageRecord | undefined {
    return this.#ring.find(seq)?.record;
  }

  /** The body of a message, text or (if it is no UTF-8) bytes; undefined once a `same` is no longer in memory. */
  bodyOf(record: MessageRecord): string | Buffer | undefined {
    return record.body === undefined ? this.#ring.find(record.seq)?.body : fromBody(record.body);
  }

  /** The headers of a message, also where its record leaves them out; undefined once it is no longer in memory. */
  headersOf(record: MessageRecord): readonly string[] | undefined {
    return record.headers ?? this.#ring.find(record.seq)?.headers;
  }

  /** Called with true when the record cannot be written as fast as it comes, with false when it can again. */
  onPressure(fn: (full: boolean) => void): () => void {
    this.#pressed.add(fn);
    return () => {
      this.#pressed.delete(fn);
    };
  }

  /** Said by who writes the record. */
  pressure(full: boolean): void {
    for (const fn of this.#pressed) fn(full);
  }

  /** A message that came as a record: readers of the file go by it as by any other. */
  #keep(record: MessageRecord): void {
    const body = record.body === undefined ? undefined : fromBody(record.body);
    if (body !== undefined) this.#bodies.set(placeOf(record), record.seq, record.size, { bytes: body, text: body });
    if (record.headers) this.#headers.changed(record, record.headers);
    this.#ring.push({ record, body, headers: record.headers });
  }

  /** One record at a time: what a subscriber appends is told to all after it. */
  #tell(record: JournalRecord): void {
    this.#untold.push(record);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let index = 0; index < this.#untold.length; index++) {
        const next = this.#untold[index];
        if (next) this.#tellOne(next);
      }
    } finally {
      this.#untold = [];
      this.#telling = false;
    }
  }

  #tellOne(record: JournalRecord): void {
    const told = this.#subscribers;
    for (const subscriber of told) {
      if (told !== this.#subscribers && !this.#subscribers.includes(subscriber)) continue;
      try {
        subscriber(record);
      } catch (error) {
        this.#drop(subscriber);
        const reason = error instanceof Error ? error.message : String(error);
        const message = `a subscriber failed at record ${record.seq} and is told no more: ${reason}`;
        this.append({ kind: 'log', level: 'error', source: 'journal', message });
      }
    }
    for (const follower of this.#followers) follower.push(record);
  }

  #drop(subscriber: Subscriber): void {
    this.#subscribers = this.#subscribers.filter((other) => other !== subscriber);
  }
}

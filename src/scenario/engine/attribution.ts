import type { ConnectionRecord, JournalRecord, MessageRecord, StateRecord } from '../../journal/record.ts';
import type { ReadResult } from '../../openadr/index.ts';
import type { Reading } from '../../openadr/report/readings.ts';
import { readingsOf } from '../../openadr/report/values.ts';
import type { Fact } from '../expect/fact.ts';
import { Addresses } from './addresses.ts';
import type { Stamp } from './moment.ts';
import type { Slot, Slots } from './slots.ts';
import { isFaulty, isRefusal } from './strays.ts';

/** Takes facts of the run's VENs, in the order in which they became theirs. */
export type FactSink = (slot: Slot, fact: Fact) => void;

interface Waiting {
  readonly record: MessageRecord;
  readonly at: Stamp;
}

/** Exchanges whose message is remembered; the oldest are forgotten. */
const EXCHANGES = 10_000;

/** Messages that wait for their VEN to be known; the oldest are given up. */
const WAITING = 1000;

/**
 * Whose is a record? The VTN resolves a venID; a first registration has none until it is answered, so its message waits
 * for the state record of the same exchange. What stays nameless belongs to the VEN of its connection, else, in a
 * scenario about one VEN, to that one if it comes from its address and no other VEN was heard from there.
 */
export class Attribution {
  readonly #slots: Slots;
  readonly #sink: FactSink;
  readonly #read: (record: MessageRecord) => ReadResult;
  readonly #waiting = new Map<string, Waiting>();
  readonly #exchanges = new Map<string, Slot>();
  /** seq of the incoming messages of exchanges; what is decided about one comes before its answer or soon after. */
  readonly #messages = new Map<string, number>();
  readonly #connections = new Map<string, Slot>();
  readonly #addresses = new Addresses();

  /** @param read reads a message record's body */
  constructor(slots: Slots, sink: FactSink, read: (record: MessageRecord) => ReadResult) {
    this.#slots = slots;
    this.#sink = sink;
    this.#read = read;
  }

  see(record: JournalRecord, at: Stamp): void {
    if (record.kind === 'message') {
      if (record.dir === 'in') this.#incoming(record, at);
      else this.#answered(record, at);
    } else if (record.kind === 'state') this.#changed(record, at);
    else if (record.kind === 'connection') this.#connection(record, at);
  }

  /** Whether somebody of the run speaks over a connection. */
  isKnown(connection: string): boolean {
    return this.#connections.has(connection);
  }

  #incoming(record: MessageRecord, at: Stamp): void {
    this.#messages.set(record.exchange, record.seq);
    const [first] = this.#messages.keys();
    if (this.#messages.size > EXCHANGES && first !== undefined) this.#messages.delete(first);
    const slot = record.ven === undefined || isFaulty(record) ? undefined : this.#slots.heard(record.ven);
    if (slot) {
      this.#message(slot, { record, at });
      return;
    }
    if (record.ven !== undefined && this.#slots.isStranger(record.ven)) this.#addresses.stranger(record.connection);
    this.#waiting.set(record.exchange, { record, at });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > WAITING && oldest !== undefined) this.#waiting.delete(oldest);
  }

  #answered(record: MessageRecord, at: Stamp): void {
    const waiting = this.#waiting.get(record.exchange);
    const refused = isRefusal(record) && waiting !== undefined && isFaulty(waiting.record);
    const owner = waiting && this.#answeredOwner(waiting.record, refused);
    // Without an owner it goes on waiting: a query is followed by the create that tells whose connection it is.
    if (waiting && owner) {
      this.#waiting.delete(record.exchange);
      this.#message(owner, waiting, refused);
    }
    const slot = this.#exchanges.get(record.exchange);
    this.#exchanges.delete(record.exchange);
    if (slot) this.#sink(slot, { fact: 'answer', at: this.#about(record.exchange, at), record });
  }

  #changed(record: StateRecord, at: Stamp): void {
    const { change, exchange } = record;
    if (change.what === 'ven') this.#slots.changed(record.ven);
    // Another certificate came for a VEN: that was not it.
    const told = exchange !== undefined && change.what !== 'certificate';
    const waiting = told ? this.#waiting.get(exchange) : undefined;
    if (waiting && exchange !== undefined) {
      const slot = this.#slots.heard(record.ven);
      if (slot) {
        this.#waiting.delete(exchange);
        // What came over the same connection before was the same device's: a query, a first try.
        for (const [key, earlier] of this.#waiting) {
          if (earlier.record.connection !== waiting.record.connection) continue;
          this.#waiting.delete(key);
          this.#message(slot, earlier);
        }
        this.#message(slot, waiting);
      } else if (this.#slots.isStranger(record.ven)) this.#addresses.stranger(waiting.record.connection);
    }
    const slot = this.#slots.withVen(record.ven);
    if (!slot) return;
    if (exchange === undefined) this.#sink(slot, { fact: 'change', at, change });
    else this.#sink(slot, { fact: 'change', at: this.#about(exchange, at), change, exchange });
  }

  #connection({ fact, connection, exchange }: ConnectionRecord, at: Stamp): void {
    if (fact.fact === 'opened') this.#addresses.opened(connection, fact.address);
    const slot = this.#ownerOf(connection, undefined);
    if (slot && 'findings' in fact && fact.findings.length > 0) {
      this.#sink(slot, {
        fact: 'findings',
        at,
        findings: fact.findings,
        ...(exchange === undefined ? {} : { exchange }),
      });
    }
    if (fact.fact !== 'closed') return;
    this.#connections.delete(connection);
    this.#addresses.closed(connection);
    for (const [key, waiting] of this.#waiting) if (waiting.record.connection === connection) this.#waiting.delete(key);
  }

  /** A stamp that names the message of its exchange. */
  #about(exchange: string, at: Stamp): Stamp {
    const message = this.#messages.get(exchange);
    return message === undefined ? at : { ...at, message };
  }

  /** @param refused the VTN did not look at what it says: nobody was heard */
  #message(slot: Slot, { record, at }: Waiting, refused = false): void {
    if (!refused) slot.heard = true;
    this.#connections.set(record.connection, slot);
    this.#addresses.heard(slot, record.connection);
    this.#exchanges.set(record.exchange, slot);
    let readings: readonly Reading[] | undefined;
    this.#sink(slot, {
      fact: 'message',
      at,
      record,
      tree: () => this.#read(record).tree,
      readings: () => {
        readings ??= readingsIn(this.#read(record));
        return readings;
      },
    });
  }

  /** A faulty message has waited for its answer even where the VTN knows whose it is. */
  #answeredOwner(message: MessageRecord, refused: boolean): Slot | undefined {
    const { ven, connection } = message;
    const named = ven === undefined || !isFaulty(message) ? undefined : this.#slots[refused ? 'tried' : 'heard'](ven);
    return named ?? this.#ownerOf(connection, ven);
  }

  /** The VEN of the connection; else, in a scenario about one VEN, that one if it can be no other's. */
  #ownerOf(connection: string, venID: string | undefined): Slot | undefined {
    const known = this.#connections.get(connection);
    if (known) return known;
    const [slot, ...others] = this.#slots.all;
    if (!slot || others.length > 0 || slot.simulated !== undefined) return undefined;
    if (venID !== undefined && slot.venID !== undefined) return undefined;
    return this.#addresses.fits(slot, connection) ? slot : undefined;
  }
}

function readingsIn({ message }: ReadResult): readonly Reading[] {
  return message?.name === 'oadrUpdateReport' ? readingsOf(message.body) : [];
}

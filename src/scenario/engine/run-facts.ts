import type { JournalRecord, MessageRecord, StateRecord } from '../../journal/record.ts';
import type { ReadResult } from '../../openadr/index.ts';
import type { Fact } from '../expect/fact.ts';
import { findingKey } from '../expect/finding.ts';
import { Attribution, type FactSink } from './attribution.ts';
import type { Conformance } from './conformance.ts';
import { Contacts } from './contacts.ts';
import { DeliveryLog } from './deliveries.ts';
import type { Events } from './events.ts';
import type { Stamp } from './moment.ts';
import type { Reports } from './reports.ts';
import type { Slot, Slots } from './slots.ts';
import { Strays } from './strays.ts';

type Change = StateRecord['change'];

/** Who is told what a run sees. */
export interface RunFactsWorld {
  readonly slots: Slots;
  readonly events: Events;
  readonly conformance: Conformance;
  /** Expectations look first. */
  feed(slot: Slot, fact: Fact): void;
  readonly reports: Reports;
  read(record: MessageRecord): ReadResult;
}

/** Folds the journal's records, from t0 on, into what a run knows: whose they are, events, deliveries, findings. */
export class RunFacts {
  readonly #world: RunFactsWorld;
  readonly #attribution: Attribution;
  readonly contacts = new Contacts();
  readonly strays = new Strays();
  readonly #logs = new Set<DeliveryLog>();
  readonly #listeners = new Set<FactSink>();
  readonly #queues = new Map<string, readonly string[]>();

  constructor(world: RunFactsWorld) {
    this.#world = world;
    this.#attribution = new Attribution(world.slots, (slot, fact) => this.#fact(slot, fact), world.read);
  }

  see(record: JournalRecord, at: Stamp): void {
    if (record.kind === 'message' && record.dir === 'in') {
      this.contacts.message(record);
      const slot = record.ven === undefined ? undefined : this.#world.slots.withVen(record.ven);
      if (!slot?.heard) this.strays.message(record, at);
    }
    if (record.kind === 'message' && record.dir === 'out') this.strays.answer(record);
    if (record.kind === 'state') this.#change(record.change, at, record.exchange);
    if (record.kind === 'connection') this.strays.see(record, at, this.#attribution.isKnown(record.connection));
    this.#attribution.see(record, at);
  }

  /** The VTN goes down and comes back: expectations look anew at what is known. */
  restarted(at: Stamp): void {
    for (const slot of this.#world.slots.all) this.#world.feed(slot, { fact: 'restart', at });
  }

  /** Keeps deliveries from now on. */
  log(): { readonly log: DeliveryLog; readonly stop: () => void } {
    const log = new DeliveryLog();
    this.#logs.add(log);
    return { log, stop: () => this.#logs.delete(log) };
  }

  /** Calls `listener` with each fact from now on. @returns what ends it */
  listen(listener: FactSink): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Labels of what waits for a VEN. */
  queued(venID: string): readonly string[] {
    return this.#queues.get(venID) ?? [];
  }

  #change(change: Change, at: Stamp, exchange: string | undefined): void {
    this.#world.events.see(change, at);
    this.#world.reports.see(change, at, exchange);
    this.contacts.change(change, at);
    if (change.what === 'queue')
      this.#queues.set(
        change.venID,
        change.items.map(({ payload }) => payload),
      );
    if (change.what !== 'delivery') return;
    for (const log of this.#logs) log.add(change);
  }

  #fact(slot: Slot, fact: Fact): void {
    this.#world.feed(slot, fact);
    for (const listener of this.#listeners) listener(slot, fact);
    const findings = fact.fact === 'message' ? fact.record.findings : fact.fact === 'findings' ? fact.findings : [];
    const message = fact.fact === 'message' ? fact.record.name : undefined;
    const exchange =
      fact.fact === 'message' ? fact.record.exchange : fact.fact === 'findings' ? fact.exchange : undefined;
    findings.forEach((finding, index) => {
      this.#world.conformance.see(findingKey(fact.at.seq, index), {
        finding,
        at: fact.at,
        // Refused before it was heard: by its address alone it may be the slot's.
        ven: slot.heard ? slot.label : '(unknown VEN)',
        ...(message === undefined ? {} : { message }),
        ...(exchange === undefined ? {} : { exchange }),
      });
    });
  }
}

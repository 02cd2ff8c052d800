import { toBody } from './body.ts';
import type { Journal } from './journal.ts';
import type { JournalRecord, MessageRecord } from './record.ts';

/**
 * Makes the records of a later part stand by themselves: what refers to an earlier part (`same`, headers left out) is
 * written out where it is first referred to.
 */
export class Restater {
  readonly #journal: Journal;
  /** seq of a body in an earlier part → seq of the record that restates it here. */
  readonly #bodies = new Map<number, number>();
  readonly #headers = new Set<string>();
  #from = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** A part begins with this seq. */
  begin(seq: number): void {
    this.#from = seq;
    this.#bodies.clear();
    this.#headers.clear();
  }

  /** The record as it stands in the current part. */
  restate(record: JournalRecord): JournalRecord {
    if (this.#from === 0) return record;
    if (record.kind === 'message') return this.#message(record);
    if (record.kind === 'connection' && record.fact.fact === 'closed') {
      this.#headers.delete(`${record.connection} in`);
      this.#headers.delete(`${record.connection} out`);
    }
    return record;
  }

  #message(record: MessageRecord): MessageRecord {
    return this.#withBody(this.#withHeaders(record));
  }

  #withHeaders(record: MessageRecord): MessageRecord {
    const key = `${record.connection} ${record.dir}`;
    if (this.#headers.has(key)) return record;
    this.#headers.add(key);
    const headers = this.#journal.headersOf(record);
    return headers ? { ...record, headers } : record;
  }

  #withBody(record: MessageRecord): MessageRecord {
    const { same, ...rest } = record;
    if (same === undefined || same >= this.#from) return record;
    const here = this.#bodies.get(same);
    if (here !== undefined) return { ...rest, same: here };
    this.#bodies.set(same, record.seq);
    const body = this.#journal.bodyOf(record);
    return body === undefined ? record : { ...rest, body: toBody(body) };
  }
}

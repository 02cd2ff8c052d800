import type { JournalRecord, NewRecord } from './record.ts';

/** Called with one record at a time; what it appends is told after it. One that throws is dropped with a log record. */
export type Subscriber = (record: JournalRecord) => void;

/** The journal as its users see it. */
export interface JournalPort {
  /** Numbers, times and keeps a record, tells the subscribers, and returns it. */
  append(record: NewRecord): JournalRecord;
  /** Returns the function that ends the subscription. */
  subscribe(fn: Subscriber): () => void;
}

import type { NewRecord } from '../journal/record.ts';
import type { TransportFact } from '../transport/types.ts';

/** The record of a transport fact. */
export function connectionRecord(fact: TransportFact): NewRecord {
  return {
    kind: 'connection',
    connection: fact.connection,
    ...('exchange' in fact ? { exchange: fact.exchange } : {}),
    fact,
  };
}

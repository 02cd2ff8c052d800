import { ManualClock } from '../../src/base/manual-clock.ts';
import { Journal, type NewMessage } from '../../src/journal/journal.ts';
import type { JournalRecord, NewRecord } from '../../src/journal/record.ts';

/** A journal on a clock that stands. */
export function journalOf(options: { keep?: number } = {}): { journal: Journal; clock: ManualClock } {
  const clock = new ManualClock();
  return { journal: new Journal({ clock, ...options }), clock };
}

/** A poll as the bench tells it, with whatever differs. */
export function newMessage(overrides: Partial<NewMessage> = {}): NewMessage {
  return {
    kind: 'message',
    dir: 'in',
    exchange: 'x1',
    connection: 'c1',
    ven: 'ven1',
    service: 'OadrPoll',
    name: 'oadrPoll',
    headers: ['Host', 'a'],
    size: 11,
    findings: [],
    ...overrides,
  };
}

export function newLog(message: string): NewRecord {
  return { kind: 'log', level: 'info', source: 'test', message };
}

export function newClosed(connection: string): NewRecord {
  const counts = { requests: 1, bytesRead: 1, bytesWritten: 1, silent: false };
  return { kind: 'connection', connection, fact: { fact: 'closed', connection, ...counts } };
}

export const NEW_SESSION: NewRecord = { kind: 'session', version: 1, program: 'oadr-sim 0', seed: 's', speed: 1 };

/** Everything that a journal tells from now on. */
export function heard(journal: Journal): JournalRecord[] {
  const records: JournalRecord[] = [];
  journal.subscribe((record) => records.push(record));
  return records;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

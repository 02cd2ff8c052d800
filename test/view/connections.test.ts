import test from 'ava';
import { createView, reduce } from '../../src/journal/view.ts';
import type { TransportFact } from '../../src/transport/types.ts';
import { Recorder } from '../helpers/ui-records.ts';

/** What a refused handshake leaves in the journal. */
function refused(connection: string, address: string): readonly TransportFact[] {
  const hello = { versions: ['TLSv1.2'], suites: ['AES128-SHA256'], serverName: 'bench.local' };
  const because = { cause: 'expired', message: 'CN=x expired', remedy: 'renew it', answer: '403' } as const;
  const agreed = { version: 'TLSv1.2', suite: 'AES128-SHA256', signatureAlgorithms: [], resumed: false };
  return [
    { fact: 'opened', connection, address, port: 9 },
    { fact: 'hello', connection, hello },
    { fact: 'secured', connection, agreed, certificates: [], findings: [] },
    { fact: 'tlsRefused', connection, ...because },
    { fact: 'closed', connection, requests: 0, bytesRead: 9, bytesWritten: 9, silent: true },
  ];
}

/** Entries that can be reached: of maps, sets, lists and plain fields; rings are counted by their length. */
function entries(of: unknown, seen = new Set<unknown>()): number {
  if (typeof of !== 'object' || of === null || seen.has(of)) return 1;
  seen.add(of);
  if ('length' in of && typeof of.length === 'number' && !Array.isArray(of)) return of.length;
  const inside = of instanceof Map ? [...of.entries()].flat() : of instanceof Set ? [...of] : Object.values(of);
  return inside.reduce<number>((sum, one) => sum + entries(one, seen), 1);
}

for (const [who, addressOf] of [
  ['a device that tries again every second', () => '10.0.0.9'],
  ['as many devices, each once', (at: number) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`],
] as const) {
  test(`${who}: after 100,000 facts the view is as large as after 10,000`, (t) => {
    const view = createView();
    const sizes: number[] = [];
    let records = 0;
    // The records themselves are the file's, not the view's.
    const to = new Recorder((record) => {
      reduce(view, record);
      to.records.length = 0;
      records++;
    });
    for (let at = 0; at < 20_000; at++) {
      if (at === 2_000) sizes.push(entries(view));
      for (const fact of refused(`c${at}`, addressOf(at)))
        to.add({ kind: 'connection', connection: fact.connection, fact });
      to.after(1_000);
    }
    sizes.push(entries(view));
    t.is(records, 100_000);
    t.is(sizes[0], sizes[1]);
    t.is(view.log.length, 1_000);
    t.like(view.connections, { open: 0, total: 20_000, failed: 20_000 });
    t.like(view.connections.lastRefused, { address: addressOf(19_999), tried: 'TLS: CN=x expired', hint: 'renew it' });
    t.deepEqual(
      [view.connections.addresses.size, view.connections.refused.size, view.connections.headers.size],
      [0, 0, 0],
    );
  });
}

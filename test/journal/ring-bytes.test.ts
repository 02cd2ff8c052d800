import test from 'ava';
import type { MessageRecord } from '../../src/journal/record.ts';
import { MessageRing } from '../../src/journal/ring.ts';

const message = (seq: number, size: number, same?: number): MessageRecord => ({
  seq,
  time: 0,
  mono: 0,
  kind: 'message',
  dir: 'in',
  exchange: 'x',
  connection: 'c',
  service: 'EiReport',
  ...(same === undefined ? { body: '' } : { same }),
  size,
  findings: [],
});

const kept = (ring: MessageRing): number[] => [...ring].map(({ seq }) => seq);

test('large bodies push out older messages before the number is reached', (t) => {
  const ring = new MessageRing(10, 100);
  for (const seq of [1, 2, 3]) ring.push({ record: message(seq, 40) });
  t.deepEqual(kept(ring), [2, 3]);
  t.is(ring.find(1), undefined);
  t.is(ring.find(2)?.record.seq, 2);
  t.is(ring.at(0)?.record.seq, 2);
});

test('a body that is the same as an earlier one is not counted again', (t) => {
  const ring = new MessageRing(10, 100);
  ring.push({ record: message(1, 80) });
  for (const seq of [2, 3, 4]) ring.push({ record: message(seq, 80, 1) });
  t.deepEqual(kept(ring), [1, 2, 3, 4]);
});

test('the newest stays however large it is, and smaller ones gather after it is gone', (t) => {
  const ring = new MessageRing(3, 100);
  ring.push({ record: message(1, 500) });
  t.deepEqual(kept(ring), [1]);
  for (const seq of [2, 3, 4, 5, 6]) ring.push({ record: message(seq, 10) });
  t.deepEqual(kept(ring), [4, 5, 6]);
  t.is(ring.length, 3);
});

import test from 'ava';
import { Readings } from '../../src/bench/readings.ts';
import { Recent } from '../../src/bench/recent.ts';
import { type ReadResult, write } from '../../src/openadr/index.ts';

test('the oldest is forgotten first, by number and by weight', (t) => {
  const few = new Recent<string, number>(2);
  for (const [index, key] of ['a', 'b', 'c'].entries()) few.set(key, index);
  t.deepEqual([few.get('a'), few.get('b'), few.get('c')], [undefined, 1, 2]);
  const light = new Recent<string, number>(10, 5);
  light.set('a', 1, 3);
  light.set('b', 2, 3);
  t.deepEqual([light.get('a'), light.get('b')], [undefined, 2]);
});

test('the newest stays however heavy it is, and setting it again counts it once', (t) => {
  const recent = new Recent<string, number>(10, 5);
  recent.set('a', 1, 100);
  t.is(recent.get('a'), 1);
  recent.set('b', 2, 2);
  t.is(recent.get('a'), undefined);
  for (let count = 0; count < 5; count++) recent.set('b', count, 2);
  recent.set('c', 3, 3);
  t.deepEqual([recent.get('b'), recent.get('c')], [4, 3]);
});

test('a small body that came twice is not read a third time, and what is read is the same', (t) => {
  const readings = new Readings();
  const body = Buffer.from(write({ name: 'oadrPoll', body: { schemaVersion: '2.0b', venID: 'v1' } }));
  const take = (): ReadResult => {
    const reading = readings.read(Buffer.from(body));
    if (reading instanceof Promise) throw new Error('a small body was not read at once');
    return reading;
  };
  const [first, second, third] = [take(), take(), take()];
  t.is(second, third);
  t.deepEqual(first.message, second.message);
  t.is(first.ids.venID, 'v1');
});

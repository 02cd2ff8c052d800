import test from 'ava';
import fc from 'fast-check';
import { Ring } from '../../src/journal/view/ring.ts';

test('a ring holds the newest items within number and weight, whatever is added', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20)),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (items, capacity, budget) => {
        const ring = new Ring<number>(capacity, budget, (item) => item);
        for (const item of items) ring.push(item);
        let expected = items.slice(-capacity);
        while (expected.length > 1 && expected.reduce((sum, each) => sum + each, 0) > budget)
          expected = expected.slice(1);
        t.is(ring.added, items.length);
        t.is(ring.dropped, items.length - ring.length);
        t.is(ring.last(), items.at(-1));
        // A weight that once forced items out is not made up for: never more than expected, always the newest ones.
        t.true(ring.length <= expected.length);
        t.deepEqual([...ring], items.slice(items.length - ring.length));
      },
    ),
  );
});

test('a copy does not change with its original', (t) => {
  const ring = new Ring<number>(2);
  ring.push(1);
  const copy = ring.copy();
  ring.push(2);
  ring.push(3);
  t.deepEqual([...copy], [1]);
  t.deepEqual([...ring], [2, 3]);
  t.is(ring.at(2), undefined);
  t.is(ring.at(-1), undefined);
});

import test from 'ava';
import fc from 'fast-check';
import { readDateTime } from '../../src/openadr/time.ts';

test('the short way of plain date-times tells what the long way does', (t) => {
  const two = fc.integer({ min: 0, max: 99 }).map((n) => `${n}`.padStart(2, '0'));
  const near = (most: number) => fc.integer({ min: 0, max: most }).map((n) => `${n}`.padStart(2, '0'));
  const year = fc.integer({ min: 0, max: 9999 }).map((n) => `${n}`.padStart(4, '0'));
  const text = fc
    .tuple(year, near(13), near(32), near(25), near(61), fc.oneof(near(61), two), fc.constantFrom('Z', 'z', 'X'))
    .map(([y, m, d, h, n, s, zone]) => `${y}-${m}-${d}T${h}:${n}:${s}${zone}`);
  fc.assert(
    fc.property(text, (plain) => {
      // White space around it is too long for the short way.
      t.is(readDateTime(plain).ms, readDateTime(` ${plain}`).ms, plain);
    }),
    { numRuns: 5_000 },
  );
  t.is(readDateTime('2028-02-29T00:00:00Z').ms, Date.UTC(2028, 1, 29));
  t.is(readDateTime('2026-02-29T00:00:00Z').problem, 'range');
  t.deepEqual(readDateTime('2026-03-01T12:00:00Z'), { ms: Date.UTC(2026, 2, 1, 12) });
  t.is(readDateTime('2026-03-0１T12:00:00Z').problem, 'form');
});

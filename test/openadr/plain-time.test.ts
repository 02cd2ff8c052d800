import test from 'ava';
import fc from 'fast-check';
import { type DateTimeProblem, readDateTime } from '../../src/openadr/time.ts';

/** What is found besides the white space. */
function without(problem: DateTimeProblem | undefined): { readonly problem?: DateTimeProblem } {
  return problem === undefined || problem === 'space' ? {} : { problem };
}

test('the short way of plain date-times tells what the long way does', (t) => {
  const two = fc.integer({ min: 0, max: 99 }).map((n) => `${n}`.padStart(2, '0'));
  const near = (most: number) => fc.integer({ min: 0, max: most }).map((n) => `${n}`.padStart(2, '0'));
  const year = fc.integer({ min: 0, max: 9999 }).map((n) => `${n}`.padStart(4, '0'));
  const decimals = fc.oneof(fc.constant(''), fc.stringMatching(/^[.,]?[0-9x]{0,7}$/), fc.stringMatching(/^\.\d{1,9}$/));
  const zone = fc.constantFrom('Z', 'Z', 'z', 'X', '+00:00');
  const seed = Date.now();
  t.log(`seed ${seed}`);
  const text = fc
    .tuple(year, near(13), near(32), near(25), near(61), fc.oneof(near(61), two), decimals, zone)
    .map(([y, m, d, h, n, s, decimals, zone]) => `${y}-${m}-${d}T${h}:${n}:${s}${decimals}${zone}`);
  fc.assert(
    fc.property(text, (plain) => {
      // White space around it is too long for the short way.
      const { ms, problem } = readDateTime(` ${plain}`);
      t.deepEqual(readDateTime(plain), { ...(ms !== undefined && { ms }), ...without(problem) }, plain);
    }),
    { seed, numRuns: 5_000 },
  );
  t.deepEqual(readDateTime('2026-03-01T12:00:00.25Z'), { ms: Date.UTC(2026, 2, 1, 12, 0, 0, 250) });
  t.deepEqual(readDateTime('2026-03-01T12:00:00.1239Z'), { ms: Date.UTC(2026, 2, 1, 12, 0, 0, 123) });
  t.deepEqual(readDateTime('2026-03-01T12:00:00.Z'), { ms: Date.UTC(2026, 2, 1, 12), problem: 'form' });
  t.is(readDateTime('2028-02-29T00:00:00Z').ms, Date.UTC(2028, 1, 29));
  t.is(readDateTime('2026-02-29T00:00:00Z').problem, 'range');
  t.deepEqual(readDateTime('2026-03-01T12:00:00Z'), { ms: Date.UTC(2026, 2, 1, 12) });
  t.is(readDateTime('2026-03-0１T12:00:00Z').problem, 'form');
});

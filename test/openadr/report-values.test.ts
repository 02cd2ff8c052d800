import test from 'ava';
import fc from 'fast-check';
import { gatherAhead, type OadrReport, readingsOf } from '../../src/openadr/index.ts';
import type { Lenient } from '../../src/openadr/lenient.ts';
import { spansOf, valuesOfReport } from '../../src/openadr/report/values.ts';

const T0 = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** Values `rID number`, each in an interval of its own that begins so many minutes after T0; none: nothing says when. */
function report(
  ...values: readonly (readonly [minutes: number | undefined, rID: string, number?: number, duration?: string])[]
) {
  return {
    reportRequestID: 'r1',
    intervals: {
      interval: values.map(([minutes, rID, value, duration]) => ({
        ...(minutes !== undefined && { dtstart: { 'date-time': new Date(T0 + minutes * MINUTE).toISOString() } }),
        ...(duration !== undefined && { duration: { duration } }),
        oadrReportPayload: [{ rID, ...(value !== undefined && { payloadFloat: { value } }) }],
      })),
    },
  } satisfies Lenient<OadrReport>;
}

test('values stand by data point in the order of their time, the last of a time counts', (t) => {
  const { points, readings } = valuesOfReport(
    report([2, 'b', 20], [0, 'a', 1], [1, 'b', 10], [0, 'a', 2], [undefined, 'a', 3], [3, 'b']),
  );
  t.is(readings.length, 6);
  t.deepEqual([...points.keys()], ['b', 'a'], 'as they first come');
  t.like(points.get('b'), {
    came: 3,
    times: [T0 + MINUTE, T0 + 2 * MINUTE],
    numbers: [10, 20],
    counts: [1, 1],
    again: 0,
    twice: false,
  });
  t.like(points.get('a'), { came: 3, times: [T0], numbers: [2], again: 1, twice: true });
  t.deepEqual(
    points.get('a')?.timeless.map(({ value }) => value),
    [3],
  );
});

test('rule 314: two values for one time are two, though one has no number', (t) => {
  t.like(valuesOfReport(report([0, 'a', 1], [0, 'a'])).points.get('a'), { times: [T0], again: 0, twice: true });
  t.like(valuesOfReport(report([0, 'a', 1], [0, 'b', 1])).points.get('a'), { twice: false });
});

test('a begin is there once, with the length that is said last', (t) => {
  const { readings } = valuesOfReport(report([1, 'a', 1], [0, 'b', 1]));
  const [first, second] = readings;
  if (!first || !second) return t.fail();
  t.deepEqual(spansOf([{ ...first, duration: 5 }, second, { ...first, duration: 7 }, { ...first, time: undefined }]), {
    begins: [T0, T0 + MINUTE],
    durations: [Number.NaN, 7],
  });
});

test('what is gathered ahead is what is gathered at once, whatever came, and others run in between', async (t) => {
  const far = `P${'9'.repeat(400)}Y`;
  const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
  const value = fc.tuple(
    maybe(fc.integer({ min: 0, max: 50 })),
    fc.constantFrom('a', 'b', 'c'),
    maybe(fc.float()),
    maybe(fc.constantFrom('PT1M', '-PT5M', far, `-${far}`, 'P9999Y', 'soon')),
  );
  const bodies = fc.array(fc.array(value, { maxLength: 40 }), { maxLength: 4 });
  const seed = Date.now();
  t.log(`seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(bodies, async (all) => {
      const oadrReport = all.map((values) => report(...values));
      const [readings, values] = [readingsOf({ oadrReport }), oadrReport.map(valuesOfReport)];
      await gatherAhead({ oadrReport });
      t.deepEqual(oadrReport.map(valuesOfReport), values);
      t.deepEqual(readingsOf({ oadrReport }), readings);
      const kept = oadrReport.map(valuesOfReport);
      t.true(kept.every(({ spans }) => spans.begins.every((begin) => Math.abs(begin) <= 8.64e15)));
      t.true(
        oadrReport.every((one, index) => valuesOfReport(one) === kept[index]),
        'once',
      );
    }),
    { seed, numRuns: 100 },
  );
  const large = {
    oadrReport: [report(...Array.from({ length: 5_000 }, (_, minutes) => [minutes, 'a', minutes] as const))],
  };
  let turns = 0;
  const count = (): void => {
    turns++;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  await gatherAhead(large);
  clearImmediate(timer);
  t.true(turns >= 5, `${turns} turns`);
});

import test from 'ava';
import { S, step } from './helpers/plan.ts';
import { reporting, T0 } from './helpers/reporting.ts';

const three = [
  { time: T0 + 1 * S, value: 100 },
  { time: T0 + 11 * S, value: 400 },
  { time: T0 + 6 * S, value: 400.5 },
];

for (const [take, message] of [
  ['mean', '300.167 W of 3 samples'],
  ['min', '100 W of 3 samples'],
  ['max', '400.5 W of 3 samples'],
  ['last', '400 W of 3 samples'],
] as const) {
  test(`a measure takes the ${take} of what lies in its time`, async (t) => {
    const run = await reporting([step.measure('base', { take })]);
    await run.advance(15 * S);
    run.bench.update(three);
    run.bench.update([
      { time: T0 - S, value: 9999 },
      { time: T0 + 21 * S, value: 9999 },
      { time: T0 + 2 * S, value: 9999, quality: 'Quality Bad - Non Specific' },
      { value: 9999 },
    ]);
    t.is(run.state('3'), 'running');
    await run.advance(5 * S);
    t.is(run.state('3'), 'done');
    t.is(run.steps('3').at(-1)?.detail?.message, message);
  });
}

test('where none came yet it waits for one that may be under way, and no longer', async (t) => {
  const run = await reporting([step.measure()]);
  await run.advance(30 * S);
  t.is(run.state('3'), 'running');
  run.bench.update([{ time: T0 + 19 * S, value: 7 }]);
  await run.settle();
  t.is(run.steps('3').at(-1)?.detail?.message, '7 W of 1 sample');
  const none = await reporting([step.measure()]);
  await none.advance(40 * S);
  t.is(none.state('3'), 'failed');
  t.regex(
    none.steps('3').at(-1)?.detail?.message ?? '',
    /^no sample of load in 20s; the request was delivered at 00:00:00\.000/,
  );
});

test('a measure of a refused request fails at once, with that reason', async (t) => {
  const run = await reporting([step.measure()]);
  await run.advance(2 * S);
  run.bench.requested('refused', '452');
  await run.settle();
  t.is(run.state('3'), 'failed');
  t.is(run.steps('3').at(-1)?.detail?.actual, 'the VEN refused the request: 452');
});

test('samples of bad quality are told, not those of other data points', async (t) => {
  const run = await reporting([step.measure()]);
  const quality = 'Quality Bad - Non Specific';
  run.bench.update([
    { time: T0 + S, value: 5, quality },
    { time: T0 + 2 * S, value: 5, quality },
    { time: T0 + S, value: 5, rID: 'energy' },
  ]);
  await run.advance(40 * S);
  t.like(run.steps('3').at(-1)?.detail, {
    actual: '2 samples came that do not count: bad quality, or no new value',
    hint: 'look at oadrDataQuality in its oadrUpdateReport',
  });
});

test('samples that say no time are told, and taken by arrival if that is asked for', async (t) => {
  const run = await reporting([step.measure()]);
  run.bench.update([{ value: 5 }]);
  await run.advance(40 * S);
  t.like(run.steps('3').at(-1)?.detail, {
    actual: '1 sample came without a dtstart',
    hint: '"time": "arrival" takes samples by when they came',
  });
  const arrival = await reporting([step.measure('base', { time: 'arrival' })]);
  await arrival.advance(S);
  arrival.bench.update([{ value: 5 }]);
  await arrival.advance(20 * S);
  t.is(arrival.state('3'), 'done');
});

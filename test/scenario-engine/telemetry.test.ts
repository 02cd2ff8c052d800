import test from 'ava';
import { at, MIN, S, step, telemetry, twoLevels } from './helpers/plan.ts';
import { reporting, T0 } from './helpers/reporting.ts';

const low = telemetry({ lte: 100 });

test('within is met by the first sample that compares, at its own time', async (t) => {
  const run = await reporting([step.expect(low, { within: 30 * S })]);
  run.bench.update([{ time: T0, value: 500, duration: 'PT5S' }]);
  await run.advance(10 * S);
  t.is(run.state('3'), 'running');
  const exchange = run.bench.update([{ time: T0 + 5 * S, value: 90, duration: 'PT5S' }]);
  await run.settle();
  t.is(run.state('3'), 'passed');
  const detail = run.steps('3').at(-1)?.detail;
  t.is(detail?.after, 5 * S, 'the sample is of 5 s, it came at 10 s');
  t.like(run.bench.journal.records[detail?.seq ?? 0], { kind: 'message', exchange });
});

test('a sample counts by when it is of, however late it comes', async (t) => {
  for (const [seconds, state] of [
    [30, 'passed'],
    [31, 'failed'],
  ] as const) {
    const run = await reporting([step.expect(low, { within: 30 * S })]);
    await run.advance(35 * S);
    run.bench.update([{ time: T0 + seconds * S, value: 90 }]);
    await run.advance(16 * S);
    t.is(run.state('3'), state, `${seconds} s`);
  }
});

test('it is judged when granularity, reportBack and two polls more have passed', async (t) => {
  const run = await reporting([step.expect(low, { within: 30 * S })]);
  run.bench.update([{ time: T0 + 1 * S, value: 250 }]);
  run.bench.update([{ time: T0 + 6 * S, value: 120 }]);
  run.bench.update([{ time: T0 + 11 * S, value: 400 }]);
  await run.advance(30 * S + 19 * S); // 5 + 5 + 2 × 5
  t.is(run.state('3'), 'running');
  await run.advance(1 * S);
  t.is(run.state('3'), 'failed');
  const detail = run.steps('3').at(-1)?.detail;
  t.regex(
    detail?.message ?? '',
    /^waited 30s for a sample of load in usage \(usage-\w+\) at most 100 W; nearest: 120 W at 00:00:06\.000; came: /,
  );
  t.like(detail, { expected: 'at most 100 W', actual: '120 W' });
  t.is(typeof detail?.exchange, 'string');
});

test('arrival judges by when a sample came, and at once', async (t) => {
  const run = await reporting([step.expect(telemetry({ lte: 100 }, { time: 'arrival' }), { within: 30 * S })]);
  await run.advance(10 * S);
  run.bench.update([{ value: 90 }]);
  await run.settle();
  t.is(run.state('3'), 'passed');
  const late = await reporting([step.expect(telemetry({ lte: 100 }, { time: 'arrival' }), { within: 30 * S })]);
  await late.advance(30 * S);
  t.is(late.state('3'), 'failed');
});

test('bad quality, no new value, another data point and another report are no samples', async (t) => {
  const run = await reporting([step.expect(low, { within: 10 * S })]);
  run.bench.update([{ time: T0 + S, value: 1, quality: 'Quality Bad - Sensor Failure' }]);
  run.bench.update([{ time: T0 + S, value: 1, quality: 'No New Value - Previous Value Used' }]);
  run.bench.update([{ time: T0 + S, value: 1, rID: 'other' }]);
  run.bench.update([{ time: T0 + S, value: 1 }], { wireID: 'usage-other' });
  await run.advance(30 * S);
  t.is(run.state('3'), 'failed');
  const detail = run.steps('3').at(-1)?.detail;
  t.is(detail?.actual, '2 samples came that do not count: bad quality, or no new value');
});

for (const [title, value, actual, hint] of [
  ['of other data points', { time: T0 + S, value: 1, rID: 'other' }, /samples of other only/, /"rID": "other"/],
  ['without a time', { value: 1 }, /1 sample came without a dtstart/, /"time": "arrival"/],
  ['from before', { time: T0 - 60 * S, value: 1 }, /from before the window; the newest is of 23:59:00/, /"arrival"/],
] as const) {
  test(`samples ${title} are told where none lies in the window`, async (t) => {
    const run = await reporting([step.expect(low, { within: 10 * S })]);
    run.bench.update([value]);
    await run.advance(30 * S);
    const detail = run.steps('3').at(-1)?.detail;
    t.regex(detail?.actual ?? '', actual);
    t.regex(detail?.hint ?? '', hint);
  });
}

test('until fails at the first sample that does not compare', async (t) => {
  const run = await reporting([step.expect(low, { until: at('now', 30 * S) }), step.wait({ for: 60 * S })]);
  run.bench.update([{ time: T0 + S, value: 90 }]);
  await run.settle();
  t.is(run.state('3'), 'running');
  run.bench.update([{ time: T0 + 6 * S, value: 101 }]);
  await run.settle();
  t.is(run.state('3'), 'failed');
  t.like(run.steps('3').at(-1)?.detail, { expected: 'at most 100 W', actual: '101 W', after: 6 * S });
});

test('until looks at no sample that is of later, or reaches beyond', async (t) => {
  for (const [value, state] of [
    [{ time: T0 + 30 * S, value: 500, duration: 'PT1S' }, 'passed'],
    [{ time: T0 + 28 * S, value: 500, duration: 'PT5S' }, 'passed'],
    [{ time: T0 + 25 * S, value: 500, duration: 'PT5S' }, 'failed'],
  ] as const) {
    const run = await reporting([step.expect(low, { until: at('now', 30 * S) }), step.wait({ for: 60 * S })]);
    run.bench.update([{ time: T0 + 10 * S, value: 90 }]);
    await run.advance(40 * S);
    run.bench.update([value]);
    await run.settle();
    t.is(run.state('3'), state === 'failed' ? 'failed' : 'running');
    await run.advance(10 * S);
    t.is(run.state('3'), state);
  }
});

test('until wants one sample at least', async (t) => {
  const run = await reporting([step.expect(low, { until: at('now', 10 * S) }), step.wait({ for: MIN })]);
  run.bench.update([{ time: T0 + 9 * S, value: 90, duration: 'PT5S' }]);
  await run.advance(30 * S);
  t.is(run.state('3'), 'failed');
  t.like(run.steps('3').at(-1)?.detail, { expected: 'at least one sample' });
});

test('percentOf compares with what was measured, and names it', async (t) => {
  const steps = [
    step.measure(),
    step.event('peak', { ...twoLevels, start: at('now', 5 * S) }),
    step.expect(telemetry({ lte: 80 }, { percentOf: 'base' }), { within: 10 * S }, { from: at('peak.active') }),
  ];
  for (const [value, state, actual] of [
    [800, 'passed', undefined],
    [801, 'failed', '80.1 % of base (801 W)'],
  ] as const) {
    const run = await reporting(steps);
    await run.advance(5 * S);
    run.bench.update([{ time: T0 + S, value: 900 }]);
    run.bench.update([{ time: T0 + 2 * S, value: 1100 }]);
    await run.advance(15 * S);
    t.is(run.steps('3').at(-1)?.detail?.message, '1000 W of 2 samples');
    run.bench.poll();
    await run.advance(10 * S);
    run.bench.update([
      { time: T0 + 24 * S, value: 100 },
      { time: T0 + 26 * S, value },
    ]);
    await run.advance(30 * S);
    t.is(run.state('5'), state);
    const detail = run.steps('5').at(-1)?.detail;
    t.is(detail?.actual, actual);
    if (state === 'failed') t.is(detail?.expected, 'at most 80 % of base (1000 W)');
  }
});

for (const [state, reason, says] of [
  ['replaced', undefined, /cancelled by new metadata \(rule 306\)/],
  ['refused', 'reportRequestID is taken', /the VEN refused the request: reportRequestID is taken/],
  ['dropped', 'its registration is gone', /the request is gone: its registration is gone/],
] as const) {
  test(`a request that is ${state} fails what waits for its samples, with that reason`, async (t) => {
    for (const window of [{ within: MIN }, { until: at('now', MIN) }]) {
      const run = await reporting([step.expect(low, window), step.wait({ for: MIN })]);
      await run.advance(5 * S);
      run.bench.requested(state, reason);
      await run.settle();
      t.is(run.state('3'), 'failed');
      const detail = run.steps('3').at(-1)?.detail;
      t.regex(detail?.message ?? '', says);
      t.is(typeof detail?.exchange, 'string');
    }
  });
}

test('a hold moves the window, and samples of before and after it keep their places', async (t) => {
  for (const [time, state] of [
    [T0 + 500, 'failed'], // before the hold, which lasts from 1 s to 30 s
    [T0 + 38_900, 'failed'], // 9.9 s of scenario time
    [T0 + 39_100, 'running'],
  ] as const) {
    const run = await reporting([
      step.expect(low, { until: at('now', 10 * S) }),
      step.wait({ for: S }),
      step.wait({ for: MIN }),
    ]);
    run.controller.hold();
    await run.advance(30 * S);
    run.controller.resume();
    await run.advance(10 * S);
    run.bench.update([{ time, value: 500 }]);
    await run.settle();
    t.is(run.state('3'), state, String(time - T0));
  }
});

test('each VEN is asked for its own samples', async (t) => {
  const run = await reporting(
    [step.expect(low, { within: 10 * S })],
    {},
    { vens: { dut: { count: 2, fresh: false } } },
  );
  run.bench.register('v2');
  await run.settle();
  run.bench.offer('v2');
  await run.settle();
  run.bench.poll();
  run.bench.poll('v2');
  await run.settle();
  run.bench.update([{ time: T0, value: 90 }]);
  run.bench.update([{ time: T0, value: 190 }], { ven: 'v2' });
  await run.advance(30 * S);
  t.regex(run.steps('3').at(-1)?.detail?.message ?? '', /^1 of 2 VENs; dut#2: /);
});

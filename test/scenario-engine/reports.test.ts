import test from 'ava';
import { at, MIN, report, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';
import { reporting, T0 } from './helpers/reporting.ts';

test('a report is asked for under <id>-<run>, and the step is done when the VEN has it', async (t) => {
  const run = await reporting([step.wait({ for: S })], { start: at('now', -5 * S), rIDs: ['load'], duration: 'PT1M' });
  const [command] = run.bench.done('requestReport');
  t.regex(run.bench.reportRequestID(), /^usage-\w+$/);
  t.deepEqual(command, {
    do: 'requestReport',
    vens: ['v1'],
    reports: [
      {
        reportRequestID: run.bench.reportRequestID(),
        reportName: 'TELEMETRY_USAGE',
        rIDs: ['load'],
        reportBack: 'PT5S',
        granularity: 'PT5S',
        start: T0 - 5 * S,
        duration: 'PT1M',
      },
    ],
  });
  t.is(run.state('2'), 'done');
});

test('a VEN that has not told what it can report is waited for, as long as a delivery may take', async (t) => {
  const registered = step.expect(that('registered'), { within: MIN });
  const run = await play([registered, step.requestReport('usage', { deliver: 20 * S })]);
  run.bench.register();
  await run.advance(19 * S);
  t.is(run.state('2'), 'waiting');
  t.deepEqual(run.bench.done('requestReport'), []);
  await run.advance(S);
  t.is(run.state('2'), 'failed');
  t.regex(run.steps('2').at(-1)?.detail?.message ?? '', /^no report can be asked for: dut offered none within 20s$/);
});

test('what the VTN refuses is the failure of the step', async (t) => {
  const registered = step.expect(that('registered'), { within: MIN });
  const run = await play([registered, step.requestReport()]);
  const { CommandError } = await import('../../src/bench/command.ts');
  run.bench.refused.set(
    'requestReport',
    new CommandError('the VEN offers no such report', { rule: 304, expected: 'x' }),
  );
  run.bench.register();
  await run.settle();
  run.bench.offer();
  await run.settle();
  t.is(run.state('2'), 'failed');
  t.like(run.steps('2').at(-1)?.detail, { message: 'the VEN offers no such report (rule 304)', expected: 'x' });
});

test('METADATA needs no offer', async (t) => {
  const registered = step.expect(that('registered'), { within: MIN });
  const run = await play([registered, step.requestReport('all', { reportName: 'METADATA', reportBack: 'PT0S' })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'done');
});

test('an update counts for the report that it names, and where is held against that report alone', async (t) => {
  const where = [{ 'oadrReportPayload.rID': 'load' }];
  const run = await reporting([step.expect(report({ where }), { within: 30 * S })]);
  run.bench.update([{ time: T0, value: 1, rID: 'load' }], { wireID: 'another' });
  run.bench.update([{ time: T0, value: 1, rID: 'energy' }]);
  await run.settle();
  t.is(run.state('3'), 'running');
  run.bench.update([{ time: T0, value: 1 }]);
  await run.settle();
  t.is(run.state('3'), 'passed');
});

test('an update under another ID is the nearest miss', async (t) => {
  const run = await reporting([step.expect(report(), { within: 10 * S })]);
  const exchange = run.bench.update([{ time: T0, value: 1 }], { wireID: 'mine' });
  await run.advance(10 * S);
  t.is(run.state('3'), 'failed');
  t.like(run.steps('3').at(-1)?.detail, {
    exchange,
    expected: `oadrReport.reportRequestID "${run.bench.reportRequestID()}"`,
    actual: 'oadrReport.reportRequestID "mine"',
  });
});

test('where nothing came it says how the request stands', async (t) => {
  const run = await reporting([step.expect(report(), { within: 10 * S })]);
  run.bench.requested('accepted');
  await run.advance(10 * S);
  t.is(run.steps('3').at(-1)?.detail?.actual, 'the request was delivered at 00:00:00.000 and accepted; no update came');
});

test('exactly one, until a moment', async (t) => {
  for (const [updates, state] of [
    [0, 'failed'],
    [1, 'passed'],
    [2, 'failed'],
  ] as const) {
    const count = { gte: 1, lte: 1 };
    const run = await reporting([step.expect(report({ count }), { until: at('now', 10 * S) })]);
    for (let i = 0; i < updates; i++) run.bench.update([{ time: T0, value: 1 }]);
    await run.advance(11 * S);
    t.is(run.state('3'), state, `${updates} updates`);
  }
});

test('a lost request fails what waits for updates, and not what wants none', async (t) => {
  const none = { gte: 0, lte: 0 };
  for (const [count, state] of [
    [{ gte: 2 }, 'failed'],
    [none, 'passed'],
  ] as const) {
    const run = await reporting([step.expect(report({ count }), { until: at('now', 10 * S) })]);
    run.bench.requested('replaced');
    await run.advance(11 * S);
    t.is(run.state('3'), state);
    if (state === 'failed')
      t.regex(run.steps('3').at(-1)?.detail?.message ?? '', /the request was cancelled by new metadata \(rule 306\)/);
  }
});

test('reporting is an update within two reportBack', async (t) => {
  const run = await reporting([
    step.expect(that('reporting'), { within: 10 * S }),
    step.expect(that('reporting'), { until: at('now', 40 * S) }),
    step.wait({ for: MIN }),
  ]);
  await run.advance(5 * S);
  t.is(run.state('3'), 'running');
  run.bench.update([{ time: T0, value: 1 }]);
  await run.settle();
  t.is(run.state('3'), 'passed');
  await run.advance(10 * S);
  run.bench.poll();
  await run.settle();
  t.is(run.state('4'), 'running', 'ten seconds are two of five');
  await run.advance(S);
  run.bench.poll();
  await run.settle();
  t.is(run.state('4'), 'failed');
});

test('an update of a report that comes once is no reporting', async (t) => {
  const run = await reporting([step.expect(that('reporting'), { within: 10 * S })], { reportBack: 'PT0S' });
  run.bench.update([{ time: T0, value: 1 }]);
  await run.advance(10 * S);
  t.is(run.state('3'), 'failed');
});

test('a report is cancelled by the ID of its request', async (t) => {
  const run = await reporting([step.cancelReport('usage', { reportToFollow: true }), step.wait({ for: S })]);
  t.is(run.state('3'), 'running');
  run.bench.poll();
  await run.settle();
  t.is(run.state('3'), 'done');
  t.deepEqual(run.bench.done('cancelReport'), [
    {
      do: 'cancelReport',
      vens: ['v1'],
      reportRequestIDs: [run.bench.reportRequestID()],
      reportToFollow: true,
    },
  ]);
});

test('the teardown cancels what goes on by itself, and nothing else', async (t) => {
  for (const [request, before, cancels] of [
    [{}, [], 1],
    [{ reportBack: 'PT0S' }, [], 0],
    [{}, [step.cancelReport()], 1],
  ] as const) {
    const run = await reporting([...before, step.expect(report(), { within: MIN })], request);
    run.bench.poll();
    await run.settle();
    run.bench.update([{ time: T0, value: 1 }]);
    const result = await run.finish();
    t.is(run.bench.done('cancelReport').length, cancels);
    t.deepEqual([result.verdict, result.left], ['passed', []]);
  }
});

test('with teardown leave it goes on, and that is told', async (t) => {
  const run = await reporting([step.expect(report(), { within: MIN })], {}, { teardown: 'leave' });
  run.bench.update([{ time: T0, value: 1 }]);
  const { left } = await run.finish();
  t.deepEqual(run.bench.done('cancelReport'), []);
  t.deepEqual(left, [`report ${run.bench.reportRequestID()} goes on (teardown: leave)`]);
});

test('the wire ID stands in where and in texts', async (t) => {
  const template = [{ variable: 'step', id: 'usage', field: 'reportRequestID' }] as const;
  const run = await reporting([step.note({ template, as: 'text' }), step.wait({ for: S })]);
  const note = run.bench.journal.records.find((record) => record.kind === 'scenario' && record.state === 'note');
  t.like(note, { text: run.bench.reportRequestID() });
});

test('in a repeat each round has its own report', async (t) => {
  const rounds = step.repeat(2, [
    step.requestReport('again', { reportBack: 'PT0S' }),
    step.expect(report({ report: 'again' }), { within: 30 * S }),
  ]);
  const run = await reporting([rounds]);
  for (const round of [1, 2]) {
    run.bench.poll();
    await run.settle();
    t.regex(run.bench.reportRequestID('again'), new RegExp(`^again-${round}-`));
    run.bench.update([{ time: T0, value: 1 }], { id: 'again' });
    await run.settle();
    t.is(run.state(`3.2#${round}`), 'passed');
  }
});

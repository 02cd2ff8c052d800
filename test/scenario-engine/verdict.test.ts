import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import { at, MIN, message, opt, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

test('a VEN that registers, gets an event and opts in passes', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.event(),
    step.expect(opt(), { within: 10 * S }),
  ]);
  await run.advance(2 * S);
  run.bench.register();
  await run.settle();
  t.is(run.state('1'), 'passed');
  t.is(run.state('2'), 'running');
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'done');
  run.bench.created();
  const result = await run.finish();
  t.is(result.verdict, 'passed');
  t.deepEqual(result.expectations, { passed: 2, failed: 0, skipped: 0 });
  t.is(run.verdict?.verdict, 'passed');
  t.deepEqual(
    run.steps().map(({ step: place, state }) => `${place} ${state}`),
    ['1 running', '1 passed', '2 running', '2 done', '3 running', '3 passed'],
  );
});

test('a missed expectation ends the run: the rest is skipped, watches too', async (t) => {
  const run = await play([
    step.expect(message('oadrCreatePartyRegistration', { lte: 1 }), { until: at('end') }),
    step.expect(that('registered'), { within: 10 * S }),
    step.note(),
  ]);
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'failed');
  t.is(result.reason, 'step 2 failed: expect that');
  t.deepEqual([run.state('1'), run.state('2'), run.state('3')], ['skipped', 'failed', 'skipped']);
  t.deepEqual(result.expectations, { passed: 0, failed: 1, skipped: 1 });
});

test('a soft failure goes on and fails all the same', async (t) => {
  const run = await play([
    step.expect(message('oadrRequestEvent'), { within: 5 * S }, { soft: true }),
    step.expect(that('registered'), { within: MIN }),
  ]);
  run.bench.register();
  const result = await run.finish();
  t.is(run.state('2'), 'passed');
  t.is(result.verdict, 'failed');
  t.is(result.failures.length, 1);
});

test('a scenario without a judged expectation fails and says why', async (t) => {
  const run = await play([step.wait({ for: 2 * S })]);
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'failed');
  t.is(result.reason, 'no expectation was judged');
});

test("waiting for an event's status is no proof, and the verdict says so", async (t) => {
  const run = await play([step.event(), step.wait({ until: at('peak.active') })]);
  run.bench.register();
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  t.regex(result.reason ?? '', /rule 114/);
});

test('an acting step whose VEN never came could not run', async (t) => {
  const run = await play([step.event()], {}, { wait: 30 * S });
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'error');
  t.regex(result.reason ?? '', /no VEN within 30s for dut/);
  t.is(run.bench.clock.now() - Date.UTC(2026, 0, 1), 30 * S);
  t.is(run.state('1'), 'skipped');
});

test('what the VTN refuses fails the step with expected, actual and remedy', async (t) => {
  const run = await play([step.event(), step.expect(opt(), { within: S })]);
  run.bench.refused.set(
    'event',
    new CommandError('SIMPLE goes from 0 to 3', { expected: '0…3', actual: '4', hint: 'use 3', rule: 9 }),
  );
  run.bench.register();
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  const { detail } = run.steps('1').at(-1) ?? {};
  t.like(detail, {
    message: 'SIMPLE goes from 0 to 3 (rule 9)',
    expected: '0…3',
    actual: '4',
    hint: 'use 3',
    line: 1,
    column: 5,
  });
});

test('a broken bench is an error, not a failure', async (t) => {
  const run = await play([step.event()]);
  run.bench.refused.set('event', new Error('disk full'));
  run.bench.register();
  const result = await run.finish();
  t.is(result.verdict, 'error');
  t.regex(result.reason ?? '', /disk full/);
});

test('the timeout fails the run', async (t) => {
  const run = await play([step.expect(that('registered'), { within: 10 * MIN })], { timeout: MIN });
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'failed');
  t.regex(result.reason ?? '', /timeout of 1m/);
  t.is(run.state('1'), 'skipped');
});

test('the timeout ends with the last step: a watch may go on beyond it', async (t) => {
  const run = await play(
    [
      step.expect(message('oadrPoll', { gte: 1 }), { until: at('now', 2 * MIN) }),
      step.expect(that('registered'), { within: S }),
    ],
    { timeout: MIN },
  );
  run.bench.register();
  t.is((await run.finish()).verdict, 'passed');
});

test('an interrupted run is neither passed nor failed', async (t) => {
  const run = await play([step.expect(that('registered'), { within: MIN }), step.note()]);
  run.controller.interrupt();
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'interrupted');
  t.deepEqual([run.state('1'), run.state('2')], ['skipped', 'skipped']);
});

test('a required report that the VEN does not offer skips the scenario', async (t) => {
  const run = await play([step.expect(that('online'), { within: MIN }), step.wait({ for: MIN })], {
    requires: ['TELEMETRY_USAGE'],
  });
  run.bench.register();
  await run.settle();
  run.bench.change('v1', {
    what: 'reports',
    venID: 'v1',
    reports: [{ reportSpecifierID: 's', reportName: 'METADATA_TELEMETRY_STATUS', points: [] }],
  });
  const result = await run.finish();
  t.is(result.verdict, 'skipped');
  t.is(result.reason, 'dut does not offer TELEMETRY_USAGE');
});

test('a report-only VEN fails a scenario that sends it events', async (t) => {
  const run = await play([step.expect(that('registered'), { within: MIN }), step.event()]);
  run.bench.register('v1', { reportOnly: true });
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  t.regex(result.reason ?? '', /report-only/);
});

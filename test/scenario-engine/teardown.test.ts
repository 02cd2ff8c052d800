import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import { runSuite } from '../../src/scenario/engine/index.ts';
import { FakeBench } from './helpers/bench.ts';
import { MIN, message, planOf, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

const registered = step.expect(that('registered'), { within: MIN });
const running = [registered, step.event()];

test('events that still run are cancelled and the poll interval is as at t0', async (t) => {
  const run = await play([...running, step.reregister({ pollInterval: 15 * S, deliver: 'none' })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.over, undefined);
  t.deepEqual(run.bench.commands.slice(-2), [
    { do: 'offer', pollInterval: 5 * S },
    { do: 'cancel', vens: ['v1'], eventID: run.bench.eventID() },
  ]);
  run.bench.poll();
  run.bench.poll();
  await run.settle();
  run.bench.created();
  await run.settle();
  t.is(run.over?.verdict, 'passed');
  t.deepEqual(run.over?.left, []);
});

test("it waits for the VEN's answer to a cancel, for two seconds", async (t) => {
  for (const [answers, interrupted, after] of [
    [true, false, 1500],
    [false, false, 2000],
    [false, true, 1500],
  ] as const) {
    const run = await play(running);
    run.bench.register();
    await run.settle();
    run.bench.poll();
    await run.settle();
    run.bench.poll();
    await run.advance(after - 1, 250);
    t.is(run.over, undefined);
    if (answers) run.bench.created();
    else if (interrupted) run.controller.interrupt();
    else await run.advance(1);
    await run.settle();
    t.is(run.over?.verdict, 'passed');
    t.deepEqual(run.over?.left, interrupted ? ['the teardown was cut short'] : []);
  }
});

test('an event that must not be answered keeps nobody waiting', async (t) => {
  const run = await play([registered, step.event('peak', { responseRequired: 'never' })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.over?.verdict, 'passed');
});

test('it waits for the delivery two poll intervals and says what is left', async (t) => {
  const run = await play(running);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(9 * S);
  t.is(run.over, undefined);
  await run.advance(S);
  t.deepEqual(run.over?.left, [`the cancel of ${run.bench.eventID()} was not delivered to dut`]);
  t.is(run.over?.verdict, 'passed');
  t.deepEqual(run.verdict?.left, run.over?.left);
});

test('a VEN that is offline is not waited for', async (t) => {
  const run = await play(running);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  run.bench.change('v1', { what: 'presence', venID: 'v1', presence: 'offline', lastHeard: 0 });
  await run.settle();
  t.is(run.over?.left.length, 1);
});

test('leave leaves the events and says so', async (t) => {
  const run = await play(running, { teardown: 'leave' });
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.bench.done('cancel').length, 0);
  t.deepEqual(run.over?.left, [`event ${run.bench.eventID()} goes on (teardown: leave)`]);
});

test('a second interrupt skips it', async (t) => {
  const run = await play(running);
  run.bench.register();
  await run.settle();
  run.controller.interrupt();
  await run.settle();
  t.is(run.over, undefined);
  run.controller.interrupt();
  await run.settle();
  t.is(run.over?.verdict, 'interrupted');
  t.true(run.over?.left.includes('the teardown was cut short'));
});

test('what the teardown may not do is left, with its reason', async (t) => {
  const run = await play(running);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  run.bench.refused.set('cancel', new CommandError('it is over', { hint: 'nothing to do' }));
  await run.settle();
  await run.advance(10 * S);
  t.is(run.over?.left[0], `event ${run.bench.eventID()}: it is over (nothing to do)`);
});

test('a device that may run on at random is named', async (t) => {
  const run = await play([registered, step.event('peak', { start: { base: 'now', offset: 0 }, startAfter: 'PT30S' })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  run.bench.poll();
  await run.settle();
  run.bench.created();
  await run.settle();
  t.regex(run.over?.left[0] ?? '', /^peak-\w+: a VEN may run on for up to 30s \(startafter\)$/);
});

test('a VEN without registration is named', async (t) => {
  const run = await play([registered]);
  run.bench.register();
  run.bench.change('v1', { what: 'ven', venID: 'v1', state: 'cancelled', cause: 'byVen' });
  await run.settle();
  t.deepEqual(run.over?.left, ['dut is not registered']);
});

test('what was not delivered is counted', async (t) => {
  const run = await play([registered]);
  const payloads = ['oadrCancelReport', 'oadrRegisterReport', 'oadrCancelReport'] as const;
  const items = payloads.map((payload, at) => ({ item: `i${at}`, payload, label: payload }));
  run.bench.change('v1', { what: 'queue', venID: 'v1', items });
  run.bench.register();
  await run.settle();
  t.deepEqual(run.over?.left, ['not delivered to dut: 2 × oadrCancelReport, oadrRegisterReport']);
});

test('a suite bails after the first failure and skips the rest', async (t) => {
  const bench = new FakeBench();
  const plans = ['a', 'b', 'c'].map((name) => planOf([step.expect(message('oadrPoll'), { within: S })], { name }));
  const suite = runSuite(plans, { bench, bail: true });
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    bench.clock.advance(S);
  }
  const results = await suite;
  t.deepEqual(
    results.map(({ verdict }) => verdict),
    ['failed', 'skipped', 'skipped'],
  );
  t.is(results[1]?.reason, '--bail: a failed');
});

test('a suite goes on with the VENs it knows', async (t) => {
  const bench = new FakeBench();
  const suite = runSuite(
    ['a', 'b'].map((name) => planOf([registered], { name })),
    { bench },
  );
  await new Promise((resolve) => setImmediate(resolve));
  bench.register();
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    bench.poll();
    bench.clock.advance(S);
  }
  t.deepEqual(
    (await suite).map(({ verdict }) => verdict),
    ['passed', 'passed'],
  );
});

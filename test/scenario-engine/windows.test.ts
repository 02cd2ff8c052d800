import test from 'ava';
import { at, MIN, message, opt, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

test('an expectation sees what came since the group before it began', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.event('one'),
    step.note(),
    step.event('two'),
    step.expect(opt('optIn', { event: 'one' }), { within: S }),
    step.expect(opt('optIn', { event: 'two' }), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  // Answered before the second event of the group was even made.
  run.bench.created('v1', { eventID: run.bench.eventID('one') });
  await run.settle();
  t.is(run.state('4'), 'running');
  run.bench.poll();
  run.bench.created('v1', { eventID: run.bench.eventID('two') });
  await run.settle();
  t.deepEqual([run.state('5'), run.state('6')], ['passed', 'passed']);
});

test('what came before the group does not count', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.registerReport(),
    step.expect(message('oadrRequestEvent'), { within: 10 * S }),
  ]);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  run.bench.register();
  await run.settle();
  const result = await run.finish();
  t.is(run.state('3'), 'failed');
  t.is(result.verdict, 'failed');
});

test('its clock starts when the last step before it that is no expect was done', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.registerReport(),
    step.expect(message('oadrRequestEvent'), { within: 10 * S }),
    step.expect(message('oadrPoll', { gte: 3 }), { within: 12 * S }),
  ]);
  run.bench.register();
  await run.advance(4 * S);
  run.bench.poll(); // delivered at 4 s
  await run.settle();
  t.is(run.steps('3').at(-1)?.deadline, run.bench.clock.now() + 10 * S);
  await run.advance(9 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.settle();
  t.is(run.state('3'), 'passed');
  t.is(run.steps('3').at(-1)?.detail?.after, 9 * S);
  // 3 s are left of the second one's 12 s: no clock of its own.
  t.is(run.steps('4').at(-1)?.deadline, run.bench.clock.now() + 3 * S);
});

test('what met it after the deadline does not count, though the step was reached later', async (t) => {
  const run = await play([
    step.expect(message('oadrPoll'), { within: 20 * S }),
    step.expect(message('oadrRequestEvent'), { within: 5 * S }),
  ]);
  run.bench.register();
  await run.advance(10 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'failed');
});

test('from sets both the window and the clock', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.registerReport({ id: 'mark', deliver: 'none' }),
    step.wait({ for: 20 * S }),
    step.expect(message('oadrRequestEvent'), { within: 15 * S }, { from: at('mark', 10 * S) }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(5 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' }); // 5 s: too early
  await run.advance(6 * S);
  t.is(run.state('4'), undefined);
  run.bench.message('oadrRequestEvent', { ven: 'v1' }); // 11 s: counts, seen before its step is reached
  await run.advance(10 * S);
  t.is(run.state('4'), 'passed');
  t.is(run.steps('4').at(-1)?.detail?.after, 1 * S);
});

test('from: now sees nothing earlier', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.expect(message('oadrPoll'), { within: 3 * S }, { from: at('now') }),
  ]);
  run.bench.poll();
  run.bench.register();
  await run.settle();
  t.is(run.state('2'), 'running');
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'passed');
});

test('from an event status that lies in the past takes what came since then', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.event(),
    step.wait({ for: 15 * S }),
    step.expect(message('oadrRequestEvent', { gte: 2 }), { within: 10 * S }, { from: at('peak.active') }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(9 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(2 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(5 * S);
  t.is(run.state('4'), 'running');
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.settle();
  t.is(run.state('4'), 'passed');
});

test('an upper count fails as soon as one more came', async (t) => {
  const run = await play([
    step.expect(message('oadrCreatePartyRegistration', { lte: 1 }), { until: at('now', MIN) }),
    step.wait({ for: 2 * MIN }),
  ]);
  run.bench.register();
  await run.advance(2 * S);
  t.is(run.state('1'), 'running');
  run.bench.register();
  await run.settle();
  t.is(run.state('1'), 'failed');
  t.is(run.state('2'), 'skipped');
});

test('one too many is an error only where the lateness of the bench may have put it into the window', async (t) => {
  for (const [after, verdict] of [
    [30 * S, 'failed'],
    [59 * S, 'error'],
  ] as const) {
    const run = await play([
      step.expect(that('registered'), { within: MIN }),
      step.expect(message('oadrRequestEvent', { gte: 0, lte: 0 }), { until: at('now', MIN) }, { from: at('now') }),
      step.wait({ for: 2 * MIN }),
    ]);
    run.bench.register();
    run.bench.late = 3 * S;
    await run.advance(after);
    run.bench.message('oadrRequestEvent', { ven: 'v1' });
    t.is((await run.finish()).verdict, verdict);
  }
});

test('a lower and upper count is judged at the end of the window', async (t) => {
  const run = await play([step.expect(message('oadrPoll', { gte: 2, lte: 3 }), { until: at('now', 10 * S) })]);
  run.bench.register();
  run.bench.poll();
  await run.advance(9 * S);
  run.bench.poll();
  t.is(run.state('1'), 'running');
  await run.advance(S);
  t.is(run.state('1'), 'passed');
});

test('until: end is judged when the last step is done', async (t) => {
  const run = await play([
    step.expect(message('oadrRequestEvent', { gte: 0, lte: 0 }), { until: at('end') }),
    step.expect(that('registered'), { within: MIN }),
  ]);
  t.is(run.state('1'), 'running');
  run.bench.register();
  const result = await run.finish();
  t.is(run.state('1'), 'passed');
  t.is(result.verdict, 'passed');
});

test('an until in the past is judged at once, by what came up to it', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.event(),
    step.wait({ for: 15 * S }),
    step.expect(message('oadrRequestEvent', { lte: 1 }), { until: at('peak.active') }, { from: at('start') }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(8 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(4 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(4 * S);
  t.is(run.state('4'), 'passed');
});

test('that … until must hold all the time', async (t) => {
  const run = await play([
    step.expect(that('online'), { within: MIN }),
    step.expect(that('online'), { until: at('now', 2 * MIN) }),
    step.wait({ for: 2 * MIN }),
  ]);
  run.bench.register();
  await run.advance(30 * S);
  t.is(run.state('2'), 'running');
  run.bench.change('v1', { what: 'presence', venID: 'v1', presence: 'offline', lastHeard: 0 });
  await run.settle();
  t.is(run.state('2'), 'failed');
});

test('offline counts only for a VEN that was heard in this run', async (t) => {
  const run = await play([step.expect(that('offline'), { within: MIN })]);
  run.bench.change('v1', { what: 'ven', venID: 'v1', state: 'registered', cause: 'restored' });
  run.bench.change('v1', { what: 'presence', venID: 'v1', presence: 'offline', lastHeard: 0 });
  await run.settle();
  t.is(run.state('1'), 'running');
  run.bench.poll();
  run.bench.change('v1', { what: 'presence', venID: 'v1', presence: 'offline', lastHeard: 0 });
  await run.settle();
  t.is(run.state('1'), 'passed');
});

test('an expectation on several VENs says n of m', async (t) => {
  const run = await play([step.expect(message('oadrPoll'), { within: 10 * S })], {
    vens: { dut: { count: 3, fresh: false } },
  });
  for (const ven of ['v1', 'v2']) run.bench.register(ven);
  for (const ven of ['v1', 'v2']) run.bench.poll(ven);
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'failed');
  t.regex(run.steps('1').at(-1)?.detail?.message ?? '', /2 of 3 VENs; dut#3:/);
});

test('a wait parts two groups', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.registerReport({ deliver: 'none' }),
    step.wait({ for: 5 * S }),
    step.registerReport({ deliver: 'none' }),
    step.expect(message('oadrRequestEvent'), { within: 5 * S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(10 * S);
  t.is(run.state('5'), 'failed');
});

test('the begin of a repeat starts no clock, its end does', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.wait({ for: 20 * S }),
    step.repeat(2, [step.expect(message('oadrPoll'), { within: 10 * S })]),
    step.expect(message('oadrRequestEvent'), { within: 10 * S }),
  ]);
  run.bench.register();
  await run.advance(25 * S);
  t.is(run.state('3.1#1'), 'running');
  run.bench.poll();
  await run.settle();
  // The second round's clock is still that of the wait, and what it sees began at t0 for both.
  t.deepEqual([run.state('3.1#1'), run.state('3.1#2'), run.state('3')], ['passed', 'passed', 'done']);
  t.is(run.steps('4').at(-1)?.deadline, run.bench.clock.now() + 10 * S);
});

test('a message that finds its VEN late still lies where it came', async (t) => {
  const run = await play(
    [
      step.prompt({ id: 'p' }),
      step.expect(
        { subject: 'message', message: 'oadrQueryRegistration', count: { gte: 1 } },
        { within: 5 * S },
        { from: at('p.done') },
      ),
    ],
    {},
    { interactive: true },
  );
  const exchange = run.bench.message('oadrQueryRegistration');
  run.controller.answer('p', 'pass');
  await run.settle();
  run.bench.answer(exchange, 'oadrCreatedPartyRegistration');
  await run.advance(5 * S);
  t.is(run.state('2'), 'failed');
});

import test from 'ava';
import { at, MIN, message, opt, S, step, that, twoLevels } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

const registered = step.expect(that('registered'), { within: MIN });

test('a step waits for its anchor, and the event anchors are bench time of the newest version', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.cancel('peak', { at: at('peak[1]', 5 * S) }),
    step.expect(opt(), { within: 10 * S }),
  ]);
  run.bench.register();
  const t0 = run.bench.clock.now();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('3'), 'waiting');
  t.is(run.steps('3').at(-1)?.deadline, t0 + 25 * S);
  await run.advance(25 * S);
  t.is(run.state('3'), 'running');
  t.is(run.bench.done('cancel').length, 1);
});

test('a bare anchor start+ that is past runs late and the record says by how much', async (t) => {
  const run = await play([
    registered,
    step.registerReport({ at: at('start', 2 * S) }),
    step.expect(message(), { within: MIN }),
  ]);
  await run.advance(5 * S);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'done');
  t.is(run.steps('2').at(-1)?.detail?.message, 'late by 3s');
});

test('a step whose status was left fails', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.wait({ for: 25 * S }),
    step.modify('peak', { priority: 1 }, { at: at('peak[0]', S) }),
  ]);
  run.bench.register();
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  t.is(run.state('4'), 'failed');
  t.regex(run.steps('4').at(-1)?.detail?.message ?? '', /too late: interval 0 was over 5s before/);
});

test('a step whose status still holds runs late', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.wait({ for: 15 * S }),
    step.modify('peak', { priority: 1 }, { at: at('peak.active', S) }),
    step.expect(opt('any'), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(15 * S);
  run.bench.poll();
  await run.settle();
  t.is(run.steps('4').at(-1)?.detail?.message, 'late by 4s');
});

test('the bench that itself came too late is an error', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.wait({ for: 25 * S }),
    step.modify('peak', { priority: 1 }, { at: at('peak[0]', S) }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  run.bench.late = 6 * S;
  const result = await run.finish();
  t.is(result.verdict, 'error');
  t.regex(result.reason ?? '', /bench too slow, 6000 ms/);
});

test('an anchor that can no longer come fails at once', async (t) => {
  const run = await play([registered, step.event(), step.cancel(), step.note('x', { at: at('peak.active') })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  run.bench.poll();
  await run.advance(S);
  t.is(run.state('4'), 'failed');
  t.regex(run.steps('4').at(-1)?.detail?.message ?? '', /peak was cancelled before it was active/);
});

test('a watch whose anchor can no longer come fails at once', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.expect(message('oadrPoll', { lte: 9 }), { until: at('peak.active') }),
    step.cancel(),
    step.wait({ for: MIN }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('3'), 'failed');
});

test('the end of a cancelled event is the delivery of its cancel', async (t) => {
  const open = { signals: [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT0S', value: 1 }] }] };
  const run = await play([
    registered,
    step.event('peak', open),
    step.cancel('peak', { at: at('peak.active') }),
    step.wait({ until: at('peak.end', 2 * S) }),
    step.expect(message(), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(14 * S);
  t.is(run.state('3'), 'running');
  run.bench.poll(); // delivered at 14 s
  await run.advance(S);
  t.is(run.state('4'), 'running');
  await run.advance(S);
  t.is(run.state('4'), 'done');
});

test('a modified start moves the anchors', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.wait({ until: at('peak.active') }),
    step.expect(message(), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(5 * S);
  const start = run.bench.clock.now() + 20 * S;
  run.bench.change('v1', {
    what: 'event',
    venID: 'v1',
    eventID: run.bench.eventID(),
    modificationNumber: 1,
    status: 'far',
    cause: 'modified',
    schedule: { start, end: start + 10 * S, intervals: [{ uid: 0, start }], startAfter: 0 },
    responseRequired: 'always',
    summary: '',
  });
  await run.advance(19 * S);
  t.is(run.state('3'), 'running');
  await run.advance(S);
  t.is(run.state('3'), 'done');
});

test('start of an event is an offset from its begin, a moment or an anchor', async (t) => {
  const run = await play([
    registered,
    step.event('a', { start: at('now', 7 * S) }, { deliver: 'none' }),
    step.event('b', { start: { time: 1_800_000_000_000 } }, { deliver: 'none' }),
    step.event('c', { start: at('a.end') }, { deliver: 'none' }),
    step.expect(message(), { within: MIN }),
  ]);
  await run.advance(3 * S);
  run.bench.register();
  const now = run.bench.clock.now();
  await run.settle();
  const starts = run.bench.done('event').map((command) => (command.do === 'event' ? command.event.start : undefined));
  t.deepEqual(starts, [now + 7 * S, 1_800_000_000_000, now + 27 * S]);
});

test('a hold acts between steps: deadlines move by it, event times do not', async (t) => {
  const run = await play([
    registered,
    step.event('peak', {}, { deliver: 'none' }),
    step.expect(message('oadrRequestEvent', { lte: 3 }), { until: at('now', 30 * S) }),
    step.wait({ for: 2 * S }),
    step.wait({ until: at('peak.active') }),
    step.expect(message('oadrRequestEvent'), { within: 10 * S }),
  ]);
  run.bench.register();
  await run.settle();
  const begin = run.bench.clock.now();
  run.controller.hold();
  await run.advance(2 * S);
  t.is(run.state('4'), 'done');
  t.is(run.state('5'), undefined);
  await run.advance(20 * S);
  t.is(run.state('5'), undefined);
  run.controller.resume();
  await run.settle();
  // Event time went on: active was 12 s ago.
  t.is(run.state('5'), 'done');
  t.is(run.steps('3').at(-1)?.deadline, begin + 50 * S);
  t.is(run.steps('6').at(-1)?.deadline, run.bench.clock.now() + 10 * S);
  const states = run.bench.journal.records.flatMap((record) => (record.kind === 'scenario' ? record.state : []));
  t.deepEqual(states, ['started', 'held', 'resumed']);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(27 * S);
  t.is(run.state('3'), 'running');
  await run.advance(S);
  t.is(run.state('3'), 'passed');
});

test('next plays one step while held', async (t) => {
  const run = await play([registered, step.note('a'), step.note('b'), step.note('c')]);
  run.controller.hold();
  run.bench.register();
  await run.settle();
  t.is(run.state('2'), undefined);
  run.controller.next();
  await run.settle();
  t.deepEqual([run.state('2'), run.state('3')], ['done', undefined]);
  run.controller.resume();
  t.is((await run.finish()).verdict, 'passed');
});

test('the timeout does not count holds and prompts', async (t) => {
  const run = await play(
    [registered, step.prompt(), step.expect(message(), { within: MIN })],
    { timeout: MIN },
    { interactive: true },
  );
  run.bench.register();
  await run.advance(3 * MIN, 10 * S);
  t.is(run.over, undefined);
  run.controller.hold();
  t.true(run.controller.answer('2', 'pass', 'heard a click'));
  await run.advance(3 * MIN, 10 * S);
  t.is(run.over, undefined);
  run.controller.resume();
  const result = await run.finish();
  t.is(result.verdict, 'passed');
  t.is(run.steps('2').at(-1)?.detail?.message, 'answered pass: heard a click');
});

test('a step not delivered within its limit fails and says why', async (t) => {
  const run = await play([registered, step.event(), step.expect(opt(), { within: S })]);
  run.bench.register();
  const begin = run.bench.clock.now();
  const result = await run.finish({ vens: [] });
  t.is(run.bench.clock.now() - begin > 25 * S, true);
  t.is(run.state('2'), 'failed');
  t.is(run.steps('2').find(({ state }) => state === 'running')?.deadline, begin + 25 * S);
  t.regex(run.steps('2').at(-1)?.detail?.message ?? '', /not delivered within 25s: dut: it did not fetch it/);
  t.is(result.verdict, 'failed');
});

test('rounds of a repeat have their own start, ids and events', async (t) => {
  const run = await play([
    registered,
    step.repeat(2, [
      step.event('peak', { ...twoLevels, comment: { template: ['round ', { variable: 'i' }], as: 'text' } }),
      step.expect(opt(), { within: 10 * S }),
      step.wait({ until: at('start', 20 * S) }),
    ]),
    step.expect(message(), { within: MIN }),
  ]);
  run.bench.register();
  for (let round = 1; round <= 2; round++) {
    await run.settle();
    run.bench.poll();
    await run.settle();
    run.bench.created('v1', { eventID: run.bench.eventID(`peak-${round}`) });
    await run.advance(20 * S);
  }
  t.deepEqual(
    ['2.1#1', '2.2#1', '2.3#1', '2.1#2', '2.2#2', '2.3#2', '2'].map((place) => run.state(place)),
    ['done', 'passed', 'done', 'done', 'passed', 'done', 'done'],
  );
  t.is(run.steps('2.1#2')[0]?.id, 'peak-2');
  const events = run.bench.done('event').map((command) => (command.do === 'event' ? command.event : undefined));
  t.deepEqual(
    events.map((event) => event?.comment),
    ['round 1', 'round 2'],
  );
});

test('a status that came before the cancel stays where it was', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.cancel('peak', { at: at('peak.active', 2 * S) }),
    step.expect(message('oadrRequestEvent'), { within: 30 * S }, { from: at('peak.active') }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(12 * S);
  run.bench.poll();
  await run.settle();
  t.is(run.state('4'), 'running');
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.settle();
  t.is(run.state('4'), 'passed');
});

test('a repeat is told as running before its steps and as done after them', async (t) => {
  const run = await play([step.repeat(2, [step.note()], { id: 'r' })]);
  await run.settle();
  t.deepEqual(
    run
      .steps()
      .filter(({ state }) => state !== 'waiting')
      .map(({ step: place, state }) => `${place} ${state}`),
    ['1 running', '1.1#1 running', '1.1#1 done', '1.1#2 running', '1.1#2 done', '1 done'],
  );
});

import test from 'ava';
import { VenDirectory } from '../../src/scenario/engine/index.ts';
import { FakeBench } from './helpers/bench.ts';
import { at, MIN, message, opt, planOf, S, step, that } from './helpers/plan.ts';
import { Play, play } from './helpers/play.ts';

const one = { count: 1, fresh: false };

test('an alias takes the first VEN that fits and is not taken', async (t) => {
  const run = await play(
    [step.event('peak', {}, { deliver: 'none' }), step.expect(message('oadrPoll'), { within: MIN })],
    {
      vens: { any: one, named: { ...one, venName: 'name-v2' }, byID: { ...one, venID: 'v3' } },
    },
  );
  run.bench.register('v3');
  run.bench.register('v2');
  await run.settle();
  t.is(run.state('1'), 'waiting');
  run.bench.register('v1');
  await run.settle();
  const [command] = run.bench.done('event');
  t.deepEqual(command?.do === 'event' && command.vens, ['v1', 'v2', 'v3']);
});

test('a VEN beside those of the scenario is not looked at', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.expect(message('oadrRequestEvent'), { within: 5 * S }),
  ]);
  run.bench.register('v1');
  run.bench.register('v2');
  run.bench.message('oadrRequestEvent', { ven: 'v2' });
  t.is((await run.finish()).verdict, 'failed');
});

test('an alias keeps its VEN by venName when its venID changes', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.expect(message('oadrCreatePartyRegistration'), { within: MIN }, { from: at('now') }),
    step.expect(message('oadrPoll'), { within: MIN }, { from: at('now') }),
    step.event('peak', {}, { deliver: 'none' }),
    step.expect(message('oadrPoll'), { within: MIN }),
  ]);
  run.bench.register('v1');
  await run.settle();
  run.bench.change('v1', { what: 'ven', venID: 'v1', state: 'known', cause: 'forgotten' });
  run.bench.register('new', { venName: 'name-v1' });
  await run.settle();
  t.is(run.state('2'), 'passed');
  // Still under its old venID for once: it is the same device.
  run.bench.message('oadrPoll', { ven: 'v1' });
  await run.settle();
  t.is(run.state('3'), 'passed');
  const [command] = run.bench.done('event');
  t.deepEqual(command?.do === 'event' && command.vens, ['new']);
});

test('by certificate where there is one, whatever the name', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.expect(message('oadrPoll'), { within: MIN }, { from: at('now') }),
  ]);
  run.bench.register('v1', { fingerprint: 'AA', venName: 'x' });
  await run.settle();
  run.bench.change('v1', { what: 'ven', venID: 'v1', state: 'known', cause: 'forgotten' });
  run.bench.register('other', { fingerprint: 'BB', venName: 'x' });
  run.bench.poll('other');
  await run.settle();
  t.is(run.state('2'), 'running');
  run.bench.register('back', { fingerprint: 'AA', venName: 'y' });
  run.bench.poll('back');
  await run.settle();
  t.is(run.state('2'), 'passed');
});

test('two devices of one name are two devices', async (t) => {
  const run = await play([step.expect(that('registered'), { within: MIN })], { vens: { dut: { ...one, count: 2 } } });
  run.bench.register('v1', { venName: 'same' });
  run.bench.register('v2', { venName: 'same' });
  const result = await run.finish();
  t.is(result.verdict, 'passed');
});

test('a registration of an earlier run counts once the VEN is heard', async (t) => {
  const bench = new FakeBench();
  const directory = new VenDirectory(bench.journal);
  bench.register('v1');
  const run = new Play(planOf([step.expect(that('registered'), { within: MIN })]), { directory }, bench);
  await run.settle();
  t.is(run.state('1'), 'running');
  bench.poll('v1');
  await run.settle();
  t.is(run.state('1'), 'passed');
});

test('fresh forgets what fits the alias before t0', async (t) => {
  const bench = new FakeBench();
  const directory = new VenDirectory(bench.journal);
  bench.register('v1');
  bench.register('v2');
  const run = new Play(
    planOf([step.expect(that('registered'), { within: MIN })], {
      vens: { dut: { ...one, fresh: true, venName: 'name-v2' } },
    }),
    { directory },
    bench,
  );
  await run.settle();
  t.deepEqual(
    bench.commands.map((command) => (command.do === 'forget' ? command.vens : command.do)),
    ['configure', 'offer', 'clear', ['v2']],
  );
});

test('simulated VENs fill free aliases first, in the order of the file', async (t) => {
  const run = await play(
    [step.expect(that('registered'), { within: MIN })],
    { vens: { liar: { ...one, simulated: { personality: 'silent' } }, dut: one, pair: { ...one, count: 2 } } },
    { simulate: 2 },
  );
  t.deepEqual(
    run.bench.simulated.map(({ venName, personality }) => [venName, personality]),
    [
      ['liar-silent', 'silent'],
      ['dut', undefined],
      ['pair-1', undefined],
    ],
  );
  // Their own names decide who is who.
  run.bench.register('a', { venName: 'pair-1' });
  run.bench.register('b', { venName: 'dut' });
  run.bench.register('c', { venName: 'liar-silent' });
  run.bench.register('d', { venName: 'hardware' });
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'passed');
});

test('more simulated VENs than aliases only speak, and start spread over a poll interval', async (t) => {
  const run = await play([step.expect(that('registered'), { within: MIN })], {}, { simulate: 5 });
  t.deepEqual(
    run.bench.simulated.map(({ venName, startDelay }) => [venName, startDelay]),
    [
      ['dut', 0],
      ['sim-1', 1000],
      ['sim-2', 2000],
      ['sim-3', 3000],
      ['sim-4', 4000],
    ],
  );
});

test('a query before the registration belongs to the device that registers on that connection', async (t) => {
  const run = await play(
    [
      step.expect(
        {
          subject: 'sequence',
          sequence: [{ message: 'oadrQueryRegistration' }, { message: 'oadrCreatePartyRegistration' }],
        },
        { within: MIN },
      ),
    ],
    {
      vens: { dut: one, other: one },
    },
  );
  for (const ven of ['v1', 'v2']) {
    run.bench.message('oadrQueryRegistration', { connection: `c-${ven}` });
    run.bench.register(ven);
  }
  await run.settle();
  t.is(run.state('1'), 'passed');
});

test('in a scenario about one device a nameless message is its own', async (t) => {
  const run = await play([
    step.expect({ subject: 'message', message: 'oadrQueryRegistration', count: { gte: 1 } }, { within: MIN }),
  ]);
  const exchange = run.bench.message('oadrQueryRegistration');
  await run.settle();
  t.is(run.state('1'), 'running');
  run.bench.answer(exchange, 'oadrCreatedPartyRegistration');
  await run.settle();
  t.is(run.state('1'), 'passed');
});

test('a VTN that lost its memory waits for the VEN to register anew', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.restart(0, 'lose'),
    step.event('peak', {}, { deliver: 'none' }),
    step.expect(opt(), { within: MIN }),
  ]);
  run.bench.register();
  await run.settle();
  t.is(run.state('3'), 'waiting');
  run.bench.register('v9', { venName: 'name-v1' });
  await run.settle();
  const [command] = run.bench.done('event');
  t.deepEqual(command?.do === 'event' && command.vens, ['v9']);
});

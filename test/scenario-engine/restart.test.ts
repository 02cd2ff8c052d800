import test from 'ava';
import { at, MIN, message, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';

const registered = step.expect(that('registered'), { within: MIN });
const online = { what: 'presence', venID: 'v1', presence: 'online', lastHeard: 0 } as const;

/** The new VTN knows the VEN again. */
async function restored(run: Play): Promise<void> {
  run.bench.change('v1', { what: 'ven', venID: 'v1', state: 'registered', cause: 'restored' });
  await run.settle();
}

test('after a restart a VEN is online when the new VTN has heard it', async (t) => {
  const run = await play([registered, step.restart(), step.expect(that('online'), { within: 30 * S })]);
  run.bench.register();
  await run.settle();
  await restored(run);
  await run.advance(5 * S);
  t.is(run.state('3'), 'running');
  run.bench.change('v1', online, run.bench.message('oadrPoll', { ven: 'v1' }));
  await run.settle();
  t.is(run.state('3'), 'passed');
  t.is(run.steps('3').at(-1)?.detail?.after, 5 * S);
});

test('one that is not heard any more fails', async (t) => {
  const run = await play([registered, step.restart(), step.expect(that('online'), { within: 30 * S })]);
  run.bench.register();
  await run.settle();
  await restored(run);
  await run.advance(31 * S);
  t.is(run.state('3'), 'failed');
});

test('that the VTN was down is no lapse of a VEN that must stay online', async (t) => {
  for (const heard of [true, false]) {
    const run = await play([
      registered,
      step.expect(that('online'), { until: at('end') }),
      step.restart(),
      step.wait({ for: 10 * S }),
    ]);
    run.bench.register();
    await run.settle();
    await restored(run);
    if (heard) run.bench.change('v1', online, run.bench.message('oadrPoll', { ven: 'v1' }));
    await run.advance(11 * S);
    t.is(run.state('2'), heard ? 'passed' : 'failed');
  }
});

test('a state is judged from where the clock starts, and what met it before took no time', async (t) => {
  const run = await play([
    registered,
    step.registerReport(),
    step.expect(that('online'), { within: 30 * S }),
    step.expect(message('oadrRequestEvent'), { within: 30 * S }),
  ]);
  run.bench.register();
  await run.advance(3 * S);
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  run.bench.change('v1', { ...online, presence: 'offline' });
  await run.advance(2 * S);
  run.bench.poll();
  await run.advance(S);
  t.is(run.state('3'), 'running');
  run.bench.change('v1', online);
  await run.settle();
  t.is(run.steps('3').at(-1)?.detail?.after, S);
  t.is(run.steps('4').at(-1)?.detail?.after, 0);
});

import test from 'ava';
import type { Message } from '../../src/openadr/index.ts';
import * as m from '../helpers/messages.ts';
import { at, MIN, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';
import { T0 } from './helpers/reporting.ts';

const registered = step.expect(that('registered'), { within: MIN });

/** A registered VEN that is told to opt. */
async function told(more: Parameters<typeof step.opt>[0]): Promise<Play> {
  const run = await play([registered, step.opt(more), step.wait({ for: S })]);
  run.bench.register();
  await run.settle();
  run.bench.offer();
  await run.settle();
  return run;
}

const away = { schedule: { start: at('now', 10 * S), duration: 60 * S } };

function answer(responseCode: string): Message {
  const eiResponse = { responseCode, responseDescription: 'as it is', requestID: 'q' };
  return { name: 'oadrCreatedOpt', body: { eiResponse, optID: 'opt-v1', schemaVersion: '2.0b' } };
}

test('an opt is done when its oadrCreatedOpt went out', async (t) => {
  const run = await told(away);
  t.deepEqual(run.bench.done('opt'), [
    { do: 'opt', vens: ['v1'], optType: 'optOut', schedule: { start: T0 + 10 * S, duration: 60 * S } },
  ]);
  const other = run.bench.say(m.oadrCreateOpt('v1', { optID: 'another' }));
  run.bench.say(answer('200'), 'v1', other);
  await run.settle();
  t.is(run.state('2'), 'running');
  const exchange = run.bench.say(m.oadrCreateOpt('v1', { optID: 'opt-v1' }));
  await run.settle();
  t.is(run.state('2'), 'running');
  run.bench.say(answer('200'), 'v1', exchange);
  await run.settle();
  t.is(run.state('2'), 'done');
  t.is(run.steps('2').at(-1)?.detail?.message, 'answered 200');
});

test('another answer than 200 is told', async (t) => {
  const run = await told(away);
  run.bench.say(answer('452'), 'v1', run.bench.say(m.oadrCreateOpt('v1', { optID: 'opt-v1' })));
  await run.settle();
  t.is(run.steps('2').at(-1)?.detail?.message, 'answered 452: as it is');
});

test('an opt that does not come, or is not answered, fails the step', async (t) => {
  for (const [sends, says] of [
    [false, 'dut: it sent no oadrCreateOpt within 25s'],
    [true, 'dut: its oadrCreateOpt was not answered within 25s'],
  ] as const) {
    const run = await told(away);
    if (sends) run.bench.say(m.oadrCreateOpt('v1', { optID: 'opt-v1' }));
    await run.advance(25 * S);
    t.is(run.state('2'), 'failed');
    t.is(run.steps('2').at(-1)?.detail?.message, says);
  }
});

test('an opt for an event has its eventID', async (t) => {
  const run = await play([registered, step.event(), step.opt({ event: 'peak' })]);
  run.bench.register();
  await run.settle();
  run.bench.offer();
  run.bench.poll();
  await run.settle();
  t.deepEqual(run.bench.done('opt'), [{ do: 'opt', vens: ['v1'], optType: 'optOut', eventID: run.bench.eventID() }]);
});

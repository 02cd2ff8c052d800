import test from 'ava';
import { prompts } from '../../src/scenario/engine/index.ts';
import { MIN, message, planOf, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

test('the answer to a prompt is an expectation by itself', async (t) => {
  const run = await play([step.prompt({ id: 'cut' })], {}, { interactive: true });
  t.false(run.controller.answer('cut', 'maybe'));
  t.false(run.controller.answer('other', 'pass'));
  t.true(run.controller.answer('cut', 'pass'));
  const result = await run.finish();
  t.is(result.verdict, 'passed');
  t.deepEqual(result.expectations, { passed: 1, failed: 0, skipped: 0 });
  const told = run.bench.journal.records.flatMap((record) =>
    record.kind === 'scenario' ? [[record.state, record.id, record.text]] : [],
  );
  t.deepEqual(told, [
    ['started', undefined, undefined],
    ['prompt', 'cut', 'Did it?'],
    ['answered', 'cut', 'pass'],
    ['teardown', undefined, undefined],
  ]);
});

test('another answer fails it', async (t) => {
  const run = await play(
    [step.prompt({ id: 'once', answers: ['yes', 'no'], pass: ['yes'] })],
    {},
    { answers: { once: 'no' } },
  );
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  t.like(run.steps('1').at(-1)?.detail, { expected: 'yes', actual: 'no' });
});

test('nobody there to answer means that the run could not go on', async (t) => {
  const run = await play([step.prompt({ id: 'cut' })]);
  const result = await run.finish();
  t.is(result.verdict, 'error');
  t.regex(result.reason ?? '', /--answer cut=pass/);
});

test('a prompt may have a limit', async (t) => {
  const run = await play([step.prompt({ within: 10 * S })], {}, { interactive: true });
  const result = await run.finish({ vens: [] });
  t.is(result.verdict, 'failed');
  t.is(run.steps('1').at(-1)?.detail?.message, 'no answer within 10s');
});

test('the window opens when it is shown', async (t) => {
  const run = await play(
    [
      step.expect(that('online'), { within: MIN }),
      step.prompt({ id: 'cut' }),
      step.expect(message('oadrRequestEvent'), { within: 10 * S }),
    ],
    {},
    { interactive: true },
  );
  run.bench.register();
  await run.settle();
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(MIN);
  run.controller.answer('cut', 'pass');
  await run.settle();
  t.is(run.state('3'), 'passed');
});

test('the prompts of a plan are known before it runs, by each name that an answer may have', (t) => {
  const plan = planOf([step.prompt(), step.repeat(2, [step.prompt({ id: 'seen', answers: ['yes', 'no'] })])]);
  t.deepEqual(prompts(plan), [
    { id: '1', answers: ['pass', 'fail'] },
    { id: 'seen-1', answers: ['yes', 'no'] },
    { id: 'seen', answers: ['yes', 'no'] },
    { id: 'seen-2', answers: ['yes', 'no'] },
  ]);
});

import test from 'ava';
import fc from 'fast-check';
import { at, MIN, message, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';

/** Same choice each time, another by environment variable; it stands in each assertion's text. */
const seed = Number(process.env.BORDERS_SEED ?? 20_260_301);

/** Message times in ms from t0, in order, some of them right at the borders. */
const times = fc
  .array(
    fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom(1, 9_999, 10_000, 10_001, 19_999, 20_000, 20_001)),
    { maxLength: 12 },
  )
  .map((list) => [...list].sort((a, b) => a - b));

/** Moves to each time and lets a message come, before (`early`) or after what else is due then. */
async function messagesAt(run: Play, list: readonly number[], until: number): Promise<void> {
  let now = 0;
  for (const time of [...list, until]) {
    run.bench.clock.advance(time - now);
    await run.settle();
    now = time;
    if (time !== until) run.bench.message('oadrRequestEvent', { ven: 'v1' });
    await run.settle();
  }
}

test(`within: met exactly if one came up to the deadline, wherever records lie (seed ${seed})`, async (t) => {
  await fc.assert(
    fc.asyncProperty(times, async (list) => {
      const run = await play([
        step.expect(that('registered'), { within: MIN }),
        step.expect(message('oadrRequestEvent'), { within: 10 * S }, { from: at('start', 10 * S) }),
      ]);
      run.bench.register();
      await run.settle();
      await messagesAt(run, list, 40_001);
      // At the deadline itself the step is judged before the message comes: it was not there in time.
      const expected = list.some((time) => time >= 10_000 && time < 20_000) ? 'passed' : 'failed';
      t.is(run.state('2'), expected, JSON.stringify(list));
    }),
    { seed, numRuns: 60 },
  );
});

test(`until: counts exactly what lies in the window, reached before or after it (seed ${seed})`, async (t) => {
  await fc.assert(
    fc.asyncProperty(
      times,
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom(0, 15_000, 30_000),
      async (list, lte, reached) => {
        const run = await play([
          step.expect(that('registered'), { within: MIN }),
          step.wait({ for: reached }),
          step.expect(
            message('oadrRequestEvent', { gte: 1, lte }),
            { until: at('start', 20 * S) },
            { from: at('start', 10 * S) },
          ),
          step.wait({ for: 10 * S }),
        ]);
        run.bench.register();
        await run.settle();
        await messagesAt(run, list, 40_001);
        const inside = list.filter(
          (time) => time >= 10_000 && (reached > 20_000 ? time <= 20_000 : time < 20_000),
        ).length;
        t.is(
          run.state('3'),
          inside >= 1 && inside <= lte ? 'passed' : 'failed',
          JSON.stringify({ list, lte, reached }),
        );
      },
    ),
    { seed, numRuns: 80 },
  );
});

test(`a window opened by a step splits records of one millisecond by their order (seed ${seed})`, async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), async (before, after) => {
      const run = await play(
        [
          step.expect(that('registered'), { within: MIN }),
          step.prompt({ id: 'p' }),
          step.prompt({ id: 'q' }),
          step.expect(message('oadrRequestEvent', { gte: 0, lte: 1 }), { until: at('end', S) }, { from: at('p.done') }),
        ],
        {},
        { interactive: true },
      );
      run.bench.register();
      await run.settle();
      for (let i = 0; i < before; i++) run.bench.message('oadrRequestEvent', { ven: 'v1' });
      run.controller.answer('p', 'pass');
      await run.settle();
      for (let i = 0; i < after; i++) run.bench.message('oadrRequestEvent', { ven: 'v1' });
      run.controller.answer('q', 'pass');
      await run.advance(S);
      t.is(run.state('4'), after <= 1 ? 'passed' : 'failed', `${before} before, ${after} after`);
    }),
    { seed, numRuns: 16 },
  );
});

test('only the newest thousand times are kept, and counts stay exact beyond them', async (t) => {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.expect(message('oadrRequestEvent', { gte: 2500, lte: 2500 }), { until: at('end') }),
    step.wait({ for: 10 * S }),
  ]);
  run.bench.register();
  await run.settle();
  for (let i = 0; i < 2500; i++) run.bench.message('oadrRequestEvent', { ven: 'v1' });
  await run.advance(10 * S);
  t.is(run.state('2'), 'passed');
});

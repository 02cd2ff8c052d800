import type { PlanStep } from '../../../src/scenario/format/index.ts';
import { MIN, step, that } from './plan.ts';
import { type Play, play } from './play.ts';

/** When the clock of a fake bench begins. */
export const T0 = Date.UTC(2026, 0, 1);

/** Steps 1 and 2 are done at T0: registered, and a report that comes every 5 s with values of 5 s is asked for. */
export async function reporting(
  steps: readonly PlanStep[],
  request: Parameters<typeof step.requestReport>[1] = {},
  overrides: Parameters<typeof play>[1] = {},
): Promise<Play> {
  const registered = step.expect(that('registered'), { within: MIN });
  const run = await play([registered, step.requestReport('usage', request), ...steps], overrides);
  run.bench.register();
  await run.settle();
  run.bench.offer();
  await run.settle();
  run.bench.poll();
  await run.settle();
  return run;
}

import test from 'ava';
import { errorsOf, scenarioText } from './load.ts';

/** A scenario that is refused with exactly these mistakes; `${` in steps is meant as it stands. */
export function refused(
  title: string,
  {
    steps,
    errors,
    head,
  }: { readonly steps: readonly string[]; readonly errors: readonly string[]; readonly head?: string },
): void {
  test(`refused: ${title}`, async (t) => {
    t.deepEqual(await errorsOf(scenarioText(steps, head)), errors);
  });
}

import type { StepName } from './plan.ts';

/** Steps that only look, wait or hold other steps; the others act and make up groups. */
const WATCHING: ReadonlySet<StepName> = new Set<StepName>(['expect', 'measure', 'wait', 'note', 'repeat']);

/** Whether a step acts. Acting steps with no `expect`, `measure` or `wait` between them are a group. */
export function isActing(name: StepName): boolean {
  return !WATCHING.has(name);
}

import { isActing } from '../format/index.ts';
import type { Instance } from './instances.ts';

/** What opens an expectation's window and starts its clock when it has no `from`; positions in the order of play. */
export interface WindowRule {
  /** The first step of the last group before it, at whose begin the window opens; absent: at t0. */
  readonly opener?: number;
  /** The last step before it that is no `expect`, at whose end its clock starts; absent: at t0. */
  readonly clock?: number;
}

/**
 * Which step opens which window, known before the run. A *group* is the acting steps with no `expect`, `measure` or
 * `wait` between them: an expectation sees what came since the group before it began.
 */
export function windowRules(instances: readonly Instance[]): Map<number, WindowRule> {
  const rules = new Map<number, WindowRule>();
  let opener: number | undefined;
  let clock: number | undefined;
  let growing = false;
  for (const { position, step, closes } of instances) {
    if (step.do === 'expect') {
      rules.set(position, { ...(opener === undefined ? {} : { opener }), ...(clock === undefined ? {} : { clock }) });
      growing = false;
      continue;
    }
    if (step.do === 'wait') growing = false;
    if (isActing(step.do)) {
      if (!growing) opener = position;
      growing = true;
    }
    // A repeat is done when its last round is; its begin starts no clock.
    if (step.do !== 'repeat' || closes) clock = position;
  }
  return rules;
}

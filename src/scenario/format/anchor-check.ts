import { isStatusPart } from './anchors.ts';
import type { Problem } from './collector.ts';
import type { Named, Names, Use } from './names.ts';
import type { Anchor, AnchorStep } from './plan.ts';

/**
 * What an anchor is for. `at`, `start` (of an event) and `wait` hold the step until it comes; so does `from` of an
 * expectation with `within`. `until` and `from` of one with `until` may lie ahead, since it runs in the background.
 */
export type AnchorRole = 'at' | 'wait' | 'start' | 'from' | 'until' | 'fromAhead';

const MAY_LIE_AHEAD: ReadonlySet<AnchorRole> = new Set<AnchorRole>(['until', 'fromAhead']);

/** Why an anchor can never come, or not mean anything, if so. */
export function anchorProblem(anchor: Anchor, role: AnchorRole, use: Use, names: Names): Problem | undefined {
  const { base } = anchor;
  if (base === 'end' && role !== 'until') {
    return {
      message: '"end" is when the last step is done: this step would wait for itself',
      hint: 'only "until" of an expect can name it',
    };
  }
  if (typeof base === 'string') return undefined;
  const problem = names.problem(base.id, use);
  const named = names.get(base.id);
  if (problem || !named) return problem;
  return named.kind === 'later' ? undefined : (order(base, role, use, named) ?? part(base, named));
}

function order({ id, part }: AnchorStep, role: AnchorRole, use: Use, named: Named): Problem | undefined {
  if (named.index === use.index) return { message: `the step waits for itself ("${id}")` };
  if (MAY_LIE_AHEAD.has(role)) return undefined;
  if (named.order > use.order) {
    const message = `"${id}" is step ${named.index}, which comes later: steps run in order`;
    return { message, hint: 'move the step behind it' };
  }
  if (part === 'done' && use.scope.includes(named.index)) {
    return { message: `"${id}" is the repeat around this step: it is not done before it` };
  }
  return undefined;
}

function part({ id, part }: AnchorStep, named: Named): Problem | undefined {
  if (part === undefined || part === 'done') return undefined;
  if (named.kind !== 'event') {
    const name = typeof part === 'object' ? `[${part.interval}]` : `.${part}`;
    return { message: `"${id}" is no event: it has no ${name}`, hint: `"${id}" (its begin) or "${id}.done"` };
  }
  if (part === 'near' && !named.rampUp) {
    const message = `"${id}" never is near: it has no ramp-up (rule 13)`;
    return { message, hint: 'give the event "rampUp", or name .active' };
  }
  if (typeof part === 'object' && isStatusPart(part) && part.interval >= named.intervals && named.intervals > 0) {
    const message = `"${id}" has no interval [${part.interval}]`;
    return { message, expected: `[0] to [${named.intervals - 1}]` };
  }
  return undefined;
}

import { nearest } from '../../../openadr/index.ts';
import type { Collector, Problem } from '../collector.ts';
import type { Draft } from '../draft.ts';
import type { Names } from '../names.ts';
import { type Variable, variableText } from '../template.ts';

/** Checks that what a step's run-time variables speak of exists. */
export function checkUses(draft: Draft, names: Names, errors: Collector): void {
  for (const { variable, spot } of draft.uses) {
    const problem = problemOf(variable, draft, names);
    if (problem) errors.add(spot, problem, draft.label);
  }
}

function unknownVen(variable: Variable & { variable: 'ven' }, names: Names): Problem | undefined {
  const problem = names.alias(variable.alias);
  const near = nearest(variable.alias, names.aliases);
  return problem && { ...problem, ...(near ? { hint: variableText({ ...variable, alias: near }) } : {}) };
}

function problemOf(variable: Variable, draft: Draft, names: Names): Problem | undefined {
  switch (variable.variable) {
    case 'now':
      return undefined;
    case 'i':
      if (draft.scope.length > 0) return undefined;
      return { message: 'the round is known in a "repeat" only', hint: 'put the step into a repeat' };
    case 'ven':
      return unknownVen(variable, names);
    case 'step':
      return names.problem(variable.id, draft, variable.field === 'eventID' ? 'event' : 'report');
  }
}

import type { Problem } from './collector.ts';

/** What the format has a place for and this version does not carry out: refused by name, never passed over. */
const STEPS: ReadonlyMap<string, string> = new Map([
  ['fault', 'faults'],
  ['clear', 'faults'],
]);

export const LATER_STEPS: readonly string[] = [...STEPS.keys()];

/** The refusal of a step that is not there yet, if it is one. */
export function laterStep(name: string): Problem | undefined {
  const what = STEPS.get(name);
  return what === undefined ? undefined : notYet(`the step "${name}"`, what);
}

/** The refusal of an expectation's subject that is not there yet, with the key that it is at. */
export function laterSubject(value: Readonly<Record<string, unknown>>): { key: string; problem: Problem } | undefined {
  if (typeof value.finding === 'number') {
    return { key: 'finding', problem: notYet(`"finding" by rule number (${value.finding})`, 'the conformance rules') };
  }
  return undefined;
}

function notYet(name: string, what: string): Problem {
  return { message: `${name} is not yet supported: it comes with ${what}` };
}

import type { PayloadName } from '../../../openadr/index.ts';
import { checkKey, type KeyCheck } from '../../../openadr/path/index.ts';
import type { Problem } from '../collector.ts';
import type { Wanted } from '../names.ts';
import type { ComparisonScalar, WherePlan, WherePlanValue } from '../plan.ts';
import { anyOf, RuntimeText } from '../runtime-text.ts';
import type { ComparisonInput, WhereInput, WhereValueInput } from '../schema/where.ts';
import type { AnyTemplate, StepField, Variable } from '../template.ts';
import type { StepContext } from './context.ts';

type Path = readonly PropertyKey[];
type Payload = PayloadName | '*';

/** A path of `patch`: it must name one place that has a text, unless it only is removed. */
export function checkPath(context: StepContext, path: Path, payload: PayloadName, key: string, removed: boolean): void {
  const check = checkKey(payload, key);
  if (!check.ok) context.failAt(path, key, keyProblem(check, payload, key));
  else if (!check.value && !removed) {
    const message = `"${key}" holds other elements, no text of its own`;
    context.failAt(path, key, { message, hint: 'name one of the elements in it; null removes it as a whole' });
  }
}

/** What stands for the ID on the wire of what a step made. */
export function wireIDOf(id: string, field: StepField): AnyTemplate {
  const variable: Variable = { variable: 'step', id, field };
  return { template: [variable], as: 'any' };
}

/** `where` of a message, its keys held against the schema. Ids of events and reports become their wire IDs. */
export function wherePlan(context: StepContext, path: Path, payload: Payload, input: WhereInput): WherePlan {
  const many = Array.isArray(input);
  const objects = many ? input : [input];
  return objects.map((object, index) => {
    const inside = many ? [...path, index] : path;
    const values = Object.entries(object).map(([key, value]) => {
      const wanted = comparisonProblem(value);
      const check = checkKey(payload, key);
      if (wanted) context.fail([...inside, key, ...wanted.path], wanted.problem);
      if (!check.ok) context.failAt(inside, key, keyProblem(check, payload, key));
      else if (!check.value && !onlyExists(value)) {
        const message = `"${key}" holds other elements, no value of its own`;
        context.failAt(inside, key, { message, hint: 'name one of the elements in it, or ask { "exists": true }' });
      }
      return [key, valuePlan(context, key, value)] as const;
    });
    return Object.fromEntries(values);
  });
}

/** What a measured number is held against. */
export function numberPlan(context: StepContext, path: Path, value: WhereValueInput): WherePlanValue {
  const wanted = comparisonProblem(value) ?? notANumber(value);
  if (wanted) context.fail([...path, ...wanted.path], wanted.problem);
  return valuePlan(context, '', value);
}

/** What is no number in a comparison of numbers. */
function notANumber(value: WhereValueInput): { path: string[]; problem: Problem } | undefined {
  if (typeof value === 'number' || value instanceof RuntimeText) return undefined;
  if (!isComparison(value))
    return {
      path: [],
      problem: {
        message: 'a sample is a number',
        expected: 'a number, or { "gte": … }',
        actual: JSON.stringify(value),
      },
    };
  if (value.matches !== undefined || value.exists !== undefined) {
    const key = value.matches === undefined ? 'exists' : 'matches';
    return { path: [key], problem: { message: `a sample is a number: "${key}" says nothing about it` } };
  }
  const { not, oneOf, eq, gt, gte, lt, lte } = value;
  const plain = { eq, gt, gte, lt, lte };
  for (const [key, one] of Object.entries(plain)) {
    const inner = one === undefined ? undefined : notANumber(one);
    if (inner) return { ...inner, path: [key] };
  }
  const odd = (oneOf ?? []).findIndex((one) => notANumber(one));
  if (odd !== -1)
    return { path: ['oneOf', String(odd)], problem: { message: 'a sample is a number', expected: 'numbers' } };
  const inner = not === undefined ? undefined : notANumber(not);
  return inner && { ...inner, path: ['not', ...inner.path] };
}

function keyProblem(check: KeyCheck & { ok: false }, payload: Payload, key: string): Problem {
  const of = payload === '*' ? 'any message' : payload;
  if (check.problem === 'unknown') {
    const hint = check.suggestion === undefined ? {} : { hint: `"${check.suggestion}"` };
    return { message: `${of} has no element "${key}"`, ...hint };
  }
  const [first, second, third, ...more] = check.candidates;
  const names = [first, second, third].filter((one) => one !== undefined).map((one) => `"${one}"`);
  const hint = `${names.join(' or ')}${more.length > 0 ? `, or ${more.length} more` : ''}`;
  return { message: `"${key}" fits ${check.candidates.length} places of ${of}`, hint };
}

function onlyExists(value: WhereValueInput): boolean {
  return isComparison(value) && Object.keys(value).join() === 'exists';
}

function isComparison(value: WhereValueInput): value is ComparisonInput {
  return typeof value === 'object' && !(value instanceof RuntimeText);
}

/** What makes a comparison pointless, with the path to it. */
function comparisonProblem(value: WhereValueInput, inNot = false): { path: string[]; problem: Problem } | undefined {
  if (!isComparison(value)) return undefined;
  if (Object.keys(value).length === 0) {
    return {
      path: [],
      problem: {
        message: 'the comparison says nothing',
        expected: 'eq, not, gt, gte, lt, lte, matches, oneOf or exists',
      },
    };
  }
  if (value.exists !== undefined && inNot) {
    return {
      path: ['exists'],
      problem: { message: '"exists" cannot stand in "not"', hint: `"exists": ${!value.exists}` },
    };
  }
  if (value.exists === false && Object.keys(value).length > 1) {
    return {
      path: ['exists'],
      problem: { message: 'an absent element meets no comparison', hint: 'leave the others out' },
    };
  }
  const pattern = typeof value.matches === 'string' ? patternProblem(value.matches) : undefined;
  if (pattern) return { path: ['matches'], problem: pattern };
  const inner = value.not === undefined ? undefined : comparisonProblem(value.not, true);
  return inner && { path: ['not', ...inner.path], problem: inner.problem };
}

function patternProblem(pattern: string): Problem | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
    return { message: `no regular expression: ${reason}`, actual: JSON.stringify(pattern) };
  }
}

/** Other comparisons than these three hold one scalar. */
function valuePlan(context: StepContext, key: string, value: WhereValueInput): WherePlanValue {
  const id = (one: string | number | boolean | RuntimeText) => wireID(context, key, one);
  if (!isComparison(value)) return id(value);
  const { not, oneOf, exists, ...others } = value;
  const plain = Object.entries(others).map(([name, one]) => [name, id(one)] as const);
  return {
    ...Object.fromEntries(plain),
    ...(not === undefined ? {} : { not: valuePlan(context, key, not) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(id) }),
    ...(exists === undefined ? {} : { exists }),
  };
}

/** Whose wire ID an element holds. */
const WIRE: Readonly<Record<string, { readonly kind: Wanted; readonly field: StepField }>> = {
  eventID: { kind: 'event', field: 'eventID' },
  reportRequestID: { kind: 'report', field: 'reportRequestID' },
};

/** An event's id stands for its eventID on the wire, a report's for its reportRequestID. */
function wireID(context: StepContext, key: string, value: string | number | boolean | RuntimeText): ComparisonScalar {
  const wire = WIRE[key.split('.').at(-1) ?? ''];
  if (typeof value !== 'string' || !wire || context.names.get(value)?.kind !== wire.kind) return anyOf(value);
  return wireIDOf(value, wire.field);
}

import type { PayloadName } from '../../../openadr/index.ts';
import { checkKey, type KeyCheck } from '../../../openadr/path/index.ts';
import type { Problem } from '../collector.ts';
import type { ComparisonScalar, WherePlan, WherePlanValue } from '../plan.ts';
import { anyOf, RuntimeText } from '../runtime-text.ts';
import type { ComparisonInput, WhereInput, WhereValueInput } from '../schema/where.ts';
import type { Variable } from '../template.ts';
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

/** `where` of a message, its keys held against the schema. Ids of events become their wire IDs. */
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

/** An event's id stands for its eventID on the wire. */
function wireID(context: StepContext, key: string, value: string | number | boolean | RuntimeText): ComparisonScalar {
  const named = typeof value === 'string' && key.split('.').at(-1) === 'eventID' ? context.names.get(value) : undefined;
  if (typeof value !== 'string' || named?.kind !== 'event') return anyOf(value);
  const variable: Variable = { variable: 'step', id: value, field: 'eventID' };
  return anyOf<string>(new RuntimeText([variable], value));
}

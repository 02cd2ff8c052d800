import { z } from 'zod';
import { nearest } from '../../openadr/index.ts';
import { formatDuration, parseHumanDuration } from '../../openadr/time.ts';
import { type Collector, type Problem, shown } from './collector.ts';
import { meant } from './misnomers.ts';
import { RuntimeText } from './runtime-text.ts';
import { at, keyAt, type Located, type Spot } from './source.ts';

/** What a schema finds wrong, in words of the format; `path` is from the value that was checked. */
interface Found {
  readonly path: PropertyKey[];
  /** The key that the mistake is at, if it is a key. */
  readonly key?: string;
  /** The field that is missing, if that is the mistake. */
  readonly missing?: string;
  readonly problem: Problem;
}

/** Words for types where a schema has none of its own. */
const words: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return undefined;
};
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

/** Checks a value against a schema; mistakes are told at their place. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  located: Located,
  errors: Collector,
  step?: string,
): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: words });
  if (result.success) return result.data;
  const all = result.error.issues.flatMap((issue) => found(issue, [], schema, value));
  // A misspelt field is missing under its right name too: that is one mistake.
  const meant = new Set(all.map(({ path, problem }) => join(path, problem.hint)));
  for (const { path, key, problem, missing } of all) {
    if (missing === undefined || !meant.has(join(path, JSON.stringify(missing)))) {
      errors.add(spotOf(located, path, key), problem, step);
    }
  }
  return undefined;
}

function found(issue: z.core.$ZodIssue, outer: readonly PropertyKey[], schema: z.ZodType, root: unknown): Found[] {
  const path = [...outer, ...issue.path];
  const value = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const keys = fieldsAt(schema, path);
    return issue.keys.map((key) => ({ path, key, problem: unknownField(key, keys) }));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const [inner] = issue.issues;
    return [{ path: path.slice(0, -1), key, problem: { message: `"${key}" is no name`, expected: inner?.message } }];
  }
  if (issue.code === 'invalid_union' && isStructure(value)) {
    const branch = issue.errors.find((issues) =>
      issues.every((one) => one.path.length > 0 || one.code === 'unrecognized_keys'),
    );
    if (branch) return branch.flatMap((one) => found(one, path, schema, root));
  }
  if (value === undefined) return [missing(path, issue.message)];
  return [{ path, problem: wrong(path, issue, value) }];
}

function missing(path: PropertyKey[], expected: string): Found {
  const name = String(path.at(-1));
  return { path: path.slice(0, -1), missing: name, problem: { message: `"${name}" is missing`, expected } };
}

function unknownField(key: string, keys: readonly string[]): Problem {
  const near = meant(key, keys);
  return {
    message: `unknown field "${key}"`,
    ...(keys.length > 0 ? { expected: `one of ${keys.join(', ')}` } : {}),
    ...(near ? { hint: `"${near}"` } : {}),
  };
}

function wrong(path: readonly PropertyKey[], issue: z.core.$ZodIssue, value: unknown): Problem {
  const name = nameOf(path);
  const expected = issue.message;
  if (value instanceof RuntimeText) {
    const message = `${name} cannot wait for a run-time variable`;
    const hint = 'run-time variables stand in set, patch, body, xml, text and where';
    return { message, actual: JSON.stringify(value.source), hint };
  }
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const near =
    typeof value === 'string'
      ? (nearest(value, values) ?? asDuration(value, expected))
      : asSeconds(path, value, expected);
  const message = `wrong value for ${name}`;
  return { message, expected, actual: shown(value), ...(near ? { hint: JSON.stringify(near) } : {}) };
}

/** The duration that was meant by `10s` or, on the wire, by `P1W`. */
function asDuration(value: string, expected: string): string | undefined {
  const ms = expected.startsWith('a duration') ? parseHumanDuration(value) : undefined;
  return ms !== undefined && ms >= 0 && ms % 1000 === 0 ? formatDuration(ms) : undefined;
}

/** Fields whose durations may hold variables, and are texts to the schema. */
const DURATIONS: ReadonlySet<PropertyKey> = new Set(['granularity', 'reportBack', 'duration']);

/** The duration that was meant by a number of seconds. */
function asSeconds(path: readonly PropertyKey[], value: unknown, expected: string): string | undefined {
  const isDuration = expected.startsWith('a duration') || DURATIONS.has(path.at(-1) ?? '');
  const isSeconds = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  return isDuration && isSeconds ? formatDuration(value * 1_000) : undefined;
}

/** `"within"`, `"steps" item 2`. */
function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (typeof last === 'number') return `${nameOf(path.slice(0, -1))} item ${last + 1}`;
  return last === undefined ? 'the step' : `"${String(last)}"`;
}

function join(path: readonly PropertyKey[], field: string | undefined): string {
  return [...path, field].map(String).join('/');
}

function spotOf(located: Located, path: readonly PropertyKey[], key: string | undefined): Spot {
  const spot = (key === undefined ? undefined : keyAt(located, path, key)) ?? at(located, path).spot;
  // Of an object or array its opening brace is pointed at, not all of it.
  return key === undefined && at(located, path).kind !== 'scalar' ? { ...spot, length: 1 } : spot;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((of, key) => (isStructure(of) ? Reflect.get(of, key) : undefined), value);
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof RuntimeText);
}

/** The field names that a schema has at a path. */
function fieldsAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const [first, ...rest] = path;
  if (schema instanceof z.ZodOptional) return fieldsAt(schema.unwrap(), path);
  if (schema instanceof z.ZodLazy) return fieldsAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap((option) => fieldsAt(option, path)))];
  if (schema instanceof z.ZodArray) return first === undefined ? [] : fieldsAt(schema.element, rest);
  if (schema instanceof z.ZodRecord) return first === undefined ? [] : fieldsAt(schema.valueType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (first === undefined) return Object.keys(schema.shape);
  const field = schema.shape[String(first)];
  return field ? fieldsAt(field, rest) : [];
}

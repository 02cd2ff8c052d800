import { z } from 'zod';
import { scenarioFile } from './schema/scenario.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const VARIABLE: JsonObject = { type: 'string', pattern: '\\$\\{[^{}]+\\}' };

/** Fields whose text is meant as it stands: no variables there, and no second branch to confuse an editor. */
const LITERAL: ReadonlySet<string> = new Set(['do', '$schema', 'extends', 'id']);

/**
 * The published JSON Schema of a scenario file (draft 7, which editors know best): completion, descriptions and shapes.
 * Wherever a value stands, text with a variable may stand too.
 */
export function scenarioJsonSchema(): JsonObject {
  const schema: unknown = z.toJSONSchema(scenarioFile, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  const plain: Json = JSON.parse(JSON.stringify(schema));
  const allowed = withVariables(plain);
  return typeof allowed === 'object' && allowed !== null && !Array.isArray(allowed) ? allowed : {};
}

function withVariables(schema: Json, name = ''): Json {
  if (Array.isArray(schema)) return schema.map((item) => withVariables(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { anyOf } = schema;
  if (Array.isArray(anyOf)) return union(schema, anyOf);
  if (isNarrow(schema) && !LITERAL.has(name)) {
    const { description, ...rest } = schema;
    return { ...(description === undefined ? {} : { description }), anyOf: [rest, VARIABLE] };
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inner(key, value)]));
}

function inner(key: string, value: Json): Json {
  if (key === 'properties' || key === 'definitions') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withVariables(schema, name)]));
  }
  const holds = ['items', 'additionalProperties', 'allOf', 'oneOf'];
  return holds.includes(key) ? withVariables(value) : value;
}

/** An empty branch stands for text with a run-time variable: plain text covers it, else the variable branch does. */
function union(schema: JsonObject, branches: readonly Json[]): Json {
  const known = branches.filter((branch) => JSON.stringify(branch) !== '{}');
  const narrow = known.some(isNarrow) || known.length < branches.length;
  const texts = known.some((branch) => isObject(branch) && branch.type === 'string' && !isNarrow(branch));
  const all = known.map((branch) => (isNarrow(branch) ? branch : withVariables(branch)));
  if (narrow && !texts) all.push(VARIABLE);
  const [only] = all;
  const { anyOf: _, ...rest } = schema;
  return all.length === 1 && isObject(only) ? { ...only, ...rest } : { ...rest, anyOf: all };
}

/** Whether text with a variable would not pass. */
function isNarrow(schema: Json): boolean {
  if (!isObject(schema)) return false;
  const { type } = schema;
  if (type === 'number' || type === 'integer' || type === 'boolean') return true;
  return type === 'string' && ('pattern' in schema || 'enum' in schema || 'const' in schema);
}

function isObject(schema: Json | undefined): schema is JsonObject {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema);
}

import type { Collector } from './collector.ts';
import { NAME, RESERVED } from './schema/scalars.ts';
import type { Located, Spot } from './source.ts';
import { Substitution } from './variables.ts';

type Scalar = string | number | boolean;

/**
 * The values of a scenario's variables: its `vars`, over which goes what `--set` gives. A given text becomes a number or
 * true/false where the default is one; without a default it stays text.
 */
export function variables(
  scenario: Located,
  set: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
  errors: Collector,
): Map<string, Scalar> {
  const values = new Map<string, Scalar>(Object.entries(set));
  const vars = scenario.kind === 'object' ? scenario.fields.get('vars')?.value : undefined;
  if (vars?.kind !== 'object') return values;
  const plain = new Substitution({ vars: new Map(), env }, errors);
  for (const [name, { key, value }] of vars.fields) {
    if (!usable(name, key, errors)) continue;
    const given = set[name];
    const fallback = given === undefined ? plain.value(value) : undefined;
    if (given !== undefined) values.set(name, coerce(name, given, value, errors));
    else if (isScalar(fallback)) values.set(name, fallback);
  }
  return values;
}

function usable(name: string, spot: Spot, errors: Collector): boolean {
  if (RESERVED.includes(name)) {
    errors.add(spot, { message: `"${name}" is reserved and cannot be a variable`, hint: 'take another name' });
  }
  return NAME.test(name);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function coerce(name: string, given: string, fallback: Located, errors: Collector): Scalar {
  const kind = fallback.kind === 'scalar' ? typeof fallback.value : 'string';
  if (kind === 'boolean' && (given === 'true' || given === 'false')) return given === 'true';
  const number = given.trim() === '' ? Number.NaN : Number(given);
  if (kind === 'number' && Number.isFinite(number)) return number;
  if (kind === 'number' || kind === 'boolean') {
    const wanted = kind === 'number' ? 'a number' : 'true or false';
    errors.add(fallback.spot, {
      message: `--set ${name}=${given}: the variable is ${wanted}`,
      expected: wanted,
      actual: JSON.stringify(given),
    });
  }
  return given;
}

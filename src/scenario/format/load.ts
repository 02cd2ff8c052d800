import { StepBuilder } from './build/steps.ts';
import { Collector } from './collector.ts';
import { StepReader } from './draft.ts';
import type { ScenarioError } from './error.ts';
import { type Files, readChain } from './extend.ts';
import { check } from './issues.ts';
import { Names } from './names.ts';
import type { ScenarioPlan } from './plan.ts';
import { top } from './schema/scenario.ts';
import type { Located, Spot } from './source.ts';
import { TopBuilder } from './top.ts';
import { Substitution } from './variables.ts';
import { variables } from './vars.ts';

export interface LoadOptions extends Files {
  /** The scenario's own text, if it was read already. */
  readonly text?: string;
  /** `--set`: goes over `vars`. */
  readonly set?: Readonly<Record<string, string>>;
  /** For `${env.NAME}`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Known personalities of simulated VENs; absent: not checked. */
  readonly personalities?: readonly string[];
}

/** A scenario ready to run, or all that is wrong with it. */
export type Loaded =
  | {
      readonly plan: ScenarioPlan;
      /** Names to which `--set` gives a value: those with a default and those that are used. */
      readonly variables: readonly string[];
    }
  | { readonly errors: readonly ScenarioError[] };

/** Reads a scenario file and what it extends, checks it as a whole and resolves it. Never throws for what a file says. */
export async function loadScenario(file: string, options: LoadOptions): Promise<Loaded> {
  const errors = new Collector();
  const located = await readChain(file, options.text, options, errors);
  if (located?.kind !== 'object') return { errors: errors.errors };
  const vars = variables(located, options.set ?? {}, options.env ?? {}, errors);
  const substitution = new Substitution({ vars, env: options.env ?? {} }, errors);
  const plan = await resolve(file, located, substitution, options, errors);
  if (!plan || errors.any) return { errors: errors.errors };
  const declared = located.fields.get('vars')?.value;
  const names = declared?.kind === 'object' ? [...declared.fields.keys()] : [];
  return { plan, variables: [...new Set([...names, ...substitution.used])] };
}

async function resolve(
  file: string,
  located: Located & { kind: 'object' },
  substitution: Substitution,
  options: LoadOptions,
  errors: Collector,
): Promise<ScenarioPlan | undefined> {
  const steps = located.fields.get('steps');
  if (!steps) {
    const message = 'the file has no "steps": it only serves "extends"';
    errors.add({ ...located.spot, length: 1 }, { message, hint: 'name a scenario that extends it' });
    return undefined;
  }
  const names = new Names(aliases(located), errors);
  const drafts = new StepReader(names, substitution, errors).read(steps.value);
  const input = check(top, plain(located, substitution), located, errors);
  const built = await new StepBuilder(names, errors, filesOf(options)).build(drafts);
  const rest = input && new TopBuilder(located, errors, options.personalities).build(file, input);
  return rest && { ...rest, steps: built };
}

function filesOf({ readFile, root, realPath }: Files): Files {
  return { readFile, ...(root !== undefined && { root }), ...(realPath && { realPath }) };
}

/** The steps are read one by one; here it counts only that there are some. */
function plain(located: Located & { kind: 'object' }, substitution: Substitution): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, { value }] of located.fields) {
    if (key === 'vars' || key === 'extends') values[key] = literal(value);
    else
      values[key] = key === 'steps' && value.kind === 'array' ? value.items.map(() => ({})) : substitution.value(value);
  }
  return values;
}

function literal(located: Located): unknown {
  if (located.kind === 'scalar') return located.value;
  if (located.kind === 'array') return located.items.map(literal);
  return Object.fromEntries([...located.fields].map(([key, { value }]) => [key, literal(value)]));
}

function aliases(located: Located & { kind: 'object' }): Map<string, Spot> {
  const vens = located.fields.get('vens')?.value;
  return new Map(vens?.kind === 'object' ? [...vens.fields].map(([alias, { key }]) => [alias, key]) : []);
}

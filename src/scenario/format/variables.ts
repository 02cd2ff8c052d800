import { nearest } from '../../openadr/index.ts';

import { durationProblem, formatDuration, parseDuration, parseHumanDuration } from '../../openadr/time.ts';
import type { Collector, Problem } from './collector.ts';
import { RuntimeText } from './runtime-text.ts';
import type { Located, Spot } from './source.ts';
import { STEP_FIELDS, type StepField, type Variable, VEN_FIELDS, type VenField } from './template.ts';

/** Values that are known when a scenario is loaded. */
export interface LoadValues {
  /** Defaults of the file, under what `--set` gives. */
  readonly vars: ReadonlyMap<string, string | number | boolean>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A run-time variable and where it stands, to be checked when all names are known. */
export interface VariableUse {
  readonly variable: Variable;
  readonly spot: Spot;
}

const PATTERN = /\$\{([^{}]*)\}/g;
const NOW = /^now(?:(?<sign>[+-])(?<duration>.*))?$/;
const DOTTED = /^([A-Za-z0-9_-]+)\.([A-Za-z]+)$/;

/** Turns what was read into plain values: load-time variables replaced, run-time ones kept as RuntimeText. */
export class Substitution {
  /** Names that stand in `${…}`, with a value or without. */
  readonly used = new Set<string>();
  readonly uses: VariableUse[] = [];
  readonly #values: LoadValues;
  readonly #errors: Collector;

  constructor(values: LoadValues, errors: Collector) {
    this.#values = values;
    this.#errors = errors;
  }

  /** `step`: where it is, for errors. */
  value(located: Located, step?: string): unknown {
    switch (located.kind) {
      case 'array':
        return located.items.map((item) => this.value(item, step));
      case 'object':
        return Object.fromEntries([...located.fields].map(([name, { value }]) => [name, this.value(value, step)]));
      case 'scalar':
        return typeof located.value === 'string' ? this.#text(located.value, located.spot, step) : located.value;
    }
  }

  #text(text: string, spot: Spot, step: string | undefined): unknown {
    const parts: (string | number | boolean | Variable)[] = [];
    let end = 0;
    let lost = false;
    for (const match of text.matchAll(PATTERN)) {
      if (match.index > end) parts.push(text.slice(end, match.index));
      const part = this.#variable(match[1] ?? '', within(spot, text, match), step);
      if (part === undefined) lost = true;
      else parts.push(part);
      end = match.index + match[0].length;
    }
    if (lost) this.#errors.lose(spot);
    if (end < text.length) parts.push(text.slice(end));
    const [only] = parts;
    if (parts.length === 1 && typeof only !== 'object') return only;
    if (!parts.some((part) => typeof part === 'object')) return parts.join('');
    return new RuntimeText(
      parts.map((part) => (typeof part === 'object' ? part : String(part))),
      text,
    );
  }

  #variable(name: string, spot: Spot, step: string | undefined): string | number | boolean | Variable | undefined {
    if (name.startsWith('env.')) return this.#env(name.slice(4), spot, step);
    this.used.add(name);
    const value = this.#values.vars.get(name);
    if (value !== undefined) return value;
    const variable = runtime(name);
    if (!isVariable(variable)) {
      this.#errors.add(spot, variable ?? this.#unknown(name), step);
      return undefined;
    }
    this.uses.push({ variable, spot });
    return variable;
  }

  #env(name: string, spot: Spot, step: string | undefined): string | undefined {
    const value = this.#values.env[name];
    if (value !== undefined) return value;
    const message = `the environment variable ${name} is not set`;
    this.#errors.add(spot, { message, hint: `export ${name}=…` }, step);
    return undefined;
  }

  #unknown(name: string): Problem {
    const near = nearest(name, [...this.#values.vars.keys(), 'now', 'i']);
    const hint = near ? `\${${near}}` : `give it a default in "vars", or --set ${name || 'name'}=value`;
    return { message: `the variable \${${name}} has no value`, hint };
  }
}

function isVariable(value: Variable | Problem | undefined): value is Variable {
  return value !== undefined && 'variable' in value;
}

/** The run-time variable of a name, what is wrong with it, or nothing if it looks like none. */
function runtime(name: string): Variable | Problem | undefined {
  if (name === 'i') return { variable: 'i' };
  const now = NOW.exec(name);
  if (now) return nowVariable(now.groups?.sign, now.groups?.duration);
  const [, of, field] = DOTTED.exec(name) ?? [];
  if (of === undefined || field === undefined) return undefined;
  if (isVenField(field)) return { variable: 'ven', alias: of, field };
  if (isStepField(field)) return { variable: 'step', id: of, field };
  const known = [...VEN_FIELDS, ...STEP_FIELDS];
  const near = nearest(field, known);
  return {
    message: `\${${name}}: there is no "${field}"`,
    expected: `one of ${known.join(', ')}`,
    ...(near ? { hint: `\${${of}.${near}}` } : {}),
  };
}

function nowVariable(sign: string | undefined, duration: string | undefined): Variable | Problem {
  if (duration === undefined) return { variable: 'now' };
  if (!parseDuration(duration) || durationProblem(duration) === 'empty') {
    const ms = parseHumanDuration(duration);
    const hint = ms === undefined ? {} : { hint: `\${now${sign}${formatDuration(ms)}}` };
    return { message: `"${duration}" is no duration`, expected: 'a duration like PT10S', ...hint };
  }
  return { variable: 'now', plus: sign === '-' ? `-${duration}` : duration };
}

function isVenField(name: string): name is VenField {
  return VEN_FIELDS.some((field) => field === name);
}

function isStepField(name: string): name is StepField {
  return STEP_FIELDS.some((field) => field === name);
}

/** The variable's own stretch; the whole text if escapes make its place uncertain. */
function within(spot: Spot, text: string, match: RegExpMatchArray): Spot {
  const plain = spot.length === text.length + 2;
  return plain ? { ...spot, offset: spot.offset + 1 + (match.index ?? 0), length: match[0].length } : spot;
}

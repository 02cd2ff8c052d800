import { addDuration, formatDateTime } from '../../openadr/time.ts';

/** What a run-time variable asks for. Load-time variables (`vars`, `--set`, `env`) are gone when a plan is made. */
export type Variable =
  /** `${i}`: the round of the innermost `repeat`, from 1. */
  | { readonly variable: 'i' }
  /** `${now}`, `${now+PT10S}`: the step's begin (in `where`: the message's arrival) and a duration to add to it. */
  | { readonly variable: 'now'; readonly plus?: string }
  /** `${dut.venID}`. */
  | { readonly variable: 'ven'; readonly alias: string; readonly field: VenField }
  /** `${peak.eventID}`: the wire ID of what a step made; in a `repeat`, the round's own. */
  | { readonly variable: 'step'; readonly id: string; readonly field: StepField };

export const VEN_FIELDS = ['venID', 'venName', 'registrationID', 'fingerprint'] as const;
export type VenField = (typeof VEN_FIELDS)[number];

export const STEP_FIELDS = ['eventID', 'reportRequestID'] as const;
export type StepField = (typeof STEP_FIELDS)[number];

interface TemplateOf<As extends string> {
  /** Text pieces and variables, in order. */
  readonly template: readonly (string | Variable)[];
  readonly as: As;
}

/** Becomes text. */
export type TextTemplate = TemplateOf<'text'>;
/** Becomes a number: one variable that is one. */
export type NumberTemplate = TemplateOf<'number'>;
/** A single variable keeps its own type, anything else becomes text. */
export type AnyTemplate = TemplateOf<'any'>;
/** A value that has run-time variables in it. */
export type Template = TextTemplate | NumberTemplate | AnyTemplate;

/** `T` after its templates were replaced. */
export type Resolved<T> = T extends TextTemplate
  ? string
  : T extends NumberTemplate
    ? number
    : T extends AnyTemplate
      ? string | number
      : T extends object
        ? { [K in keyof T]: Resolved<T[K]> }
        : T;

/** Answers a variable. For `now`: ms since the epoch without its `plus`; `undefined`: not known (yet). */
export type Lookup = (variable: Variable) => string | number | undefined;

/** A variable that has no value when its step begins, or not one of the wanted type. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly variable: Variable;

  constructor(variable: Variable, message: string) {
    super(message);
    this.variable = variable;
  }
}

export function isTemplate(value: unknown): value is Template {
  return typeof value === 'object' && value !== null && 'template' in value && 'as' in value;
}

/**
 * A copy of `value` (any JSON-like structure) in which each template is replaced by what `lookup` answers.
 * @throws TemplateError
 */
export function resolveTemplate<T>(value: T, lookup: Lookup): Resolved<T> {
  return resolve(value, lookup) as Resolved<T>;
}

/** `${now+PT10S}`, for people. */
export function variableText(variable: Variable): string {
  switch (variable.variable) {
    case 'i':
      return `\${i}`;
    case 'now': {
      const plus = variable.plus ?? '';
      return `\${now${plus === '' || plus.startsWith('-') ? plus : `+${plus}`}}`;
    }
    case 'ven':
      return `\${${variable.alias}.${variable.field}}`;
    case 'step':
      return `\${${variable.id}.${variable.field}}`;
  }
}

function resolve(value: unknown, lookup: Lookup): unknown {
  if (isTemplate(value)) return fill(value, lookup);
  if (Array.isArray(value)) return value.map((item) => resolve(item, lookup));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, lookup)]));
}

function fill({ template, as }: Template, lookup: Lookup): string | number {
  const [first] = template;
  if (as !== 'text' && template.length === 1 && first !== undefined && typeof first !== 'string') {
    const value = answer(first, lookup);
    if (as === 'number' && typeof value !== 'number') {
      throw new TemplateError(first, `${variableText(first)} is ${JSON.stringify(value)}, a number is needed here`);
    }
    return value;
  }
  return template.map((part) => (typeof part === 'string' ? part : answer(part, lookup))).join('');
}

function answer(variable: Variable, lookup: Lookup): string | number {
  const value = lookup(variable);
  if (value === undefined) throw new TemplateError(variable, `${variableText(variable)} is not known yet`);
  if (variable.variable !== 'now' || typeof value !== 'number') return value;
  return formatDateTime(variable.plus === undefined ? value : addDuration(value, variable.plus));
}

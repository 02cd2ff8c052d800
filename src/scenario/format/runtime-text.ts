import type { AnyTemplate, NumberTemplate, TextTemplate, Variable } from './template.ts';

/** A text of a scenario file that has run-time variables in it, before it is known what it has to become. */
export class RuntimeText {
  readonly parts: readonly (string | Variable)[];
  /** As it stands in the file. */
  readonly source: string;

  constructor(parts: readonly (string | Variable)[], source: string) {
    this.parts = parts;
    this.source = source;
  }

  /** The variable, if the text is nothing but one. */
  get only(): Variable | undefined {
    const [first, ...others] = this.parts;
    return others.length === 0 && typeof first === 'object' ? first : undefined;
  }
}

export function textOf(value: string | RuntimeText): string | TextTemplate {
  return typeof value === 'string' ? value : { template: value.parts, as: 'text' };
}

export function numberOf(value: number | RuntimeText): number | NumberTemplate {
  return typeof value === 'number' ? value : { template: value.parts, as: 'number' };
}

export function anyOf<T extends string | number | boolean | null>(value: T | RuntimeText): T | AnyTemplate {
  return value instanceof RuntimeText ? { template: value.parts, as: 'any' } : value;
}

import { nearest } from '../../openadr/index.ts';

import { durationToMs, parseDuration } from '../../openadr/time.ts';
import type { Collector } from './collector.ts';
import { check } from './issues.ts';
import { LATER_STEPS, laterStep, laterSubject } from './later.ts';
import type { Named, Names, Use } from './names.ts';
import { SUBJECTS, type SubjectInput, type SubjectName } from './schema/expect.ts';
import { STEPS, type StepInput } from './schema/steps.ts';
import { at, keyAt, type Located } from './source.ts';
import type { Substitution, VariableUse } from './variables.ts';

export type Input = StepInput[keyof StepInput] | SubjectInput[SubjectName];

/** A step whose shape is right; what it speaks of is not checked yet. */
export interface Draft extends Use {
  readonly input: Input;
  readonly located: Located;
  /** `3 (expect)`, for errors. */
  readonly label: string;
  readonly uses: readonly VariableUse[];
  /** Of a `repeat`. */
  readonly children: readonly Draft[];
}

/** Reads the steps of a scenario one by one, so that a mistake in one does not hide those in others. */
export class StepReader {
  readonly #names: Names;
  readonly #substitution: Substitution;
  readonly #errors: Collector;
  #order = 0;

  constructor(names: Names, substitution: Substitution, errors: Collector) {
    this.#names = names;
    this.#substitution = substitution;
    this.#errors = errors;
  }

  read(steps: Located, prefix = '', scope: readonly string[] = []): Draft[] {
    if (steps.kind !== 'array') return [];
    return steps.items.flatMap((item, at) => this.#step(item, `${prefix}${at + 1}`, scope) ?? []);
  }

  #step(located: Located, index: string, scope: readonly string[]): Draft | undefined {
    const order = this.#order++;
    if (located.kind !== 'object') {
      this.#errors.add(located.spot, { message: 'a step is an object', expected: '{ "do": … }' }, index);
      return undefined;
    }
    const name = textAt(located, 'do');
    const label = name === undefined ? index : `${index} (${name})`;
    const before = this.#substitution.uses.length;
    const value = this.#plain(located, name, label);
    const uses = this.#substitution.uses.slice(before);
    this.#define(located, { kind: kindOf(name), index, order, scope, ...versions(name, value) }, label);
    const children = this.#children(located, name, index, scope);
    const input = name === undefined ? this.#noName(located, label) : this.#input(name, value, located, label);
    return input && { input, located, index, order, scope, label, uses, children };
  }

  /** The steps of a repeat are read on their own. */
  #plain(located: Located & { kind: 'object' }, name: string | undefined, label: string): Record<string, unknown> {
    const plain: Record<string, unknown> = {};
    for (const [key, { value }] of located.fields) {
      const steps = name === 'repeat' && key === 'steps' && value.kind === 'array';
      plain[key] = steps ? value.items.map(() => ({})) : this.#substitution.value(value, label);
    }
    return plain;
  }

  #children(located: Located & { kind: 'object' }, name: string | undefined, index: string, scope: readonly string[]) {
    const steps = located.fields.get('steps')?.value;
    return name === 'repeat' && steps ? this.read(steps, `${index}.`, [...scope, index]) : [];
  }

  #define(located: Located & { kind: 'object' }, named: Named, label: string): void {
    const id = textAt(located, 'id');
    if (id !== undefined) this.#names.define(id, named, at(located, ['id']).spot, label);
    const modified = textAt(located, 'do') === 'modify' ? this.#names.get(textAt(located, 'event') ?? '') : undefined;
    if (!modified) return;
    modified.rampUp ||= named.rampUp;
    modified.intervals = Math.max(modified.intervals, named.intervals);
  }

  #noName(located: Located & { kind: 'object' }, label: string): undefined {
    const spot = { ...located.spot, length: 1 };
    this.#errors.add(spot, { message: '"do" is missing', expected: `one of ${names().join(', ')}` }, label);
  }

  #input(name: string, value: Record<string, unknown>, located: Located, label: string): Input | undefined {
    if (name === 'expect') return this.#expect(value, located, label);
    if (isStep(name)) return check(STEPS[name], value, located, this.#errors, label);
    const near = name === 'report' ? 'requestReport' : nearest(name, [...names(), ...LATER_STEPS]);
    const unknown = { message: `there is no step "${name}"`, expected: `one of ${names().join(', ')}` };
    const problem = laterStep(name) ?? { ...unknown, ...(near ? { hint: `"${near}"` } : {}) };
    this.#errors.add(at(located, ['do']).spot, problem, label);
    return undefined;
  }

  #expect(value: Record<string, unknown>, located: Located, label: string): Input | undefined {
    const later = laterSubject(value);
    if (later) {
      this.#errors.add(keyAt(located, [], later.key) ?? located.spot, later.problem, label);
      return undefined;
    }
    const subjects = Object.keys(SUBJECTS).filter(isSubject);
    const [subject, second] = subjects.filter((key) => Object.hasOwn(value, key));
    const expected = `one of ${subjects.join(', ')}`;
    if (subject === undefined) {
      const near = Object.keys(value).flatMap((key) =>
        key in SUBJECTS.that.shape ? [] : (nearest(key, subjects) ?? []),
      )[0];
      const problem = { message: 'the expectation has no subject', expected, ...(near ? { hint: `"${near}"` } : {}) };
      this.#errors.add({ ...located.spot, length: 1 }, problem, label);
      return undefined;
    }
    if (second !== undefined) {
      const message = `the expectation has two subjects, "${subject}" and "${second}"`;
      this.#errors.add(
        keyAt(located, [], second) ?? located.spot,
        { message, hint: 'make two expectations of them' },
        label,
      );
      return undefined;
    }
    return check(SUBJECTS[subject], value, located, this.#errors, label);
  }
}

function names(): string[] {
  return [...Object.keys(STEPS), 'expect'];
}

function isStep(name: string): name is keyof typeof STEPS {
  return Object.hasOwn(STEPS, name);
}

function isSubject(name: string): name is SubjectName {
  return Object.hasOwn(SUBJECTS, name);
}

function kindOf(name: string | undefined): Named['kind'] {
  if (name === 'event' || name === 'measure') return name;
  if (name === 'requestReport') return 'report';
  return name !== undefined && LATER_STEPS.includes(name) ? 'later' : 'step';
}

function textAt(located: Located, key: string): string | undefined {
  const field = located.kind === 'object' ? located.fields.get(key)?.value : undefined;
  return field?.kind === 'scalar' && typeof field.value === 'string' ? field.value : undefined;
}

/** What a version of an event has, as far as anchors depend on it. */
function versions(
  name: string | undefined,
  value: Readonly<Record<string, unknown>>,
): Pick<Named, 'rampUp' | 'intervals'> {
  const set = name === 'event' || name === 'modify' ? value.set : undefined;
  const rampUp = field(set, 'rampUp');
  const intervals = field(field(field(set, 'signals'), '0'), 'intervals');
  return {
    rampUp: typeof rampUp === 'string' && positive(rampUp),
    intervals: Array.isArray(intervals) ? intervals.length : 0,
  };
}

function field(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}

function positive(duration: string): boolean {
  const parts = parseDuration(duration);
  // No duration at all is told where the field is checked; here it must not add a second mistake.
  return parts === undefined || durationToMs(parts) > 0;
}

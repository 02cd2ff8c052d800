import type { ScenarioPlan } from '../format/index.ts';
import { type Instance, instancesOf } from './instances.ts';

/**
 * All that a scenario asks, in order, by each name under which an answer may be given: the round's own id and the step's,
 * or its number if it has none.
 */
export function prompts(plan: ScenarioPlan): { readonly id: string; readonly answers: readonly string[] }[] {
  const all = new Map<string, readonly string[]>();
  for (const instance of instancesOf(plan.steps)) {
    const { step } = instance;
    if (step.do === 'prompt') for (const id of promptKeys(instance)) all.set(id, step.answers);
  }
  return [...all].map(([id, answers]) => ({ id, answers }));
}

/** The names of a prompt: the round's own id, the step's id, or its number. */
export function promptKeys({ id, step, place }: Instance): [string, ...string[]] {
  return [id ?? place, ...(step.id === undefined || step.id === id ? [] : [step.id])];
}

/** An answer to a prompt, with a remark if there was one. */
export interface Answer {
  readonly text: string;
  readonly note?: string;
}

/** Prompts that are open and their answers. */
export class Prompts {
  readonly #given: Readonly<Record<string, string>>;
  readonly #open = new Map<string, { readonly answers: readonly string[]; answer?: Answer }>();
  /** Whether somebody is there to answer. */
  readonly interactive: boolean;

  /** @param given answers that were there before the run */
  constructor(given: Readonly<Record<string, string>>, interactive: boolean) {
    this.#given = given;
    this.interactive = interactive;
  }

  get anyOpen(): boolean {
    return this.#open.size > 0;
  }

  /** @param keys its id, in a `repeat` the round's own first */
  open(keys: readonly string[], answers: readonly string[]): void {
    const [id = ''] = keys;
    const given = keys.map((key) => this.#given[key]).find((text) => text !== undefined);
    this.#open.set(id, { answers, ...(given === undefined ? {} : { answer: { text: given } }) });
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  answerTo(id: string): Answer | undefined {
    return this.#open.get(id)?.answer;
  }

  /** False: no such prompt is open, or it takes no such answer. */
  answer(id: string, text: string, note?: string): boolean {
    const prompt = this.#open.get(id);
    if (!prompt?.answers.includes(text)) return false;
    prompt.answer = { text, ...(note === undefined ? {} : { note }) };
    return true;
  }
}

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

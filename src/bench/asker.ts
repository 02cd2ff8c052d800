import { after, type Clock } from '../base/clock.ts';
import type { JournalPort } from '../journal/port.ts';
import type { Answered, Ask } from '../vtn/ask.ts';
import { CommandError } from './command.ts';
import { HANDLER_MS, type Handlers, HandlerTimeout } from './handlers.ts';

/** `source` of the log record that tells of a handler of the program that failed. */
export const HANDLER_FAULT = 'handler';

/**
 * Puts the core's questions to the program. Every question is answered in the end: by the program, by its error, by the
 * time-out, or because the VTN stops. Nothing that the program throws comes out of here.
 */
export class Asker {
  readonly #handlers: Handlers;
  readonly #ioClock: Clock;
  readonly #journal: JournalPort;
  /** What gives up each question that is open. */
  readonly #open = new Set<() => void>();
  #stopped = false;

  constructor(handlers: Handlers, ioClock: Clock, journal: JournalPort) {
    this.#handlers = handlers;
    this.#ioClock = ioClock;
    this.#journal = journal;
  }

  /** Questions that are not answered yet. */
  get open(): number {
    return this.#open.size;
  }

  ask(ask: Ask): Promise<Answered> {
    if (this.#stopped) return Promise.resolve({ failed: 'the VTN stops' });
    const ms = this.#handlers.timeout ?? HANDLER_MS;
    return new Promise((resolve) => {
      const settle = (answered: Answered): void => {
        timer.cancel();
        this.#open.delete(stop);
        resolve(answered);
      };
      const fail = (error: unknown): void => {
        // What comes after the time-out was told of already.
        if (!this.#open.has(stop)) return;
        settle({ failed: textOf(error) });
        this.failed(ask, error);
      };
      const stop = (): void => fail(new HandlerTimeout(`no answer to ${ask.handler} before the VTN stopped`));
      const timer = after(this.#ioClock, ms, () => {
        fail(new HandlerTimeout(`no answer to ${ask.handler} within ${ms} ms; try: answer at once and work later`, ms));
      });
      this.#open.add(stop);
      // What is thrown at once rejects this promise too.
      new Promise((answer) => answer(this.#handlers.ask(ask))).then((answer) => settle({ answer }), fail);
    });
  }

  /** Tells the record and the program of a question that went wrong. */
  failed(ask: Ask, error: unknown): void {
    const name = this.#handlers.nameOf?.(ask) ?? `the handler of ${ask.handler}`;
    this.#log(`${name} failed${whoOf(ask)}: ${textOf(error)}`);
    new Promise((told) => told(this.#handlers.failed(ask, error))).catch((fault: unknown) => {
      this.#log(`what is told of failed handlers has failed itself: ${textOf(fault)}`);
    });
  }

  /** Gives up what is open, and asks no more. */
  stop(): void {
    this.#stopped = true;
    for (const stop of [...this.#open]) stop();
  }

  #log(message: string): void {
    this.#journal.append({ kind: 'log', level: 'error', source: HANDLER_FAULT, message });
  }
}

function whoOf({ input }: Ask): string {
  const who = input.venID ?? ('venName' in input ? input.venName : undefined);
  return who === undefined ? '' : `, asked about ${who}`;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof CommandError) || error.expected === undefined) return error.message;
  return `${error.message}: expected ${error.expected}, got ${error.actual ?? 'nothing'}`;
}

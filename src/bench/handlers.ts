import type { Ask, HandlerName } from '../vtn/ask.ts';

/** How long an answer of the program may take, ms of I/O time. */
export const HANDLER_MS = 5_000;

/** The program around a bench, which is asked before the VTN acts. */
export interface Handlers {
  /** What it wants to be asked; looked at with each message, so it may change while the bench runs. */
  readonly asks: ReadonlySet<HandlerName>;
  /** Answers a question, at once or later; may throw or reject. */
  ask(ask: Ask): unknown;
  /** How long an answer may take, ms of I/O time; default 5 s. What comes later is dropped. */
  readonly timeout?: number;
  /** What answers a question, in the words of the program, for the record; default `the handler of createOpt`. */
  nameOf?(ask: Ask): string;
  /**
   * A question was not answered (`error` is what was thrown, or a HandlerTimeout), or its answer cannot be used
   * (CommandError with the rule that it breaks). The VEN has got, or gets, an error.
   */
  failed(ask: Ask, error: unknown): void;
}

/** A handler that did not answer in time. */
export class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';
  /** How long it had, ms; absent where the VTN stopped before. */
  readonly ms?: number;

  constructor(message: string, ms?: number) {
    super(message);
    this.ms = ms;
  }
}

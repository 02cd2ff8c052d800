import { OpenADRError } from './error.ts';
import type { Logger } from './logger.ts';

/** The program that uses the library, as the library calls it: whatever it throws, the library lives on. */
export class Program {
  readonly logger: Logger;
  readonly #onError: ((error: OpenADRError) => void) | undefined;

  /** @param onError without it, errors go to the logger */
  constructor(logger: Logger, onError?: (error: OpenADRError) => void) {
    this.logger = logger;
    this.#onError = onError;
  }

  /** Tells the program of an error that no call of its own can throw. */
  failed(error: OpenADRError): void {
    try {
      if (this.#onError) this.#onError(error);
      else this.logger.error(`oadr-sim: ${error.message}${causeOf(error)}`);
    } catch (cause) {
      this.#tellError(`oadr-sim: onError failed at "${error.message}": ${String(cause)}`);
    }
  }

  /** Calls back after the present turn: what it does must not fall into the midst of a message. */
  readonly later = (callback: () => unknown, what: string): void => {
    queueMicrotask(async () => {
      try {
        await callback();
      } catch (cause) {
        this.failed(new OpenADRError('HANDLER', `${what} failed: ${textOf(cause)}`, { cause }));
      }
    });
  };

  #tellError(message: string): void {
    try {
      this.logger.error(message);
    } catch {
      // A logger that fails has nobody left to be told of it.
    }
  }
}

function causeOf({ cause }: OpenADRError): string {
  return cause instanceof Error && cause.stack ? `\n${cause.stack}` : '';
}

/** What was thrown, in a line. */
export function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

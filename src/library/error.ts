import { CommandError } from '../bench/command.ts';

/**
 * What kind of error it is.
 * - `INVALID`: the caller's mistake; thrown before anything is sent.
 * - `NOT_RUNNING`: the server or client has not been started, or is stopped.
 * - `START`: it cannot start or serve: port taken, state file in use, certificate or key unusable, mounted behind a body parser.
 * - `STATE`: what must survive a restart could not be stored.
 * - `HANDLER`: a handler or callback threw, took too long or returned what cannot be used; `cause` holds what it threw.
 * - `CANCELLED`, `FORGOTTEN`, `DROPPED`, `REFUSED`, `OVER`, `STOPPED`, `NO_RESPONSE`: why a promise will not be kept.
 */
export type OpenADRErrorCode =
  | 'INVALID'
  | 'NOT_RUNNING'
  | 'START'
  | 'STATE'
  | 'HANDLER'
  | 'CANCELLED'
  | 'FORGOTTEN'
  | 'DROPPED'
  | 'REFUSED'
  | 'OVER'
  | 'STOPPED'
  | 'NO_RESPONSE';

/** What an error has beside its message. */
export interface OpenADRErrorData {
  /** Number of the conformance rule that would be broken (Profile Specification 2.0b, 11.2). */
  readonly rule?: number;
  readonly expected?: string;
  readonly actual?: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Every error of the library. Its message says it all; the fields are for programs. */
export class OpenADRError extends Error {
  override readonly name = 'OpenADRError';
  readonly code: OpenADRErrorCode;
  /** The message without what the other fields say. */
  readonly what: string;
  /** Number of the conformance rule that would be broken. */
  readonly rule?: number;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;

  constructor(code: OpenADRErrorCode, what: string, data: OpenADRErrorData = {}) {
    super(sentence(what, data), data.cause === undefined ? undefined : { cause: data.cause });
    this.code = code;
    this.what = what;
    this.rule = data.rule;
    this.expected = data.expected;
    this.actual = data.actual;
    this.hint = data.hint;
  }
}

function sentence(what: string, { rule, expected, actual, hint }: OpenADRErrorData): string {
  return [
    `${what}${rule === undefined ? '' : ` (rule ${rule})`}`,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...(hint === undefined ? [] : [`try: ${hint}`]),
  ].join('; ');
}

/** The caller's mistake. */
export function invalid(what: string, data: OpenADRErrorData = {}): OpenADRError {
  return new OpenADRError('INVALID', what, data);
}

/** The app read the body of a VEN's request before the server could. */
export function mountError(): OpenADRError {
  return new OpenADRError(
    'START',
    'the body of a request was read before the server got it: VENs are answered by 500',
    {
      expected: 'a request that nothing has read',
      hint: 'mount it (server.middleware()) before body parsers',
    },
  );
}

/** An error of the rooms below in the library's words. */
export function wrapped(error: unknown, code: OpenADRErrorCode = 'INVALID'): OpenADRError {
  if (error instanceof OpenADRError) return error;
  if (error instanceof CommandError) {
    const { message, rule, expected, actual, hint } = error;
    return new OpenADRError(code, message, { rule, expected, actual, hint, cause: error });
  }
  return new OpenADRError(code, error instanceof Error ? error.message : String(error), { cause: error });
}

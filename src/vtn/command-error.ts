/**
 * A command that cannot be carried out: what, what was expected and what is, and the remedy. The bench lives on.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
  /** The conformance rule that it would break. */
  readonly rule?: number;

  constructor(
    message: string,
    data: { expected?: string; actual?: string; hint?: string; rule?: number; cause?: unknown } = {},
  ) {
    super(message, data.cause === undefined ? undefined : { cause: data.cause });
    this.expected = data.expected;
    this.actual = data.actual;
    this.hint = data.hint;
    this.rule = data.rule;
  }
}

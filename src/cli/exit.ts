import { visible } from '../journal/clean.ts';

/** Exit codes (docs/cli.md); the one place that decides them. */
export const EXIT = {
  passed: 0,
  failed: 1,
  usage: 2,
  scenario: 3,
  bench: 4,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each says, in help and reports. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'passed (warnings too)',
  1: 'an expectation or a conformance check failed, or nothing was judged (every scenario skipped, too)',
  2: 'wrong usage',
  3: 'a scenario is invalid or unreadable',
  4: 'the bench could not run (port taken, state file in use, disk full, too slow to judge, a VEN that never came)',
  130: 'SIGINT, or the UI left in mid-run',
  143: 'SIGTERM',
  129: 'SIGHUP',
};

/** Shown in `--help`. */
export const EXIT_TABLE = `
Exit codes:
  0    ${EXIT_MEANINGS[0]}
  1    ${EXIT_MEANINGS[1]}
  2    ${EXIT_MEANINGS[2]}
  3    ${EXIT_MEANINGS[3]}
  4    ${EXIT_MEANINGS[4]}
  130  ${EXIT_MEANINGS[130]}; 143 ${EXIT_MEANINGS[143]}; 129 ${EXIT_MEANINGS[129]}`;

/** A wrong option or argument: exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint?: string;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** In a suite 4 goes over 1 over 0; a signal goes over all. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  const order: readonly ExitCode[] = [EXIT.SIGINT, EXIT.SIGTERM, EXIT.SIGHUP, EXIT.bench, EXIT.failed];
  return order.find((code) => codes.includes(code)) ?? EXIT.passed;
}

/** Names of errors that say that the bench could not run, wherever they come from. */
const BENCH_ERRORS = new Set([
  'TransportError',
  'StoreError',
  'JournalError',
  'CommandError',
  'PkiError',
  'ReportError',
]);

/** What to print and how to end when an error reached the top. Errors of our own carry a remedy. */
export function explain(error: unknown): { readonly code: ExitCode; readonly lines: readonly string[] } {
  const { code, lines } = told(error);
  // File names, answers of devices and names in certificates stand in them.
  return { code, lines: lines.map(visible) };
}

function told(error: unknown): { readonly code: ExitCode; readonly lines: readonly string[] } {
  if (!(error instanceof Error)) return { code: EXIT.bench, lines: [`error: ${String(error)}`] };
  const lines = [`error: ${error.message}`, ...remedyOf(error)];
  if (error instanceof UsageError) return { code: EXIT.usage, lines };
  if (BENCH_ERRORS.has(error.name) || ('code' in error && !String(error.code).startsWith('ERR_'))) {
    return { code: EXIT.bench, lines };
  }
  // A fault of ours: the stack helps whoever reports it.
  return { code: EXIT.bench, lines: [`internal error: ${error.stack ?? error.message}`] };
}

function remedyOf(error: Error): string[] {
  const remedy = 'remedy' in error ? error.remedy : 'hint' in error ? error.hint : undefined;
  return typeof remedy === 'string' ? [`try: ${remedy}`] : [];
}

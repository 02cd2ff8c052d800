import { type Check, info, ok, warning } from './check.ts';

/** What is known of the terminal. */
export interface TerminalFacts {
  /** Standard output and input are one. */
  readonly terminal: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Bits of colour: 1 is none. */
  readonly depth: number;
  readonly env: NodeJS.ProcessEnv;
}

/** The least that the UI is made for. */
const LEAST = { columns: 80, rows: 24 };

/** What is known of the terminal that this process has. */
export function terminalFacts(): TerminalFacts {
  const { stdout, stdin, env } = process;
  const terminal = stdout.isTTY === true && stdin.isTTY === true;
  return { terminal, columns: stdout.columns, rows: stdout.rows, depth: terminal ? stdout.getColorDepth() : 1, env };
}

/** Whether the UI can be drawn. */
export function terminalChecks({ terminal, columns = 0, rows = 0, depth, env }: TerminalFacts): readonly Check[] {
  if (!terminal) return [info('terminal', 'none here: run and serve print plain lines instead of the UI')];
  const size = `${columns}×${rows}`;
  const small = columns < LEAST.columns || rows < LEAST.rows;
  const colours = depth > 1 ? `${2 ** depth} colours` : 'no colours';
  return [
    small
      ? warning(
          'terminal',
          `${size} is small: the UI wants ${LEAST.columns}×${LEAST.rows}`,
          'a larger window, or --ui plain',
        )
      : ok('terminal', `${size}, ${colours}`),
    localeCheck(env),
  ];
}

/** POSIX: the first of these that is set and not empty decides. */
function localeCheck({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): Check {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  if (/utf-?8/i.test(locale)) return ok('locale', locale);
  return warning(
    'locale',
    `${locale || 'none is set'}: signs of the UI may be drawn wrongly`,
    '--ascii, or LANG=C.UTF-8',
  );
}

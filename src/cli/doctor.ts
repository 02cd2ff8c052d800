import { clean } from '../journal/clean.ts';
import { createStyle, type Style } from '../report/style.ts';
import { checkSecurity } from './bench-usage.ts';
import { passphraseOf } from './certs-common.ts';
import { wantsColor } from './color.ts';
import type { Check, CheckState } from './doctor/check.ts';
import { examine } from './doctor/examine.ts';
import type { DoctorCliOptions } from './doctor-options.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { jsonText } from './json.ts';

/** `oadr-sim doctor`: what would stop a bench run, and the remedy. */
export async function doctor(options: DoctorCliOptions): Promise<ExitCode> {
  checkSecurity(options);
  const checks = await examine(options, await passphraseOf(options), Date.now());
  if (options.json) console.log(jsonText(checks));
  else {
    // Where a program reads, a check is one line.
    const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
    for (const line of doctorLines(checks, createStyle(wantsColor(options.color, process.stdout)), width))
      console.log(line);
  }
  return checks.some(({ state }) => state === 'failure') ? EXIT.bench : EXIT.passed;
}

/** Width of the words `failure` and `warning`, and two spaces. */
const INDENT = 9;

/** Each check in a line or more, then the sum. @param width columns to wrap at */
export function doctorLines(checks: readonly Check[], style: Style, width: number): readonly string[] {
  const paint: Readonly<Record<CheckState, (text: string) => string>> = {
    ok: style.pass,
    info: style.dim,
    warning: style.warn,
    failure: style.fail,
  };
  const lines = checks.flatMap(({ name, state, message, remedy }) => {
    const texts = [`${name}: ${message}`, ...(remedy === undefined ? [] : [`try: ${remedy}`])];
    const [first = '', ...rest] = texts.flatMap((text) => wrap(clean(text), width - INDENT));
    const head = `${paint[state](state)}${' '.repeat(INDENT - state.length)}${first}`;
    return [head, ...rest.map((text) => ' '.repeat(INDENT) + text)];
  });
  return [...lines, '', sum(checks)];
}

function sum(checks: readonly Check[]): string {
  const count = (state: CheckState, word: string): string[] => {
    const { length } = checks.filter((check) => check.state === state);
    return length === 0 ? [] : [`${length} ${word}${length === 1 ? '' : 's'}`];
  };
  const found = [...count('failure', 'failure'), ...count('warning', 'warning')];
  return found.length === 0 ? 'nothing stands in the way' : found.join(', ');
}

/** At spaces; a word that is longer than the line stays whole, so that it can be copied. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

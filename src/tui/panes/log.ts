import type { LogLine } from '../../journal/view.ts';
import { timeOfDay } from '../format.ts';
import { type Line, type Style, span, wrapLine } from '../text.ts';
import type { Theme } from '../theme.ts';

const STYLES: Readonly<Record<LogLine['level'], Style>> = { info: 'plain', warning: 'warn', error: 'error' };

/** Columns before the text: time and sign. */
const INDENT = 11;

/** An entry of the log in rows of at most `width` columns, the remedy in rows of its own. */
export function logLines({ symbols }: Pick<Theme, 'symbols'>, entry: LogLine, width: number): Line[] {
  const sign = entry.level === 'error' ? symbols.failed : entry.level === 'warning' ? symbols.warning : ' ';
  const first: Line = [
    span(`${timeOfDay(entry.time).slice(0, 8)} `, 'dim'),
    span(`${sign} `, STYLES[entry.level]),
    span(`${entry.source} `, 'dim'),
    span(entry.text, STYLES[entry.level]),
  ];
  const hint: Line = [span(`${' '.repeat(INDENT)}try `, 'dim'), span(entry.hint ?? '')];
  return [first, ...(entry.hint === undefined ? [] : [hint])].flatMap((each) => wrapLine(each, width, INDENT));
}

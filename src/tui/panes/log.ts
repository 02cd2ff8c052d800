import type { LogLine } from '../../journal/view.ts';
import { timeOfDay } from '../format.ts';
import { type Line, type Style, span } from '../text.ts';
import type { Ui } from '../ui.ts';

const STYLES: Readonly<Record<LogLine['level'], Style>> = { info: 'plain', warning: 'warn', error: 'error' };

/** One line of the log. */
export function logRow(ui: Ui, entry: LogLine): Line {
  const { symbols } = ui.theme;
  const sign = entry.level === 'error' ? symbols.failed : entry.level === 'warning' ? symbols.warning : ' ';
  return [
    span(`${timeOfDay(entry.time).slice(0, 8)} `, 'dim'),
    span(`${sign} `, STYLES[entry.level]),
    span(`${entry.source} `, 'dim'),
    span(entry.text, STYLES[entry.level]),
  ];
}

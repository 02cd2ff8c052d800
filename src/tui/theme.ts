import type { Severity } from '../openadr/finding.ts';
import type { Line, Style } from './text.ts';

/** Signs of the UI; each has a plain form for terminals without UTF-8. */
export interface Symbols {
  readonly in: string;
  readonly out: string;
  readonly online: string;
  readonly late: string;
  readonly offline: string;
  readonly passed: string;
  readonly failed: string;
  readonly warning: string;
  readonly info: string;
  readonly running: string;
  readonly waiting: string;
  readonly skipped: string;
  readonly play: string;
  readonly held: string;
  readonly selected: string;
  readonly rule: string;
  readonly ruleFocused: string;
  readonly bar: string;
  readonly more: string;
  readonly dot: string;
  readonly arrow: string;
  readonly cursor: string;
  /** An opt schedule. */
  readonly schedule: string;
  /** Bars from low to high, one character each. */
  readonly bars: string;
}

const UNICODE: Symbols = {
  in: '◀',
  out: '▶',
  online: '●',
  late: '◐',
  offline: '○',
  passed: '✓',
  failed: '✗',
  warning: '!',
  info: 'i',
  running: '…',
  waiting: '·',
  skipped: '-',
  play: '▶',
  held: '‖',
  selected: '▌',
  rule: '─',
  ruleFocused: '━',
  bar: '│',
  more: '…',
  dot: '·',
  arrow: '→',
  cursor: '█',
  schedule: '◷',
  bars: '▁▂▃▄▅▆▇█',
};

const ASCII: Symbols = {
  in: '<',
  out: '>',
  online: '*',
  late: '~',
  offline: 'o',
  passed: '+',
  failed: 'x',
  warning: '!',
  info: 'i',
  running: '>',
  waiting: '.',
  skipped: '-',
  play: '>',
  held: '=',
  selected: '>',
  rule: '-',
  ruleFocused: '=',
  bar: '|',
  more: '~',
  dot: '-',
  arrow: '->',
  cursor: '_',
  schedule: '@',
  bars: '_.:-=+*#',
};

/** Select Graphic Rendition parameters that begin and end a style (ECMA-48 8.3.117); weights work without colour. */
const WEIGHT: Partial<Record<Style, readonly [number, number]>> = {
  dim: [2, 22],
  bold: [1, 22],
  title: [1, 22],
  error: [1, 22],
  banner: [7, 27],
};

const COLOR: Partial<Record<Style, readonly [number, number]>> = {
  title: [36, 39],
  error: [31, 39],
  warn: [33, 39],
  ok: [32, 39],
  accent: [36, 39],
  tag: [34, 39],
  attribute: [35, 39],
  value: [32, 39],
};

/** How things look: signs and colours. */
export interface Theme {
  readonly symbols: Symbols;
  /** Whether colours are used; bold, dim and inverse are always. */
  readonly color: boolean;
}

export function createTheme(options: { readonly ascii?: boolean; readonly color?: boolean }): Theme {
  return { symbols: options.ascii ? ASCII : UNICODE, color: options.color ?? true };
}

/** The sign of the severest finding. */
export function severitySign(theme: Theme, severity: Severity | undefined): string {
  if (severity === 'error') return theme.symbols.failed;
  if (severity === 'warning') return theme.symbols.warning;
  return severity === 'info' ? theme.symbols.info : ' ';
}

/** The style of a severity. */
export function severityStyle(severity: Severity | undefined): Style {
  if (severity === 'error') return 'error';
  return severity === 'warning' ? 'warn' : 'dim';
}

const sgr = (parameter: number): string => `\u001b[${parameter}m`;

/** The line with its escape sequences; `inverse` for the selected row. */
export function paint(of: Line, theme: Theme, inverse = false): string {
  let out = '';
  for (const { text, style } of of) {
    const marks = [WEIGHT[style], theme.color ? COLOR[style] : undefined].filter((mark) => mark !== undefined);
    out += marks.map((mark) => sgr(mark[0])).join('') + text + marks.map((mark) => sgr(mark[1])).join('');
  }
  return inverse ? `${sgr(7)}${out}${sgr(27)}` : out;
}

import type { StepView, View } from '../../journal/view.ts';
import { clockText, shortSpan } from '../format.ts';
import type { StepRow } from '../sources.ts';
import { cell, cellRight, type Line, type Span, type Style, span } from '../text.ts';
import type { Symbols } from '../theme.ts';
import type { Ui } from '../ui.ts';

/** Signs and styles of step states. */
const LOOKS: Readonly<Record<StepView['state'], readonly [keyof Symbols | ' ', Style]>> = {
  planned: [' ', 'dim'],
  waiting: ['waiting', 'plain'],
  running: ['running', 'bold'],
  passed: ['passed', 'ok'],
  done: ['passed', 'plain'],
  failed: ['failed', 'error'],
  skipped: ['skipped', 'dim'],
};

/** One row of the scenario pane: sign, title, and the time it took or has left. */
export function stepRow(ui: Ui, row: StepRow, width: number): Line {
  const { step } = row;
  const indent = '  '.repeat(row.depth);
  if (row.detail !== undefined) return row.detail;
  const [sign, style] = LOOKS[step.state];
  const time = stepTime(step, ui);
  const title = Math.max(8, width - 3 - indent.length - time.text.length - 1);
  return [
    span(`${indent}${sign === ' ' ? ' ' : ui.theme.symbols[sign]} `, style),
    cell(step.title, title, step.state === 'planned' ? 'dim' : style === 'ok' ? 'plain' : style, ui.theme.symbols.more),
    span(' '),
    time,
  ];
}

/** `7/10s`: gone of what it has; at rest what it took; in words where it was not tried. */
export function stepTime(step: StepView, ui: Pick<Ui, 'now'>): Span {
  if (step.state === 'skipped') return cellRight('skipped', 8, 'dim');
  if (step.state === 'planned' || step.started === undefined) return cellRight('', 8);
  if (step.state !== 'running' && step.state !== 'waiting') {
    return cellRight(shortSpan((step.ended ?? step.started) - step.started), 8, 'dim');
  }
  if (step.deadline === undefined) return cellRight(clockText(ui.now - step.started), 8);
  const all = step.deadline - step.started;
  const gone = Math.min(all, Math.max(0, ui.now - step.started));
  const text = all < 120_000 ? `${Math.floor(gone / 1000)}/${Math.round(all / 1000)}s` : `-${clockText(all - gone)}`;
  return cellRight(text, 8, all - gone < Math.min(5_000, all / 4) ? 'warn' : 'plain');
}

/** The verdict with how many of its expectations were met: `FAILED 1/2`. */
export function shortVerdict({ verdict }: NonNullable<View['scenario']>): string {
  if (!verdict) return '';
  const { passed, failed, skipped } = verdict.expectations;
  return `${verdict.verdict.toUpperCase()} ${passed}/${passed + failed + skipped}`;
}

/** The verdict in words. */
export function verdictText(scenario: NonNullable<View['scenario']>): string {
  const { verdict } = scenario;
  if (!verdict) return '';
  const { passed, failed, skipped } = verdict.expectations;
  const counts = [`${passed} passed`];
  if (failed > 0) counts.push(`${failed} failed`);
  if (skipped > 0) counts.push(`${skipped} skipped`);
  const reason = verdict.reason === undefined ? '' : `: ${verdict.reason}`;
  return `${verdict.verdict.toUpperCase()} (${counts.join(', ')})${reason}`;
}

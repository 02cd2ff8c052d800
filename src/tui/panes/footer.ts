import { changedVens, isLive } from '../../journal/view.ts';
import { KEY_MAP } from '../key-map.ts';
import { keyLabel, type Moment } from '../keys.ts';
import { type Line, line, lineWidth, type Span, type Style, span, wrapLine } from '../text.ts';
import type { Ui } from '../ui.ts';

const LEVELS: Readonly<Record<'info' | 'warn' | 'error', Style>> = { info: 'accent', warn: 'warn', error: 'error' };

/** Rows that a status takes at most. */
const STATUS_ROWS = 3;

/** The last row: what a command came to (more rows if it is long), else the keys that matter here, made of the key map. */
export function footerRows(ui: Ui, width: number): Line[] {
  const { status, theme } = ui;
  if (status) {
    const sign =
      status.level === 'info' ? '' : `${status.level === 'error' ? theme.symbols.failed : theme.symbols.warning} `;
    return wrapLine(line(span(` ${sign}${status.text}`, LEVELS[status.level])), width, 1).slice(0, STATUS_ROWS);
  }
  return [keysOf(ui, width)];
}

function keysOf(ui: Ui, width: number): Line {
  const moments = momentsOf(ui);
  const ascii = ui.theme.symbols.arrow === '->';
  const all = KEY_MAP.filter(
    (binding) => binding.footer !== undefined && moments.has(binding.footer) && binding.in.includes(ui.context),
  ).map((binding) => {
    const label = binding.action === 'back' && !moments.has('inside') ? 'quit' : binding.label;
    const pair: Line = [span(` ${keyLabel(binding.keys[0] ?? '', ascii)}`, 'accent'), span(` ${label} `)];
    // The way out and the key that knows all others must not be cut off.
    return { pair, kept: binding.action === 'help' || binding.action === 'back' };
  });
  const out: Span[] = [];
  let left = width - all.reduce((sum, { pair, kept }) => sum + (kept ? lineWidth(pair) : 0), 0);
  for (const { pair, kept } of all) {
    if (!kept && lineWidth(pair) > left) continue;
    out.push(...pair);
    if (!kept) left -= lineWidth(pair);
  }
  return out;
}

function momentsOf(ui: Ui): Set<Moment> {
  const moments = new Set<Moment>(['always']);
  if (ui.inspecting || ui.zoom) moments.add('inside');
  if (isLive(ui.live) && ui.options.controller) moments.add('live');
  if (ui.live.scenario?.heldSince !== undefined) moments.add('held');
  if (ui.live.scenario?.prompt) moments.add('prompt');
  if (changedVens(ui.live).length > 0) moments.add('certificate');
  if (ui.filter || ui.search || (ui.reportFilter && ui.focus === 'reports')) moments.add('filtered');
  return moments;
}

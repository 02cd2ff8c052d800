import { isLive } from '../../journal/view.ts';
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
  ).map(
    (binding) => [span(` ${keyLabel(binding.keys[0] ?? '', ascii)}`, 'accent'), span(` ${binding.label} `)] as const,
  );
  const help = all.find(([, label]) => label.text.trim() === 'help');
  const out: Span[] = [];
  // Help is the one that must not be cut off: it knows all others.
  let left = width - (help ? lineWidth(help) : 0);
  for (const pair of all) {
    if (pair === help || lineWidth(pair) > left) continue;
    out.push(...pair);
    left -= lineWidth(pair);
  }
  return help ? [...out, ...help] : out;
}

function momentsOf(ui: Ui): Set<Moment> {
  const moments = new Set<Moment>(['always']);
  if (ui.inspecting || ui.zoom) moments.add('inside');
  if (isLive(ui.live) && ui.options.controller) moments.add('live');
  if (ui.live.scenario?.heldSince !== undefined) moments.add('held');
  if (ui.live.scenario?.prompt) moments.add('prompt');
  if (ui.filter || ui.search) moments.add('filtered');
  return moments;
}

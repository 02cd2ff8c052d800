import {
  changedVens,
  differing,
  lateness,
  type NewestEvent,
  scheduleState,
  type VenView,
  worstCounted,
} from '../../journal/view.ts';
import { clockText, offsetText, shortSpan } from '../format.ts';
import { cell, cellRight, type Line, line, type Span, type Style, span } from '../text.ts';
import { severitySign, severityStyle, type Theme } from '../theme.ts';
import type { Ui } from '../ui.ts';

/** One VEN in a row: alive or not, its rhythm, queue, decision and worst finding. Columns drop from the right. */
export function venRow(ui: Ui, venID: string, width: number): Line {
  const ven = ui.view.vens.get(venID);
  if (!ven) return [];
  const worst = worstCounted(ven.findings);
  const columns: Span[] = [
    presence(ven, ui.theme),
    cell(` ${ven.venName || venID}`, nameWidth(width), 'bold', ui.theme.symbols.more),
    cell(` ${pulse(ven, ui.now)}`, 15, pulseStyle(ven, ui.now), ui.theme.symbols.more),
    cell(` q${ven.queue.length}`, 4, ven.queue.length > 0 ? 'accent' : 'dim'),
    cell(` ${optText(ven.newest)}`, 8, optStyle(ven.newest)),
    scheduleMark(ven, ui),
    cell(` ${severitySign(ui.theme, worst)}`, 2, severityStyle(worst)),
    clockCell(ven),
    cell(` ${kindOf(ven)}`, 18, 'dim'),
    cellRight(`${ven.received} in ${ven.sent} out`, 18, 'dim'),
  ];
  return fill(columns, width);
}

/** In a narrow place the name gives way to what follows it; at 80 columns so much that the kind has room too. */
function nameWidth(width: number): number {
  return Math.max(12, Math.min(26, width - (width >= 79 ? 57 : 32)));
}

/** As many columns as fit. */
function fill(columns: readonly Span[], width: number): Line {
  const out: Span[] = [];
  let left = width;
  for (const column of columns) {
    if (column.text.length > left) break;
    out.push(column);
    left -= column.text.length;
  }
  return out;
}

/** The sign of presence; registered or not is told by `pulse`. */
export function presence(ven: VenView, theme: Theme): Span {
  if (ven.presence === 'online') return span(theme.symbols.online, 'ok');
  if (ven.presence === 'late') return span(theme.symbols.late, 'warn');
  return span(theme.symbols.offline, ven.presence === 'offline' ? 'error' : 'dim');
}

/** How it is heard: its mean poll gap, or for how long it is late or offline, or why it has no rhythm. */
export function pulse(ven: VenView, now: number): string {
  if (ven.changed) return ven.changed.renewal ? 'cert changed' : 'another cert';
  if (ven.state === 'seen') return 'not registered';
  if (ven.state === 'known') return 'not registered';
  if (ven.state === 'cancelled') return 'cancelled';
  if (ven.presence === 'offline') return `offline ${clockText(now - (ven.lastHeard ?? now))}`;
  const late = lateness(ven, now);
  if (ven.presence === 'late' && late > 0) return `late ${shortSpan(late)}`;
  if (ven.cadence.mean !== undefined) return `${shortSpan(ven.cadence.mean)} polls`;
  return ven.cadence.polls > 0 ? 'first poll' : 'registered';
}

function pulseStyle(ven: VenView, now: number): Style {
  if (ven.changed) return 'error';
  return lateness(ven, now) > 0 ? 'warn' : 'plain';
}

/** From here on a clock is off enough to shift the starts of events, ms. */
const OFF = 5_000;

/** How its clock differs, as far as its messages tell. */
function clockCell({ clock }: VenView): Span {
  if (!clock) return cell('', 8);
  return cell(` ${offsetText(clock.offset)}`, 8, Math.abs(clock.offset) > OFF ? 'warn' : 'dim');
}

function kindOf(ven: VenView): string {
  const model = ven.pullModel === undefined ? '' : ven.pullModel ? 'pull' : 'push';
  return [ven.profile, model, ven.xmlSignature ? 'signed' : '']
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

/** What it said to its newest event; `*` where single resources decided otherwise. */
export function optText(newest: NewestEvent | undefined): string {
  if (!newest) return '';
  const others = differing(newest);
  const opt = newest.opt ?? others[0]?.[1];
  if (opt !== undefined) return others.length > 0 ? `${opt}*` : opt;
  if (newest.answered === newest.modificationNumber) return '';
  return newest.responseRequired === 'always' && newest.status !== 'completed' ? 'opt?' : '';
}

function optStyle(newest: NewestEvent | undefined): 'ok' | 'warn' | 'dim' {
  if (newest?.opt === 'optIn') return 'ok';
  return newest?.opt === 'optOut' ? 'warn' : 'dim';
}

/** Marks a VEN with opt schedules: strongly while it is out by one. */
function scheduleMark(ven: VenView, ui: Pick<Ui, 'now' | 'theme'>): Span {
  const states = [...ven.opts.values()].map((each) => [each.optType, scheduleState(each, ui.now)] as const);
  const open = states.filter(([, state]) => state !== 'over');
  if (open.length === 0) return span(' ');
  const out = open.some(([optType, state]) => optType === 'optOut' && state === 'now');
  return span(ui.theme.symbols.schedule, out ? 'warn' : 'dim');
}

/** All VENs in a few words, for a header without a list. */
export function vensInShort(ui: Ui): Line {
  const all = [...ui.view.vens.values()];
  const only = all[0];
  if (!only) return [span('no VEN yet', 'dim')];
  if (all.length === 1) {
    const worst = worstCounted(only.findings);
    return line(
      presence(only, ui.theme),
      span(` ${only.venName || only.venID}`, 'bold'),
      span(`  ${pulse(only, ui.now)}  `, pulseStyle(only, ui.now)),
      `q${only.queue.length}  `,
      span(optText(only.newest), optStyle(only.newest)),
      span(` ${severitySign(ui.theme, worst)}`, severityStyle(worst)),
    );
  }
  const count = (which: VenView['presence']): number => all.filter((ven) => ven.presence === which).length;
  return line(
    span(`${ui.theme.symbols.online} ${count('online')} online  `, 'ok'),
    span(`${ui.theme.symbols.late} ${count('late')} late  `, count('late') > 0 ? 'warn' : 'dim'),
    span(`${ui.theme.symbols.offline} ${count('offline')} offline`, count('offline') > 0 ? 'error' : 'dim'),
    ...changedText(ui),
  );
}

/** How many VENs came with another certificate than their own. */
function changedText(ui: Ui): Span[] {
  const changed = changedVens(ui.view).length;
  return changed === 0 ? [] : [span(`  ${ui.theme.symbols.failed} ${changed} cert changed`, 'error')];
}

import { inspectorContent } from '../inspector/inspector.ts';
import { listWindow } from '../list.ts';
import { pinReport, reportRows } from '../reports.ts';
import { eventRows, listSource, logRows, stepRows } from '../sources.ts';
import { cell, fitLine, type Line, line, lineWidth, type Span, span } from '../text.ts';
import { type PaneName, type Ui, VIEWS, type ViewName } from '../ui.ts';
import { emptyState, nobodyYet, strangersState } from './empty.ts';
import { eventRow } from './events.ts';
import { messageRow } from './messages.ts';
import { reportRow } from './reports.ts';
import { stepRow } from './scenario.ts';
import { venRow } from './vens.ts';

/** A row on the screen; the selected one of the pane with the keyboard is drawn inverse. */
export interface DrawnLine {
  readonly line: Line;
  readonly inverse?: boolean;
  /** What stands behind it, never inverse. */
  readonly after?: Line;
}

/** The rows of a pane, exactly `height` of them, each `width` columns. */
export function paneRows(ui: Ui, name: PaneName, width: number, height: number): DrawnLine[] {
  ui.heights[name] = height;
  ui.widths[name] = width;
  const rows = name === 'inspector' ? inspectorRows(ui, width, height) : listRows(ui, name, width, height);
  while (rows.length < height) rows.push({ line: [] });
  return rows.slice(0, height).map((row) => ({ ...row, line: fitLine(row.line, width, ui.theme.symbols.more) }));
}

function inspectorRows(ui: Ui, width: number, height: number): DrawnLine[] {
  const lines = inspectorContent(ui, width);
  ui.inspectorLines = lines.length;
  ui.scroll = Math.max(0, Math.min(ui.scroll, lines.length - height));
  if (lines.length === 0) return [{ line: [] }, { line: [span('no message selected', 'dim')] }];
  return lines.slice(ui.scroll, ui.scroll + height).map((each) => ({ line: each }));
}

function listRows(ui: Ui, name: ViewName, width: number, height: number): DrawnLine[] {
  if (name === 'reports') pinReport(ui);
  const source = listSource(ui, name);
  if (source.length === 0) return emptyState(ui, name, width).map((each) => ({ line: each }));
  const below = name === 'vens' && nobodyYet(ui.view) ? strangersState(ui, width) : [];
  const { start, end, selected } = listWindow(source, ui.lists[name], Math.max(1, height - below.length));
  const draw = rowOf(ui, name, width - 1);
  const focused = ui.focus === name && !ui.inspecting;
  // Elsewhere only what somebody chose is marked, and the message that the inspector shows.
  const marked = focused || name === 'messages' || ui.lists[name].selected !== undefined;
  const rows: DrawnLine[] = [];
  for (let index = start; index < end; index++) {
    const mark = marked && index === selected ? span(ui.theme.symbols.selected, focused ? 'accent' : 'dim') : span(' ');
    rows.push({
      line: [mark, ...fitLine(draw(index), width - 1, ui.theme.symbols.more)],
      inverse: focused && index === selected,
    });
  }
  return [...rows, ...below.map((each) => ({ line: each }))];
}

function rowOf(ui: Ui, name: ViewName, width: number): (index: number) => Line {
  switch (name) {
    case 'vens': {
      const ids = [...ui.view.vens.keys()];
      return (index) => venRow(ui, ids[index] ?? '', width);
    }
    case 'messages':
      return (index) => {
        const row = ui.messages.at(index);
        return row ? messageRow(ui, row, width) : [];
      };
    case 'scenario': {
      const rows = stepRows(ui);
      return (index) => {
        const row = rows[index];
        return row ? stepRow(ui, row, width) : [];
      };
    }
    case 'events': {
      const rows = eventRows(ui);
      return (index) => {
        const row = rows[index];
        return row ? eventRow(ui, row, width) : [];
      };
    }
    case 'reports': {
      const rows = reportRows(ui);
      return (index) => {
        const row = rows[index];
        return row ? reportRow(ui, row, width) : [];
      };
    }
    case 'log': {
      const rows = logRows(ui);
      return (index) => rows[index]?.line ?? [];
    }
  }
}

const TITLES: Readonly<Record<ViewName, string>> = {
  vens: 'VENs',
  messages: 'Messages',
  scenario: 'Scenario',
  events: 'Events',
  log: 'Log',
  reports: 'Reports',
};

/** The rule above a pane with its number, title and state; heavier where the keyboard is. */
export function paneTitle(ui: Ui, name: PaneName, width: number): Line {
  const focused = name === 'inspector' ? ui.inspecting : ui.focus === name && !ui.inspecting;
  const rule = focused ? ui.theme.symbols.ruleFocused : ui.theme.symbols.rule;
  const style = focused ? 'title' : 'dim';
  const left = name === 'inspector' ? inspectorTitle(ui, style === 'title', width) : [span(listTitle(ui, name), style)];
  const right = name === 'messages' ? messagesState(ui) : name === 'reports' ? reportsState(ui) : [];
  const begin: Line = [span(rule, style), ...left, span(' ')];
  const gap = width - lineWidth(begin) - lineWidth(right) - 1;
  return fitLine([...begin, span(rule.repeat(Math.max(0, gap)), style), ...right, span(rule, style)], width, rule);
}

function listTitle(ui: Ui, name: ViewName): string {
  const number = VIEWS.indexOf(name) + 1;
  const counts: Partial<Record<ViewName, number>> = { vens: ui.view.vens.size, events: ui.view.events.size };
  const count = counts[name];
  return `${number} ${TITLES[name]}${count === undefined || count === 0 ? '' : ` ${count}`}`;
}

function messagesState(ui: Ui): Line {
  const parts: Span[] = [];
  if (ui.filter) parts.push(span(` [f: ${ui.filter.text}] ${ui.messages.length}/${ui.view.messages.length} `, 'warn'));
  if (ui.search) parts.push(span(` [/ ${ui.search.text}] `, 'accent'));
  if (ui.frozen) parts.push(span(` FROZEN ${ui.unseen} new `, 'banner'));
  else if (ui.follow) parts.push(span(' FOLLOW ', 'ok'));
  return line(...parts);
}

function reportsState(ui: Ui): Line {
  if (ui.reportFilter) return [span(` [f: ${ui.reportFilter.text}] `, 'warn')];
  return ui.frozen ? [span(' FROZEN ', 'banner')] : [];
}

/** The name gives way to the tabs: which message it is, the list shows too. */
function inspectorTitle(ui: Ui, focused: boolean, width: number): Line {
  const row = ui.message;
  const name = row ? (row.name ?? row.service) : 'Message';
  const shown = ui.tab;
  const tabs = ui.tabs.map((tab) =>
    span(tab === shown ? ` [${tab}]` : `  ${tab} `, tab === shown && focused ? 'title' : 'dim'),
  );
  // Beside it: the rule on both sides, and a space on each side of the tabs.
  const room = Math.max(0, width - lineWidth(tabs) - 4);
  const cut = cell(name, Math.min(room, lineWidth([span(name)])), focused ? 'title' : 'dim', ui.theme.symbols.more);
  return [cut, span(' '), ...tabs];
}

import { failureLines } from '../journal/step-text.ts';
import type { LogLine, StepView, View } from '../journal/view.ts';
import type { ListSource } from './list.ts';
import { logLines } from './panes/log.ts';
import { indexIn, keyAt, reportRows } from './reports.ts';
import { type Line, span, wrapLine } from './text.ts';
import type { Ui, ViewName } from './ui.ts';

/** The items of a list with their keys, in the order in which they are drawn. */
export function listSource(ui: Ui, name: ViewName): ListSource {
  if (name === 'messages') {
    const { messages } = ui;
    return {
      length: messages.length,
      keyAt: (index) => messages.at(index)?.seq,
      indexOf: (key) => messages.indexOf(Number(key)),
      auto: messages.length - 1,
    };
  }
  if (name === 'log') {
    const rows = logRows(ui);
    return {
      length: rows.length,
      keyAt: (index) => rows[index]?.key,
      indexOf: (key) => rows.findIndex((row) => row.key === key),
      auto: rows.length - 1,
    };
  }
  if (name === 'reports') {
    const rows = reportRows(ui);
    return { length: rows.length, keyAt: keyAt(rows), indexOf: indexIn(rows), auto: 0 };
  }
  const keys = name === 'vens' ? [...ui.view.vens.keys()] : name === 'events' ? eventKeys(ui) : stepKeys(ui);
  return {
    length: keys.length,
    keyAt: (index) => keys[index],
    indexOf: (key) => keys.indexOf(String(key)),
    auto: name === 'scenario' ? currentStep(ui) : 0,
  };
}

/** A row of the scenario pane: a step, or a line that says why it failed. */
export interface StepRow {
  readonly key: string;
  readonly step: StepView;
  readonly depth: number;
  /** A line of its detail, broken to the pane's width; absent: the step itself. */
  readonly detail?: Line;
}

/** Steps, the rounds of a repeat that is at work or failed, and the details of failures. */
export function stepRows(ui: Ui): StepRow[] {
  const rows: StepRow[] = [];
  const columns = columnsOf(ui, 'scenario');
  for (const step of ui.view.scenario?.steps ?? []) {
    push(rows, step, 0, columns);
    const shown = step.state === 'running' || step.children.some((child) => child.state === 'failed');
    if (shown) for (const child of step.children) push(rows, child, 1, columns);
  }
  return rows;
}

function push(rows: StepRow[], step: StepView, depth: number, columns: number): void {
  rows.push({ key: step.step, step, depth });
  if (step.state !== 'failed') return;
  const indent = '  '.repeat(depth + 2);
  const lines = failureLines(step).flatMap((text, at) =>
    wrapLine([span(indent + text, at === 0 ? 'error' : 'plain')], columns, indent.length + 2),
  );
  for (const [at, detail] of lines.entries()) rows.push({ key: `${step.step}/${at}`, step, depth, detail });
}

/** Columns of a list's rows: as in the frame drawn last, without the mark of the selection. */
function columnsOf(ui: Ui, name: ViewName): number {
  return Math.max(20, (ui.widths[name] ?? Math.min(46, ui.columns)) - 1);
}

const stepKeys = (ui: Ui): string[] => stepRows(ui).map((row) => row.key);

function currentStep(ui: Ui): number {
  const rows = stepRows(ui);
  const at = (state: StepView['state']): number =>
    rows.findLastIndex((row) => row.step.state === state && row.detail === undefined);
  const running = rows.findIndex((row) => row.step.state === 'running');
  if (running >= 0) return running;
  const failed = at('failed');
  return failed >= 0 ? failed : Math.max(at('waiting'), at('done'), at('passed'), 0);
}

/** VENs that are listed below an event; more are counted. */
const VENS_OF_EVENT = 20;

/** A row of the events pane: an event, its copy at a VEN, or an opt schedule. Newest events first. */
export type EventRow =
  | { readonly key: string; readonly eventID: string; readonly venID?: string }
  | { readonly key: string; readonly optID: string; readonly venID: string };

export function eventRows(ui: Ui): EventRow[] {
  const rows: EventRow[] = [];
  for (const event of [...ui.view.events.values()].reverse()) {
    rows.push({ key: event.eventID, eventID: event.eventID });
    let left = VENS_OF_EVENT;
    for (const venID of event.vens.keys()) {
      if (left-- === 0) break;
      rows.push({ key: `${event.eventID}\n${venID}`, eventID: event.eventID, venID });
    }
  }
  for (const [venID, { opts }] of ui.view.vens) {
    for (const optID of opts.keys()) rows.push({ key: `opt\n${venID}\n${optID}`, optID, venID });
  }
  return rows;
}

const eventKeys = (ui: Ui): string[] => eventRows(ui).map((row) => row.key);

/** A row of the log pane: an entry, or a further row of it. */
export interface LogRow {
  readonly key: string | number;
  readonly entry: LogLine;
  readonly line: Line;
}

interface LogRows {
  readonly columns: number;
  readonly added: number;
  readonly rows: LogRow[];
}

const logged = new WeakMap<View['log'], LogRows>();

/** The entries of the log, broken to the pane's width; made once for a width until there is another entry. */
export function logRows(ui: Ui): LogRow[] {
  const { log } = ui.view;
  const columns = columnsOf(ui, 'log');
  const last = logged.get(log);
  if (last?.columns === columns && last.added === log.added) return last.rows;
  const rows: LogRow[] = [];
  for (const entry of log) {
    for (const [at, line] of logLines(ui.theme, entry, columns).entries()) {
      rows.push({ key: at === 0 ? entry.seq : `${entry.seq}/${at}`, entry, line });
    }
  }
  logged.set(log, { columns, added: log.added, rows });
  return rows;
}

import { failureLines } from '../journal/step-text.ts';
import type { StepView } from '../journal/view.ts';
import type { ListSource } from './list.ts';
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
    const { log } = ui.view;
    return {
      length: log.length,
      keyAt: (index) => log.at(index)?.seq,
      indexOf: (key) => [...log].findIndex((line) => line.seq === key),
      auto: log.length - 1,
    };
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
  /** Number of the line of its detail; absent: the step itself. */
  readonly detail?: number;
}

/** Steps, the rounds of a repeat that is at work or failed, and the details of failures. */
export function stepRows(ui: Ui): StepRow[] {
  const rows: StepRow[] = [];
  for (const step of ui.view.scenario?.steps ?? []) {
    push(rows, step, 0);
    const shown = step.state === 'running' || step.children.some((child) => child.state === 'failed');
    if (shown) for (const child of step.children) push(rows, child, 1);
  }
  return rows;
}

function push(rows: StepRow[], step: StepView, depth: number): void {
  rows.push({ key: step.step, step, depth });
  if (step.state !== 'failed') return;
  for (const detail of failureLines(step).keys()) rows.push({ key: `${step.step}/${detail}`, step, depth, detail });
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

/** A row of the events pane: an event, or its copy at a VEN. Newest events first. */
export interface EventRow {
  readonly key: string;
  readonly eventID: string;
  readonly venID?: string;
}

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
  return rows;
}

const eventKeys = (ui: Ui): string[] => eventRows(ui).map((row) => row.key);

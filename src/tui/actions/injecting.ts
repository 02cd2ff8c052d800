import { ASKS, type AskItem, askReport } from '../ask-report.ts';
import { eventOfForm, likelyTarget, nextTarget, sendEvent } from '../inject.ts';
import type { ActionName } from '../key-map.ts';
import { choose, MENU, runItem } from '../menu.ts';
import type { Ui } from '../ui.ts';
import { FIELDS } from './typing.ts';

function select(ui: Ui, by: 1 | -1): void {
  const { panel } = ui;
  if (panel?.kind !== 'menu' && panel?.kind !== 'request') return;
  const { length } = panel.kind === 'menu' ? MENU : ASKS;
  panel.selected = (panel.selected + by + length) % length;
}

function target(ui: Ui, by: 1 | -1): void {
  if (ui.panel?.kind === 'menu' || ui.panel?.kind === 'request') ui.panel.target = nextTarget(ui, ui.panel.target, by);
}

function field(ui: Ui, by: 1 | -1): void {
  if (ui.panel?.kind === 'form') ui.panel.focus = (ui.panel.focus + by + FIELDS.length) % FIELDS.length;
}

function value(ui: Ui, by: 1 | -1): void {
  const { panel } = ui;
  if (panel?.kind !== 'form') return;
  const at = FIELDS[panel.focus];
  if (!at?.values) return;
  const index = at.values.indexOf(panel.fields[at.name]);
  panel.fields[at.name] = at.values[(index + by + at.values.length) % at.values.length] ?? panel.fields[at.name];
}

function send(ui: Ui): void {
  const { panel } = ui;
  if (panel?.kind !== 'form') return;
  const made = eventOfForm(panel.fields, ui.options.bench.clock.now());
  if ('error' in made) {
    panel.error = made.error;
    return;
  }
  ui.panel = undefined;
  sendEvent(ui, panel.target, made.event, `SIMPLE level ${panel.fields.level}`);
}

function askFor(ui: Ui, asked: AskItem): void {
  if (ui.panel?.kind === 'request') askReport(ui, ui.panel.target, asked);
}

function askBy(ui: Ui, action: ActionName): void {
  const asked = ASKS.find((each) => each.action === action);
  if (asked) askFor(ui, asked);
}

export const injecting = {
  menu: (ui: Ui) => {
    ui.panel = { kind: 'menu', selected: 0, target: likelyTarget(ui) };
  },
  choose: (ui: Ui) => {
    const { panel } = ui;
    const item = panel?.kind === 'menu' ? MENU[panel.selected] : undefined;
    const asked = panel?.kind === 'request' ? ASKS[panel.selected] : undefined;
    if (item) choose(ui, item);
    else if (asked) askFor(ui, asked);
  },
  menuDown: (ui: Ui) => select(ui, 1),
  menuUp: (ui: Ui) => select(ui, -1),
  nextTarget: (ui: Ui) => target(ui, 1),
  previousTarget: (ui: Ui) => target(ui, -1),
  level0: (ui: Ui) => runItem(ui, 'level0'),
  level1: (ui: Ui) => runItem(ui, 'level1'),
  level2: (ui: Ui) => runItem(ui, 'level2'),
  level3: (ui: Ui) => runItem(ui, 'level3'),
  form: (ui: Ui) => runItem(ui, 'form'),
  cancelEvent: (ui: Ui) => runItem(ui, 'cancelEvent'),
  omitEvent: (ui: Ui) => runItem(ui, 'omitEvent'),
  requestReport: (ui: Ui) => runItem(ui, 'requestReport'),
  cancelReport: (ui: Ui) => runItem(ui, 'cancelReport'),
  askUsage: (ui: Ui) => askBy(ui, 'askUsage'),
  askStatus: (ui: Ui) => askBy(ui, 'askStatus'),
  askHistory: (ui: Ui) => askBy(ui, 'askHistory'),
  askMetadata: (ui: Ui) => askBy(ui, 'askMetadata'),
  registerReport: (ui: Ui) => runItem(ui, 'registerReport'),
  reregister: (ui: Ui) => runItem(ui, 'reregister'),
  cancelRegistration: (ui: Ui) => runItem(ui, 'cancelRegistration'),
  send,
  nextField: (ui: Ui) => field(ui, 1),
  previousField: (ui: Ui) => field(ui, -1),
  nextValue: (ui: Ui) => value(ui, 1),
  previousValue: (ui: Ui) => value(ui, -1),
};

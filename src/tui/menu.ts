import type { Command } from '../bench/command.ts';
import { cancelReport } from './ask-report.ts';
import { execute, NEW_FORM, newestOpen, sendEvent, sendLevel, targetName, targets, vensOf } from './inject.ts';
import { type ActionName, KEY_MAP } from './key-map.ts';
import type { Target } from './panel.ts';
import { PRESETS } from './presets.ts';
import type { Line } from './text.ts';
import type { Ui } from './ui.ts';

/** An item of the injection menu. */
export interface MenuItem {
  /** The key that does it, absent for presets. */
  readonly key?: string;
  readonly title: string;
  run(ui: Ui, target: Target): void;
}

function keyed(action: ActionName, title: string, run: MenuItem['run']): MenuItem & { readonly action: ActionName } {
  return { action, key: KEY_MAP.find((binding) => binding.action === action)?.keys[0], title, run };
}

/** Items with a key of their own. */
const KEYED: readonly (MenuItem & { readonly action: ActionName })[] = [
  keyed('level0', 'SIMPLE level 0, normal, from now for 15 min', (ui, target) => sendLevel(ui, target, 0)),
  keyed('level1', 'SIMPLE level 1, moderate, from now for 15 min', (ui, target) => sendLevel(ui, target, 1)),
  keyed('level2', 'SIMPLE level 2, high, from now for 15 min', (ui, target) => sendLevel(ui, target, 2)),
  keyed('level3', 'SIMPLE level 3, special, from now for 15 min', (ui, target) => sendLevel(ui, target, 3)),
  keyed('form', 'SIMPLE event with level, start and duration …', openForm),
  keyed('cancelEvent', 'cancel the newest open event', (ui, target) => end(ui, target, 'cancel')),
  keyed('omitEvent', 'omit it from the list: implied cancel', (ui, target) => end(ui, target, 'omit')),
  keyed('requestReport', 'request a report: usage, status or history …', (ui, target) => {
    ui.panel = { kind: 'request', target, selected: 0 };
  }),
  keyed('cancelReport', 'cancel a report request', cancelReport),
  keyed('registerReport', "the VTN's oadrRegisterReport", (ui, target) => {
    run(ui, target, (vens) => ({ do: 'registerReport', vens }), 'oadrRegisterReport');
  }),
  keyed('reregister', 'oadrRequestReregistration', (ui, target) => {
    run(ui, target, (vens) => ({ do: 'requestReregistration', vens }), 'oadrRequestReregistration');
  }),
  keyed('cancelRegistration', 'cancel the registration', (ui, target) => {
    ask(ui, `Cancel the registration of ${targetName(ui, target)}?`, () => {
      run(ui, target, (vens) => ({ do: 'cancelRegistration', vens }), 'oadrCancelPartyRegistration');
    });
  }),
];

/** The whole menu. */
export const MENU: readonly MenuItem[] = [
  ...KEYED,
  ...PRESETS.map((preset) => ({
    title: preset.title,
    run: (ui: Ui, target: Target) =>
      sendEvent(ui, target, preset.make(ui.options.bench.clock.now()), preset.title.split(':')[0] ?? preset.title),
  })),
];

/** Does a menu item by its action. */
export function runItem(ui: Ui, action: ActionName): void {
  const item = KEYED.find((each) => each.action === action);
  if (item) choose(ui, item);
}

/** Does a menu item and closes the menu. */
export function choose(ui: Ui, item: MenuItem): void {
  if (ui.panel?.kind !== 'menu') return;
  const { target } = ui.panel;
  ui.panel = undefined;
  if (targets(ui).length === 0) {
    ui.say(`no VEN is registered; give the device ${ui.options.url}`, 'warn');
    return;
  }
  item.run(ui, target);
}

/** Asks before something that cannot be taken back. */
export function ask(ui: Ui, question: string, yes: () => void, facts?: readonly Line[]): void {
  ui.panel = { kind: 'ask', question, yes, ...(facts && { facts }) };
}

function openForm(ui: Ui, target: Target): void {
  ui.panel = { kind: 'form', target, fields: { ...NEW_FORM }, focus: 0 };
}

function run(ui: Ui, target: Target, make: (vens: readonly string[]) => Command, what: string): void {
  execute(ui, make(vensOf(ui, target)), `${what} to ${targetName(ui, target)}`);
}

function end(ui: Ui, target: Target, how: 'cancel' | 'omit'): void {
  const event = newestOpen(ui, target);
  if (!event) {
    ui.say(`no open event at ${targetName(ui, target)}`, 'warn');
    return;
  }
  // Only VENs that have the event; a command for others would be refused.
  const vens = vensOf(ui, target).filter((venID) => event.vens.has(venID));
  const what = `${how} ${event.eventID} (${event.summary})`;
  const go = (): void => execute(ui, { do: how, vens, eventID: event.eventID }, what);
  const active = vens.some((venID) => event.vens.get(venID)?.status === 'active');
  if (active) ask(ui, `${event.eventID} is active at ${targetName(ui, target)}: ${how} it?`, go);
  else go();
}

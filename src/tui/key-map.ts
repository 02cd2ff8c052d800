import type { Binding, Context, Moment } from './keys.ts';
import { CONTEXTS } from './keys.ts';

// The full key map in one table. Footer, `?` help and docs/keys.md are made of it, and the keyboard is read by it.

const BROWSE: readonly Context[] = ['list', 'inspector'];
const MOVE: readonly Context[] = ['list', 'inspector', 'help'];
const PANELS: readonly Context[] = ['menu', 'request', 'answer'];
const FIELDS: readonly Context[] = ['form', 'input'];
const LIST: readonly Context[] = ['list'];
const INSPECTOR: readonly Context[] = ['inspector'];
const MENU: readonly Context[] = ['menu'];
const REQUEST: readonly Context[] = ['request'];
const MENUS: readonly Context[] = ['menu', 'request'];
const FORM: readonly Context[] = ['form'];
const ASK: readonly Context[] = ['ask'];
const ANSWER: readonly Context[] = ['answer'];
const INPUT: readonly Context[] = ['input'];
const HELP: readonly Context[] = ['help'];

function bind<const A extends string>(
  action: A,
  keys: string,
  contexts: readonly Context[],
  label: string,
  help: string,
  footer?: Moment,
): Binding & { readonly action: A } {
  return { action, keys: keys.split(' '), in: contexts, label, help, footer };
}

const TABLE = [
  // What reaches a device, and the run.
  bind('menu', 'i', BROWSE, 'inject', 'injection menu: everything that reaches a device', 'always'),
  bind('answer', 'a', BROWSE, 'answer', 'answer the prompt of the scenario', 'prompt'),
  bind(
    'repin',
    'c',
    BROWSE,
    'certificate',
    'accept the other certificate that came for a VEN (repin); shows both, and asks',
    'certificate',
  ),
  bind('hold', 'h', BROWSE, 'hold', 'hold the scenario between steps, or go on', 'live'),
  bind('step', '.', BROWSE, 'next step', 'one step on while held', 'held'),
  // Moving.
  bind('open', 'enter', LIST, 'open', 'open what is selected', 'always'),
  bind(
    'tabRight',
    'right',
    INSPECTOR,
    'tabs',
    'next tab: Summary, XML, HTTP, Signature where there is one, Findings',
    'always',
  ),
  bind('tabLeft', 'left', INSPECTOR, 'tab back', 'previous tab'),
  bind('nextMessage', '] ctrl-n', INSPECTOR, 'next', 'next message', 'always'),
  bind('previousMessage', '[ ctrl-p', INSPECTOR, 'previous', 'previous message', 'always'),
  bind('down', 'j down', MOVE, 'down', 'one down'),
  bind('up', 'k up', MOVE, 'up', 'one up'),
  bind('pageDown', 'space pagedown', MOVE, 'page', 'a page down'),
  bind('pageUp', 'pageup ctrl-b', MOVE, 'page up', 'a page up'),
  bind('top', 'g home', MOVE, 'top', 'to the first'),
  bind('bottom', 'G end', MOVE, 'bottom', 'to the last'),
  bind('nextPane', 'tab', BROWSE, 'panes', 'next pane', 'always'),
  bind('previousPane', 'shift-tab', BROWSE, 'pane back', 'previous pane'),
  bind('showVens', '1', BROWSE, 'VENs', 'VENs'),
  bind('showMessages', '2', BROWSE, 'messages', 'messages'),
  bind('showScenario', '3', BROWSE, 'scenario', 'scenario'),
  bind('showEvents', '4', BROWSE, 'events', 'events'),
  bind('showLog', '5', BROWSE, 'log', 'log'),
  bind('showReports', '6 r', BROWSE, 'reports', 'reports: what VENs offer, were asked for, and the values that came'),
  // Finding.
  bind(
    'filter',
    'f',
    BROWSE,
    'filter',
    'filter the messages, or the reports where they are shown: text, "…", ven: type: dir: sev: rule:, ! not, | or',
    'always',
  ),
  bind('search', '/', BROWSE, 'search', 'search the messages'),
  bind('searchNext', 'n', BROWSE, 'next hit', 'next hit of the search'),
  bind('searchPrevious', 'N', BROWSE, 'previous hit', 'previous hit of the search'),
  bind('nextError', 'e', BROWSE, 'error', 'next message with an error; in the log the next line with one', 'always'),
  // Looking.
  bind('follow', 'F', BROWSE, 'follow', 'follow the newest message; unfreezes', 'always'),
  bind('freeze', 'p', BROWSE, 'freeze', 'freeze the view; the bench goes on', 'always'),
  bind('zoom', 'z', BROWSE, 'zoom', 'one pane without borders, for a clean copy; again: back'),
  bind('wrap', 'w', BROWSE, 'wrap', 'wrap long lines, or cut them'),
  bind('redraw', 'ctrl-l', BROWSE, 'redraw', 'draw the screen anew'),
  bind('help', '?', BROWSE, 'help', 'all keys', 'always'),
  // Leaving.
  bind('back', 'q', BROWSE, 'back', 'back one level; at the root quit (asks while a scenario runs)', 'always'),
  bind('escape', 'esc', BROWSE, 'clear', 'one thing a press: clear the search, else the filter, else back', 'filtered'),
  bind('quit', 'Q', BROWSE, 'quit', 'quit (asks while a scenario runs)'),
  bind('interrupt', 'ctrl-c', CONTEXTS, 'interrupt', 'end the run, with its teardown; again: at once'),
  // The injection menu; what its items are, says menu.ts.
  bind('choose', 'enter', MENUS, 'choose', 'do what is selected', 'always'),
  bind('menuDown', 'j down', MENUS, 'down', 'next item'),
  bind('menuUp', 'k up', MENUS, 'up', 'previous item'),
  bind('nextTarget', 'right', MENUS, 'other VEN', 'next VEN, then all of them', 'always'),
  bind('previousTarget', 'left', MENUS, 'previous VEN', 'previous VEN'),
  bind('close', 'esc q', PANELS, 'close', 'close without doing anything', 'always'),
  bind('level0', '0', MENU, 'level 0', 'SIMPLE level 0 (normal) at once'),
  bind('level1', '1', MENU, 'level 1', 'SIMPLE level 1 (moderate) at once'),
  bind('level2', '2', MENU, 'level 2', 'SIMPLE level 2 (high) at once'),
  bind('level3', '3', MENU, 'level 3', 'SIMPLE level 3 (special) at once'),
  bind('form', 'i', MENU, 'form', 'a SIMPLE event with level, start and duration'),
  bind('cancelEvent', 'c', MENU, 'cancel', 'cancel the newest open event (asks when it is active)'),
  bind(
    'omitEvent',
    'o',
    MENU,
    'omit',
    'leave the newest open event out of the list: implied cancel (asks when it is active)',
  ),
  bind('requestReport', 'r', MENU, 'request report', 'request a report: which one is asked next'),
  bind('cancelReport', 'x', MENU, 'cancel report', 'cancel the selected report request, else the newest that goes on'),
  bind('registerReport', 'p', MENU, 'register report', "the VTN's own oadrRegisterReport"),
  bind('reregister', 'g', MENU, 're-registration', 'oadrRequestReregistration'),
  bind('cancelRegistration', 'u', MENU, 'cancel registration', 'oadrCancelPartyRegistration (asks)'),
  // Which report; what each asks for, says ask-report.ts.
  bind('askUsage', 'u', REQUEST, 'usage', 'TELEMETRY_USAGE every 10 s, until cancelled'),
  bind('askStatus', 's', REQUEST, 'status', 'TELEMETRY_STATUS once'),
  bind('askHistory', 'h', REQUEST, 'history', 'HISTORY_USAGE of the last hour'),
  bind('askMetadata', 'm', REQUEST, 'metadata', 'METADATA: the VEN registers its reports anew'),
  // The form.
  bind('send', 'enter', FORM, 'send', 'send the event', 'always'),
  bind('nextField', 'tab down', FORM, 'next field', 'next field', 'always'),
  bind('previousField', 'shift-tab up', FORM, 'previous field', 'previous field'),
  bind('nextValue', 'right', FORM, 'values', 'next value of a field with choices', 'always'),
  bind('previousValue', 'left', FORM, 'previous value', 'previous value'),
  bind('leaveInput', 'esc', FIELDS, 'cancel', 'leave without effect', 'always'),
  // Questions and answers.
  bind('yes', 'y', ASK, 'yes', 'yes', 'always'),
  bind('no', 'n esc q', ASK, 'no', 'no', 'always'),
  bind('answerDown', 'j down', ANSWER, 'down', 'next answer'),
  bind('answerUp', 'k up', ANSWER, 'up', 'previous answer'),
  bind('answerChosen', 'enter', ANSWER, 'answer', 'give the selected answer', 'always'),
  bind('note', 'n', ANSWER, 'note', 'write a note to the answer', 'always'),
  // Typing.
  bind('accept', 'enter', INPUT, 'take', 'take it', 'always'),
  bind('erase', 'backspace', FIELDS, 'erase', 'erase a character'),
  bind('eraseAll', 'ctrl-u', FIELDS, 'erase all', 'erase all of it'),
  bind('closeHelp', 'q esc ?', HELP, 'close', 'close the help', 'always'),
] as const;

/** The name of each action in the table. */
export type ActionName = (typeof TABLE)[number]['action'];

/** The table. */
export const KEY_MAP: readonly (Binding & { readonly action: ActionName })[] = TABLE;

const BY_KEY = new Map<string, ActionName>();
for (const binding of KEY_MAP) {
  for (const context of binding.in) for (const key of binding.keys) BY_KEY.set(`${context} ${key}`, binding.action);
}

/** What a key means in a context. */
export function actionOf(context: Context, key: string): ActionName | undefined {
  return BY_KEY.get(`${context} ${key}`);
}

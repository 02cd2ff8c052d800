import { parseFilter } from '../../journal/filter.ts';
import { selectedIndex } from '../list.ts';
import { selectedReport } from '../reports.ts';
import { eventRows, listSource, stepRows } from '../sources.ts';
import { type Ui, VIEWS, type ViewName } from '../ui.ts';
import { selectMessage } from './select.ts';

function show(ui: Ui, name: ViewName): void {
  ui.focus = name;
  ui.inspecting = false;
}

/** Panes in the order of `tab`: the lists, with the inspector after the messages. */
function cycle(ui: Ui, by: 1 | -1): void {
  const panes = ['vens', 'messages', 'inspector', 'scenario', 'events', 'log', 'reports'] as const;
  const at = panes.indexOf(ui.inspecting ? 'inspector' : ui.focus);
  const next = panes[(at + by + panes.length) % panes.length] ?? 'messages';
  if (next === 'inspector') {
    ui.focus = 'messages';
    ui.inspecting = true;
  } else show(ui, next);
}

function turnTab(ui: Ui, by: 1 | -1): void {
  const { tabs } = ui;
  ui.chosenTab = tabs[(tabs.indexOf(ui.tab) + by + tabs.length) % tabs.length] ?? 'Summary';
  ui.scroll = 0;
}

/** Opens what is selected: a message in the inspector, the messages of a VEN or an event, what decided a step. */
function open(ui: Ui): void {
  const source = listSource(ui, ui.focus);
  const key = source.keyAt(selectedIndex(source, ui.lists[ui.focus]));
  if (key === undefined) return;
  if (ui.focus === 'messages') selectMessage(ui, Number(key), true);
  else if (ui.focus === 'vens') showMatching(ui, `ven:"${key}"`);
  else if (ui.focus === 'events') {
    const row = eventRows(ui).find((each) => each.key === key);
    if (row && 'optID' in row) showMatching(ui, `"${row.optID}" ven:"${row.venID}"`);
    else if (row) showMatching(ui, `"${row.eventID}"${row.venID === undefined ? '' : ` ven:"${row.venID}"`}`);
  } else if (ui.focus === 'scenario') openStep(ui, String(key));
  else if (ui.focus === 'reports') openReport(ui);
}

/** The messages about a request, or those that offered a report. */
function openReport(ui: Ui): void {
  const row = selectedReport(ui);
  if (!row) return;
  const about = row.kind === 'offer' ? 'type:oadrRegisterReport' : `"${row.reportRequestID}"`;
  showMatching(ui, `${about} ven:"${row.venID}"`);
}

function showMatching(ui: Ui, text: string): void {
  const parsed = parseFilter(text);
  if ('error' in parsed) return;
  ui.filter = parsed.filter;
  show(ui, 'messages');
}

/** Opens the VEN's message that a step is about: the one of its exchange that came in, else the record it names. */
function openStep(ui: Ui, key: string): void {
  const detail = stepRows(ui).find((row) => row.key === key)?.step.detail;
  const seq = (detail?.exchange === undefined ? undefined : received(ui, detail.exchange)) ?? detail?.seq;
  if (seq === undefined) {
    ui.say('no message belongs to this step');
    return;
  }
  ui.filter = undefined;
  ui.refresh();
  show(ui, 'messages');
  selectMessage(ui, seq, true);
}

function received(ui: Ui, exchange: string): number | undefined {
  for (const row of ui.view.messages) if (row.exchange === exchange && row.dir === 'in') return row.seq;
  return undefined;
}

function back(ui: Ui): boolean {
  if (ui.zoom) ui.zoom = false;
  else if (ui.inspecting) ui.inspecting = false;
  else return false;
  return true;
}

export const browsing = {
  open,
  tabRight: (ui: Ui) => turnTab(ui, 1),
  tabLeft: (ui: Ui) => turnTab(ui, -1),
  nextPane: (ui: Ui) => cycle(ui, 1),
  previousPane: (ui: Ui) => cycle(ui, -1),
  showVens: (ui: Ui) => show(ui, VIEWS[0]),
  showMessages: (ui: Ui) => show(ui, VIEWS[1]),
  showScenario: (ui: Ui) => show(ui, VIEWS[2]),
  showEvents: (ui: Ui) => show(ui, VIEWS[3]),
  showLog: (ui: Ui) => show(ui, VIEWS[4]),
  showReports: (ui: Ui) => show(ui, VIEWS[5]),
  follow: (ui: Ui) => {
    if (ui.frozen) {
      ui.toggleFreeze();
      ui.follow = true;
      return;
    }
    const at = ui.message?.seq;
    ui.follow = !ui.follow;
    if (!ui.follow) ui.lists.messages.selected = at;
  },
  freeze: (ui: Ui) => ui.toggleFreeze(),
  zoom: (ui: Ui) => {
    ui.zoom = !ui.zoom;
  },
  wrap: (ui: Ui) => {
    ui.wrap = !ui.wrap;
  },
  redraw: (ui: Ui) => {
    ui.redraws++;
  },
  help: (ui: Ui) => {
    ui.panel = { kind: 'help', scroll: 0 };
  },
  escape: (ui: Ui) => {
    if (ui.focus === 'reports' && !ui.inspecting && ui.reportFilter) ui.reportFilter = undefined;
    else if (ui.search) ui.search = undefined;
    else if (ui.filter) ui.filter = undefined;
    else if (!back(ui)) ui.lists[ui.focus].selected = undefined;
  },
};

export { back };

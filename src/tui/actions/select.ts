import type { Filter } from '../../journal/filter.ts';
import type { MessageRow } from '../../journal/view.ts';
import { matches } from '../filtered.ts';
import { selectedIndex } from '../list.ts';
import { listSource, logRows } from '../sources.ts';
import type { Ui } from '../ui.ts';

/** Selects a message by its seq, and opens it if asked to. */
export function selectMessage(ui: Ui, seq: number, open = false): void {
  if (ui.message?.seq !== seq) ui.scroll = 0;
  ui.follow = false;
  ui.focus = 'messages';
  ui.lists.messages.selected = seq;
  if (open) ui.inspecting = true;
}

/** Selects the next (or previous) message that a test lets through, going round at the end. */
function jump(ui: Ui, by: 1 | -1, test: (row: MessageRow) => boolean): boolean {
  const { messages } = ui;
  const from = selectedIndex(listSource(ui, 'messages'), ui.lists.messages);
  for (let step = 1; step <= messages.length; step++) {
    const row = messages.at((from + by * step + messages.length * step) % messages.length);
    if (row && test(row)) {
      selectMessage(ui, row.seq);
      return true;
    }
  }
  return false;
}

function jumpTo(ui: Ui, by: 1 | -1, search: Filter | undefined): void {
  if (!search) ui.say('nothing to search for; / asks');
  else if (!jump(ui, by, (row) => matches(ui.view, row, search))) ui.say(`no message has ${search.text}`, 'warn');
}

function step(ui: Ui, by: 1 | -1): void {
  const at = selectedIndex(listSource(ui, 'messages'), ui.lists.messages);
  const row = ui.messages.at(at + by);
  if (row) selectMessage(ui, row.seq);
  else ui.say(by > 0 ? 'this is the newest message' : 'this is the oldest message');
}

export const selecting = {
  nextMessage: (ui: Ui) => step(ui, 1),
  previousMessage: (ui: Ui) => step(ui, -1),
  searchNext: (ui: Ui) => jumpTo(ui, 1, ui.search),
  searchPrevious: (ui: Ui) => jumpTo(ui, -1, ui.search),
  nextError,
};

/**
 * The next message with an error; in the log the next line with one. Failed connections have no message: where no
 * message has an error (any more), the log is shown or named.
 */
function nextError(ui: Ui): void {
  const { failed } = ui.view.connections;
  if (ui.focus === 'log' && !ui.inspecting) {
    if (!nextLogError(ui)) ui.say('no line of the log has an error');
    return;
  }
  const from = ui.message?.seq ?? -1;
  const found = jump(ui, 1, (row) => row.worst === 'error' || (row.status !== undefined && row.status >= 400));
  if (failed === 0) {
    if (!found) ui.say('no message has an error');
    return;
  }
  const told = `${failed} failed connection${failed === 1 ? '' : 's'}`;
  if (found) {
    if ((ui.message?.seq ?? 0) <= from) ui.say(`from the first message again; ${told} in the log (5)`);
    return;
  }
  ui.focus = 'log';
  ui.inspecting = false;
  nextLogError(ui);
  ui.say(`no message has an error; ${told} in the log`);
}

function nextLogError(ui: Ui): boolean {
  const rows = logRows(ui);
  const from = selectedIndex(listSource(ui, 'log'), ui.lists.log);
  const chosen = ui.lists.log.selected !== undefined;
  for (let step = chosen ? 1 : 0; step <= rows.length; step++) {
    // From the newest one backwards where nothing is chosen yet, then onwards.
    const row = rows[(chosen ? from + step : from - step + rows.length) % rows.length];
    if (row === undefined || row.entry.level === 'info' || row.key !== row.entry.seq) continue;
    ui.lists.log.selected = row.key;
    return true;
  }
  return false;
}

/** Where the typed search leads: the newest message that has it. */
export function searchNewest(ui: Ui): void {
  const { search } = ui;
  if (!search) return;
  const current = ui.message;
  if (current && matches(ui.view, current, search)) selectMessage(ui, current.seq);
  else jumpTo(ui, -1, search);
}

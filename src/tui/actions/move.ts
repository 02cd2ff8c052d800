import { moveSelection } from '../list.ts';
import { listSource } from '../sources.ts';
import type { Ui } from '../ui.ts';

/** Moves by rows: the help, the inspector or the list that has the keyboard. */
function move(ui: Ui, by: number): void {
  if (ui.panel?.kind === 'help') {
    ui.panel.scroll = Math.max(0, ui.panel.scroll + by);
    return;
  }
  if (ui.inspecting) {
    const last = Math.max(0, ui.inspectorLines - pageOf(ui));
    ui.scroll = Math.max(0, Math.min(last, ui.scroll + by));
    return;
  }
  const source = listSource(ui, ui.focus);
  moveSelection(source, ui.lists[ui.focus], by, pageOf(ui));
  if (ui.focus === 'messages') ui.follow = false;
}

/** Rows of the pane that has the keyboard, at least one. */
function pageOf(ui: Ui): number {
  return Math.max(1, ui.heights[ui.inspecting ? 'inspector' : ui.focus] ?? 1);
}

/** The help's last line is far below any list's. */
const FAR = 1_000_000;

export const moving = {
  down: (ui: Ui) => move(ui, 1),
  up: (ui: Ui) => move(ui, -1),
  pageDown: (ui: Ui) => move(ui, pageOf(ui)),
  pageUp: (ui: Ui) => move(ui, -pageOf(ui)),
  top: (ui: Ui) => move(ui, -FAR),
  bottom: (ui: Ui) => {
    move(ui, FAR);
    if (!ui.inspecting && ui.focus === 'messages') ui.follow = true;
  },
};

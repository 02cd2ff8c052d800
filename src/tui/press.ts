import { browsing } from './actions/browse.ts';
import { certificates } from './actions/certificate.ts';
import { injecting } from './actions/injecting.ts';
import { moving } from './actions/move.ts';
import { selecting } from './actions/select.ts';
import { steering } from './actions/steering.ts';
import { type, typing } from './actions/typing.ts';
import { type ActionName, actionOf } from './key-map.ts';
import type { Ui } from './ui.ts';

/** What a key does, by the names of the key map. */
const ACTIONS: Readonly<Record<ActionName, (ui: Ui) => void>> = {
  ...browsing,
  ...moving,
  ...selecting,
  ...typing,
  ...injecting,
  ...steering,
  ...certificates,
};

/** Presses a key: the context says what it means; what means nothing is text where text is typed. */
export function press(ui: Ui, key: string): void {
  ui.refresh();
  ui.status = undefined;
  const action = actionOf(ui.context, key);
  if (action === undefined) type(ui, key);
  else ACTIONS[action](ui);
  ui.refresh();
  ui.changed();
}

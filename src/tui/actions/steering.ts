import { isLive } from '../../journal/view.ts';
import { ask } from '../menu.ts';
import type { Quit, Ui } from '../ui.ts';
import { back } from './browse.ts';

function quit(ui: Ui, how: Quit): void {
  if (!isLive(ui.live)) ui.options.onQuit(how);
  else ask(ui, 'A scenario is running: end it and quit?', () => ui.options.onQuit(how));
}

function hold(ui: Ui): void {
  const { controller } = ui.options;
  if (!controller || !isLive(ui.live)) ui.say('no scenario is running');
  else if (ui.live.scenario?.heldSince === undefined) controller.hold();
  else controller.resume();
}

function step(ui: Ui): void {
  if (!ui.options.controller || !isLive(ui.live)) ui.say('no scenario is running');
  else if (ui.live.scenario?.heldSince === undefined) ui.say('. is for a held scenario; h holds it');
  else ui.options.controller.step();
}

function answers(ui: Ui): readonly string[] {
  return ui.live.scenario?.prompt?.answers ?? [];
}

function select(ui: Ui, by: 1 | -1): void {
  const count = answers(ui).length;
  if (ui.panel?.kind === 'answer' && count > 0) ui.panel.selected = (ui.panel.selected + by + count) % count;
}

function answerChosen(ui: Ui): void {
  const { panel } = ui;
  if (panel?.kind !== 'answer') return;
  ui.panel = undefined;
  const answer = answers(ui)[panel.selected];
  if (answer === undefined) ui.say('the prompt is over', 'warn');
  else ui.options.controller?.answer(answer, panel.note === '' ? undefined : panel.note);
}

export const steering = {
  hold,
  step,
  answer: (ui: Ui) => {
    if (ui.live.scenario?.prompt) ui.panel = { kind: 'answer', selected: 0, note: '' };
    else ui.say('nothing is asked');
  },
  answerDown: (ui: Ui) => select(ui, 1),
  answerUp: (ui: Ui) => select(ui, -1),
  answerChosen,
  note: (ui: Ui) => {
    if (ui.panel?.kind === 'answer') ui.panel = { kind: 'input', purpose: 'note', value: ui.panel.note };
  },
  yes: (ui: Ui) => {
    const { panel } = ui;
    ui.panel = undefined;
    if (panel?.kind === 'ask') panel.yes();
  },
  no: close,
  close,
  closeHelp: close,
  back: (ui: Ui) => {
    if (!back(ui)) quit(ui, 'quit');
  },
  quit: (ui: Ui) => quit(ui, 'quit'),
  interrupt: (ui: Ui) => ui.options.onQuit('interrupt'),
};

function close(ui: Ui): void {
  ui.panel = undefined;
}

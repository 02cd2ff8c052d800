import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import { type UiScreen, uiScreen } from '../helpers/ui-screen.ts';
import { polls, tellStory } from '../helpers/ui-story.ts';

function story(columns = 80, rows = 24): UiScreen {
  const screen = uiScreen(columns, rows);
  tellStory(screen.recorder);
  screen.clock.advance(screen.recorder.now - screen.clock.now());
  screen.rows();
  return screen;
}

test('the list follows until the selection is moved, and keeps its message then', async (t) => {
  const screen = story();
  const newest = screen.ui.message?.seq;
  await screen.keys('k');
  t.false(screen.ui.follow);
  const chosen = screen.ui.message?.seq ?? 0;
  t.true(chosen < (newest ?? 0));
  polls(screen.recorder, 50);
  screen.rows();
  t.is(screen.ui.message?.seq, chosen);
  screen.ui.columns = 130;
  screen.ui.rows = 50;
  screen.rows();
  t.is(screen.ui.message?.seq, chosen);
  await screen.keys('G');
  t.true(screen.ui.follow);
  t.is(screen.ui.message?.seq, screen.view.messages.last()?.seq);
});

test('g, G, page keys and F move through a long list', async (t) => {
  const screen = story();
  polls(screen.recorder, 100);
  await screen.keys('g');
  t.is(screen.ui.message?.seq, screen.view.messages.at(0)?.seq);
  await screen.keys('space');
  t.is(screen.ui.message?.seq, screen.view.messages.at(screen.ui.heights.messages ?? 0)?.seq);
  await screen.keys('F');
  t.is(screen.ui.message?.seq, screen.view.messages.last()?.seq);
  await screen.keys('F', 'pageup');
  t.false(screen.ui.follow);
});

test('the filter works while it is typed, leaves the list alone while it is wrong, and esc clears it', async (t) => {
  const screen = story();
  const all = screen.ui.messages.length;
  await screen.keys('f', ...'created');
  t.true(screen.ui.messages.length < all);
  const some = screen.ui.messages.length;
  await screen.keys('space', ...'zz:1');
  t.is(screen.ui.messages.length, some === 0 ? 0 : screen.ui.messages.length);
  t.true(screen.text().includes('no key zz:'));
  await screen.keys('enter');
  t.is(screen.ui.panel?.kind, 'input');
  await screen.keys('ctrl-u', ...'optIn', 'enter');
  t.is(screen.ui.panel, undefined);
  t.true(screen.text().includes(`[f: optIn] 1/${all}`));
  await screen.keys('esc');
  t.is(screen.ui.messages.length, all);
});

test('search finds and goes round; esc clears the search before the filter', async (t) => {
  const screen = story();
  await screen.keys('f', ...'ven:thermostat', 'enter', '/', ...'optIn', 'enter');
  t.is(screen.ui.message?.name, 'oadrCreatedEvent');
  const hit = screen.ui.message?.seq;
  await screen.keys('n');
  t.is(screen.ui.message?.seq, hit);
  await screen.keys('esc');
  t.is(screen.ui.search, undefined);
  t.truthy(screen.ui.filter);
  await screen.keys('esc');
  t.is(screen.ui.filter, undefined);
});

test('e finds the error; enter opens it; tabs turn; q goes back level by level and only then asks to quit', async (t) => {
  const screen = story();
  await screen.keys('e', 'enter');
  let text = screen.text();
  t.true(text.includes('rule 42'));
  t.true(text.includes('optType  optIn'));
  await screen.keys('right');
  text = screen.text();
  t.regex(text, /7 ✗ +<pyld:requestID>0<\/pyld:requestID>/);
  await screen.keys('right', 'right');
  t.regex(screen.text(), /expected 5f3c\s+got {6}0/);
  await screen.keys('right', '[');
  t.is(screen.ui.tab, 'Summary');
  t.is(screen.ui.message?.name, 'oadrDistributeEvent');
  await screen.keys('z', 'q');
  t.true(screen.ui.inspecting);
  await screen.keys('q');
  t.false(screen.ui.inspecting);
  await screen.keys('q');
  t.is(screen.ui.panel?.kind, 'ask');
  await screen.keys('n');
  t.deepEqual(screen.quits, []);
  await screen.keys('q', 'y');
  t.deepEqual(screen.quits, ['quit']);
});

test('without a run q quits at once; ctrl-c interrupts from anywhere', async (t) => {
  const screen = uiScreen();
  await screen.keys('q');
  t.deepEqual(screen.quits, ['quit']);
  await screen.keys('i', 'ctrl-c');
  t.deepEqual(screen.quits, ['quit', 'interrupt']);
});

test('frozen, the view stands and counts what is new', async (t) => {
  const screen = story();
  await screen.keys('p');
  const rows = screen.rows();
  polls(screen.recorder, 6);
  screen.clock.advance(20_000);
  t.deepEqual(screen.rows().slice(3), rows.slice(3));
  t.regex(screen.rows()[2] ?? '', / FROZEN 12 new /);
  await screen.keys('p');
  t.is(screen.ui.message?.seq, screen.view.messages.last()?.seq);
});

test('the menu names its VEN, and a level goes out as a command of a key', async (t) => {
  const screen = story();
  await screen.keys('i');
  t.true(screen.text().includes('inject → thermostat (ven-1)'));
  await screen.keys('2');
  t.is(screen.ui.panel, undefined);
  t.like(screen.commands[0], {
    by: 'key',
    command: {
      do: 'event',
      vens: ['ven-1'],
      event: {
        start: screen.clock.now(),
        signals: [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT15M', value: 2 }] }],
      },
    },
  });
  t.true(screen.text().includes('SIMPLE level 2 to thermostat (ven-1): queued'));
});

test('left and right change the VEN of the menu, and all of them together', async (t) => {
  const screen = story();
  await screen.keys('i', 'right');
  t.true(screen.text().includes('inject → ev-charger (ven-2)'));
  await screen.keys('right');
  t.true(screen.text().includes('inject → all 2 registered VENs'));
  await screen.keys('1');
  t.like(screen.commands[0]?.command, { do: 'event', vens: ['ven-1', 'ven-2'] });
});

test('events sent within one millisecond are two events', async (t) => {
  const screen = story();
  await screen.keys('i', '1', 'i', '1');
  const ids = screen.commands.map(({ command }) => (command.do === 'event' ? command.event.eventID : ''));
  t.is(new Set(ids).size, 2);
});

test('the form takes level, start and duration, and says what is wrong', async (t) => {
  const screen = story();
  await screen.keys('i', 'i');
  t.true(screen.text().includes('SIMPLE event → thermostat'));
  await screen.keys('3', 'tab', 'ctrl-u', ...'1m', 'tab', 'ctrl-u', ...'90');
  t.true(screen.text().includes('duration: whole seconds'));
  await screen.keys('enter');
  t.is(screen.commands.length, 0);
  await screen.keys('s', 'tab', 'right', 'enter');
  t.like(screen.commands[0]?.command, {
    do: 'event',
    event: {
      start: screen.clock.now() + 60_000,
      responseRequired: 'never',
      signals: [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT1M30S', value: 3 }] }],
    },
  });
});

test('cancel names the event; an active one is asked for first', async (t) => {
  const screen = story();
  await screen.keys('i', 'c');
  t.like(screen.commands[0]?.command, { do: 'cancel', vens: ['ven-1'], eventID: 'peak' });
  const copy = screen.view.events.get('peak')?.vens.get('ven-1');
  if (copy) copy.status = 'active';
  await screen.keys('i', 'c');
  t.is(screen.commands.length, 1);
  t.true(screen.text().includes('peak is active at thermostat (ven-1): cancel it?'));
  await screen.keys('y');
  t.is(screen.commands.length, 2);
});

test('a refused command says why and what helps', async (t) => {
  const screen = story();
  screen.refuse = new CommandError('peak is over', { expected: 'an open event', hint: 'send a new one' });
  await screen.keys('i', 'c');
  t.regex(screen.text().replaceAll(/\s+/g, ' '), /peak is over; expected an open event; try: send a new one/);
});

test('u asks; presets go by enter', async (t) => {
  const screen = story();
  await screen.keys('i', 'u');
  t.is(screen.commands.length, 0);
  await screen.keys('y');
  t.like(screen.commands[0]?.command, { do: 'cancelRegistration', vens: ['ven-1'] });
  await screen.keys('i', 'k', 'enter');
  t.like(screen.commands[1]?.command, { do: 'event', event: { responseRequired: 'never' } });
});

test('with nobody registered nothing is sent', async (t) => {
  const screen = uiScreen();
  await screen.keys('i', '1');
  t.deepEqual(screen.commands, []);
  t.regex(screen.text(), /no VEN is registered; give the device\s+http:\/\//);
});

test('h holds and goes on, . steps while held, a answers with a note', async (t) => {
  const screen = story();
  const scenario = { kind: 'scenario', scenario: 'Peak: two-step shed', file: 'peak.json' } as const;
  await screen.keys('.', 'h');
  t.deepEqual(screen.steered, ['hold']);
  screen.recorder.add({ ...scenario, state: 'held' });
  screen.clock.advance(12_000);
  t.regex(screen.rows()[0] ?? '', /HELD 00:12/);
  await screen.keys('.', 'h');
  t.deepEqual(screen.steered, ['hold', 'step', 'resume']);
  screen.recorder.add({ ...scenario, state: 'prompt', id: 'p', text: 'Is the relay open?', answers: ['pass', 'fail'] });
  t.regex(screen.text(), /Is the relay open\?.*a answers: pass, fail/);
  await screen.keys('a', 'n', ...'it clicked'.replace(' ', '_'), 'enter', 'j', 'enter');
  t.is(screen.steered.at(-1), 'answer fail (it_clicked)');
});

test('enter on a VEN or an event shows its messages, on a decided step the message that decided', async (t) => {
  const screen = story();
  await screen.keys('1', 'enter');
  t.is(screen.ui.filter?.text, 'ven:"ven-1"');
  await screen.keys('esc', '4', 'enter');
  t.is(screen.ui.filter?.text, '"peak"');
  const seq = screen.view.messages.at(3)?.seq ?? 0;
  const first = screen.view.scenario?.steps[0];
  if (first) first.detail = { message: 'met', seq };
  await screen.keys('3', 'g', 'enter');
  t.true(screen.ui.inspecting);
  t.is(screen.ui.message?.seq, seq);
});

test('enter on an expectation opens the message that came in, not the answer to it', async (t) => {
  const screen = story();
  const { recorder } = screen;
  const asked = recorder.message({ exchange: 'x77', service: 'EiEvent', name: 'oadrCreatedEvent' });
  const answer = recorder.message({ exchange: 'x77', service: 'EiEvent', name: 'oadrResponse', dir: 'out' });
  const first = screen.view.scenario?.steps[0];
  if (first) first.detail = { message: 'met', exchange: 'x77', seq: answer.seq };
  await screen.keys('3', 'g', 'enter');
  t.is(screen.ui.message?.seq, asked.seq);
});

test('F while frozen goes on and follows', async (t) => {
  const screen = story();
  await screen.keys('p', 'k', 'F');
  t.false(screen.ui.frozen);
  t.true(screen.ui.follow);
});

test('. after the verdict does not send anybody to h', async (t) => {
  const screen = story();
  screen.recorder.add({
    kind: 'verdict',
    scenario: 'Peak: two-step shed',
    file: 'peak.json',
    verdict: 'passed',
    expectations: { passed: 2, failed: 0, skipped: 0 },
  });
  await screen.keys('.');
  t.true(screen.text().includes('no scenario is running'));
});

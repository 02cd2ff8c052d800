import test from 'ava';
import { CommandError } from '../../src/bench/command.ts';
import { reduce } from '../../src/journal/view.ts';
import { drawFrame } from '../../src/tui/frame.ts';
import { createTheme, paint } from '../../src/tui/theme.ts';
import { VIEWS } from '../../src/tui/ui.ts';
import { hostileRecords, unsafeLines } from '../helpers/terminal-safe.ts';
import { type UiScreen, uiScreen } from '../helpers/ui-screen.ts';

/** The frame as it is written, with the UI's own styles. */
function painted({ ui }: UiScreen): string[] {
  const theme = createTheme({ color: true });
  const { header, columns, panel, footer } = drawFrame(ui);
  return [
    ...[...header, ...footer].map((line) => paint(line, theme)),
    ...[...columns.flatMap(({ panes }) => panes.flatMap(({ rows }) => rows)), ...panel].map(
      ({ line, inverse, after }) => paint(line, theme, inverse) + paint(after ?? [], theme),
    ),
  ];
}

const EVIL = 'a\u001b]0;x\u0007b\u009b2Jc\u202ed\re\u0085';

/** A screen that shows hostile records, of which the first `count` have come. */
function shown(seed: string, columns: number, rows: number, count?: number): UiScreen {
  const screen = uiScreen(columns, rows, { title: EVIL, url: `http://${EVIL}` });
  for (const record of hostileRecords(seed).slice(0, count)) reduce(screen.view, record);
  return screen;
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
] as const) {
  test(`no list, tab or panel lets anything out that steers a terminal: ${columns}×${rows}`, async (t) => {
    const seed = `hostile-${columns}`;
    t.log(`seed ${seed}`);
    const screen = shown(seed, columns, rows);
    for (const [at] of VIEWS.entries()) {
      await screen.keys(String(at + 1));
      t.deepEqual(unsafeLines(painted(screen)), [], VIEWS[at]);
    }
    await screen.keys('2', 'g');
    for (let message = 0; message < screen.ui.messages.length; message++) {
      await screen.keys('enter');
      for (const tab of screen.ui.tabs) {
        t.deepEqual(unsafeLines(painted(screen)), [], `message ${message}, ${tab}`);
        await screen.keys('right');
      }
      await screen.keys('q', 'j');
    }
    for (const keys of [['i'], ['i', 'r'], ['i', 'u'], ['c'], ['a'], ['?'], ['f', ...EVIL], ['/', ...EVIL]]) {
      await screen.keys(...keys);
      t.deepEqual(unsafeLines(painted(screen)), [], keys.join(' '));
      await screen.keys('esc');
    }
    screen.refuse = new CommandError(EVIL, { expected: EVIL, hint: EVIL });
    await screen.keys('i', '1');
    t.deepEqual(unsafeLines(painted(screen)), [], 'a refused command');
  });
}

test('the empty states and the prompt of a scenario', (t) => {
  for (let count = 1; count <= 20; count++) {
    const screen = shown(`begin-${count}`, 80, 24, count);
    for (const name of VIEWS) {
      screen.ui.focus = name;
      t.deepEqual(unsafeLines(painted(screen)), [], `${name} after ${count}`);
    }
  }
});

test('the test finds what is not cleaned', (t) => {
  t.is(unsafeLines(['good \u001b[31mred\u001b[39m', 'a\u202eb', 'c\u001b[5m', 'd\u009b1m', 'e\rf', 'g\nh']).length, 5);
});

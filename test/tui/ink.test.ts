import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { fakeTty } from '../helpers/fake-tty.ts';
import { uiBench } from '../helpers/ui-bench.ts';
import { T0 } from '../helpers/ui-records.ts';
import { polls, tellStory } from '../helpers/ui-story.ts';

// Ink prints only the last frame where the environment names a CI (is-in-ci); it is read when Ink is loaded.
delete process.env.CI;
delete process.env.CONTINUOUS_INTEGRATION;
process.env.NODE_ENV = 'production';
const { renderUi } = await import('../../src/tui/index.ts');

function shown(columns = 80, rows = 24) {
  const clock = new ManualClock(T0);
  const bench = uiBench(clock);
  tellStory(bench.recorder);
  clock.advance(bench.recorder.now - T0);
  const tty = fakeTty(columns, rows);
  const handle = renderUi({ ...bench.options, stdout: tty.stdout, stdin: tty.stdin, color: false, ascii: false });
  return { bench, clock, tty, handle };
}

/** Waits until what is drawn fits; Ink writes at most 30 times a second. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setImmediate(resolve));
}

test.serial('the alternate screen is entered before the first frame and left after the last', async (t) => {
  const { tty, handle } = shown();
  t.true(tty.written[0]?.startsWith('\u001b[?1049h'));
  t.true(tty.raw);
  t.is(tty.frame().length, 23);
  handle.unmount();
  await handle.waitUntilExit();
  t.false(tty.raw);
  const all = tty.written.join('');
  t.true(all.endsWith('\u001b[?1049l'));
  t.is(all.split('\u001b[?1049l').length, 2);
  t.is(all.split('\u001b[3J').length, 1, 'the scrollback is left alone');
});

test.serial('records alone draw nothing; the next of at most 15 frames a second shows all of them', async (t) => {
  const { bench, clock, tty, handle } = shown();
  const before = tty.written.length;
  polls(bench.recorder, 500);
  t.is(tty.written.length, before);
  clock.advance(67);
  await until(() => tty.frame().some((row) => row.includes('12:16:')));
  t.true(tty.written.length - before < 12);
  handle.unmount();
  await handle.waitUntilExit();
});

test.serial('a key is answered without waiting for a frame', async (t) => {
  const { tty, handle } = shown();
  tty.type('?');
  await until(() => tty.frame().some((row) => row.includes('keys')));
  tty.type('\u001b');
  await until(() => tty.frame().some((row) => row.includes('2 Messages')));
  tty.type('fcreated\r');
  await until(() => tty.frame().some((row) => /\[f: created\] \d\/16/.test(row)));
  handle.unmount();
  t.pass();
});

test.serial('a resize draws a frame of the new size on an empty screen', async (t) => {
  const { tty, handle } = shown();
  tty.resize(130, 40);
  await until(() => tty.frame().length === 39);
  t.true(tty.frame().some((row) => row.includes('3 Scenario')));
  t.true(tty.written.findLast((chunk) => chunk.includes('\n'))?.startsWith('\u001b[2J\u001b[H'));
  tty.resize(50, 10);
  await until(() => tty.frame()[0]?.startsWith('needs 60×15, has 50×10') === true);
  handle.unmount();
});

test.serial('ctrl-l draws the whole screen anew', async (t) => {
  const { tty, handle } = shown();
  const before = tty.written.length;
  tty.type('\u000c');
  await until(() => tty.written.slice(before).some((chunk) => chunk.startsWith('\u001b[2J\u001b[H')));
  t.is(tty.frame().length, 23);
  handle.unmount();
});

test.serial('quitting is told, and the caller unmounts', async (t) => {
  const { bench, tty, handle } = shown();
  tty.type('Q');
  tty.type('y');
  t.deepEqual(bench.quits, ['quit']);
  tty.type('\u0003');
  t.deepEqual(bench.quits, ['quit', 'interrupt']);
  handle.unmount();
});

test.serial('a mistake while drawing is shown and does not end the run', async (t) => {
  const { bench, clock, tty, handle } = shown();
  // A record that a broken file could hold.
  bench.view.vens.get('ven-1')?.cadence.gaps.push(1);
  Object.defineProperty(bench.view, 'findings', {
    get: () => {
      throw new Error('torn');
    },
    configurable: true,
  });
  clock.advance(1_100);
  await until(() => tty.frame()[0]?.includes('could not be drawn; the run goes on') === true);
  handle.unmount();
  t.pass();
});

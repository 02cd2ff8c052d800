import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import test from 'ava';

const demo = fileURLToPath(new URL('../helpers/ui-demo.ts', import.meta.url));
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';

/** The demo in a real terminal. */
function started(kind: string, env: Record<string, string> = {}) {
  const { CI: _, CONTINUOUS_INTEGRATION: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const pty = spawn(process.execPath, ['--import', 'tsx', demo, kind], {
    name: 'xterm-256color',
    cols: 80,
    rows: 24,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...inherited, LANG: 'C.UTF-8', NODE_ENV: 'production', ...env },
  });
  let output = '';
  const waiting: { readonly test: () => boolean; readonly done: () => void }[] = [];
  pty.onData((data) => {
    output += data;
    for (const each of waiting.filter((one) => one.test())) {
      waiting.splice(waiting.indexOf(each), 1);
      each.done();
    }
  });
  const exit = new Promise<{ exitCode: number; signal?: number }>((resolve) => pty.onExit(resolve));
  return {
    pty,
    exit,
    output: () => output,
    /** Resolves once the text was printed, from `from` on. */
    printed: (text: string, from = 0) =>
      new Promise<void>((done) => {
        const ready = (): boolean => output.indexOf(text, from) >= 0;
        if (ready()) done();
        else waiting.push({ test: ready, done });
      }),
  };
}

test('keys reach the UI, and quitting restores the terminal before anything else is printed', async (t) => {
  const run = started('live');
  await run.printed('FOLLOW');
  const before = run.output().length;
  run.pty.write('i');
  await run.printed('thermostat (ven-1)', before);
  const menu = run.output().length;
  run.pty.write('\u001b');
  // Read at once with the next key, esc would be its alt.
  await run.printed(' filter ', menu);
  run.pty.write('Q');
  await run.printed('A scenario is running');
  run.pty.write('y');
  t.is((await run.exit).exitCode, 7);
  const output = run.output();
  t.true(output.startsWith(ENTER));
  t.is(output.split(LEAVE).length, 2);
  t.is(output.slice(output.indexOf(LEAVE) + LEAVE.length).replace('\u001b[?25h', ''), 'left\r\n');
  t.true(output.slice(0, output.indexOf(LEAVE)).includes('\u001b[?25h'));
});

test('a crash leaves the alternate screen first, then tells the error', async (t) => {
  const run = started('crash');
  const { exitCode } = await run.exit;
  t.is(exitCode, 1);
  const after = run.output().slice(run.output().indexOf(LEAVE) + LEAVE.length);
  t.true(after.includes('Error: the bench fell over'));
  t.false(run.output().slice(0, -after.length).includes('the bench fell over'));
  t.false(after.includes('Messages'));
});

for (const [signal, number] of [
  ['SIGTERM', 15],
  ['SIGINT', 2],
  ['SIGHUP', 1],
] as const) {
  test(`${signal} restores the terminal and then ends the process as it would`, async (t) => {
    const run = started('live');
    await run.printed('FOLLOW');
    run.pty.kill(signal);
    t.is((await run.exit).signal, number);
    const output = run.output();
    t.is(output.split(LEAVE).length, 2);
    t.notRegex(output.slice(output.indexOf(LEAVE)), /Messages/);
  });
}

test('in production mode no performance entries pile up, and the keyboard lives under 1,000 messages a second', async (t) => {
  const run = started('flood');
  await run.printed('FOLLOW');
  run.pty.write('?');
  await run.printed('Everywhere');
  run.pty.write('\u001b');
  await run.printed('entries ');
  await run.exit;
  const entries = Number(/entries (\d+)/.exec(run.output())?.[1]);
  t.true(entries < 50, `${entries} performance entries`);
});

test('NO_COLOR draws none, and signs stay', async (t) => {
  const run = started('story', { NO_COLOR: '1' });
  await run.printed('r42');
  run.pty.write('\u0003');
  await run.exit;
  t.notRegex(run.output(), new RegExp(`${String.fromCharCode(27)}\\[3[0-7]m`));
  t.true(run.output().includes('✗ r42'));
});

test('a locale without UTF-8 gets plain signs', async (t) => {
  const run = started('story', { LANG: 'C', LC_ALL: 'C' });
  await run.printed('r42');
  run.pty.write('\u0003');
  await run.exit;
  t.true(run.output().includes('x r42'));
  t.false(run.output().includes('✗'));
});

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { folderOf, TestBench } from '../helpers/bench.ts';
import { oadrSim } from '../helpers/cli.ts';
import { peak } from './helpers/peak.ts';
import { HandVen } from './helpers/vens.ts';

for (const [what, text] of [
  ['cut off', '{"version":1,"vens":[\n{"venID":"ven-1","sta'],
  ['of something else', '[1, 2, 3]'],
  ['empty', ''],
] as const) {
  test(`a state file that is ${what} is set aside with a warning, and never overwritten`, async (t) => {
    const folder = await folderOf(t);
    const file = join(folder, 'state.json');
    await writeFile(file, text);
    const bench = await TestBench.open(t, { file });
    const [warning] = bench.store.warnings;
    t.regex(warning?.message ?? '', /state\.json is damaged \(.+\): it is kept as .+\.damaged-.+, and the VTN starts/);
    t.is(await readFile(warning?.movedTo ?? '', 'utf8'), text);
    t.deepEqual(bench.bench.vens, []);
    const hand = new HandVen(bench.bench.url);
    await hand.register('dut');
    hand.close();
    await bench.close();
    t.is((await readdir(folder)).length, 2);
    const next = await TestBench.open(t, { file });
    t.deepEqual(next.store.warnings, []);
    t.is(next.bench.vens[0]?.venName, 'dut');
  });
}

test('the command line says that a state file was set aside, and runs', async (t) => {
  const cwd = await folderOf(t);
  await writeFile(join(cwd, 'state.json'), '{"version":');
  const scenario = {
    ...{ name: 'short', vtn: { pollInterval: 'PT2S' }, vens: { dut: {} }, timeout: 'PT5M' },
    steps: [{ do: 'expect', that: 'registered', within: 'PT2M' }],
  };
  await writeFile(join(cwd, 'short.json'), JSON.stringify(scenario));
  const args = [
    'run',
    'short.json',
    '--ven',
    'sim',
    '--ui',
    'plain',
    '--port',
    '0',
    '--speed',
    '5',
    '--record',
    'none',
  ];
  const { code, stderr } = await oadrSim([...args, '--state', 'state.json'], { cwd });
  t.is(code, 0);
  t.regex(stderr, /^warning: the state file state\.json is damaged .+ kept as state\.json\.damaged-/m);
  t.is((await readdir(cwd)).filter((name) => name.includes('damaged')).length, 1);
});

function isThere(error: NodeJS.ErrnoException): boolean {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

/** A disk on which nothing can be written until it is given free: a folder stands where the file is to be made. */
async function full(file: string): Promise<() => Promise<void>> {
  // A write that is under way has its file there; it ends.
  while (!(await mkdir(`${file}.tmp`).then(() => true, isThere))) await turn();
  return () => rmdir(`${file}.tmp`);
}

test('what cannot be stored is not acknowledged: HTTP 503, and the bench lives', async (t) => {
  const file = join(await folderOf(t), 'state.json');
  const bench = await TestBench.open(t, { file });
  const hand = new HandVen(bench.bench.url);
  await hand.register('known');
  for (const message of await hand.drain()) t.is(message.name, 'oadrRegisterReport');
  const free = await full(file);
  const stranger = new HandVen(bench.bench.url);
  for (const _ of [1, 2, 3]) await t.throwsAsync(stranger.register('new'), { message: /^HTTP 503: the state file/ });
  // Nothing durable changes by a poll.
  t.is((await hand.poll()).name, 'oadrResponse');
  await t.throwsAsync(bench.bench.execute({ do: 'event', vens: [hand.venID], event: peak() }, 'library'), {
    name: 'StoreError',
    message: /state\.json cannot be written/,
  });
  t.true(bench.logs('error').some((message) => /state\.json cannot be written/.test(message)));
  t.true(bench.messages(undefined, 'out').some(({ status }) => status === 503));
  await free();
  await stranger.register('new');
  await bench.close();
  const next = await TestBench.open(t, { file });
  t.deepEqual(
    next.bench.vens.map(({ venName, registrationID }) => [venName, registrationID]),
    [
      ['known', hand.registrationID],
      ['new', stranger.registrationID],
    ],
  );
  hand.close();
  stranger.close();
});

test('a delivery that cannot be stored is sent again after a restart, and harms nobody', async (t) => {
  const file = join(await folderOf(t), 'state.json');
  const bench = await TestBench.open(t, { file });
  const hand = new HandVen(bench.bench.url);
  await hand.register('dut');
  await hand.drain();
  await bench.bench.execute({ do: 'registerReport', vens: [hand.venID] }, 'library');
  await full(file);
  t.deepEqual(
    (await hand.drain()).map(({ name }) => name),
    ['oadrRegisterReport'],
  );
  hand.close();
  await bench.close();
  t.true(existsSync(`${file}.tmp`));
  await rmdir(`${file}.tmp`);
  const next = await TestBench.open(t, { file });
  t.deepEqual(
    next.bench.vens[0]?.queue.map(({ payload }) => payload),
    ['oadrRegisterReport'],
  );
});

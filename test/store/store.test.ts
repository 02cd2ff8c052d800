import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Store } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { VenSnapshot } from '../../src/vtn/snapshot.ts';
import { venSnapshot } from '../helpers/snapshots.ts';

async function statePath(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'oadr-state-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return join(path, 'deep', 'state.json');
}

async function opened(t: ExecutionContext, file?: string): Promise<Store> {
  const store = await Store.open(file, () => Date.UTC(2026, 4, 6, 7, 8, 9));
  t.teardown(() => store.close());
  return store;
}

/** VENs as a VTN has them, and how often a snapshot of each was made. */
function vens(...all: VenSnapshot[]) {
  const current = new Map(all.map((ven) => [ven.venID, ven]));
  const made: string[] = [];
  const snapshotOf = (venID: string): VenSnapshot | undefined => {
    made.push(venID);
    return current.get(venID);
  };
  return { current, made, snapshotOf };
}

test('what was saved is there when the file is opened again', async (t) => {
  const file = await statePath(t);
  const store = await opened(t, file);
  t.is(store.snapshot(), undefined);
  const { snapshotOf, current } = vens(venSnapshot('a'), venSnapshot('__proto__'), venSnapshot('ü"\n'));
  await store.save([...current.keys()], snapshotOf);
  await store.keepVtnID('vtn7');
  await store.close();
  const again = await opened(t, file);
  t.is(again.vtnID, 'vtn7');
  t.deepEqual(again.snapshot(), { version: 1, vens: [...current.values()] });
  t.deepEqual(again.warnings, []);
  current.delete('a');
  await again.save(['a'], snapshotOf);
  await again.close();
  t.deepEqual(
    (await opened(t, file)).snapshot()?.vens.map(({ venID }) => venID),
    ['__proto__', 'ü"\n'],
  );
  t.deepEqual((await readdir(join(file, '..'))).sort(), ['state.json', 'state.json.lock']);
});

test('saves that come while a write is in flight share the next one, and snapshots are made when it starts', async (t) => {
  const file = await statePath(t);
  const store = await opened(t, file);
  const { snapshotOf, made, current } = vens(...Array.from({ length: 100 }, (_, index) => venSnapshot(`v${index}`)));
  const first = store.save(['v0'], snapshotOf);
  t.is(store.save(['v1'], snapshotOf), first, 'not started yet, so it is shared');
  await Promise.resolve();
  t.deepEqual(made, ['v0', 'v1']);
  const later = Array.from({ length: 100 }, (_, index) => store.save([`v${index}`], snapshotOf));
  t.is(new Set(later).size, 1);
  t.not(later[0], first);
  current.set('v0', venSnapshot('v0', { venName: 'changed meanwhile' }));
  await first;
  t.like(JSON.parse(await readFile(file, 'utf8')), { vens: [{ venID: 'v0' }, { venID: 'v1' }] });
  await Promise.all(later);
  t.is(made.length, 102);
  const saved = JSON.parse(await readFile(file, 'utf8'));
  t.is(saved.vens.length, 100);
  t.is(saved.vens[0].venName, 'changed meanwhile');
});

test('only VENs that changed are made into text anew', async (t) => {
  const store = await opened(t, await statePath(t));
  let texts = 0;
  const counted = (venID: string): VenSnapshot =>
    Object.assign(venSnapshot(venID), {
      toJSON() {
        texts++;
        return venSnapshot(venID);
      },
    });
  await store.save(['a', 'b', 'c'], counted);
  t.is(texts, 3);
  await store.save(['b'], counted);
  t.is(texts, 4);
});

test('a snapshot shares nothing with who saved it, and has what waits to be written', async (t) => {
  const store = await opened(t);
  const goneOpts = ['o1'];
  await store.save(['a'], () => venSnapshot('a', { goneOpts }));
  goneOpts.push('o2');
  t.deepEqual(store.snapshot()?.vens[0]?.goneOpts, ['o1']);
  void store.save(['b'], (venID) => venSnapshot(venID));
  t.deepEqual(
    store.snapshot()?.vens.map(({ venID }) => venID),
    ['a', 'b'],
  );
});

test('a cleared store holds nothing, and keeps the vtnID', async (t) => {
  const file = await statePath(t);
  const store = await opened(t, file);
  await store.keepVtnID('vtn7');
  void store.save(['a'], (venID) => venSnapshot(venID));
  await store.clear();
  t.is(store.snapshot(), undefined);
  t.deepEqual(JSON.parse(await readFile(file, 'utf8')), { version: 1, vtnID: 'vtn7', vens: [] });
});

test('a second user of the file is refused, in this process and in another', async (t) => {
  const file = await statePath(t);
  const store = await opened(t, file);
  const error = await t.throwsAsync(Store.open(file), { instanceOf: StoreError });
  t.like(error, {
    fault: 'inUse',
    message: `state file in use: ${file} is held by process ${process.pid}`,
    remedy: '--state <other> or --ephemeral',
  });
  await store.close();
  // Our parent lives; nothing says when it started, so its pid alone counts.
  await writeFile(`${file}.lock`, JSON.stringify({ pid: process.ppid }));
  t.is((await t.throwsAsync(Store.open(file), { instanceOf: StoreError }))?.fault, 'inUse');
});

const STALE: readonly (readonly [name: string, content: string])[] = [
  ['its process is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: '5' })],
  ['the pid came again', JSON.stringify({ pid: process.ppid, started: '1' })],
  ['the pid is our own', JSON.stringify({ pid: process.pid, started: '1' })],
  ['its writer died in the middle', '{"pi'],
  ['it is empty', ''],
];

for (const [name, content] of STALE) {
  test(`a stale lock is taken over: ${name}`, async (t) => {
    const file = await statePath(t);
    await mkdir(join(file, '..'));
    await writeFile(`${file}.lock`, content);
    const store = await opened(t, file);
    t.is(JSON.parse(await readFile(`${file}.lock`, 'utf8')).pid, process.pid);
    await store.close();
    t.deepEqual(await readdir(join(file, '..')), []);
  });
}

const DAMAGES: readonly (readonly [name: string, content: string, reason: RegExp])[] = [
  ['cut off', '{"version":1,"vens":[{"venID":"a"', /JSON/],
  ['empty', '', /JSON/],
  ['no object', '[]', /it holds no object/],
  ['no version', '{"vens":[]}', /it has no version/],
  ['no VENs', '{"version":1}', /it has no list of VENs/],
];

test('of a VEN that cannot be read only that one is lost, and the file is kept aside', async (t) => {
  const file = await statePath(t);
  await mkdir(join(file, '..'));
  const bad = [{ venID: 'b' }, { venName: 'c' }, 5, { ...venSnapshot('d'), venID: '' }];
  const content = JSON.stringify({ version: 1, vtnID: 'mine', vens: [venSnapshot('a'), ...bad, venSnapshot('z')] });
  await writeFile(file, content);
  const store = await opened(t, file);
  const movedTo = `${file}.damaged-20260506T070809Z`;
  t.deepEqual(store.snapshot(), { version: 1, vens: [venSnapshot('a'), venSnapshot('z')] });
  t.is(store.vtnID, 'mine');
  t.like(store.warnings, { length: 1, 0: { file, movedTo } });
  t.regex(store.warnings[0]?.message ?? '', /VEN b, VEN c, VEN number 4, VEN number 5 cannot be read.*other VENs/);
  t.is(await readFile(movedTo, 'utf8'), content);
  await store.close();
  t.deepEqual((await opened(t, file)).warnings, [], 'told once');
});

for (const [name, content, reason] of DAMAGES) {
  test(`a damaged file is set aside, with a warning: ${name}`, async (t) => {
    const file = await statePath(t);
    await mkdir(join(file, '..'));
    await writeFile(file, content);
    await writeFile(`${file}.damaged-20260506T070809Z`, 'an older one');
    const store = await opened(t, file);
    const movedTo = `${file}.damaged-20260506T070809Z-2`;
    t.is(await readFile(movedTo, 'utf8'), content);
    t.is(store.snapshot(), undefined);
    t.like(store.warnings, { length: 1, 0: { file, movedTo } });
    t.regex(store.warnings[0]?.message ?? '', reason);
    t.true(store.warnings[0]?.message.includes(movedTo));
    await store.save(['a'], (venID) => venSnapshot(venID));
    t.is(await readFile(movedTo, 'utf8'), content);
  });
}

test('a file of a newer version is refused and left alone', async (t) => {
  const file = await statePath(t);
  await mkdir(join(file, '..'));
  await writeFile(file, '{"version":2,"shape":"unknown"}');
  const error = await t.throwsAsync(Store.open(file), { instanceOf: StoreError });
  t.is(error?.fault, 'newer');
  t.regex(error?.message ?? '', /was written by a newer version \(format 2, known is 1\)$/);
  t.deepEqual(await readdir(join(file, '..')), ['state.json']);
});

test('a file that cannot be read is named', async (t) => {
  const file = await statePath(t);
  await mkdir(file, { recursive: true });
  const error = await t.throwsAsync(Store.open(file), { instanceOf: StoreError });
  t.like(error, {
    fault: 'unreadable',
    code: 'EISDIR',
    message: `the state file ${file} cannot be read: it is a folder`,
  });
});

test('a write that fails rejects for all that share it, and the next one makes up for it', async (t) => {
  const file = await statePath(t);
  const store = await opened(t, file);
  const { snapshotOf } = vens(venSnapshot('a'), venSnapshot('b'), venSnapshot('c'));
  await store.save(['a'], snapshotOf);
  // A folder in the place of the file that is written beside it.
  await mkdir(`${file}.tmp`);
  await writeFile(join(`${file}.tmp`, 'x'), '');
  const failed = [store.save(['b'], snapshotOf), store.save(['c'], snapshotOf)];
  for (const save of failed) {
    const error = await t.throwsAsync(save, { instanceOf: StoreError });
    t.like(error, { fault: 'unwritable', code: 'EISDIR', file });
  }
  t.is(JSON.parse(await readFile(file, 'utf8')).vens.length, 1);
  await rm(`${file}.tmp`, { recursive: true });
  await store.save([], snapshotOf);
  t.deepEqual(
    JSON.parse(await readFile(file, 'utf8')).vens.map(({ venID }: VenSnapshot) => venID),
    ['a', 'b', 'c'],
  );
});

test('a VEN whose snapshot fails is tried again', async (t) => {
  const store = await opened(t, await statePath(t));
  let broken = true;
  const snapshotOf = (venID: string): VenSnapshot => {
    if (broken) throw new Error('half way');
    return venSnapshot(venID);
  };
  await t.throwsAsync(store.save(['a'], snapshotOf), { instanceOf: StoreError, message: /half way/ });
  broken = false;
  await store.save([], snapshotOf);
  t.deepEqual(
    store.snapshot()?.vens.map(({ venID }) => venID),
    ['a'],
  );
});

test('an ephemeral store keeps for a restart, and writes no file', async (t) => {
  const store = await opened(t);
  await store.save(['a'], (venID) => venSnapshot(venID));
  await store.keepVtnID('vtn7');
  t.is(store.vtnID, 'vtn7');
  t.deepEqual(store.snapshot()?.vens, [venSnapshot('a')]);
});

test('a folder that cannot be written is named', async (t) => {
  if (process.getuid?.() === 0) {
    t.pass('root may write everywhere');
    return;
  }
  const file = await statePath(t);
  await mkdir(join(file, '..'));
  await chmod(join(file, '..'), 0o500);
  const error = await t.throwsAsync(Store.open(file), { instanceOf: StoreError });
  t.like(error, { fault: 'unwritable', code: 'EACCES' });
});

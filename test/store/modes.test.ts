import { lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { RecordFile } from '../../src/journal/file.ts';
import { Store } from '../../src/store/store.ts';
import { folderOf } from '../helpers/bench.ts';
import { journalOf, newLog } from '../helpers/records.ts';

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

test('state, lock and record are for their owner alone, and so is a folder that is made for them', async (t) => {
  const folder = join(await folderOf(t), '.oadr-sim');
  const store = await Store.open(join(folder, 'state.json'));
  await store.keepVtnID('VTN');
  const { journal } = journalOf();
  const file = await RecordFile.open(join(folder, 'records', 'last.ndjson'), { journal });
  t.deepEqual(
    await Promise.all(
      ['.', 'state.json', 'state.json.lock', 'records', 'records/last.ndjson'].map((name) =>
        modeOf(join(folder, name)),
      ),
    ),
    ['700', '600', '600', '700', '600'],
  );
  await file.close();
  await store.close();
});

test('a later part of a record is for its owner alone', async (t) => {
  const path = join(await folderOf(t), 'last.ndjson');
  const { journal } = journalOf();
  const file = await RecordFile.open(path, { journal, maxBytes: 100 });
  for (const text of ['one', 'two', 'three']) journal.append(newLog(text.repeat(20)));
  await file.close();
  t.true(file.paths.length > 1);
  t.deepEqual(new Set(await Promise.all(file.paths.map(modeOf))), new Set(['600']));
});

test('a state that others could read is closed to them by the next write', async (t) => {
  const path = join(await folderOf(t), 'state.json');
  await writeFile(path, '{"version":1,"vens":[]}', { mode: 0o644 });
  const store = await Store.open(path);
  await store.keepVtnID('VTN');
  await store.close();
  t.is(await modeOf(path), '600');
});

test('a link beside the state does not lead the write elsewhere', async (t) => {
  const folder = await folderOf(t);
  const [path, victim] = [join(folder, 'state.json'), join(folder, 'victim')];
  await writeFile(victim, 'precious');
  await symlink(victim, `${path}.tmp`);
  const store = await Store.open(path);
  await store.keepVtnID('VTN');
  await store.close();
  t.is(await readFile(victim, 'utf8'), 'precious');
  t.true((await lstat(path)).isFile());
});

test('a link of the name of the record is followed: its owner made it', async (t) => {
  const folder = await folderOf(t);
  await mkdir(join(folder, 'elsewhere'));
  const [path, target] = [join(folder, 'last.ndjson'), join(folder, 'elsewhere', 'real.ndjson')];
  await symlink(target, path);
  const { journal } = journalOf();
  const file = await RecordFile.open(path, { journal });
  journal.append(newLog('here'));
  await file.close();
  t.regex(await readFile(target, 'utf8'), /"here"/);
  t.is(await modeOf(target), '600');
});

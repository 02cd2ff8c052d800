import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadScenario } from '../../src/scenario/format/index.ts';
import { folderOf } from '../helpers/bench.ts';

/** Loads a scenario that extends this; `base.json` lies beside it, `secret.json` outside. */
async function load(t: ExecutionContext, base: string): Promise<string[]> {
  const folder = join(await folderOf(t), 'lab');
  await mkdir(join(folder, 'below'), { recursive: true });
  const plain = JSON.stringify({ steps: [{ do: 'note', text: 'x' }] });
  for (const file of ['lab/base.json', 'secret.json']) await writeFile(join(folder, '..', file), plain);
  await symlink('../secret.json', join(folder, 'link.json'));
  await symlink('../..', join(folder, 'below', 'up'));
  await symlink('base.json', join(folder, 'inner.json'));
  const file = join(folder, 'it.json');
  await writeFile(file, JSON.stringify({ scenario: 'it', extends: base, steps: [] }));
  const loaded = await loadScenario(file, { readFile: (path) => readFile(path, 'utf8'), realPath: realpath });
  const errors = 'errors' in loaded ? loaded.errors.map(({ message }) => message) : [];
  return errors.filter((message) => message.includes('outside')).map((message) => message.replace(folder, '<lab>'));
}

for (const base of ['../secret.json', 'link.json', 'below/up/secret.json', 'below/../../secret.json']) {
  test(`a scenario cannot name a file outside of its folder: ${base}`, async (t) => {
    t.deepEqual(await load(t, base), [`${base} lies outside of <lab>`]);
  });
}

test('nor by an absolute path', async (t) => {
  t.is((await load(t, '/etc/passwd')).length, 1);
});

for (const base of ['base.json', 'inner.json', './below/../base.json']) {
  test(`within its folder it can: ${base}`, async (t) => {
    t.deepEqual(await load(t, base), []);
  });
}

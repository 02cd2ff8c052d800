import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { folder, oadrSim } from '../helpers/cli.ts';

/** A lab whose scenarios share a file beside their folder, one by a link. */
function lab(): string {
  const cwd = folder();
  mkdirSync(join(cwd, 'mine'));
  const base = { name: 'base', vens: { dut: {} }, timeout: 'PT1M', steps: [{ do: 'note', text: 'x' }] };
  writeFileSync(join(cwd, 'base.json'), JSON.stringify(base));
  symlinkSync('../base.json', join(cwd, 'mine', 'link.json'));
  for (const [name, target] of [
    ['above', '../base.json'],
    ['linked', 'link.json'],
  ])
    writeFileSync(join(cwd, 'mine', `${name}.json`), JSON.stringify({ name, extends: target, steps: [] }));
  return cwd;
}

for (const name of ['above', 'linked']) {
  test(`a scenario names a file outside of its folder where --root allows it: ${name}`, async (t) => {
    const cwd = lab();
    const file = `mine/${name}.json`;
    const refused = await oadrSim(['validate', file], { cwd });
    t.is(refused.code, 3);
    t.regex(refused.stdout, /lies outside of mine[\s\S]*--root <folder>/);
    for (const args of [
      ['validate', file],
      ['run', '--list', file],
    ]) {
      const allowed = await oadrSim([...args, '--root', '.'], { cwd });
      t.is(allowed.code, 0, allowed.stdout + allowed.stderr);
    }
    t.is((await oadrSim(['run', '--list', file], { cwd })).code, 3);
  });
}

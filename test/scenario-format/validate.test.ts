import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { validateFiles } from '../../src/cli/validate.ts';
import { scenarioText } from './load.ts';

function folderWith(t: ExecutionContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-validate-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('valid files get a line each', async (t) => {
  const folder = folderWith(t, {
    'a.json': scenarioText(['{ "do": "note", "text": "x" }']),
    'b.json': '{ "extends": "a.json", "steps": [{ "do": "cancelRegistration" }] }',
  });
  const files = ['a.json', 'b.json'].map((name) => join(folder, name));
  t.deepEqual(await validateFiles(files), { ok: true, output: `${files[0]}: ok, 1 step\n${files[1]}: ok, 2 steps\n` });
});

test('the mistakes of a file stand below it, and the others are checked all the same', async (t) => {
  const folder = folderWith(t, {
    'bad.json': scenarioText(['{ "do": "nota" }']),
    'good.json': scenarioText(['{ "do": "note", "text": "x" }']),
  });
  const [bad, good] = ['bad.json', 'good.json'].map((name) => join(folder, name));
  const { ok, output } = await validateFiles([bad ?? '', good ?? '']);
  t.false(ok);
  t.is(
    output,
    [
      `${bad}: 1 mistake`,
      '',
      'there is no step "nota"',
      `  --> ${bad}:4:13`,
      '  step 1 (nota)',
      '  |     { "do": "nota" }',
      '  |             ^^^^^^ expected one of event, modify, cancel, omit, requestReport, cancelReport, registerReport, requestReregistration, cancelRegistration, send, opt, restart, prompt, wait, measure, note, repeat, expect',
      '  try: "note"',
      '',
      `${good}: ok, 1 step`,
      '',
    ].join('\n'),
  );
});

test('personalities are those that there are', async (t) => {
  const text = scenarioText(['{ "do": "note", "text": "x" }']).replace(
    '"dut": {}',
    '"dut": { "simulated": { "personality": "grumpy" } }',
  );
  const folder = folderWith(t, { 'a.json': text });
  const { ok, output } = await validateFiles([join(folder, 'a.json')]);
  t.false(ok);
  t.regex(output, /there is no personality "grumpy"[\s\S]*expected one of cooperative, /);
});

test('variables are given by options and the environment', async (t) => {
  const folder = folderWith(t, { 'a.json': scenarioText([`{ "do": "note", "text": "\${a} \${env.B}" }`]) });
  const file = join(folder, 'a.json');
  t.false((await validateFiles([file], { env: {} })).ok);
  t.true((await validateFiles([file], { set: { a: '1' }, env: { B: '2' } })).ok);
});

test('nothing is not valid, and neither is what cannot be read', async (t) => {
  t.deepEqual(await validateFiles([]), { ok: false, output: 'no scenario given\n' });
  const { ok, output } = await validateFiles(['/nowhere/x.json']);
  t.false(ok);
  t.true(output.includes('/nowhere/x.json cannot be read: ENOENT'));
});

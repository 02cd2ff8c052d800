import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { explain, UsageError } from '../../src/cli/exit.ts';
import { jsonText } from '../../src/cli/json.ts';
import { folder, oadrSim } from '../helpers/cli.ts';
import { unsafeLines } from '../helpers/terminal-safe.ts';

const EVIL = 'a\u009b2Jb\u202ec\u061c\u007f\u0085';

/** The message with hostile characters where a reader repeats what it found. */
const BODY = `<oadr:oadrPayload xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07"><oadr:oadrSignedObject><oadr:oadrPoll><x${'\u00b7'}>${EVIL}</x${'\u00b7'}><venID>${EVIL}</venID></oadr:oadrPoll></oadr:oadrSignedObject></oadr:oadrPayload>`;

const lines = (text: string): string[] => text.split('\n');

test('JSON escapes what steers a terminal, and reads back as it was', (t) => {
  const value = { [EVIL]: [`${EVIL}\n\t\u001b[5m`, '\u{e0041}', '\ud800'] };
  t.deepEqual(unsafeLines(lines(jsonText(value))), []);
  t.deepEqual(JSON.parse(jsonText(value)), value);
});

test('errors at the top show it by code points, and keep their lines', (t) => {
  const { lines: told } = explain(new UsageError(`no file ${EVIL}`, `look for ${EVIL}`));
  t.deepEqual(unsafeLines(told), []);
  t.true(told[0]?.includes('⟨U+202E⟩'));
  t.true(explain(new Error('x')).lines[0]?.includes('\n    at '));
});

test('check, validate and run --list print nothing of it', async (t) => {
  const cwd = folder();
  writeFileSync(join(cwd, 'evil.xml'), BODY);
  writeFileSync(join(cwd, 'bad.json'), JSON.stringify({ name: EVIL, steps: [{ do: EVIL }] }));
  writeFileSync(
    join(cwd, 'good.json'),
    JSON.stringify({ name: EVIL, steps: [{ do: 'wait', for: '1s' }], tags: ['x'] }),
  );
  for (const args of [
    ['check', 'evil.xml'],
    ['check', '--json', 'evil.xml'],
    ['check', `${EVIL}.xml`],
    ['validate', 'bad.json', 'good.json'],
    ['run', 'bad.json', '--list'],
    ['run', 'good.json', '--list'],
  ]) {
    const { stdout, stderr } = await oadrSim(args, { cwd });
    t.true(stdout !== '' || stderr !== '');
    t.deepEqual(unsafeLines([...lines(stdout), ...lines(stderr)]), [], args.join(' '));
  }
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { folder, oadrSim } from '../helpers/cli.ts';

const GOOD =
  '<oadr:oadrPayload xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"><oadr:oadrSignedObject><oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>v</ei:venID></oadr:oadrPoll></oadr:oadrSignedObject></oadr:oadrPayload>';
const BAD = GOOD.replaceAll('venID', 'venId');

function files(): string {
  const cwd = folder();
  writeFileSync(join(cwd, 'good.xml'), GOOD);
  writeFileSync(join(cwd, 'bad.xml'), BAD);
  return cwd;
}

test('a valid message: exit 0 and a word', async (t) => {
  const { code, stdout } = await oadrSim(['check', 'good.xml'], { cwd: files() });
  t.is(code, 0);
  t.is(stdout, 'good.xml: oadrPoll: no findings\n');
});

test('an invalid one: exit 1, and file, line, column, severity and layer', async (t) => {
  const { code, stdout } = await oadrSim(['check', 'bad.xml'], { cwd: files() });
  t.is(code, 1);
  t.regex(stdout, /^bad\.xml:1:\d+: error schema: /m);
  t.regex(stdout, /venID/);
});

test('--json prints an array with one object a file', async (t) => {
  const { code, stdout } = await oadrSim(['check', '--json', 'good.xml', 'bad.xml'], { cwd: files() });
  t.is(code, 1);
  const all = JSON.parse(stdout) as {
    file: string;
    message: string;
    findings: { layer: string; severity: string }[];
  }[];
  t.deepEqual(
    all.map(({ file, message }) => [file, message]),
    [
      ['good.xml', 'oadrPoll'],
      ['bad.xml', 'oadrPoll'],
    ],
  );
  t.deepEqual(all[0]?.findings, []);
  t.true(all[1]?.findings.some(({ layer, severity }) => layer === 'schema' && severity === 'error'));
});

test('- is standard input; a file that cannot be read is exit 2', async (t) => {
  const piped = await oadrSim(['check', '-'], { input: GOOD });
  t.is(piped.code, 0);
  t.is(piped.stdout, '-: oadrPoll: no findings\n');
  const missing = await oadrSim(['check', 'nowhere.xml']);
  t.is(missing.code, 2);
  t.regex(missing.stderr, /nowhere\.xml cannot be read/);
});

test('what is no XML, and what is empty, is told with its place', async (t) => {
  const cwd = files();
  writeFileSync(join(cwd, 'empty.xml'), '');
  writeFileSync(join(cwd, 'doctype.xml'), '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>');
  const { code, stdout } = await oadrSim(['check', 'empty.xml', 'doctype.xml'], { cwd });
  t.is(code, 1);
  t.regex(stdout, /^empty\.xml:1:1: error xml: /m);
  t.regex(stdout, /^doctype\.xml:1:\d+: error xml: .*DOCTYPE/m);
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { canonical } from '../../src/openadr/signature/c14n.ts';
import { folder, oadrSim } from '../helpers/cli.ts';
import { ECC } from '../openadr-signature/helpers/keys.ts';
import { POLL, reference, signTemplate, template, x509 } from '../openadr-signature/helpers/template.ts';

const GOOD = signTemplate(template({ keyInfo: x509(ECC) }), ECC);
const CHANGED = GOOD.replace('VEN_1', 'VEN_2');
/** Signed with its comments, which a Reference by Id leaves out. */
const COMMENTED = signTemplate(template({ keyInfo: x509(ECC), content: `<!--x-->${POLL}` }), ECC, {
  textOf: (element) => canonical(element, { comments: true }),
});

function files(): string {
  const cwd = folder();
  for (const [name, text] of Object.entries({ good: GOOD, changed: CHANGED, commented: COMMENTED })) {
    writeFileSync(join(cwd, `${name}.xml`), text);
  }
  return cwd;
}

test('a signature that holds by the key in KeyInfo: a word about it, and that nobody judged the key', async (t) => {
  const { code, stdout } = await oadrSim(['check', 'good.xml'], { cwd: files() });
  t.is(code, 0);
  t.regex(stdout, /good\.xml: the signature holds by the key in KeyInfo, ecdsa-sha256, certificate .*not judged\)/);
});

test('one that does not: exit 1, a finding of rule 514 with its place, and both readings where they part', async (t) => {
  const { code, stdout } = await oadrSim(['check', 'changed.xml', 'commented.xml'], { cwd: files() });
  t.is(code, 1);
  t.regex(stdout, /^changed\.xml:1:\d+: error rule 514: the digest of #oadrSignedObject/m);
  t.regex(stdout, /try: change nothing after it was signed/);
  const changed = stdout.slice(0, stdout.indexOf('commented.xml:'));
  t.true(changed.includes('no known reading of what came has that digest; its canonical text begins'));
  t.true(changed.includes('  "<oadr:oadrSignedObject xmlns:ei='));
  t.false(changed.includes('the readings part'));
  const lines = stdout.slice(stdout.indexOf('commented.xml:')).split('\n');
  const at = lines.findIndex((line) => line.includes('the readings part at 1:'));
  t.regex(lines[at] ?? '', /of the canonical text; what was signed is the text with its comments$/);
  const [canonical = '', other = '', mark = ''] = lines.slice(at + 1);
  const place = mark.indexOf('^');
  t.is(canonical.slice(17, place), other.slice(17, place));
  t.not(canonical[place], other[place]);
  t.true(other.includes('<!--x-->'));
});

test('ReplayProtect that the signature does not cover is told, since a VTN refuses it with --sign require', async (t) => {
  const cwd = folder();
  const references = [reference('#oadrSignedObject')];
  writeFileSync(join(cwd, 'open.xml'), signTemplate(template({ keyInfo: x509(ECC), references }), ECC));
  const { code, stdout } = await oadrSim(['check', 'open.xml'], { cwd });
  t.is(code, 0);
  t.regex(stdout, /^open\.xml:1:1: warning rule 514: the signature does not cover ReplayProtect$/m);
  t.regex(
    stdout,
    /^ {4}try: let a second Reference name it: else anybody can send the message again with another nonce; a VTN with --sign require refuses such a message$/m,
  );
  t.regex(stdout, /^open\.xml: the signature holds by the key in KeyInfo/m);
  t.false(stdout.includes('no findings'));
});

test('--json has verdict and readings', async (t) => {
  const { stdout } = await oadrSim(['check', '--json', 'good.xml', 'commented.xml'], { cwd: files() });
  const [good, commented] = JSON.parse(stdout);
  t.like(good.signature, { holds: true, method: 'ecdsa-sha256' });
  t.false(commented.signature.holds);
  const finding = commented.findings.find(({ rule }: { rule?: number }) => rule === 514);
  t.true(finding.readings.canonical.startsWith('<oadr:oadrSignedObject'));
  t.true(finding.readings.other.parts > 0);
});

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { chainPem, labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { makeLab } from '../../src/pki/lab.ts';
import { readAuthority } from '../../src/pki/lab-folder.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { readTrust } from '../../src/pki/trust.ts';
import { leaf, NOW } from '../helpers/pki.ts';

const lab = await makeLab('t006', NOW);

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'oadr-sim-pki-'));
}

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

test('a lab: names, and keys that nobody else may read, whatever the umask', async (t) => {
  const at = join(folder(), 'new', 'lab');
  const before = process.umask(0);
  try {
    await writeFiles(at, [...labFiles(lab, {}), ...materialFiles(await leaf(lab), {})], false);
  } finally {
    process.umask(before);
  }
  const names = readdirSync(at);
  t.deepEqual(names.sort(), [
    'ca-ecc.key',
    'ca-ecc.pem',
    'ca-rsa.key',
    'ca-rsa.pem',
    'root-ecc.key',
    'root-ecc.pem',
    'root-rsa.key',
    'root-rsa.pem',
    'trust.pem',
    'ven-1-ecc.key',
    'ven-1-ecc.pem',
  ]);
  for (const name of names) t.is(mode(join(at, name)), name.endsWith('.key') ? '600' : '644', name);
  t.is(mode(at), '700');
});

test('the keys of the roots can be left out', (t) => {
  const names = labFiles(lab, { discardRoot: true }).map(({ name }) => name);
  t.false(names.some((name) => name.startsWith('root-') && name.endsWith('.key')));
  t.true(names.includes('ca-rsa.key') && names.includes('root-rsa.pem'));
});

test('what is there stays, all of it, unless force says otherwise', async (t) => {
  const at = folder();
  const file = (name: string, content: string) => ({ name, content, secret: true });
  await writeFiles(at, [file('a.key', 'first')], false);
  const error = await t.throwsAsync(() => writeFiles(at, [file('b.key', 'b'), file('a.key', 'second')], false), {
    instanceOf: PkiError,
  });
  t.is(error?.fault, 'exists');
  t.regex(error?.message ?? '', /already holds a\.key; nothing was written/);
  t.deepEqual(readdirSync(at), ['a.key']);
  t.is(readFileSync(join(at, 'a.key'), 'utf8'), 'first');
  chmodSync(join(at, 'a.key'), 0o644);
  await writeFiles(at, [file('a.key', 'second')], true);
  t.is(readFileSync(join(at, 'a.key'), 'utf8'), 'second');
  t.is(mode(join(at, 'a.key')), '600', 'a mode that was too open is not kept');
});

test('a link in the way is replaced, not followed', async (t) => {
  const at = folder();
  const elsewhere = join(folder(), 'elsewhere');
  writeFileSync(elsewhere, 'untouched');
  symlinkSync(elsewhere, join(at, 'a.key'));
  symlinkSync(elsewhere, join(at, 'a.key.new'));
  await writeFiles(at, [{ name: 'a.key', content: 'key', secret: true }], true);
  t.is(readFileSync(elsewhere, 'utf8'), 'untouched');
  t.is(readFileSync(join(at, 'a.key'), 'utf8'), 'key');
});

test('a folder that cannot be: said with the reason, nothing left behind', async (t) => {
  const at = folder();
  writeFileSync(join(at, 'file'), '');
  for (const [path, reason] of [
    [join(at, 'file', 'lab'), /a part of its path is no folder/],
    [join(at, 'file'), /a file of that name stands there/],
  ] as const) {
    const error = await t.throwsAsync(() => writeFiles(path, [{ name: 'a', content: '', secret: false }], false), {
      instanceOf: PkiError,
    });
    t.is(error?.fault, 'unwritable');
    t.regex(error?.message ?? '', reason);
    t.truthy(error?.remedy);
  }
  mkdirSync(join(at, 'x.key'));
  await t.throwsAsync(() => writeFiles(at, [{ name: 'x.key', content: 'k', secret: true }], true), {
    instanceOf: PkiError,
  });
  t.false(existsSync(join(at, 'x.key.new')));
});

test('a CA is read back, with its passphrase where it has one', async (t) => {
  const at = folder();
  await writeFiles(at, labFiles(lab, { passphrase: 'geheim' }), false);
  const { certificate, key } = await readAuthority(at, 'rsa', 'geheim');
  t.true(certificate.x509.checkPrivateKey(key));
  t.regex(readFileSync(join(at, 'root-ecc.key'), 'utf8'), /BEGIN ENCRYPTED PRIVATE KEY/);
  for (const [passphrase, said] of [
    [undefined, /ca-rsa\.key needs a passphrase/],
    ['no', /the passphrase does not open .*ca-rsa\.key/],
  ] as const) {
    t.regex(
      (await t.throwsAsync(() => readAuthority(at, 'rsa', passphrase), { instanceOf: PkiError }))?.message ?? '',
      said,
    );
  }
  const missing = await t.throwsAsync(() => readAuthority(folder(), 'ecc'), { instanceOf: PkiError });
  t.regex(missing?.message ?? '', /ca-ecc\.pem cannot be read: there is no such file/);
  t.regex(missing?.remedy ?? '', /certs init/);
  writeFileSync(join(at, 'ca-ecc.pem'), chainPem([lab.ecc.root.certificate]));
  t.regex(
    (await t.throwsAsync(() => readAuthority(at, 'ecc', 'geheim'), { instanceOf: PkiError }))?.message ?? '',
    /ca-ecc\.key is not the key of /,
  );
});

test("trust: a lab's trust.pem; else each CA of a folder; a file with all that is in it; twice is once", async (t) => {
  const at = folder();
  await writeFiles(at, [...labFiles(lab, {}), ...materialFiles(await leaf(lab), {})], false);
  const subjects = async (...paths: string[]): Promise<string[]> =>
    (await readTrust(paths)).certificates.map(({ subject }) => subject.replace(/.*CN=/, '')).sort();
  const all = ['ECC CA t006', 'ECC root t006', 'RSA CA t006', 'RSA root t006'];
  t.deepEqual(await subjects(at), all);
  t.deepEqual(await subjects(at, join(at, 'root-rsa.pem')), all);
  t.deepEqual(await subjects(join(at, 'root-rsa.pem')), ['RSA root t006']);
  t.deepEqual(await subjects(join(at, 'ven-1-ecc.pem')), ['ECC CA t006', 'ven-1']);

  const loose = folder();
  for (const { name, content } of [...labFiles(lab, {}), ...materialFiles(await leaf(lab), {})]) {
    if (name !== 'trust.pem') writeFileSync(join(loose, name), content);
  }
  t.deepEqual(await subjects(loose), all, 'no device, no key');
});

test('trust that is not there, empty, or no certificate', async (t) => {
  const at = folder();
  for (const [path, said] of [
    [join(at, 'nowhere'), /nowhere cannot be read: there is no such file/],
    [at, /holds no certificate of a CA/],
  ] as const) {
    t.regex((await t.throwsAsync(() => readTrust([path]), { instanceOf: PkiError }))?.message ?? '', said);
  }
  writeFileSync(join(at, 'x.pem'), 'nonsense');
  t.regex((await t.throwsAsync(() => readTrust([at]), { instanceOf: PkiError }))?.message ?? '', /x\.pem/);
});

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import test from 'ava';
import { readBundle } from '../../src/pki/bundle.ts';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import { makeLab } from '../../src/pki/lab.ts';
import { writePkcs12 } from '../../src/pki/pkcs12.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { filesIn, leaf, NOW, openssl } from '../helpers/pki.ts';

const lab = await makeLab('t004', NOW);
const rsa = await leaf(lab, { kind: 'rsa' });
const ecc = await leaf(lab, { kind: 'ecc' });
const hybrid = await leaf(lab, { kind: 'hybrid' });
const PASSPHRASE = 'Strom & Wärme';

/** Subjects and fingerprints, in order. */
function gist(bytes: Uint8Array, passphrase?: string) {
  const { format, certificates, keys, lockedKeys } = readBundle(bytes, 'the file', passphrase);
  return { format, prints: certificates.map(({ der }) => fingerprint(der)), keys: keys.length, lockedKeys };
}

const prints = (chain: readonly { der: Buffer }[]): string[] => chain.map(({ der }) => fingerprint(der));

test('PEM: one, many, a key beside them, remarks around, CRLF', (t) => {
  const text = chainPem(rsa.chain);
  const expected = { format: 'PEM', prints: prints(rsa.chain), keys: 0, lockedKeys: 0 } as const;
  t.deepEqual(gist(Buffer.from(text)), expected);
  t.deepEqual(gist(Buffer.from(text.replaceAll('\n', '\r\n'))), expected);
  t.deepEqual(gist(Buffer.from(`\ufeffsubject=x\n${text}\nthe end`)), expected);
  t.deepEqual(gist(Buffer.from(text + keyPem(rsa.key))), { ...expected, keys: 1 });
});

test('keys: PKCS#8, PKCS#1, SEC 1; enciphered ones wait for their passphrase', (t) => {
  for (const [key, types] of [
    [rsa.key, ['pkcs8', 'pkcs1']],
    [ecc.key, ['pkcs8', 'sec1']],
  ] as const) {
    for (const type of types) {
      const pem = key.export({ type, format: 'pem' });
      t.like(gist(Buffer.from(pem)), { format: 'PEM', keys: 1 });
      t.like(gist(key.export({ type, format: 'der' })), { format: 'DER', keys: 1 });
    }
    const locked = Buffer.from(keyPem(key, PASSPHRASE));
    t.like(gist(locked), { keys: 0, lockedKeys: 1 });
    t.like(gist(locked, PASSPHRASE), { keys: 1, lockedKeys: 0 });
    const error = t.throws(() => gist(locked, 'no'), { instanceOf: PkiError });
    t.is(error.fault, 'passphrase');
    t.notRegex(error.message + error.remedy, /\bno\b|Strom/, 'no passphrase in the message');
  }
});

test('DER', (t) => {
  t.deepEqual(gist(ecc.chain[0].der), { format: 'DER', prints: prints([ecc.chain[0]]), keys: 0, lockedKeys: 0 });
});

for (const [kind, material] of [
  ['rsa', rsa],
  ['ecc', ecc],
  ['hybrid', hybrid],
] as const) {
  test(`PKCS#12 that is written here is read by openssl, by Node and here: ${kind}`, (t) => {
    const pfx = writePkcs12(material.chain, material.key, PASSPHRASE);
    const { 'x.p12': file = '' } = filesIn({ 'x.p12': pfx });
    const text = openssl('pkcs12', '-in', file, '-nodes', '-passin', `pass:${PASSPHRASE}`);
    t.deepEqual(gist(Buffer.from(text)), { format: 'PEM', prints: prints(material.chain), keys: 1, lockedKeys: 0 });
    t.notThrows(() => createSecureContext({ pfx, passphrase: PASSPHRASE }));
    t.throws(() => createSecureContext({ pfx, passphrase: 'wrong' }));
    t.deepEqual(gist(pfx, PASSPHRASE), { format: 'PKCS#12', prints: prints(material.chain), keys: 1, lockedKeys: 0 });
    for (const wrong of [undefined, '', 'wrong']) {
      t.is(t.throws(() => gist(pfx, wrong), { instanceOf: PkiError }).fault, 'passphrase');
    }
  });

  for (const [title, options] of [
    ['of today', []],
    ['with 3DES and SHA-1', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['with RC2 of 40 bits', ['-legacy']],
  ] as const) {
    test(`PKCS#12 ${title} that openssl wrote, the certificates byte for byte: ${kind}`, (t) => {
      const [own, ...rest] = material.chain;
      const files = filesIn({
        'own.pem': chainPem([own]),
        'own.key': keyPem(material.key),
        'ca.pem': chainPem(rest),
        'x.p12': '',
      });
      const args = [
        '-inkey',
        files['own.key'] ?? '',
        '-in',
        files['own.pem'] ?? '',
        '-certfile',
        files['ca.pem'] ?? '',
      ];
      openssl('pkcs12', '-export', ...args, '-passout', 'pass:geheim', '-out', files['x.p12'] ?? '', ...options);
      const bytes = readFileSync(files['x.p12'] ?? '');
      t.deepEqual(gist(bytes, 'geheim'), { format: 'PKCS#12', prints: prints(material.chain), keys: 1, lockedKeys: 0 });
      t.is(t.throws(() => gist(bytes), { instanceOf: PkiError }).fault, 'passphrase');
    });
  }
}

test('PKCS#12 without a passphrase, and with a CA before the own certificate', (t) => {
  const files = filesIn({ 'all.pem': chainPem([...ecc.chain].reverse()), 'own.key': keyPem(ecc.key), 'x.p12': '' });
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    files['own.key'] ?? '',
    '-in',
    files['all.pem'] ?? '',
    '-passout',
    'pass:',
    '-out',
    files['x.p12'] ?? '',
  );
  t.deepEqual(gist(readFileSync(files['x.p12'] ?? '')).prints, prints(ecc.chain));
});

for (const format of ['PEM', 'DER'] as const) {
  test(`PKCS#7 in ${format}`, (t) => {
    const files = filesIn({ 'all.pem': chainPem([...ecc.chain, ...rsa.chain]), 'x.p7b': '' });
    openssl(
      'crl2pkcs7',
      '-nocrl',
      '-certfile',
      files['all.pem'] ?? '',
      '-outform',
      format,
      '-out',
      files['x.p7b'] ?? '',
    );
    t.deepEqual(
      new Set(gist(readFileSync(files['x.p7b'] ?? '')).prints),
      new Set(prints([...ecc.chain, ...rsa.chain])),
    );
  });
}

for (const [title, bytes] of [
  ['nothing', ''],
  ['text', 'not a certificate'],
  ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
  ['Base64 of something else', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ['a public key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
  ['a key that is none', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
] as const) {
  test(`refused by name: ${title}`, (t) => {
    const error = t.throws(() => readBundle(Buffer.from(bytes), 'x.pem'), { instanceOf: PkiError });
    t.is(error.fault, 'unreadable');
    t.regex(error.message, /^x\.pem/);
  });
}

test('bytes changed or cut anywhere: either read, or refused in words', (t) => {
  const samples = [ecc.chain[0].der, rsa.chain[0].der, writePkcs12(ecc.chain, ecc.key, 'x')];
  for (const [which, good] of samples.entries()) {
    for (let at = 0; at < good.length; at += which === 2 ? 37 : 3) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      for (const bytes of [changed, good.subarray(0, at)]) {
        try {
          readBundle(bytes, 'x', 'x');
        } catch (error) {
          t.true(error instanceof PkiError, `sample ${which}, byte ${at}: ${error}`);
        }
      }
    }
  }
  t.pass();
});

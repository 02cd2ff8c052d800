import { createHash } from 'node:crypto';
import test from 'ava';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint, fingerprints, matchFingerprint } from '../../src/pki/fingerprint.ts';
import { makeLab } from '../../src/pki/lab.ts';
import { filesIn, leaf, NOW, openssl } from '../helpers/pki.ts';

const lab = await makeLab('t003', NOW);
const { chain } = await leaf(lab);
const [own] = chain;
const { 'own.pem': file = '' } = filesIn({ 'own.pem': chainPem([own]) });

test("it is the last 29 characters of openssl's SHA-256 (10.5.1)", (t) => {
  const said = openssl('x509', '-in', file, '-noout', '-fingerprint', '-sha256').trim();
  t.is(fingerprint(own.der), said.slice(-29));
  t.regex(fingerprint(own.der), /^(?:[0-9A-F]{2}:){9}[0-9A-F]{2}$/);
});

test('the values beside it are what openssl makes of the certificate', (t) => {
  const value = (kind: string): string | undefined => fingerprints(own).find((one) => one.kind === kind)?.value;
  for (const [kind, option] of [
    ['sha256', '-sha256'],
    ['sha1', '-sha1'],
    ['md5', '-md5'],
  ] as const) {
    t.true(
      openssl('x509', '-in', file, '-noout', '-fingerprint', option)
        .trim()
        .endsWith(`=${value(kind)}`),
      kind,
    );
  }
  const spki = Buffer.from(openssl('x509', '-in', file, '-noout', '-pubkey').replace(/-----.*-----/g, ''), 'base64');
  t.is(value('key')?.replaceAll(':', '').toLowerCase(), createHash('sha256').update(spki).digest('hex'));
});

const pem = own.x509.toString();
const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');

for (const [title, text, kind] of [
  ['as the standard writes it', fingerprint(own.der), 'openadr'],
  ['in lower case without colons', fingerprint(own.der).replaceAll(':', '').toLowerCase(), 'openadr'],
  ['with spaces', fingerprint(own.der).replaceAll(':', ' '), 'openadr'],
  [
    'the whole SHA-256, as openssl prints it',
    openssl('x509', '-in', file, '-noout', '-fingerprint', '-sha256'),
    'sha256',
  ],
  ['the first ten bytes', fingerprints(own)[2]?.value ?? '', 'sha256First'],
  ['SHA-1', fingerprints(own)[3]?.value ?? '', 'sha1'],
  ['the end of SHA-1', fingerprints(own)[4]?.value ?? '', 'sha1Last'],
  ['MD5', fingerprints(own)[5]?.value ?? '', 'md5'],
  ['the whole hash of the PEM', hash('sha256', pem), 'pem'],
  ['the end of the hash of the PEM', hash('sha256', pem).slice(-20), 'pem'],
  ['the hash of the PEM with CRLF', hash('sha256', pem.replaceAll('\n', '\r\n')), 'pem'],
  ['SHA-1 of the PEM without its last line end', hash('sha1', pem.trimEnd()), 'pem'],
  ['the hash of the Base64 alone', hash('sha256', pem.replace(/-----.*-----|\n/g, '')), 'pem'],
  ['the hash of the whole file', hash('sha256', `a remark\n${pem}`), 'pem'],
  ["the issuer's fingerprint", fingerprint(lab.ecc.ca.certificate.der), 'issuer'],
  ['another certificate', fingerprint(lab.rsa.ca.certificate.der), undefined],
  ['nothing', '', undefined],
  ['a part of it', fingerprint(own.der).slice(0, 14), undefined],
] as const) {
  test(`a given value is told for what it is: ${title}`, (t) => {
    const found = matchFingerprint(text, own, {
      issuer: lab.ecc.ca.certificate,
      file: Buffer.from(`a remark\n${pem}`),
    });
    t.is(found?.kind, kind);
  });
}

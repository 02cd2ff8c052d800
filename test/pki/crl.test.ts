import { readFileSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { judgeCrl, readCrl } from '../../src/pki/crl.ts';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import { makeLab } from '../../src/pki/lab.ts';
import type { Authority } from '../../src/pki/material.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { DAY, filesIn, leaf, NOW, openssl } from '../helpers/pki.ts';

const lab = await makeLab('t005', NOW);

/** A CRL that openssl made, valid for 10 days, with those serials revoked. */
function crlOf({ certificate, key }: Authority, serials: readonly string[], form: 'PEM' | 'DER' = 'PEM'): Buffer {
  const index = serials.map((serial) => `R\t470101000000Z\t260601120000Z,keyCompromise\t${serial}\tunknown\t/CN=x\n`);
  const files = filesIn({
    'ca.pem': chainPem([certificate]),
    'ca.key': keyPem(key),
    'index.txt': index.join(''),
    'out.pem': '',
    config: '',
  });
  const { config = '', 'index.txt': database = '', 'out.pem': out = '' } = files;
  writeFileSync(
    config,
    `[ca]\ndefault_ca = c\n[c]\ndatabase = ${database}\ndefault_md = sha256\ndefault_crl_days = 10\n`,
  );
  openssl(
    'ca',
    '-gencrl',
    '-config',
    config,
    '-cert',
    files['ca.pem'] ?? '',
    '-keyfile',
    files['ca.key'] ?? '',
    '-out',
    out,
  );
  if (form === 'DER') openssl('crl', '-in', out, '-outform', 'DER', '-out', out);
  return readFileSync(out);
}

for (const kind of ['rsa', 'ecc', 'hybrid'] as const) {
  test(`a revoked certificate is told with date and reason, another is not: ${kind}`, async (t) => {
    const { root, ca } = lab[kind === 'ecc' ? 'ecc' : 'rsa'];
    const [bad, good] = await Promise.all([leaf(lab, { kind }), leaf(lab, { kind })]);
    const crl = readCrl(crlOf(ca, [bad.chain[0].serial, '4000']), 'x.crl');
    t.is(crl.revoked.size, 2);
    t.is(
      judgeCrl(crl, [...bad.chain, root.certificate], NOW)?.message,
      'O=oadr-sim lab t005, CN=ven-1 was revoked on 2026-06-01T12:00:00Z (key compromised)',
    );
    t.is(judgeCrl(crl, [...good.chain, root.certificate], NOW), undefined);
  });
}

test('an empty one, DER, and one that is out of date', async (t) => {
  const { chain } = await leaf(lab);
  const crl = readCrl(crlOf(lab.ecc.ca, [], 'DER'), 'x.crl');
  t.is(judgeCrl(crl, chain, NOW), undefined);
  t.regex(judgeCrl(crl, chain, NOW + 11 * DAY)?.message ?? '', /^the CRL is out of date: the next one was due on /);
});

test('a revoked intermediate counts, by the CRL of its root', async (t) => {
  const { chain } = await leaf(lab);
  const crl = readCrl(crlOf(lab.ecc.root, [lab.ecc.ca.certificate.serial]), 'x.crl');
  t.regex(judgeCrl(crl, [...chain, lab.ecc.root.certificate], NOW)?.message ?? '', /CN=ECC CA t005 was revoked/);
});

test('a CRL of another CA, and one that another key signed, prove nothing', async (t) => {
  const { chain } = await leaf(lab);
  const strange = readCrl(crlOf(lab.rsa.ca, []), 'x.crl');
  t.regex(judgeCrl(strange, chain, NOW)?.message ?? '', /^the CRL is not of a CA of this chain/);
  const twin = (await makeLab('t005', NOW)).ecc.ca;
  const forged = readCrl(crlOf(twin, []), 'x.crl');
  t.regex(
    judgeCrl(forged, chain, NOW)?.message ?? '',
    /^the CRL was not signed by O=oadr-sim lab t005, CN=ECC CA t005/,
  );
});

test('what is no CRL is refused', (t) => {
  for (const bytes of [Buffer.from('x'), lab.ecc.ca.certificate.der, Buffer.from(chainPem([lab.ecc.ca.certificate]))]) {
    t.regex(
      t.throws(() => readCrl(bytes, 'x.crl'), { instanceOf: PkiError }).message,
      /^x\.crl is no certificate revocation list/,
    );
  }
});

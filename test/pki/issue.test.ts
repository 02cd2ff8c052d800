import test from 'ava';
import { chainPem } from '../../src/pki/files.ts';
import { makeLab } from '../../src/pki/lab.ts';
import type { LeafKind } from '../../src/pki/material.ts';
import { filesIn, leaf, NOW, openssl, rootsOf, strictVerify } from '../helpers/pki.ts';

const lab = await makeLab('t001', NOW);
const roots = rootsOf(lab).certificates;

for (const kind of ['rsa', 'ecc', 'hybrid'] as const) {
  test(`openssl's strict check accepts the chain: ${kind}`, async (t) => {
    const { chain } = await leaf(lab, { kind, hosts: ['bench.local', '192.168.1.10', 'fd00::2'] });
    for (const purpose of ['sslclient', 'sslserver']) {
      const { ok, output } = strictVerify(chain, roots, '-purpose', purpose);
      t.true(ok, output);
    }
    t.true(strictVerify(chain, roots, '-verify_ip', 'fd00::2').ok);
    t.true(strictVerify(chain, roots, '-verify_hostname', 'bench.local').ok);
    t.false(strictVerify(chain, roots, '-verify_hostname', 'other.local').ok);
    t.false(strictVerify([chain[0]], roots).ok, 'without its intermediate there is no chain');
  });
}

for (const [kind, key, signature, usage] of [
  ['rsa', 'RSA 2048', 'RSA with SHA-256', ['digitalSignature', 'keyEncipherment']],
  ['ecc', 'ECC P-256', 'ECDSA with SHA-256', ['digitalSignature']],
  ['hybrid', 'ECC P-256', 'RSA with SHA-256', ['digitalSignature']],
] as const satisfies readonly (readonly [LeafKind, string, string, readonly string[]])[]) {
  test(`key, signature and usage are those of rules 67 and 68: ${kind}`, async (t) => {
    const [own] = (await leaf(lab, { kind })).chain;
    t.is(own.key.name, key);
    t.is(own.signature.name, signature);
    t.deepEqual(own.usage, usage);
    t.deepEqual(own.purposes, ['serverAuth', 'clientAuth']);
    t.false(own.ca);
  });
}

test('a CA of each branch may issue, the intermediate nothing but ends of chains', (t) => {
  for (const { root, ca } of [lab.rsa, lab.ecc]) {
    t.true(root.certificate.selfSigned);
    t.is(root.certificate.pathLength, undefined);
    t.is(ca.certificate.pathLength, 0);
    t.is(ca.certificate.authorityKeyId, root.certificate.subjectKeyId);
  }
});

test('times from 2050 on, names beyond ASCII and address forms are as openssl reads them', async (t) => {
  const { chain } = await leaf(
    lab,
    {
      commonName: 'Zähler',
      hosts: ['*.bench.local', '10.0.0.1', '::1', '2001:db8::ffff:1', '::ffff:10.0.0.2'],
    },
    { notAfter: Date.UTC(2051, 1, 1) },
  );
  const { 'own.pem': file = '' } = filesIn({ 'own.pem': chainPem([chain[0]]) });
  const text = openssl('x509', '-in', file, '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus');
  t.regex(text, /Not After : Feb {2}1 00:00:00 2051 GMT/);
  t.regex(text, /CN=Zähler/);
  t.regex(
    text,
    /DNS:\*\.bench\.local, IP Address:10\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1, IP Address:2001:DB8:0:0:0:0:FFFF:1, IP Address:0:0:0:0:0:FFFF:A00:2/,
  );
  t.regex(text, /keyid:|Authority Key Identifier/);
  t.is(chain[0].notAfter, Date.UTC(2051, 1, 1));
});

test('begins a day back, since clocks of devices are seldom right; serials are positive and differ', async (t) => {
  const all = await Promise.all([1, 2, 3, 4].map(async () => (await leaf(lab)).chain[0]));
  for (const one of all) {
    t.is(one.notBefore, NOW - 86_400_000);
    t.regex(one.serial, /^[4-7][0-9A-F]{31}$/);
  }
  t.is(new Set(all.map(({ serial }) => serial)).size, 4);
});

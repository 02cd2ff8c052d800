import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { certificateChecks, type Presented } from '../../src/cli/doctor/certificates.ts';
import type { Check } from '../../src/cli/doctor/check.ts';
import { examine } from '../../src/cli/doctor/examine.ts';
import { keyFilesCheck, keyFilesOf } from '../../src/cli/doctor/key-files.ts';
import { suiteChecks } from '../../src/cli/doctor/suites.ts';
import type { DoctorCliOptions } from '../../src/cli/doctor-options.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { makeBranch, makeLeaf } from '../../src/pki/lab.ts';
import { days } from '../../src/pki/lifetime.ts';
import { folder } from '../helpers/cli.ts';
import { TlsLab } from '../helpers/tls-lab.ts';

const now = Date.now();
const lab = await TlsLab.make('doctor');
const [rsa, ecc] = await Promise.all([lab.leaf('vtn-rsa', 'rsa'), lab.leaf('vtn-ecc', 'ecc')]);
const HOSTS = ['localhost', '127.0.0.1'];

function judged(presented: Partial<Presented> = {}): readonly Check[] {
  return certificateChecks({ identities: [rsa, ecc], trust: lab.trust, now, hosts: HOSTS, lab: 'lab', ...presented });
}

/** What is not ok, as `state name: message | remedy`. */
function complaints(checks: readonly Check[]): readonly string[] {
  return checks
    .filter(({ state }) => state === 'warning' || state === 'failure')
    .map(({ state, name, message, remedy }) => `${state} ${name}: ${message} | ${remedy}`);
}

test('good certificates: chain, hosts, both kinds, trust', (t) => {
  const checks = judged();
  t.deepEqual(complaints(checks), []);
  t.deepEqual(
    checks.map(({ name }) => name),
    ['certificate', 'hosts', 'certificate', 'hosts', 'key types', 'trust'],
  );
  t.regex(checks[0]?.message ?? '', /^vtn-rsa: RSA 2048, chain complete, (299|300) days left, fingerprint (..:){9}..$/);
  t.is(checks[3]?.message, 'vtn-ecc covers localhost, 127.0.0.1');
  t.is(checks[5]?.message, '2 roots, 2 intermediates');
});

test('a fault of the VTN certificate is a failure with its remedy', async (t) => {
  for (const [fault, expected] of [
    [
      'expired',
      /^failure certificate: vtn-ecc-expired: .* expired on .* \| renew it: oadr-sim certs vtn --force --folder lab --san localhost,127\.0\.0\.1; if our clock/,
    ],
    ['not-yet-valid', /^failure certificate: .* is not valid before .* \| compare the clock/],
    ['wrong-ca', /^failure certificate: .*unknown CA.* \| add that CA/],
    ['self-signed', /^failure certificate: .*self-signed.* \| have a CA/],
    ['wrong-usage', /^failure certificate: .*extended key usage.* \| have it issued/],
    ['weak-key', /^failure certificate: .*too weak a key.* \| make a new key/],
    ['no-intermediate', /^failure certificate: .*the chain is not complete: .* \| append the intermediate/],
    [
      'wrong-host',
      /^failure hosts: .* is not for localhost, 127\.0\.0\.1, but for DNS:elsewhere\.invalid \| oadr-sim certs vtn --force --folder lab --san localhost,127\.0\.0\.1$/,
    ],
  ] as const) {
    const spoilt = await lab.leaf('vtn-ecc', 'ecc', fault);
    const told = complaints(judged({ identities: [rsa, spoilt] }));
    t.true(
      told.some((line) => expected.test(line)),
      `${fault}: ${told.join('\n')}`,
    );
  }
});

test('an address that is not covered is told; all of them are a failure', (t) => {
  const [rsaHosts, eccHosts] = complaints(judged({ hosts: ['127.0.0.1', '10.0.0.7'] }));
  t.regex(rsaHosts ?? '', /^warning hosts: vtn-rsa is not for 10\.0\.0\.7, but for .* --san 10\.0\.0\.7$/);
  t.regex(eccHosts ?? '', /^warning hosts: vtn-ecc is not for 10\.0\.0\.7/);
  const [all] = complaints(judged({ hosts: ['bench.local'], lab: undefined }));
  t.regex(all ?? '', /^failure hosts: .* \| have it issued anew with subjectAltName for bench\.local$/);
});

test('one kind only, no trust, no root, no intermediate', (t) => {
  const { rsa: one, ecc: two } = lab.lab;
  const told = (presented: Partial<Presented>) => complaints(judged(presented)).join('\n');
  t.regex(told({ identities: [rsa] }), /^warning key types: no ECC certificate: .* \| --cert and --key twice/);
  t.regex(told({ trust: { certificates: [] } }), /^failure trust: no CA is trusted.* \| --ca/m);
  const intermediates = [one.ca.certificate, two.ca.certificate];
  t.regex(told({ trust: { certificates: intermediates } }), /^failure trust: no root is trusted, only .* \| --ca/m);
  const roots = [one.root.certificate, two.root.certificate];
  t.regex(told({ trust: { certificates: roots } }), /^warning trust: no intermediate: .* \| --ca/);
  // A certificate that was bought: --ca says whom this VTN trusts, not whom devices do.
  t.regex(
    told({ identities: [rsa], trust: { certificates: [two.root.certificate] }, lab: undefined }),
    /^warning certificate: vtn-rsa: /,
  );
});

test('the near end of a certificate or CA is told, with the days', async (t) => {
  const branch = await makeBranch('ecc', 'old', now - days(15 * 365 - 10));
  const request = { commonName: 'vtn', name: 'old', kind: 'ecc', hosts: HOSTS, days: 5, now } as const;
  const old = await makeLeaf(request, branch.ca);
  const trust = { certificates: [...lab.trust.certificates, branch.root.certificate, branch.ca.certificate] };
  const told = complaints(judged({ identities: [rsa, old], trust }));
  t.is(told.length, 2, told.join('\n'));
  t.regex(
    told[0] ?? '',
    /^warning certificate: old: O=.*CN=vtn ends on .*, in [45] days \| renew it in time: oadr-sim certs vtn --force --folder lab --san localhost,127\.0\.0\.1 /,
  );
  t.regex(told[1] ?? '', /^warning certificate: old: .*CN=ECC CA old ends on .*, in (9|10) days \| renew it/);
  const [ca] = complaints(judged({ trust }));
  t.regex(ca ?? '', /^warning trust: the trusted CA .*CN=ECC CA old ends on .*, in (9|10) days \| renew it/);
  const over = complaints(judged({ trust, now: now + days(12) }));
  t.regex(over.join('\n'), /^warning trust: the trusted CA .*CN=ECC CA old ended on .* \| have the CA renew/m);
});

test('each suite of rule 67 is tried with the certificate that it goes with', async (t) => {
  const tls = { identities: [rsa, ecc], trust: lab.trust };
  t.deepEqual(
    (await suiteChecks(tls)).map(({ state, message }) => `${state} ${message}`),
    ['ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA256'].map((suite) => `ok ${suite} was agreed in a trial handshake`),
  );
  t.deepEqual(
    (await suiteChecks({ ...tls, profile: 'modern' })).map(({ state }) => state),
    ['ok', 'ok'],
  );
  const [absent, known] = await suiteChecks({ ...tls, identities: [rsa] }, [
    'aes128-sha256',
    'ecdhe-ecdsa-aes128-sha256',
  ]);
  t.is(absent?.state, 'info');
  t.is(known?.state, 'ok');
  const [unknown] = await suiteChecks(tls, ['aes128-sha256']);
  t.is(unknown?.state, 'failure');
  t.regex(unknown?.message ?? '', /does not know ECDHE-ECDSA-AES128-SHA256/);
  t.truthy(unknown?.remedy);
  const weak = await lab.leaf('vtn-ecc', 'ecc', 'weak-key');
  const [refused] = await suiteChecks({ ...tls, identities: [rsa, weak] });
  t.is(refused?.state, 'failure', refused?.message);
  t.regex(refused?.message ?? '', /comes to nothing in a trial handshake: /);
});

test('key files are for their owner only', async (t) => {
  const cwd = folder();
  mkdirSync(join(cwd, 'simulated'));
  for (const name of ['a.key', 'b.pem', 'simulated/c.p12']) writeFileSync(join(cwd, name), '', { mode: 0o600 });
  const files = await keyFilesOf(cwd);
  t.deepEqual([...files].sort(), [join(cwd, 'a.key'), join(cwd, 'simulated/c.p12')]);
  t.deepEqual(await keyFilesCheck(files), {
    name: 'key files',
    state: 'ok',
    message: '2, none of which others may read',
  });
  chmodSync(join(cwd, 'a.key'), 0o640);
  const open = await keyFilesCheck(files);
  t.is(open.state, 'warning');
  t.regex(open.message, /others may read .*a\.key \(0640\)$/);
  t.is(open.remedy, `chmod 600 ${join(cwd, 'a.key')}`);
});

test('a lab that is whole, one that is not there, a key that does not fit, a passphrase that does not open', async (t) => {
  const cwd = folder();
  const own = [...labFiles(lab.lab, {}), ...[rsa, ecc].flatMap((one) => materialFiles(one, { passphrase: 'right' }))];
  await writeFiles(cwd, own, false);
  const usual = {
    host: '127.0.0.1',
    state: join(cwd, 's.json'),
    record: 'none',
    recordMax: 1,
    color: 'never',
  } as const;
  const about = async (options: Partial<DoctorCliOptions>, passphrase?: string) =>
    (await examine({ ...usual, ...options }, passphrase, now)).filter(
      ({ name }) => name !== 'open files' && name !== 'port' && name !== 'clock',
    );
  t.deepEqual(complaints(await about({ tls: cwd, sign: 'on' }, 'right')), []);
  const signed = await about({ sign: 'require', signCerts: cwd }, 'right');
  t.deepEqual(complaints(signed), []);
  t.true(signed.some(({ message }) => message === 'require: RSA 2048, ECC P-256 can sign'));
  t.false(signed.some(({ name }) => name === 'suite' || name === 'hosts'));
  const late = await examine({ ...usual, sign: 'require', signCerts: cwd }, 'right', now + days(400));
  t.regex(
    complaints(late).join('\n'),
    /^failure signatures: require: .*VENs refuse what they sign \| see certificate/m,
  );
  for (const [options, passphrase, expected] of [
    [
      { tls: join(cwd, 'nowhere') },
      undefined,
      /^failure certificate: .*neither vtn-rsa\.pem nor .* \| oadr-sim certs init/,
    ],
    [{ tls: cwd }, undefined, /^failure certificate: .*\.key needs a passphrase \| --passphrase-file/],
    [{ tls: cwd }, 'wrong', /^failure certificate: the passphrase does not open .*\.key \| --passphrase-file/],
    [
      { cert: [join(cwd, 'vtn-rsa.pem')], key: [join(cwd, 'vtn-ecc.key')] },
      'right',
      /^failure certificate: no key fits .* \| --key/,
    ],
  ] as const) {
    const told = complaints(await about(options, passphrase));
    t.is(told.length, 1, told.join('\n'));
    t.regex(told[0] ?? '', expected);
  }
  const plain = await about({});
  t.true(plain.some(({ name, state, message }) => name === 'TLS' && state === 'info' && /plain HTTP/.test(message)));
});

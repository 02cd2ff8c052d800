import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { join } from 'node:path';
import test from 'ava';
import { Mint } from '../../src/bench/mint.ts';
import { UsageError } from '../../src/cli/exit.ts';
import type { VenCliOptions } from '../../src/cli/ven-options.ts';
import { certKindLines, venTls } from '../../src/cli/ven-tls.ts';
import { readBundle } from '../../src/pki/bundle.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import { makeLab, makeLeaf } from '../../src/pki/lab.ts';
import type { ClientTls } from '../../src/transport/client-tls.ts';
import { folder, oadrSim, start } from '../helpers/cli.ts';
import { FakeVtn } from '../helpers/fake-vtn.ts';

const LAB = folder();
const now = Date.now();
const lab = await makeLab('cli', now);
const vtn = await makeLeaf(
  { commonName: 'vtn', name: 'vtn-ecc', kind: 'ecc', hosts: ['127.0.0.1'], days: 90, now },
  lab.ecc.ca,
);
await writeFiles(LAB, [...labFiles(lab, {}), ...materialFiles(vtn, {})], false);

const pem = (name: string): string => readFileSync(join(LAB, name), 'utf8');

/** A VTN of the lab that asks for certificates, and takes any. */
const SERVER: ServerOptions = {
  ...{ cert: pem('vtn-ecc.pem'), key: pem('vtn-ecc.key'), ca: pem('trust.pem') },
  ...{ requestCert: true, rejectUnauthorized: false },
};

function printOf({ cert = '' }: ClientTls): string {
  const [own] = readBundle(Buffer.from(cert), 'the certificate').certificates;
  return own ? fingerprint(own.der) : '';
}

test('--tls gives each VEN a certificate of its own, shows its fingerprint, and keeps it', async (t) => {
  const vtn = await FakeVtn.start(t, undefined, SERVER);
  const ven = start(['ven', '--url', vtn.url, '--tls', LAB, '--count', '2', '--name', 'kept']);
  const shown = await Promise.all(
    [1, 2].map((n) =>
      ven.line(
        new RegExp(
          `kept-${n} presents .*CN=kept-${n} \\(ECC P-256\\), fingerprint ([0-9A-F:]{29}); TLS profile openadr`,
        ),
      ),
    ),
  );
  await Promise.race([vtn.until(() => vtn.of('oadrPoll').length > 0), ven.finished]);
  ven.child.kill('SIGINT');
  await ven.finished;
  const prints = shown.map((match) => match[1]);
  t.is(new Set(prints).size, 2);
  t.true(prints.includes(vtn.got[0]?.peer));
  const mint = await Mint.open({ folder: LAB, now: Date.now });
  t.deepEqual(
    ['kept-1', 'kept-2'].map((name) => printOf(mint.of(name))),
    prints,
  );
});

test('--cert, --key and --ca are files that somebody made; the key may have a passphrase', async (t) => {
  const own = await makeLeaf({ commonName: 'dut', name: 'dut', kind: 'rsa', hosts: [], days: 9, now }, lab.rsa.ca);
  const files = folder();
  await writeFiles(files, materialFiles(own, { passphrase: 'geheim' }), false);
  writeFileSync(join(files, 'word'), 'geheim\n');
  const vtn = await FakeVtn.start(t, undefined, SERVER);
  const common = ['ven', '--url', vtn.url, '--cert', join(files, 'dut.pem'), '--key', join(files, 'dut.key')];
  const ven = start([...common, '--ca', join(LAB, 'trust.pem'), '--passphrase-file', join(files, 'word')]);
  await Promise.race([vtn.until(() => vtn.of('oadrPoll').length > 0), ven.finished]);
  ven.child.kill('SIGINT');
  const { stdout, stderr } = await ven.finished;
  t.is(vtn.got[0]?.peer, fingerprint(own.chain[0].der));
  t.true(stdout.includes(fingerprint(own.chain[0].der)));
  t.regex(stderr, /^warning: the certificate of sim ends on .*in 8 days; try: renew it in time/m);
  const locked = await oadrSim([...common, '--ca', join(LAB, 'trust.pem')]);
  t.is(locked.code, 4);
  t.regex(locked.stderr, /^error: .*dut\.key needs a passphrase\ntry: --passphrase-file/);
});

test('--cert-kind presents what must be refused; the reason of the VTN is told', async (t) => {
  const reply = { status: 403, headers: { 'Content-Type': 'text/plain' }, text: '403: it expired.\nhint: renew it\n' };
  const vtn = await FakeVtn.start(t, () => reply, SERVER);
  const ven = start(['ven', '--url', vtn.url, '--tls', LAB, '--cert-kind', 'expired', '--duration', '1s']);
  const { code, stderr } = await ven.finished;
  t.is(code, 4);
  t.regex(stderr, /answered oadrQueryRegistration with HTTP 403: it expired; try: renew it$/m);
  t.false(readdirSync(LAB).some((name) => name.includes('expired')));
});

test('a VTN that is not to be believed is said, with the remedy, and tried again', async (t) => {
  const vtn = await FakeVtn.start(t, undefined, SERVER);
  const strange = await makeLab('strange', now);
  const files = folder();
  await writeFiles(files, labFiles(strange, {}), false);
  const ven = start(['ven', '--url', vtn.url, '--tls', files, '--cert-kind', 'none', '--duration', '1500ms']);
  const { code, stdout, stderr } = await ven.finished;
  t.is(code, 4);
  t.regex(stdout, /sim presents no certificate; TLS profile openadr/);
  t.regex(
    stderr,
    /again in \d+ ms: the certificate of 127\.0\.0\.1 is refused: unknown CA: .*CN=ECC root cli issued it/,
  );
  t.regex(stderr, /; try: --ca <file>/);
  t.deepEqual(vtn.got, []);
});

test('the mint keeps keys to itself, and makes anew what another CA issued', async (t) => {
  const mint = await Mint.open({ folder: LAB, now: Date.now });
  const first = printOf(mint.of('mine'));
  t.is(statSync(join(LAB, 'simulated/ven-mine-ecc.key')).mode & 0o777, 0o600);
  t.is(printOf((await Mint.open({ folder: LAB, now: Date.now })).of('mine')), first);
  t.not(printOf((await Mint.open({ folder: LAB, kind: 'hybrid', now: Date.now })).of('mine')), first);
  const anew = folder();
  await writeFiles(anew, labFiles(await makeLab('anew', now), {}), false);
  const files = materialFiles(
    await makeLeaf({ commonName: 'mine', name: 'ven-mine-ecc', kind: 'ecc', hosts: [], days: 90, now }, lab.ecc.ca),
    {},
  );
  await writeFiles(anew, files, false);
  const second = mint.of('mine');
  t.is(printOf(second), first);
  const other = (await Mint.open({ folder: anew, now: Date.now })).of('mine');
  t.regex(readBundle(Buffer.from(other.cert ?? ''), 'it').certificates[0]?.issuer ?? '', /CN=ECC CA anew/);
  // A name that cannot be a file's is not kept.
  t.notThrows(() => mint.of('../up'));
  t.false(readdirSync(join(LAB, 'simulated')).some((name) => name.includes('up')));
});

test('options that do not go together are wrong usage', async (t) => {
  const https = 'https://127.0.0.1:1/OpenADR2/Simple/2.0b';
  const strange = join(folder(), 'strange.key');
  writeFileSync(strange, keyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
  const usual = { count: 1, name: 'sim', personality: 'cooperative', record: 'none', color: 'never' } as const;
  const table: readonly (readonly [string, Partial<VenCliOptions>, RegExp])[] = [
    ['http://127.0.0.1:1', { tls: LAB }, /--tls is for TLS, and http:.* is plain HTTP/],
    ['http://127.0.0.1:1', { tlsProfile: 'modern' }, /--tls-profile is for TLS/],
    [https, { tls: LAB, ca: ['x'] }, /--ca and --tls are both there/],
    [https, { certKind: 'good' }, /--cert-kind needs --tls/],
    [https, { tls: LAB, certKind: 'old' }, /there is no --cert-kind old/],
    [https, { tls: LAB, certKind: 'wrong-host' }, /there is no --cert-kind wrong-host/],
    [https, { cert: 'x' }, /--cert goes with one VEN only/],
    [https, { key: 'x' }, /--key needs --cert/],
    [
      https,
      { cert: join(LAB, 'vtn-ecc.pem'), key: strange, name: 'one' },
      /^the key in .*strange\.key is not that of .*CN=.* in .*vtn-ecc\.pem$/,
    ],
    [https, { cert: join(LAB, 'vtn-ecc.pem'), name: 'one' }, /--key is missing: .*vtn-ecc\.pem holds no key$/],
  ];
  for (const [url, options, message] of table) {
    const names = options.name ? [options.name] : ['sim-1', 'sim-2'];
    const wrong = venTls(url, { ...usual, tlsProfile: 'openadr', ...options }, names);
    await t.throwsAsync(wrong, { instanceOf: UsageError, message });
  }
  t.regex(certKindLines().join('\n'), /^good +\S.*\nnone +\S.*\nexpired +\S/);
});

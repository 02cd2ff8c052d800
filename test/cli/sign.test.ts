import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { type BenchSign, benchSign } from '../../src/cli/bench-sign.ts';
import { benchTls } from '../../src/cli/bench-tls.ts';
import { checkSecurity } from '../../src/cli/bench-usage.ts';
import { beyondLoopback } from '../../src/cli/beyond.ts';
import { UsageError } from '../../src/cli/exit.ts';
import { fingerprintOption, type SignCliOptions } from '../../src/cli/sign-options.ts';
import type { TlsCliOptions } from '../../src/cli/tls-options.ts';
import type { VenCliOptions } from '../../src/cli/ven-options.ts';
import { venTls } from '../../src/cli/ven-tls.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { folder, oadrSim, start } from '../helpers/cli.ts';
import { TlsLab } from '../helpers/tls-lab.ts';

const now = Date.now();
const lab = await TlsLab.make('sign');
const LAB = folder();
const [rsa, ecc] = await Promise.all([lab.leaf('vtn-rsa', 'rsa'), lab.leaf('vtn-ecc', 'ecc')]);
await writeFiles(LAB, [...labFiles(lab.lab, {}), ...[rsa, ecc].flatMap((one) => materialFiles(one, {}))], false);
const RSA = fingerprint(rsa.chain[0].der);
const ECC = fingerprint(ecc.chain[0].der);
const VEN = '18:06:2A:7F:0B:6A:1D:CB:1C:0E';

/** As a session reads its options. */
async function signing(options: TlsCliOptions & SignCliOptions, simulates = false): Promise<BenchSign> {
  checkSecurity(options);
  const needs = { simulates, now };
  return benchSign(options, needs, await benchTls(options, needs));
}

test('with TLS its identities sign, each connection as its own; simulated VENs sign with theirs', async (t) => {
  const fingerprints = fingerprintOption(`ven 7=${VEN.toLowerCase().replaceAll(':', '')}`);
  const { bench, session } = await signing({ tls: LAB, sign: 'on', fingerprint: fingerprints }, true);
  t.like(bench.sign, { mode: 'on', replayWindow: 300_000, keyType: undefined });
  t.deepEqual(
    bench.sign?.identities.map(({ chain }) => fingerprint(chain[0].der)),
    [RSA, ECC],
  );
  t.is(bench.sign?.lookup?.('ven 7'), VEN);
  t.is(bench.sign?.lookup?.('ven 8'), undefined);
  t.like(session, { mode: 'on', replayWindow: 300_000 });
  t.deepEqual(
    session?.certificates.map((one) => one.fingerprint),
    [RSA, ECC],
  );
  const own = bench.venSign?.('sim-1');
  t.true(own?.certificate.checkPrivateKey(own.key));
  t.not(fingerprint(own?.certificate.raw ?? Buffer.of()), ECC);
});

test('without TLS the keys of a lab sign, of one kind where that is wanted', async (t) => {
  const plain = { sign: 'require', signCerts: LAB, replayWindow: 60_000 } as const;
  const { bench, session } = await signing({ ...plain, signKey: 'ecc' }, true);
  t.like(bench.sign, { mode: 'require', replayWindow: 60_000, keyType: 'ec' });
  t.is(bench.sign?.trust.certificates.length, 4);
  t.is(session?.mode, 'require');
  t.deepEqual(bench.venSign?.('sim-1').vtnFingerprint, [RSA, ECC]);
  t.is(bench.venSign?.('sim-1').replayWindow, 60_000);
  t.is((await signing(plain)).bench.venSign, undefined);
  const eccOnly = folder();
  await writeFiles(eccOnly, [...labFiles(lab.lab, {}), ...materialFiles(ecc, {})], false);
  // Who signs with one kind of key only cuts nobody off.
  t.deepEqual((await signing({ ...plain, signCerts: eccOnly })).warnings, []);
  await t.throwsAsync(signing({ ...plain, signCerts: eccOnly, signKey: 'rsa' }), {
    instanceOf: PkiError,
    message: /holds no RSA certificate/,
  });
});

test('off: nothing signs; over TLS what comes signed can be checked', async (t) => {
  t.deepEqual(await signing({}, true), { bench: {}, warnings: [] });
  const { bench, session } = await signing({ tls: LAB }, true);
  t.like(bench.sign, { mode: 'off', identities: [] });
  t.is(bench.sign?.trust.certificates.length, 4);
  t.is(bench.venSign, undefined);
  t.is(session, undefined);
});

test('options of signatures that do not go together are wrong usage, with a remedy', (t) => {
  const table: readonly (readonly [TlsCliOptions & SignCliOptions, RegExp, RegExp])[] = [
    [{ sign: 'on' }, /nothing to sign with/, /--sign-certs <folder>/],
    [{ sign: 'on', tls: LAB, signKey: 'rsa' }, /--sign-key is for plain HTTP/, /leave --sign-key out/],
    [{ sign: 'require', cert: ['x'], signCerts: LAB }, /--sign-certs is for plain HTTP/, /leave --sign-certs out/],
    [{ signCerts: LAB }, /--sign-certs is for signatures, and --sign is off/, /--sign on/],
    [{ tls: LAB, sign: 'off', replayWindow: 1_000 }, /--replay-window is for signatures/, /--sign on/],
    [{ fingerprint: new Map([['a', VEN]]) }, /--fingerprint is of a certificate/, /--tls <folder>, or --sign on/],
    [{ passphrase: 'x' }, /--passphrase is for TLS/, /--tls <folder>/],
    [{ sign: 'on', signCerts: LAB, key: ['x'] }, /--key is for TLS/, /--cert and --key/],
  ];
  for (const [options, message, hint] of table) {
    const error = t.throws(() => checkSecurity(options), { instanceOf: UsageError, message });
    t.regex(error.hint ?? '', hint);
  }
  t.notThrows(() => checkSecurity({ sign: 'on', signCerts: LAB, ca: ['x'], passphraseFile: 'x' }));
});

test('--fingerprint knows what is no fingerprint, and gives each VEN its own', (t) => {
  const first = fingerprintOption(`a=b=${VEN}`);
  t.deepEqual([...first], [['a=b', VEN]]);
  const sha256 = 'AB'.repeat(22) + VEN.replaceAll(':', '');
  for (const [text, message] of [
    [VEN, /must be venID=fingerprint/],
    ['a=', /is no fingerprint/],
    ['a=12:34:5', /is no fingerprint/],
    ['a=12:34', /has 2 bytes; a fingerprint has ten/],
    [`a=${'00'.repeat(20)}`, /as long as a SHA-1/],
    [`a=${sha256}`, new RegExp(`are the fingerprint: ${VEN}`)],
    [`c=${VEN}`, /a=b has that fingerprint already/],
    ['a=b=00:00:00:00:00:00:00:00:00:01', /a=b has a fingerprint already/],
  ] as const) {
    t.throws(() => fingerprintOption(text, first), { message }, text);
  }
});

test('oadr-sim ven signs with what it presents; on plain HTTP with the same files', async (t) => {
  const usual = { count: 1, name: 'sim', personality: 'cooperative', record: 'none', color: 'never' } as const;
  const read = (url: string, options: Partial<VenCliOptions>) =>
    venTls(url, { ...usual, tlsProfile: 'openadr', ...options }, ['sim']);
  const plain = await read('http://127.0.0.1:1', { tls: LAB, sign: true });
  t.is(plain?.of, undefined);
  t.deepEqual(plain?.sign?.('sim').vtnFingerprint, [RSA, ECC]);
  t.regex(plain?.about('sim')[0]?.message ?? '', /^sim signs with .*CN=sim \(ECC P-256\), fingerprint [0-9A-F:]{29}$/);
  const named = await read('http://127.0.0.1:1', { tls: LAB, sign: true, vtnFingerprint: [VEN], replayWindow: 5_000 });
  t.like(named?.sign?.('sim'), { vtnFingerprint: [VEN], replayWindow: 5_000 });
  const over = await read('https://127.0.0.1:1', {
    cert: join(LAB, 'vtn-rsa.pem'),
    key: join(LAB, 'vtn-rsa.key'),
    sign: true,
  });
  t.is(over?.of?.('sim').cert, readFileSync(join(LAB, 'vtn-rsa.pem'), 'utf8'));
  t.is(fingerprint(over?.sign?.('sim').certificate.raw ?? Buffer.of()), RSA);
  t.is((await read('https://127.0.0.1:1', { tls: LAB }))?.sign, undefined, 'off by default');
  for (const [url, options, message] of [
    ['http://127.0.0.1:1', { sign: true }, /--sign has nothing to sign with/],
    ['https://127.0.0.1:1', { sign: true, tls: LAB, certKind: 'none' }, /leaves nothing to sign with/],
    ['https://127.0.0.1:1', { tls: LAB, vtnFingerprint: [VEN] }, /--vtn-fingerprint is for signatures/],
    ['http://127.0.0.1:1', { sign: true, tls: LAB, tlsProfile: 'modern' }, /--tls-profile is for TLS/],
  ] as const) {
    await t.throwsAsync(read(url, options), { instanceOf: UsageError, message });
  }
});

test('what other machines reach is told apart from loopback', (t) => {
  for (const host of [
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    'localhost',
    'a.localhost',
  ])
    t.false(beyondLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '192.168.1.10', 'fd00::1', '::11', 'bench.local', 'localhost.lan'])
    t.true(beyondLoopback(host), host);
});

test('serve says mode, window and keys, provisions what is known, and warns once that it is open', async (t) => {
  const cwd = folder();
  const running = start(
    [
      ...['serve', '--ui', 'plain', '--ephemeral', '--port', '0', '--host', '0.0.0.0', '--record', 'r.ndjson'],
      ...['--sign', 'require', '--sign-certs', LAB, '--replay-window', '90s', '--fingerprint', `meter-7=${VEN}`],
    ],
    { cwd },
  );
  await running.line(
    new RegExp(
      `^signatures required of every message; ReplayProtect within 1m30s either way; this VTN signs with RSA 2048 ${RSA}, ECC P-256 ${ECC}$`,
    ),
  );
  await running.line(/meter-7 known \(provisioned\)/);
  running.child.kill('SIGINT');
  const { code, stdout, stderr } = await running.finished;
  t.is(code, 130);
  t.deepEqual(stderr.match(/plain HTTP/g)?.length, 1, stderr);
  t.regex(stderr, /^warning: other machines can reach this VTN.*; try: --tls <folder>/m);
  t.notRegex(stdout, /without TLS/);
  const record = readFileSync(join(cwd, 'r.ndjson'), 'utf8');
  t.regex(record, /"signatures":\{"mode":"require","replayWindow":90000,"certificates":\[/);
  t.regex(record, /"kind":"log","level":"warning","source":"listen"/);
  t.regex(record, new RegExp(`"by":"cli".*"do":"provision","venID":"meter-7","fingerprint":"${VEN}"`));
});

test('a VEN from outside signs on plain HTTP; one that does not is refused and told why', async (t) => {
  const serve = ['serve', '--ui', 'plain', '--ephemeral', '--port', '0', '--sign', 'require', '--sign-certs', LAB];
  const running = start([...serve, '--record', 'none']);
  const [, url = ''] = await running.line(/^listening (http:.*)$/);
  const ven = ['ven', '--url', url, '--duration', '60s'];
  const signs = start([...ven, '--name', 'signs', '--tls', LAB, '--sign']);
  const silent = start([...ven, '--name', 'silent']);
  const refused = new Promise<void>((resolve) => {
    silent.child.stderr?.on('data', (chunk: Buffer) => chunk.includes('403') && resolve());
  });
  await running.line(/^[\d:.]+ · signs registered \(new\)$/);
  await signs.line(/signs is registered as /);
  await Promise.race([refused, silent.finished]);
  for (const { child } of [signs, silent, running]) child.kill('SIGINT');
  const ended = await Promise.all([signs.finished, silent.finished, running.finished]);
  t.deepEqual(
    ended.map(({ code }) => code),
    [130, 130, 130],
  );
  t.notRegex(ended[0].stderr, /not signed/);
  t.regex(ended[1].stderr, /HTTP 403: .*sign.*; try: /);
  t.notRegex(ended[2].stdout, /silent registered/);
  const personality = ['--personality', 'bad-digest', '--duration', '1s'];
  const { code, stderr } = await oadrSim(['ven', '--url', url, ...personality]);
  t.is(code, 2);
  t.regex(stderr, /errs with signatures, and nothing is signed\ntry: --sign/);
});

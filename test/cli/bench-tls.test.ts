import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { chainPem, labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { folder, oadrSim, start } from '../helpers/cli.ts';
import { rawPost } from '../helpers/raw-socket.ts';
import { sClient, secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('cli');
const cwd = folder();
await mkdir(join(cwd, 'lab'));
const vtn = await Promise.all([lab.leaf('vtn-rsa', 'rsa'), lab.leaf('vtn-ecc', 'ecc')]);
const files = [...labFiles(lab.lab, {}), ...vtn.flatMap((one) => materialFiles(one, {}))];
await writeFiles(join(cwd, 'lab'), files, false);

const SERVE = ['serve', '--ui', 'plain', '--ephemeral', '--port', '0'];

test('serve --tls tells what it presents, and why a device was refused', async (t) => {
  const running = start([...SERVE, '--tls', 'lab', '--record', 'tls.ndjson'], { cwd });
  const [, port] = await running.line(/^listening https:\/\/127\.0\.0\.1:(\d+)\/OpenADR2\/Simple\/2\.0b$/);
  await running.line(/^vtnID OADR-SIM, TLS 1\.2 with .* \(rule 67\), times are UTC$/);
  await running.line(
    /^certificate O=oadr-sim lab cli, CN=vtn-rsa, RSA 2048, until \d{4}-\d\d-\d\d, fingerprint (..:){9}..$/,
  );
  await running.line(/^certificate O=oadr-sim lab cli, CN=vtn-ecc, ECC P-256, /);
  await running.line(/^client certificates are asked for/);
  const socket = await secureClient(t, Number(port), await lab.credentials('rsa', 'expired'));
  socket.write(rawPost());
  await running.line(/! 127\.0\.0\.1 TLS: O=oadr-sim lab cli, CN=ven expired on /);
  await running.line(/^ +try: renew it/);
  running.child.kill('SIGINT');
  t.is((await running.finished).code, 130);
  const record = await readFile(join(cwd, 'tls.ndjson'), 'utf8');
  t.regex(record, /"fact":"tlsRefused".*"cause":"expired"/);
  t.notRegex(record, /PRIVATE KEY/);
});

test('serve --reject-with handshake refuses a device by an alert', async (t) => {
  const running = start([...SERVE, '--tls', 'lab', '--reject-with', 'handshake', '--record', 'none'], { cwd });
  const [, port] = await running.line(/^listening https:\/\/127\.0\.0\.1:(\d+)\//);
  await running.line(/^client certificates are asked for.*; bad ones get an alert in the handshake$/);
  const { cert, key } = await lab.files(t, 'rsa', 'wrong-ca');
  const { output } = await sClient(Number(port), ['-tls1_2', '-cert', cert, '-key', key]);
  t.regex(output, /alert unknown ca/);
  await running.line(/! 127\.0\.0\.1 TLS: unknown CA: issued by /);
  running.child.kill('SIGINT');
  t.is((await running.finished).code, 130);
});

test('simulated VENs of a bench with TLS have certificates of the lab', async (t) => {
  const running = start([...SERVE, '--tls', 'lab', '--require-client-cert', '--ven', 'sim', '--record', 'none'], {
    cwd,
  });
  await running.line(/sim-1 registered \(new\)/);
  running.child.kill('SIGINT');
  t.is((await running.finished).code, 130);
});

test('--cert and --key fit each other in whatever order they are given', async (t) => {
  const args = [
    '--cert',
    'lab/vtn-rsa.pem',
    '--cert',
    'lab/vtn-ecc.pem',
    '--key',
    'lab/vtn-ecc.key',
    '--key',
    'lab/vtn-rsa.key',
  ];
  const running = start([...SERVE, ...args, '--ca', 'lab/trust.pem', '--tls-profile', 'modern', '--record', 'none'], {
    cwd,
  });
  await running.line(/^vtnID OADR-SIM, TLS 1\.2 and 1\.3 /);
  running.child.kill('SIGINT');
  const { code, stderr } = await running.finished;
  t.is(code, 130);
  t.is(stderr, '');
});

test('a certificate that cannot be used ends with 4 and a remedy, options that do not go together with 2', async (t) => {
  await writeFile(join(cwd, 'rubbish.pem'), 'nothing');
  await writeFile(join(cwd, 'alone.pem'), chainPem(vtn[0].chain));
  const [locked] = materialFiles(vtn[0], {});
  await writeFile(join(cwd, 'locked.pem'), locked?.content ?? '');
  const [, key] = materialFiles(vtn[0], { passphrase: 'secret' });
  await writeFile(join(cwd, 'locked.key'), key?.content ?? '', { mode: 0o600 });
  for (const [code, error, ...args] of [
    [4, /neither vtn-rsa\.pem nor vtn-ecc\.pem\ntry: oadr-sim certs init/, '--tls', 'nowhere'],
    [4, /alone\.pem .*\ntry: --key/, '--cert', 'alone.pem'],
    [4, /no key fits .*\ntry: --key/, '--cert', 'alone.pem', '--key', 'lab/vtn-ecc.key'],
    [4, /locked\.key needs a passphrase\ntry: --passphrase-file/, '--cert', 'locked.pem', '--key', 'locked.key'],
    [4, /rubbish\.pem .*\n/, '--cert', 'rubbish.pem'],
    [2, /--reject-with is for TLS.*\ntry: --tls/, '--reject-with', 'handshake'],
    [2, /--require-client-cert is for TLS.*\ntry: --tls/, '--require-client-cert'],
    [2, /--cert and --tls are both there\ntry: /, '--tls', 'lab', '--cert', 'alone.pem'],
    [2, /simulated VENs need .*\ntry: --tls/, '--cert', 'alone.pem', '--ven', 'sim'],
  ] as const) {
    const end = await oadrSim([...SERVE, '--record', 'none', ...args], { cwd });
    t.is(end.code, code, args.join(' '));
    t.regex(end.stderr, error);
  }
});

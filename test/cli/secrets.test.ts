import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { benchTls } from '../../src/cli/bench-tls.ts';
import { venTls } from '../../src/cli/ven-tls.ts';
import { labFiles, materialFiles, writeFiles } from '../../src/pki/files.ts';
import { makeBranch, makeLeaf } from '../../src/pki/lab.ts';
import { days } from '../../src/pki/lifetime.ts';
import { folder, oadrSim, start } from '../helpers/cli.ts';
import { TlsLab } from '../helpers/tls-lab.ts';

const now = Date.now();
const PASSPHRASE = 'Zwölf-Boxkämpfer-42';
const lab = await TlsLab.make('secrets');

/** A folder with a lab whose keys need the passphrase, and a file with it. */
async function labFolder(): Promise<string> {
  const cwd = folder();
  const vtn = await Promise.all([lab.leaf('vtn-rsa', 'rsa'), lab.leaf('vtn-ecc', 'ecc')]);
  const protection = { passphrase: PASSPHRASE };
  const files = [...labFiles(lab.lab, protection), ...vtn.flatMap((one) => materialFiles(one, protection))];
  await writeFiles(join(cwd, 'lab'), files, false);
  writeFileSync(join(cwd, 'word'), `${PASSPHRASE}\n`);
  return cwd;
}

test('passphrases and keys are in no output: record, state, stdout, stderr', async (t) => {
  const cwd = await labFolder();
  const serve = ['serve', '--ui', 'plain', '--port', '0', '--tls', 'lab', '--ven', 'sim', '--sign', 'on'];
  const running = start([...serve, '--state', 's.json', '--record', 'r.ndjson', '--passphrase', PASSPHRASE], { cwd });
  const [wrong, doctor] = await Promise.all([
    oadrSim(
      ['ven', '--url', 'https://127.0.0.1:9/OpenADR2/Simple/2.0b', '--tls', 'lab', '--passphrase', `${PASSPHRASE}x`],
      {
        cwd,
      },
    ),
    oadrSim(['doctor', '--port', '0', '--tls', 'lab', '--passphrase-file', 'word', '--json'], { cwd }),
    running.line(/sim-1 registered \(new\)/),
  ]);
  running.child.kill('SIGINT');
  const { code, stdout, stderr } = await running.finished;
  t.is(code, 130);
  t.regex(stderr, /^warning: --passphrase stands in the list of processes; try: --passphrase-file <file>$/m);
  t.is(stderr.match(/list of processes/g)?.length, 1);
  t.is(wrong.code, 4);
  t.regex(wrong.stderr, /the passphrase does not open lab\/ca-ecc\.key\ntry: --passphrase-file/);
  t.is(doctor.code, 0, doctor.stdout + doctor.stderr);
  const written = ['s.json', 'r.ndjson'].map((name) => readFileSync(join(cwd, name), 'utf8'));
  t.regex(written[1] ?? '', /"signatures":\{"mode":"on"/);
  // A line out of each key's PEM.
  const keys = readdirSync(join(cwd, 'lab'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.key'))
    .map((name) => readFileSync(join(cwd, 'lab', name), 'utf8').split('\n')[2] ?? '');
  t.true(keys.length >= 7 && keys.every((line) => line.length === 64), keys.join('\n'));
  const secrets = [PASSPHRASE, 'PRIVATE KEY', ...keys];
  for (const text of [stdout, stderr, ...written, wrong.stdout, wrong.stderr, doctor.stdout, doctor.stderr])
    for (const one of secrets) t.false(text.includes(one), `${one} in ${text}`);
});

test('at the start a certificate or CA near its end is told, with the days and a remedy: VTN and VEN', async (t) => {
  const cwd = await labFolder();
  const branch = await makeBranch('ecc', 'old', now - days(15 * 365 - 10));
  const request = { commonName: 'vtn', name: 'old', kind: 'ecc', hosts: ['127.0.0.1'], days: 5, now } as const;
  const old = await makeLeaf(request, branch.ca);
  await writeFiles(cwd, materialFiles(old, {}), false);
  const ca = [branch.root, branch.ca].map(({ certificate }) => certificate.x509.toString()).join('');
  writeFileSync(join(cwd, 'old-trust.pem'), ca);
  const files = { cert: [join(cwd, 'old.pem')], key: [join(cwd, 'old.key')] };
  const own = await benchTls({ ...files, ca: [join(cwd, 'old-trust.pem')] }, { simulates: false, now });
  const told = own?.warnings.filter((line) => line.includes(' ends on ')) ?? [];
  t.is(told.length, 2, told.join('\n'));
  t.regex(told[0] ?? '', /old\.pem: O=.*CN=vtn ends on \d{4}-.*, in [45] days; try: renew it in time/);
  t.regex(told[1] ?? '', /old\.pem: O=.*CN=ECC CA old ends on .*, in (9|10) days; try: renew it/);
  // A CA of devices that this VTN's own certificate has nothing to do with.
  const both = { tls: join(cwd, 'lab'), ca: [join(cwd, 'lab'), join(cwd, 'old-trust.pem')] };
  const other = await benchTls(both, { simulates: false, now, passphrase: PASSPHRASE });
  t.deepEqual(other?.warnings.length, 1, other?.warnings.join('\n'));
  t.regex(other?.warnings[0] ?? '', /^the trusted CA O=.*CN=ECC CA old ends on .*, in (9|10) days; try: renew it/);
  const ven = await venTls(
    'https://127.0.0.1:1',
    {
      ...{ count: 1, name: 'dut', personality: 'cooperative', record: 'none', color: 'never', tlsProfile: 'openadr' },
      ...{ cert: join(cwd, 'old.pem'), key: join(cwd, 'old.key') },
    },
    ['dut'],
  );
  const [, leaf, issuer] = ven?.about('dut') ?? [];
  t.regex(leaf?.message ?? '', /^the certificate of dut ends on .*, in [45] days; try: renew it/);
  t.regex(issuer?.message ?? '', /^the CA O=.*CN=ECC CA old ends on .*, in (9|10) days; try: renew it/);
  t.is(leaf?.level, 'warning');
});

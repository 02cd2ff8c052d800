import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { Command, CommanderError } from 'commander';
import { certsCommands } from '../../src/cli/certs-command.ts';
import { EXIT, explain } from '../../src/cli/exit.ts';
import { type Finished, folder, oadrSim } from '../helpers/cli.ts';
import { openssl } from '../helpers/pki.ts';

const cwd = folder();
const LAB = join(cwd, '.oadr-sim/certs');

process.chdir(cwd);

/** Runs `certs …` in this process, one at a time: a new process for each would take most of the time. */
async function certs(args: readonly string[], passphrase = ''): Promise<Omit<Finished, 'signal'>> {
  const out = { log: '', error: '' };
  const { log, error } = console;
  process.env.OADR_SIM_PASSPHRASE = passphrase;
  let code: number = EXIT.passed;
  console.log = (text: string) => {
    out.log += `${text}\n`;
  };
  console.error = (text: string) => {
    out.error += `${text}\n`;
  };
  try {
    const root = new Command('oadr-sim').exitOverride();
    root.configureOutput({
      writeOut: (text) => {
        out.log += text;
      },
      writeErr: (text) => {
        out.error += text;
      },
    });
    certsCommands(root.command('certs'), (end) => {
      code = end;
    });
    await root.parseAsync(['certs', ...args], { from: 'user' });
  } catch (caught) {
    if (caught instanceof CommanderError) code = caught.exitCode === 0 ? EXIT.passed : EXIT.usage;
    else {
      const told = explain(caught);
      out.error += `${told.lines.join('\n')}\n`;
      code = told.code;
    }
  } finally {
    Object.assign(console, { log, error });
  }
  return { code, stdout: out.log, stderr: out.error };
}

let made: Awaited<ReturnType<typeof certs>>;

test.before(async () => {
  made = await certs(['init', '--san', 'bench.local,192.168.7.7', '--san', 'bücher.example']);
  await certs(['ven', 'dev', '--rsa', '--ecc', '--hybrid']);
  await certs(['ven', 'dev', '--fault', 'expired', '--fault', 'wrong-ca']);
});

test.serial('init says what it made, where it goes, and what comes next', (t) => {
  t.is(made.code, 0, made.stderr);
  t.regex(made.stdout, /^lab [0-9a-f]{4} in \.oadr-sim\/certs$/m);
  t.regex(
    made.stdout,
    /^the VTN's certificates cover localhost, 127\.0\.0\.1, ::1, .*bench\.local, 192\.168\.7\.7, xn--bcher-kva\.example$/m,
  );
  t.regex(made.stdout, /^next: oadr-sim certs ven <name>$/m);
  for (const name of ['root-rsa', 'ca-rsa', 'vtn-rsa', 'root-ecc', 'ca-ecc', 'vtn-ecc']) {
    t.true(existsSync(join(LAB, `${name}.pem`)), name);
    t.is(statSync(join(LAB, `${name}.key`)).mode & 0o777, 0o600, name);
  }
});

test.serial("openssl's strict check accepts what the command line made, for the host too", (t) => {
  for (const [name, root] of [
    ['vtn-rsa', 'rsa'],
    ['vtn-ecc', 'ecc'],
    ['ven-dev-rsa', 'rsa'],
    ['ven-dev-ecc', 'ecc'],
    ['ven-dev-hybrid', 'rsa'],
  ]) {
    const pem = join(LAB, `${name}.pem`);
    const host = name?.startsWith('vtn') ? ['-verify_hostname', 'bench.local'] : [];
    const said = openssl(
      'verify',
      '-x509_strict',
      '-CAfile',
      join(LAB, `root-${root}.pem`),
      '-untrusted',
      pem,
      ...host,
      pem,
    );
    t.regex(said, /: OK/, name);
  }
});

test.serial('nothing is overwritten unless --force says so', async (t) => {
  const before = readFileSync(join(LAB, 'ca-rsa.key'), 'utf8');
  const init = await certs(['init']);
  t.is(init.code, 2);
  t.regex(init.stderr, /^error: \.oadr-sim\/certs already holds root-rsa\.pem, .*; nothing was written$/m);
  t.regex(init.stderr, /^try: another folder or name, or --force/m);
  t.is(readFileSync(join(LAB, 'ca-rsa.key'), 'utf8'), before);
  const ven = await certs(['ven', 'dev', '--ecc']);
  t.is(ven.code, 2);
  await certs(['ven', 'again', '--ecc']);
  const forced = await certs(['ven', 'again', '--ecc', '--force']);
  t.is(forced.code, 0, forced.stderr);
  t.regex(forced.stdout, /ven-again-ecc\.pem, ven-again-ecc\.key\n {2}fingerprint (?:[0-9A-F]{2}:){9}[0-9A-F]{2}\n/);
});

test.serial('vtn issues anew with the same CA: devices need nothing', async (t) => {
  const old = await certs(['vtn', '--ecc']);
  t.is(old.code, 2);
  const other = folder();
  t.is((await certs(['init', other])).code, 0);
  const renewed = await certs(['vtn', '--folder', other, '--force', '--san', 'new.local']);
  t.is(renewed.code, 0, renewed.stderr);
  const verdict = await certs(['verify', join(other, 'vtn-rsa.pem'), '--trust', other, '--host', 'new.local']);
  t.is(verdict.code, 0, verdict.stdout);
});

test.serial('show: what a file says', async (t) => {
  const { code, stdout } = await certs([
    'show',
    '.oadr-sim/certs/ven-dev-hybrid.pem',
    '.oadr-sim/certs/ven-dev-hybrid.key',
  ]);
  t.is(code, 0);
  t.regex(stdout, /^\.oadr-sim\/certs\/ven-dev-hybrid\.pem: PEM, 2 certificates, 0 keys$/m);
  t.regex(stdout, /^ {2}1 {2}O=oadr-sim lab [0-9a-f]{4}, CN=dev$/m);
  t.regex(stdout, /^ {5}valid +\S+Z to \S+Z, 729 days left$/m);
  t.regex(stdout, /^ {5}key +ECC P-256, signed with RSA with SHA-256$/m);
  t.regex(stdout, /^ {2}chain {2}in order; its root is O=.*RSA root/m);
  t.regex(stdout, /^ {2}key {2}ECC P-256$/m);
});

test.serial('show warns of what ends soon and of what ended; --json has the same as data', async (t) => {
  await certs(['ven', 'soon', '--ecc', '--days', '9']);
  const { stdout } = await certs([
    'show',
    '.oadr-sim/certs/ven-soon-ecc.pem',
    '.oadr-sim/certs/ven-dev-rsa-expired.pem',
  ]);
  t.regex(stdout, /8 days left: RENEW IT/);
  t.regex(stdout, /EXPIRED/);
  const [data] = JSON.parse((await certs(['show', '--json', '.oadr-sim/certs/ven-soon-ecc.pem'])).stdout);
  t.like(data, { format: 'PEM', lockedKeys: 0 });
  t.is(data.certificates[0].daysLeft, 8);
});

test.serial('fingerprint: the one, the others, and what a value is', async (t) => {
  const file = '.oadr-sim/certs/ven-dev-rsa.pem';
  const value = openssl('x509', '-in', join(cwd, file), '-noout', '-fingerprint', '-sha256').trim().slice(-29);
  t.is((await certs(['fingerprint', '-q', file])).stdout, `${value}\n`);
  const all = await certs(['fingerprint', file]);
  t.regex(all.stdout, new RegExp(`^OpenADR fingerprint: ${value}$`, 'm'));
  t.regex(all.stdout, /SHA-1\n {4}(?:[0-9A-F]{2}:){19}[0-9A-F]{2}\n/);
  const right = await certs(['fingerprint', file, '--match', value.toLowerCase().replaceAll(':', '')]);
  t.is(right.code, 0);
  t.regex(right.stdout, /^matches: the OpenADR fingerprint/);
  const sha1 = openssl('x509', '-in', join(cwd, file), '-noout', '-fingerprint', '-sha1').trim();
  const wrong = await certs(['fingerprint', file, '--match', sha1]);
  t.is(wrong.code, 1);
  t.is(
    wrong.stdout,
    `does not match: it is the certificate's SHA-1\nOpenADR fingerprint: ${value}\ntry: give the VTN the OpenADR fingerprint\n`,
  );
  const none = await certs(['fingerprint', file, '--match', '00:11']);
  t.is(none.code, 1);
  t.regex(none.stdout, /^does not match: it is no value of .*CN=dev$/m);
});

test.serial('verify: good, refused with cause and remedy, at another time, as data', async (t) => {
  const good = await certs(['verify', '.oadr-sim/certs/ven-dev-ecc.pem']);
  t.is(good.code, 0);
  t.regex(good.stdout, /: good as a client at /);
  t.regex(good.stdout, /revocation not checked/);
  const bad = await certs(['verify', '.oadr-sim/certs/ven-dev-rsa-expired.pem']);
  t.is(bad.code, 1);
  t.regex(bad.stdout, /^ {2}error: O=.*CN=dev expired on .*\n {4}try: renew it/m);
  const later = await certs(['verify', '.oadr-sim/certs/ven-dev-ecc.pem', '--at', '2040-01-01', '--json']);
  t.is(later.code, 1);
  t.like(JSON.parse(later.stdout), { ok: false, notes: [] });
  t.is(JSON.parse(later.stdout).faults[0].cause, 'expired');
  const roots = await certs([
    'verify',
    '.oadr-sim/certs/ven-dev-rsa-wrong-ca.pem',
    '--trust',
    '.oadr-sim/certs/root-rsa.pem',
  ]);
  t.is(roots.code, 1);
  t.regex(roots.stdout, /error: unknown CA: issued by .*that nobody trusts/);
});

test.serial('a chain that begins with the CA is refused as a file, with the order that TLS needs', async (t) => {
  const blocks = readFileSync(join(LAB, 'ven-dev-ecc.pem'), 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/);
  writeFileSync(join(cwd, 'reversed.pem'), blocks.reverse().join(''));
  const { code, stderr } = await certs(['verify', 'reversed.pem']);
  t.is(code, 2);
  t.regex(stderr, /try: put the device's own certificate first/);
  const print = (await certs(['fingerprint', '-q', '.oadr-sim/certs/ven-dev-ecc.pem'])).stdout;
  t.is((await certs(['fingerprint', '-q', 'reversed.pem'])).stdout, print, "the device's, not the CA's");
  t.regex((await certs(['show', 'reversed.pem'])).stdout, /out of order: certificate 2 is the device's own/);
});

test.serial('a passphrase: from a file or the environment; never printed; PKCS#12', async (t) => {
  const at = folder();
  writeFileSync(join(cwd, 'pass'), 'Wärme 1\n');
  const file = ['--passphrase-file', 'pass'];
  t.is((await certs(['init', at, ...file])).code, 0);
  const locked = await certs(['ven', 'x', '--ecc', '--folder', at]);
  t.is(locked.code, 2);
  t.regex(locked.stderr, /ca-ecc\.key needs a passphrase\ntry: --passphrase-file <file>, or OADR_SIM_PASSPHRASE/);
  const ven = await certs(['ven', 'x', '--ecc', '--p12', '--plain-key', '--folder', at], 'Wärme 1');
  t.is(ven.code, 0, ven.stderr);
  t.regex(readFileSync(join(at, 'ven-x-ecc.key'), 'utf8'), /BEGIN PRIVATE KEY/);
  t.is(statSync(join(at, 'ven-x-ecc.p12')).mode & 0o777, 0o600);
  const shown = await certs(['show', join(at, 'ven-x-ecc.p12'), ...file]);
  t.regex(shown.stdout, /PKCS#12, 2 certificates, 1 key[\s\S]*key {2}ECC P-256, of certificate 1/);
  const told = await certs(['ven', 'y', '--ecc', '--folder', at, '--passphrase', 'Falsch 2']);
  t.is(told.code, 2);
  t.regex(told.stderr, /warning: --passphrase stands in the list of processes/);
  t.notRegex(told.stderr + told.stdout, /Falsch/);
  t.false(readdirSync(at).some((name) => name.startsWith('ven-y')));
});

test.serial('--discard-root keeps no key of a root, and devices can still be issued', async (t) => {
  const at = folder();
  t.is((await certs(['init', at, '--discard-root'])).code, 0);
  t.deepEqual(
    readdirSync(at).filter((name) => /^root.*key$/.test(name)),
    [],
  );
  t.is((await certs(['ven', 'x', '--ecc', '--folder', at])).code, 0);
});

test.serial('--fault list names what can be wrong', async (t) => {
  const { code, stdout } = await certs(['ven', 'x', '--fault', 'list']);
  t.is(code, 0);
  const names = stdout.split('\n').map((line) => line.split(' ')[0]);
  t.deepEqual(names, [
    'expired',
    'not-yet-valid',
    'wrong-ca',
    'self-signed',
    'wrong-usage',
    'weak-key',
    'no-intermediate',
    '',
  ]);
});

for (const [title, args, said] of [
  ['a name with a path', ['ven', '../x'], /"\.\.\/x" is no name for files/],
  ['an unknown fault', ['ven', 'x', '--fault', 'ugly'], /"ugly" is no fault\ntry: one of expired,/],
  [
    "a server's fault for a device",
    ['ven', 'x', '--fault', 'wrong-host'],
    /try: oadr-sim certs vtn --fault wrong-host/,
  ],
  ['a host that is none', ['init', 'x', '--san', 'a b'], /"a b" is no host name or address/],
  ['too long a life', ['init', 'x', '--days', '9999'], /Use 1 to 5000/],
  ['a lab that is not there', ['ven', 'x', '--folder', 'nowhere'], /try: oadr-sim certs init makes a lab/],
  ['PKCS#12 without a passphrase', ['ven', 'x', '--p12'], /--p12 needs a passphrase/],
  ['a file that is not there', ['show', 'nowhere.pem'], /nowhere\.pem cannot be read: there is no such file/],
  ['a key for a certificate', ['fingerprint', '.oadr-sim/certs/vtn-rsa.key'], /holds a key, but no certificate/],
  ['a moment that is none', ['verify', 'x.pem', '--at', 'tomorrow'], /"tomorrow" is no moment/],
  ['no such command', ['renew'], /unknown command/],
] as const) {
  test.serial(`exit 2: ${title}`, async (t) => {
    const { code, stderr } = await certs(args);
    t.is(code, 2, stderr);
    t.regex(stderr, said);
    t.notRegex(stderr, / {4}at /, 'no stack trace');
  });
}

test.serial('where there is no lab by default, the option that names another is told', async (t) => {
  const leaf = join(LAB, 'ven-elsewhere-ecc.pem');
  t.is((await certs(['ven', 'elsewhere', '--ecc'])).code, 0);
  process.chdir(folder());
  t.teardown(() => process.chdir(cwd));
  const verified = await certs(['verify', leaf]);
  t.is(verified.code, 2);
  t.true(verified.stderr.includes(`try: --trust ${LAB}, or the folder`), verified.stderr);
  const made = await certs(['ven', 'x']);
  t.is(made.code, 2);
  t.regex(made.stderr, /try: oadr-sim certs init makes a lab; --folder <folder> names one that is elsewhere/);
  t.is((await certs(['verify', leaf, '--trust', LAB])).code, 0);
});

test.serial('names from strangers do not steer the terminal', async (t) => {
  const key = join(cwd, 'evil.key');
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    key,
    '-out',
    join(cwd, 'evil.pem'),
    '-subj',
    '/CN=\u001b[2Jx\u202ey',
    '-utf8',
  );
  for (const command of ['show', 'fingerprint', 'verify']) {
    const { stdout, stderr } = await certs([command, 'evil.pem']);
    for (const unsafe of ['\u001b', '\u202e']) t.false((stdout + stderr).includes(unsafe), command);
    t.regex(stdout, /x.*y/);
  }
});

test.serial('as a process: exit codes, both outputs, a relative folder', async (t) => {
  const at = folder();
  const env = { OADR_SIM_PASSPHRASE: '' };
  const init = await oadrSim(['certs', 'init', 'lab', '--days', '3'], { cwd: at, env });
  t.is(init.code, 0, init.stderr);
  t.regex(init.stdout, /^next: oadr-sim certs ven <name> --folder lab$/m);
  const refused = await oadrSim(['certs', 'verify', 'lab/vtn-ecc.pem', '--trust', 'lab', '--host', 'elsewhere.local'], {
    cwd: at,
    env,
  });
  t.is(refused.code, 1, refused.stderr);
  t.regex(refused.stdout, /error: the certificate is not for elsewhere\.local[\s\S]*warning: .* ends on .*, in 2 days/);
  const again = await oadrSim(['certs', 'init', 'lab'], { cwd: at, env });
  t.is(again.code, 2);
  t.regex(again.stderr, /^error: lab already holds /);
});

test.serial('--help lists the commands, their options and the exit codes', async (t) => {
  const { code, stdout } = await certs(['--help']);
  t.is(code, 0);
  for (const command of ['init', 'ven', 'vtn', 'show', 'fingerprint', 'verify'])
    t.regex(stdout, new RegExp(`^  ${command} `, 'm'));
  t.regex(stdout, /^ {2}1 {4}the certificate is refused/m);
  const ven = await certs(['ven', '--help']);
  for (const option of [
    '--rsa',
    '--ecc',
    '--hybrid',
    '--san',
    '--days',
    '--fault',
    '--p12',
    '--plain-key',
    '--passphrase-file',
    '--force',
    '--folder',
  ]) {
    t.true(ven.stdout.includes(option), option);
  }
});

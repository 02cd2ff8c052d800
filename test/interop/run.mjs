// Runs OpenLEADR's VEN client, which nobody here wrote, against `oadr-sim run`: opting in (exit 0), opting out, so that the
// expectation of optIn fails (exit 1), and reporting; and against a program with the library that takes its telemetry or
// does not; and the first of these over mutual TLS, where the fingerprint that the VEN shows must be the one that the bench
// recorded; and over mutual TLS with XML signatures both ways, RSA and ECC, good ones and such that must not count. Installs the
// client into a virtual environment first. `run.mjs telemetry` runs those so named.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const venv = join(root, '.venv-interop');
const python = join(venv, 'bin/python');
const VERSION = '0.5.36';
/** As built, or with INTEROP_SOURCES=1 the sources as they stand. */
const PROGRAM = process.env.INTEROP_SOURCES === '1' ? ['--import', 'tsx', 'src/cli/main.ts'] : ['dist/cli/main.js'];

function sh(command, args) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return done.status === 0;
}

function install() {
  const asked =
    existsSync(python) && spawnSync(python, ['-c', 'import importlib.metadata as m; print(m.version("openleadr"))']);
  if (asked && String(asked.stdout).trim() === VERSION) return;
  if (!sh('python3', ['-m', 'venv', venv])) {
    console.log('python3 -m venv failed; installing it with apt-get');
    if (!sh('apt-get', ['update', '-qq']) || !sh('apt-get', ['install', '-y', '-qq', 'python3', 'python3-venv']))
      throw new Error('no Python 3 with venv; install python3-venv');
    if (!sh('python3', ['-m', 'venv', venv])) throw new Error('python3 -m venv failed');
  }
  if (!sh(python, ['-m', 'pip', '-q', 'install', '--disable-pip-version-check', `openleadr==${VERSION}`]))
    throw new Error(`pip install openleadr==${VERSION} failed`);
}

/** A scenario by the bench. */
function scenario(file) {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-sim-interop-'));
  const [state, record] = [join(folder, 'state.json'), join(folder, 'record.ndjson')];
  return [...PROGRAM, 'run', file, '--ui', 'plain', '--port', '0', '--state', state, '--record', record];
}

function plain(file) {
  return { program: scenario(file) };
}

/** A lab, and a certificate in it for OpenLEADR's VEN. */
function makeLab() {
  const folder = join(mkdtempSync(join(tmpdir(), 'oadr-sim-interop-')), 'certs');
  for (const args of [
    ['init', folder],
    ...['--rsa', '--ecc'].map((kind) => ['ven', 'openleadr', kind, '--folder', folder]),
  ])
    if (!sh(process.execPath, [...PROGRAM, 'certs', ...args])) throw new Error(`certs ${args.join(' ')} failed`);
  return folder;
}

/**
 * The bench of a scenario over mutual TLS, and what the VEN is started with.
 * @param kind of the VEN's certificate, and of what the VTN presents where it signs: the signature follows the suite
 * @param signing mode of the bench, what the VEN does, and whether it is told another fingerprint than the VTN's
 */
function secured(file, kind, signing) {
  const program = scenario(file);
  const lab = makeLab();
  const own = join(lab, `ven-openleadr-${kind}`);
  const vtn = join(lab, `vtn-${kind}`);
  const trust = join(lab, 'trust.pem');
  // OpenLEADR cannot tell the fingerprint of a file with more than the VEN's own certificate.
  const [leaf] = readFileSync(`${own}.pem`, 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/);
  const alone = `${own}-alone.pem`;
  writeFileSync(alone, leaf);
  const record = program.at(-1);
  const files = [`cert=${alone}`, `key=${own}.key`, `ca=${trust}`];
  if (!signing)
    return {
      program: [...program, '--tls', lab, '--require-client-cert'],
      files,
      check: ({ shown }) => sameFingerprint(shown, record),
    };
  const keys = ['--cert', `${vtn}.pem`, '--key', `${vtn}.key`, '--ca', trust];
  // Python offers no suite of TLS 1.2 that both rule 67 and an RSA certificate have.
  const profile = kind === 'rsa' ? ['--tls-profile', 'modern'] : [];
  const print = fingerprint(signing.stranger ? `${own}.pem` : `${vtn}.pem`);
  return {
    program: [...program, ...keys, ...profile, '--require-client-cert', '--sign', signing.mode],
    files: [...files, `sign=${signing.ven}`, ...(signing.ven === 'plain' ? [] : [`vtn=${print}`])],
    check: (end) => signing.check({ ...end, messages: messagesOf(record), record }),
  };
}

function fingerprint(file) {
  const { stdout } = spawnSync(process.execPath, [...PROGRAM, 'certs', 'fingerprint', '-q', file], { cwd: root });
  return String(stdout).trim();
}

function recorded(record, kind) {
  const lines = readFileSync(record, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return lines.filter((line) => line.kind === kind);
}

/** Way and verdict of each message that a record tells of. */
function messagesOf(record) {
  return recorded(record, 'message').map(({ dir, name, signature }) => ({ dir, name, verdict: signature?.verdict }));
}

/** Whether the messages of one way all have that verdict, and there are some. */
function all(messages, dir, verdict) {
  const those = messages.filter((one) => one.dir === dir);
  const other = those.find((one) => one.verdict !== verdict);
  if (other) console.log(`signature: ${dir} ${other.name} is ${other.verdict}, not ${verdict}`);
  if (those.length === 0) console.log(`signature: no message ${dir}`);
  return those.length > 0 && !other;
}

const both = ({ messages, shown, record }) =>
  all(messages, 'in', 'holds') && all(messages, 'out', 'made') && sameFingerprint(shown, record);

/** Signatures: mode, what the VEN does, what the record and the VEN must tell. */
const REQUIRED = { mode: 'require', ven: 'all', check: both };
const BY_REGISTRATION = { mode: 'on', ven: 'all', check: both };
/** Only what was signed before its registration said that nothing will be is answered signed. */
const UNANNOUNCED = {
  mode: 'on',
  ven: 'plain',
  check: ({ messages }) =>
    all(messages, 'in', 'holds') &&
    all(
      messages.filter(({ name }) => name === 'oadrResponse'),
      'out',
      undefined,
    ),
};
const BROKEN = {
  mode: 'require',
  ven: 'broken',
  check: ({ messages, record }) => all(messages, 'in', 'refused') && registered(record).length === 0,
};
const STRANGER = {
  mode: 'require',
  ven: 'all',
  stranger: true,
  check: ({ said }) => said.some((text) => text.includes('certificate fingerprint was incorrect')),
};

/** Fingerprints of the VENs that a record tells as registered. */
function registered(record) {
  const changes = recorded(record, 'state').map(({ change }) => change);
  return changes.filter(({ what }) => what === 'ven').flatMap((change) => change.fingerprint ?? []);
}

/** One run of a program that listens, with one VEN; resolves to the program's exit code. */
async function run(tag, program, opt, files = []) {
  const server = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const code = new Promise((resolve) => server.on('exit', resolve));
  let ven;
  const shown = [];
  const said = [];
  for await (const line of createInterface({ input: server.stdout })) {
    console.log(`${tag} bench | ${line}`);
    const url = /^listening (\S+)/.exec(line)?.[1];
    if (!url || ven) continue;
    ven = spawn(python, ['test/interop/openleadr_ven.py', url, 'openleadr', opt, '100', ...files], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [ven.stdout, ven.stderr])
      createInterface({ input: stream }).on('line', (text) => {
        console.log(`${tag}   ven | ${text}`);
        said.push(text);
        const print = /^\s*((?:[0-9A-F]{2}:){9}[0-9A-F]{2})\s*$/.exec(text)?.[1];
        if (print) shown.push(print);
      });
  }
  const result = await code;
  ven?.kill('SIGKILL');
  return { code: result, shown, said };
}

/** Whether the bench knows the VEN by the very fingerprint that it showed. */
function sameFingerprint(shown, record) {
  const known = registered(record);
  const ok = shown.length > 0 && known.length > 0 && known.every((one) => one === shown[0]);
  if (!ok) console.log(`fingerprint: the VEN shows ${shown.join() || 'none'}, the bench has ${known.join() || 'none'}`);
  return ok;
}

const UNWELCOME = 'test/interop/openleadr-unwelcome.json';
const LIBRARY = 'test/interop/telemetry-server.mjs';
/** Name, what makes the program (with what the VEN is started, and a look at the end), OpenLEADR's answer, exit code. */
const RUNS = [
  ['scenarios/peak.json', () => plain('scenarios/peak.json'), 'optIn', 0],
  ['scenarios/peak.json', () => plain('scenarios/peak.json'), 'optOut', 1],
  ['test/interop/openleadr.json', () => plain('test/interop/openleadr.json'), 'optIn', 0],
  ['test/interop/openleadr-telemetry.json', () => plain('test/interop/openleadr-telemetry.json'), 'optIn', 0],
  [`${LIBRARY} accept`, () => ({ program: [LIBRARY, 'accept'] }), 'optIn', 0],
  [`${LIBRARY} reject`, () => ({ program: [LIBRARY, 'reject'] }), 'optIn', 0],
  ['scenarios/peak.json over mutual TLS, ECC', () => secured('scenarios/peak.json', 'ecc'), 'optIn', 0],
  ['scenarios/peak.json over mutual TLS, RSA', () => secured('scenarios/peak.json', 'rsa'), 'optIn', 0],
  ['peak, signed, required, ECC', () => secured('scenarios/peak.json', 'ecc', REQUIRED), 'optIn', 0],
  ['peak, signed, required, RSA', () => secured('scenarios/peak.json', 'rsa', REQUIRED), 'optIn', 0],
  ['peak, signed, by registration, ECC', () => secured('scenarios/peak.json', 'ecc', BY_REGISTRATION), 'optIn', 0],
  ['signed, unannounced, RSA', () => secured('test/interop/openleadr.json', 'rsa', UNANNOUNCED), 'optIn', 0],
  ['signed, broken, ECC', () => secured(UNWELCOME, 'ecc', BROKEN), 'optIn', 1],
  ['signed, another VTN expected, RSA', () => secured(UNWELCOME, 'rsa', STRANGER), 'optIn', 1],
];
/** Words that the names of the runs must contain; none: all of them. */
const wanted = process.argv.slice(2);

/** Most of a run is waiting for events. */
const AT_ONCE = 4;

install();
let failed = 0;
const chosen = RUNS.filter(([name]) => wanted.every((word) => name.includes(word)));
const waiting = chosen.entries();

async function worker() {
  for (const [index, [name, make, opt, expected]] of waiting) {
    const tag = `${index + 1}`.padStart(2);
    console.log(`${tag} ${name}, OpenLEADR ${VERSION} answers ${opt}: it must exit with ${expected}`);
    const { program, files, check = () => true } = make();
    const { code, ...end } = await run(tag, program, opt, files);
    const ok = code === expected && check(end);
    if (!ok) failed++;
    console.log(`${tag} ${ok ? 'ok' : 'NOT OK'}: exit ${code}, expected ${expected}: ${name}`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log(`interop: ${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

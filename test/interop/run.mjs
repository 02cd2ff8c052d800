// Runs OpenLEADR's VEN client, which nobody here wrote, against `oadr-sim run`: opting in (exit 0), opting out, so that the
// expectation of optIn fails (exit 1), and reporting; and against a program with the library that takes its telemetry or
// does not. Installs the client into a virtual environment first. `run.mjs telemetry` runs those so named.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
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

/** One run of a program that listens, with one VEN; resolves to the program's exit code. */
async function run(program, opt) {
  const server = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const code = new Promise((resolve) => server.on('exit', resolve));
  let ven;
  for await (const line of createInterface({ input: server.stdout })) {
    console.log(`  bench | ${line}`);
    const url = /^listening (\S+)/.exec(line)?.[1];
    if (!url || ven) continue;
    ven = spawn(python, ['test/interop/openleadr_ven.py', url, 'openleadr', opt, '100'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [ven.stdout, ven.stderr])
      createInterface({ input: stream }).on('line', (text) => console.log(`    ven | ${text}`));
  }
  const result = await code;
  ven?.kill('SIGKILL');
  return result;
}

const LIBRARY = 'test/interop/telemetry-server.mjs';
const RUNS = [
  ['scenarios/peak.json', scenario('scenarios/peak.json'), 'optIn', 0],
  ['scenarios/peak.json', scenario('scenarios/peak.json'), 'optOut', 1],
  ['test/interop/openleadr.json', scenario('test/interop/openleadr.json'), 'optIn', 0],
  ['test/interop/openleadr-telemetry.json', scenario('test/interop/openleadr-telemetry.json'), 'optIn', 0],
  [`${LIBRARY} accept`, [LIBRARY, 'accept'], 'optIn', 0],
  [`${LIBRARY} reject`, [LIBRARY, 'reject'], 'optIn', 0],
];
/** Words that the names of the runs must contain; none: all of them. */
const wanted = process.argv.slice(2);

install();
let failed = 0;
const chosen = RUNS.filter(([name]) => wanted.every((word) => name.includes(word)));
for (const [name, program, opt, expected] of chosen) {
  console.log(`${name}, OpenLEADR ${VERSION} answers ${opt}: it must exit with ${expected}`);
  const actual = await run(program, opt);
  const ok = actual === expected;
  if (!ok) failed++;
  console.log(`${ok ? 'ok' : 'NOT OK'}: exit ${actual}, expected ${expected}`);
}
console.log(`interop: ${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

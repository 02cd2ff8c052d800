// Runs OpenLEADR's VEN client, which nobody here wrote, against `oadr-sim run`: once opting in (exit 0), once opting out, so
// that the expectation of optIn fails (exit 1). Installs the client into a virtual environment first.
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

/** One run of the bench with one VEN; resolves to the bench's exit code. */
async function run(scenario, opt) {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-sim-interop-'));
  const bench = spawn(
    process.execPath,
    [
      ...PROGRAM,
      'run',
      scenario,
      '--ui',
      'plain',
      '--port',
      '0',
      '--state',
      join(folder, 'state.json'),
      '--record',
      join(folder, 'record.ndjson'),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const code = new Promise((resolve) => bench.on('exit', resolve));
  let ven;
  for await (const line of createInterface({ input: bench.stdout })) {
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

const RUNS = [
  ['scenarios/peak.json', 'optIn', 0],
  ['scenarios/peak.json', 'optOut', 1],
  ['test/interop/openleadr.json', 'optIn', 0],
  ['test/interop/openleadr-telemetry.json', 'optIn', 0],
];

install();
let failed = 0;
for (const [scenario, opt, expected] of RUNS) {
  console.log(`${scenario}, OpenLEADR ${VERSION} answers ${opt}: the bench must exit with ${expected}`);
  const actual = await run(scenario, opt);
  const ok = actual === expected;
  if (!ok) failed++;
  console.log(`${ok ? 'ok' : 'NOT OK'}: exit ${actual}, expected ${expected}`);
}
console.log(`interop: ${RUNS.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

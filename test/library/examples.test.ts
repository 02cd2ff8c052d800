import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { SimulatedVen } from '../../src/ven/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What each example prints: lines that must come, in this order, others between them. */
const PRINTS: Readonly<Record<string, readonly string[]>> = {
  'events.ts': ['evening: optIn', 'version 0 is answered', 'version 1 is answered', 'evening is cancelled'],
  'registration.ts': ['registered: ven-of-plant-1', 'stranger: not registered', 'ven-of-plant-1 has left'],
  'client.ts': ['SIMPLE: optIn', 'price: optOut', 'now: 2'],
  'reports.ts': ["[ 'METADATA_TELEMETRY_USAGE' ]", 'm-energyReal = 12.5', 'cancelled'],
  'mistakes.ts': [
    'a local time: rule 1, INVALID',
    'a negative duration: rule 1, INVALID',
    'a gap: rule 102, INVALID',
    'a wrong sum: rule 8, INVALID',
    'an unknown VEN: rule -, INVALID',
  ],
  'poll.ts': ['asked to register again', 'poll 1', 'poll 2'],
  'koa.ts': ['1 VEN'],
  'tls.ts': [
    'https://127.0.0.1/OpenADR2/Simple/2.0b',
    'stranger: not registered',
    'plant: ven-plant',
    'its certificate: the right one',
  ],
  'signed.ts': [
    'unsigned: not registered',
    'plant: ven-plant',
    'in oadrQueryRegistration: missing',
    'in oadrCreatePartyRegistration: holds',
    'out oadrCreatedPartyRegistration: made',
  ],
};

/** Those that read the certificates of a lab, which is made as they say. */
const WITH_LAB = ['tls.ts', 'signed.ts'];

let lab: Promise<string> | undefined;

/** The folder of a lab with two VENs, made once. */
function labFolder(): Promise<string> {
  lab ??= makeLab();
  return lab;
}

async function makeLab(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-examples-'));
  const certs = (...args: readonly string[]) =>
    run(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'certs', ...args], { cwd: root });
  await certs('init', folder);
  await certs('ven', 'plant', '--ecc', '--folder', folder);
  await certs('ven', 'stranger', '--folder', folder);
  return folder;
}

test.after.always(async () => {
  if (lab) await rm(await lab, { recursive: true, force: true });
});

/** Those that run until they are stopped have a test of their own. */
const SERVERS = ['telemetry-server.ts'];

// One process at a time: each of them takes a core to start.
for (const [file, expected] of Object.entries(PRINTS)) {
  test.serial(`examples/${file} runs to its end and prints what it says`, async (t) => {
    const args = WITH_LAB.includes(file) ? [await labFolder()] : [];
    const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', `examples/${file}`, ...args], {
      cwd: root,
      timeout: 60_000,
    });
    t.is(stderr, '');
    const lines = stdout.split('\n');
    let from = 0;
    for (const line of expected) {
      const at = lines.indexOf(line, from);
      t.true(at >= 0, `"${line}" is missing, or too early, in:\n${stdout}`);
      from = at + 1;
    }
  });
}

test.serial('the command by which the documentation runs an example runs it', async (t) => {
  const text = readFileSync(`${root}/docs/library.md`, 'utf8');
  const [, file = ''] = /`npx tsx (examples\/\S+\.ts)`/.exec(text) ?? [];
  const { stdout } = await run('npx', ['--no-install', 'tsx', file], { cwd: root, timeout: 60_000 });
  t.true(stdout.includes('evening: optIn'), stdout);
});

test('no example tells another command for itself: Node 20 runs no TypeScript', (t) => {
  for (const file of readdirSync(`${root}/examples`)) {
    const told = readFileSync(`${root}/examples/${file}`, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`examples/${file}`));
    for (const line of told) t.true(line.startsWith(`// npx tsx examples/${file}`), line);
  }
});

test('every example is tested', (t) => {
  t.deepEqual(readdirSync(`${root}/examples`).sort(), [...Object.keys(PRINTS), ...SERVERS].sort());
});

for (const reject of [false, true]) {
  test.serial(
    `examples/telemetry-server.ts ${reject ? 'rejects' : 'takes'} the telemetry that is offered`,
    async (t) => {
      const args = ['--import', 'tsx', 'examples/telemetry-server.ts', '0', '--interval', 'PT1S'];
      const server = spawn(process.execPath, reject ? [...args, '--reject'] : args, { cwd: root });
      t.teardown(() => server.kill());
      const told: Record<string, unknown>[] = [];
      const lines = createInterface({ input: server.stdout });
      const clock = new SystemClock();
      for await (const line of lines) {
        const one: Record<string, unknown> = JSON.parse(line);
        told.push(one);
        if (typeof one.url === 'string') {
          const parts = { clock, ioClock: clock, random: new SeededRandom('ven') };
          const ven = new SimulatedVen({ ...parts, url: one.url, venName: 'sim', resources: ['load'] });
          t.teardown(() => ven.stop());
          ven.start();
        }
        if (reject ? told.filter(({ offered }) => offered !== undefined).length >= 3 : typeof one.value === 'number')
          break;
      }
      const power = told.find(({ measurement }) => measurement === 'powerReal');
      t.like(power, { resourceId: 'load', measurement: 'powerReal', unit: 'W', scale: 'none', takes: !reject });
      if (!reject) t.like(told.at(-1), { resourceId: 'load', unit: 'W' });
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      t.is(await ended, 0);
    },
  );
}

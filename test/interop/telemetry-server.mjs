// Judges what examples/telemetry-server.ts makes of OpenLEADR's telemetry: with `accept` its handler takes all of it, each
// second a value; with `reject` none. Exits with 0 once what must come has come, or what must not has not.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const accepts = process.argv[2] === 'accept';
const ENOUGH = 5;
/** A second apart as was asked for, ms; the client counts in seconds of its own clock. */
const [SHORTEST, LONGEST] = [500, 1500];
const offered = new Set();
const power = [];
const energy = [];

const example = fileURLToPath(new URL('../../examples/telemetry-server.ts', import.meta.url));
const args = ['--import', 'tsx', example, '0', '--interval', 'PT1S', ...(accepts ? [] : ['--reject'])];
const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
const gone = new Promise((resolve) => server.on('exit', resolve));
createInterface({ input: server.stdout }).on('line', (line) => {
  const said = JSON.parse(line);
  console.log(said.url ? `listening ${said.url}` : line);
  if (said.offered) offered.add(`${said.offered} ${said.unit} ${said.takes}`);
  if (said.rId === 'power') power.push(said);
  if (said.rId === 'energy') energy.push(said);
  if (power.length === ENOUGH) void end();
});
const timer = setTimeout(end, accepts ? 40_000 : 10_000);

async function end() {
  clearTimeout(timer);
  const wrong = [];
  for (const point of [`power W ${accepts}`, `energy Wh ${accepts}`])
    if (!offered.has(point))
      wrong.push(`${[...offered].join(', ') || 'nothing'} was offered and taken or not, not ${point}`);
  if (accepts) wrong.push(...judge());
  else if (power.length + energy.length > 0) wrong.push('values came that nobody asked for');
  for (const what of wrong) console.log(`wrong: ${what}`);
  server.kill('SIGTERM');
  await gone;
  process.exit(wrong.length === 0 ? 0 : 1);
}

function judge() {
  const wrong = [];
  if (power.length < ENOUGH || energy.length < ENOUGH - 1)
    wrong.push(`${power.length} values of power and ${energy.length} of energy came, expected ${ENOUGH} of each`);
  const other = power.find(({ value }) => value !== 5000);
  if (other) wrong.push(`a power of ${other.value} W, expected 5000`);
  const times = power.map(({ time }) => Date.parse(time));
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  if (!gaps.every((gap) => gap >= SHORTEST && gap <= LONGEST))
    wrong.push(`gaps of ${gaps.join(', ')} ms, expected 1000`);
  return wrong;
}

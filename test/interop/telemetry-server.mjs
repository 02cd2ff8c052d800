// A Node program that decides about OpenLEADR's telemetry by a handler: `accept` takes the power and leaves the energy,
// `reject` takes neither. Exits with 0 once what must come has come, or what must not has not.
import { OpenADRServer } from '../../dist/index.js';

const accepts = process.argv[2] === 'accept';
const ENOUGH = 5;
/** A second apart as was asked for, ms; the client counts in seconds of its own clock. */
const [SHORTEST, LONGEST] = [500, 1500];
const times = [];
const errors = [];
let updates = 0;

const server = new OpenADRServer({
  port: 0,
  pollInterval: 'PT1S',
  onError: (error) => errors.push(error.message),
  handlers: {
    onRegisterReport: ({ rId, unit, minSamplingInterval }) => {
      console.log(`offered: ${rId} in ${unit}, at least ${minSamplingInterval} apart`);
      if (!accepts || rId !== 'power') return undefined;
      return { callback: (readings) => readings.forEach(take), samplingInterval: 'PT1S' };
    },
    onUpdateReport: () => {
      updates++;
    },
  },
});

function take({ rId, value, time }) {
  if (rId !== 'power' || value !== 5000) errors.push(`${rId} ${value} W at ${time?.toISOString()}`);
  times.push(time?.getTime());
  if (times.length === ENOUGH) void end();
}

async function end() {
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  if (gaps.some((gap) => !(gap >= SHORTEST && gap <= LONGEST))) errors.push(`gaps of ${gaps.join(', ')} ms`);
  if (accepts && times.length < ENOUGH) errors.push(`${times.length} values of power came, expected ${ENOUGH}`);
  if (!accepts && updates > 0) errors.push(`${updates} reports came that nobody asked for`);
  if (server.vens().length !== 1) errors.push(`${server.vens().length} VENs, expected 1`);
  console.log(`${times.length} values in ${updates} reports`);
  for (const error of errors) console.log(`wrong: ${error}`);
  await server.stop();
  process.exit(errors.length === 0 ? 0 : 1);
}

await server.start();
console.log(`listening ${server.url}`);
setTimeout(end, accepts ? 40_000 : 8_000);

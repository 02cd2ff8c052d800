// A VTN that takes the telemetry that VENs offer, or (--reject) wants none of it: one JSON line a value.
// npx tsx examples/telemetry-server.ts [port] [--reject] [--interval PT10S]
import { OpenADRServer } from 'oadr-sim';

const args = process.argv.slice(2);
const reject = args.includes('--reject');
const samplingInterval = args.includes('--interval') ? (args[args.indexOf('--interval') + 1] ?? 'PT10S') : 'PT10S';
const port = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 8080);

const server = new OpenADRServer({
  port,
  pollInterval: 'PT1S',
  handlers: {
    onRegisterReport: ({ venId, resourceId, rId, measurement, unit, scale, reportName }) => {
      const takes = !reject && reportName === 'TELEMETRY_USAGE' && measurement !== undefined;
      console.log(JSON.stringify({ offered: rId, venId, resourceId, measurement, unit, scale, takes }));
      if (!takes) return undefined;
      return {
        samplingInterval,
        callback: (readings) => {
          for (const { rId, time, value } of readings)
            console.log(JSON.stringify({ venId, resourceId, rId, time, value, unit, scale }));
        },
      };
    },
  },
});
await server.start();
console.log(JSON.stringify({ url: server.url }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.stop());

// A VEN with a meter and a mind of its own.
import { interval, OpenADRClient, OpenADRServer } from 'oadr-sim';

// A VTN to talk to; usually it is somewhere else.
const server = new OpenADRServer({
  port: 0,
  pollInterval: 'PT1S',
  handlers: {
    onRegisterReport: ({ rId, scale, unit }) => ({
      samplingInterval: 'PT1S',
      callback: ([first]) => console.log(`${rId}: ${first?.value} ${scale}${unit}`),
    }),
  },
});
await server.start();

const client = new OpenADRClient({
  url: server.url,
  venName: 'plant',
  handlers: {
    onEvent: async ({ signals }) => (signals.some(({ signalName }) => signalName === 'SIMPLE') ? 'optIn' : 'optOut'),
    onLevel: ({ values }) => console.log(`now: ${values.map(({ signalPayload }) => signalPayload)}`),
  },
});
client.addReport({
  resourceId: 'meter-1',
  measurement: 'powerReal',
  unit: 'W',
  scale: 'k',
  samplingInterval: 'PT1S',
  callback: () => 4.2,
});
await client.start();
const venId = await client.registered;

const start = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
const simple = { signalName: 'SIMPLE', signalType: 'level', intervals: [interval(start, 'PT1H', 2)] } as const;
console.log(`SIMPLE: ${(await server.addEvent({ venId, ...simple }).response).optType}`);
const price = {
  signalName: 'ELECTRICITY_PRICE',
  signalType: 'price',
  intervals: [interval(start, 'PT1H', 0.3)],
} as const;
console.log(`price: ${(await server.addEvent({ venId, ...price }).response).optType}`);
const { optId } = client.optSchedule('optOut', { start: '2030-01-01T00:00:00Z', duration: 'P1D' });
await client.idle();
client.cancelOpt(optId);

const seen = new Set<string>();
for await (const record of server.records()) {
  if (record.kind === 'state') seen.add(record.change.what);
  if (seen.has('readings') && Date.now() > start.getTime() + 500) break;
}
await client.stop();
await server.stop();

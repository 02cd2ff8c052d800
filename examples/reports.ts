// Reports: asked for by name, their values by callback, and cancelled.
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const server = new OpenADRServer({ port: 0, pollInterval: 'PT1S' });
await server.start();
const client = new OpenADRClient({ url: server.url, venName: 'plant' });
client.addReport({ resourceId: 'm', measurement: 'energyReal', samplingInterval: 'PT1S', callback: () => 12.5 });
await client.start();

const { venId } = await server.whenRegistered('plant');
// Reports are registered right after the VEN itself.
for await (const _ of server.records()) if (server.vens()[0]?.reports.length) break;
console.log(server.vens()[0]?.reports);

let values = 0;
const { promise: enough, done } = signal();
const report = server.requestReport(venId, {
  reportName: 'TELEMETRY_USAGE',
  samplingInterval: 'PT1S',
  callback: ([reading]) => {
    if (values++ === 0) console.log(`${reading?.rId} = ${reading?.value}`);
    if (values === 2) done();
  },
});
await report.accepted;
await enough;
await server.cancelReport(venId, report.reportRequestId).cancelled;
console.log('cancelled');

await client.stop();
await server.stop();

function signal(): { promise: Promise<void>; done: () => void } {
  let done = (): void => {};
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
}

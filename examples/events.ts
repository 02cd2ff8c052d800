// An event for each VEN that registers, its answer awaited; then changed and cancelled.
import { intervals, OpenADRClient, OpenADRServer, target } from 'oadr-sim';

const server = new OpenADRServer({ port: 0, pollInterval: 'PT1S' });
await server.start();
const client = new OpenADRClient({ url: server.url, venName: 'my-ven', resourceIds: ['heater'] });
await client.start();

const { venId } = await server.whenRegistered('my-ven');
const event = server.addEvent({
  venId,
  eventId: 'evening',
  signalName: 'SIMPLE',
  signalType: 'level',
  intervals: intervals(new Date(Date.now() + 60_000), 'PT15M', [1, 2, 1]),
  targets: target({ resourceId: 'heater' }),
  callback: (_venId, eventId, optType) => console.log(`${eventId}: ${optType}`),
});
await event.delivered;
console.log(`version ${(await event.response).modificationNumber} is answered`);

const modified = server.modifyEvent(venId, 'evening', { priority: 1 });
console.log(`version ${(await modified.response).modificationNumber} is answered`);
await server.cancelEvent(venId, 'evening').response;
console.log(`${server.events(venId)[0]?.eventId} is ${server.events(venId)[0]?.status}`);

await client.stop();
await server.stop();

// A VTN whose polls are answered by the program itself, and one payload by hand beside it.
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const server = new OpenADRServer({ port: 0, pollInterval: 'PT1S', logger: false });
await server.start();
const client = new OpenADRClient({ url: server.url, venName: 'plant', logger: false });
await client.start();
const { venId } = await server.whenRegistered('plant');

await server.queue(venId, { name: 'oadrRequestReregistration', body: {} }).delivered;
console.log('asked to register again');

let polls = 0;
server.addHandler('onPoll', (venId) => {
  console.log(`poll ${++polls}`);
  const eiResponse = { responseCode: '200', requestID: '' };
  return { name: 'oadrResponse', body: { eiResponse, venID: venId, schemaVersion: '2.0b' } };
});
for await (const record of server.records())
  if (record.kind === 'message' && record.dir === 'out' && polls === 2) break;
await client.stop();
await server.stop();

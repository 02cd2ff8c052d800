// The VTN in a Koa app of one's own.
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { OpenADRClient, OpenADRServer } from 'oadr-sim';

const app = new Koa();
const server = new OpenADRServer({
  prefix: '/vtn',
  pollInterval: 'PT1S',
  mountedAt: () => `${origin()}/vtn/OpenADR2/Simple/2.0b`,
});
app.use(server.middleware());
app.use((ctx) => {
  ctx.body = `${server.vens().length} VEN\n`;
});
const http = app.listen(0, '127.0.0.1');
await new Promise((resolve) => http.once('listening', resolve));
await server.start();

const client = new OpenADRClient({ url: server.url, venName: 'plant' });
await client.start();
await server.whenRegistered('plant');
console.log((await (await fetch(origin())).text()).trim());

await client.stop();
await server.stop();
http.closeAllConnections();
http.close();

function origin(): string {
  const { port } = http.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import Koa from 'koa';
import { OpenADRClient, type OpenADRError, OpenADRServer } from '../../src/index.ts';
import { ServerRig } from './helpers/rig.ts';

test('a stop during the start waits for it, and nothing listens after it', async (t) => {
  const server = new OpenADRServer({ port: 0, logger: false });
  const starting = server.start();
  await server.stop();
  await starting;
  t.throws(() => server.url, { code: 'NOT_RUNNING', message: /make a new one/ });
  await t.throwsAsync(server.start(), { code: 'NOT_RUNNING' });
});

test('a stop during a start that fails is quiet, and the server may be started again', async (t) => {
  const { server } = await ServerRig.start(t);
  const other = new OpenADRServer({ port: Number(new URL(server.url).port), logger: false });
  const starting = t.throwsAsync(other.start(), { code: 'START' });
  await other.stop();
  await starting;
  await server.stop();
  await other.start();
  t.teardown(() => other.stop());
  t.truthy(other.url);
});

test('every stop waits until all is over', async (t) => {
  const { server } = await ServerRig.start(t);
  const { url } = server;
  const order: string[] = [];
  await Promise.all([server.stop().then(() => order.push('first')), server.stop().then(() => order.push('second'))]);
  t.is(order.length, 2);
  await t.throwsAsync(fetch(url));
});

test('a client that is stopped while it starts registers no more', async (t) => {
  const rig = await ServerRig.start(t);
  const client = new OpenADRClient({ url: rig.server.url, venName: 'c', logger: false });
  const starting = client.start();
  await Promise.all([client.stop(), client.stop()]);
  await starting;
  await t.throwsAsync(client.registered, { code: 'STOPPED' });
  await t.throwsAsync(client.start(), { code: 'NOT_RUNNING' });
  t.is(client.venId, undefined);
});

test('a server mounted behind a body parser says so once, with the remedy', async (t) => {
  const errors: OpenADRError[] = [];
  const logs: string[] = [];
  const log = (message: string): void => {
    logs.push(message);
  };
  let origin = '';
  const server = new OpenADRServer({
    mountedAt: () => `${origin}/OpenADR2/Simple/2.0b`,
    logger: { info: () => {}, warn: () => {}, error: log },
    onError: (error) => errors.push(error),
  });
  const app = new Koa();
  app.use(async (context, next) => {
    for await (const chunk of context.req) t.truthy(chunk);
    await next();
  });
  app.use(server.middleware());
  const http = app.listen(0, '127.0.0.1');
  t.teardown(() => {
    http.closeAllConnections();
    http.close();
  });
  await once(http, 'listening');
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  await server.start();
  t.teardown(() => server.stop());
  for (const body of ['<a/>', '<b/>']) {
    const response = await fetch(`${server.url}/OadrPoll`, { method: 'POST', body });
    t.is(response.status, 500);
  }
  t.is(errors.length, 1);
  t.like(errors[0], { code: 'START', hint: 'mount it (server.middleware()) before body parsers' });
  t.deepEqual(logs, [], 'onError alone is told');
});

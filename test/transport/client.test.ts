import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { type ClientOptions, createClient } from '../../src/transport/client.ts';
import { ClientError } from '../../src/transport/client-failure.ts';
import { recordingListener } from '../helpers/listener.ts';

function client(t: ExecutionContext, options: Partial<ClientOptions> & { baseUrl: string }) {
  const made = createClient({ ioClock: new SystemClock(), ...options });
  t.teardown(() => made.close());
  return made;
}

/** A TCP server that does as told with each connection. */
async function peer(t: ExecutionContext, serve: (socket: Socket, index: number) => void): Promise<string> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket, count++);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/OpenADR2/Simple/2.0b`;
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 2\r\n\r\n<a';

test('a client’s requests are faultless, and share one connection', async (t) => {
  const listener = await recordingListener(t, {}, async ({ body }) => ({ status: 200, body: body.toString() }));
  const ven = client(t, { baseUrl: listener.url });
  for (const text of ['<a/>', '<ü/>']) {
    const answer = await ven.post('EiEvent', text);
    t.like(answer, { status: 200, contentType: 'application/xml' });
    t.is(answer.body.toString(), text);
    t.true(answer.took >= 0);
  }
  t.deepEqual(
    listener.requests.map(({ findings }) => findings),
    [[], []],
  );
  t.is(listener.of('opened').length, 1);
  t.deepEqual(
    listener.requests[0]?.headers.filter((_, index) => index % 2 === 0),
    ['Content-Type', 'Content-Length', 'Host', 'Connection'],
  );
});

test('any status is an answer', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({
    status: 503,
    body: 'busy',
    headers: { 'Retry-After': '4' },
  }));
  const answer = await client(t, { baseUrl: listener.url }).post('OadrPoll', '<p/>');
  t.like(answer, { status: 503, retryAfter: 4, contentType: 'text/plain; charset=utf-8' });
  t.is(answer.body.toString(), 'busy');
});

test('a compressed answer is read', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({ status: 200, body: '<packed/>' }));
  const ven = client(t, { baseUrl: listener.url });
  const answer = await ven.post('OadrPoll', '<p/>', { headers: { 'Accept-Encoding': 'gzip' } });
  t.is(answer.body.toString(), '<packed/>');
  t.true(answer.headers.includes('gzip'));
});

test('nobody listening is `refused`', async (t) => {
  const listener = await recordingListener(t);
  await listener.close();
  const error = await t.throwsAsync(client(t, { baseUrl: listener.url }).post('OadrPoll', ''), {
    instanceOf: ClientError,
  });
  t.like(error, { kind: 'refused', code: 'ECONNREFUSED', stale: false });
});

test('silence is a `timeout` on I/O time', async (t) => {
  const ioClock = new ManualClock();
  const baseUrl = await peer(t, (socket) => {
    socket.once('data', () => ioClock.advance(5000));
  });
  const error = await t.throwsAsync(client(t, { baseUrl, ioClock, timeoutMs: 5000 }).post('OadrPoll', '<p/>'), {
    instanceOf: ClientError,
  });
  t.is(error?.kind, 'timeout');
});

test('a time-out below five seconds is refused', (t) => {
  t.throws(() => createClient({ baseUrl: 'http://127.0.0.1:1', ioClock: new ManualClock(), timeoutMs: 4999 }), {
    instanceOf: RangeError,
  });
});

test('what is no HTTP is `http`', async (t) => {
  const baseUrl = await peer(t, (socket) => {
    socket.once('data', () => socket.write('SSH-2.0-x\r\n\r\n'));
  });
  const error = await t.throwsAsync(client(t, { baseUrl }).post('OadrPoll', ''), { instanceOf: ClientError });
  t.is(error?.kind, 'http');
});

test('a fresh connection that breaks is a `reset`, and not tried again', async (t) => {
  let connections = 0;
  const baseUrl = await peer(t, (socket) => {
    connections++;
    socket.once('data', () => socket.resetAndDestroy());
  });
  const error = await t.throwsAsync(client(t, { baseUrl }).post('OadrPoll', ''), { instanceOf: ClientError });
  t.like(error, { kind: 'reset', stale: false });
  t.is(connections, 1);
});

test('a kept connection that dies without a byte is replaced once', async (t) => {
  const seen: number[] = [];
  const baseUrl = await peer(t, (socket, index) => {
    let requests = 0;
    socket.on('data', () => {
      seen.push(index);
      requests++;
      if (index === 0 && requests === 2) socket.resetAndDestroy();
      else socket.write(ANSWER);
    });
  });
  const ven = client(t, { baseUrl });
  t.is((await ven.post('OadrPoll', '')).status, 200);
  t.is((await ven.post('OadrPoll', '')).status, 200);
  t.deepEqual(seen, [0, 0, 1]);
});

test('what is sent once more can be another body', async (t) => {
  const bodies: string[] = [];
  const baseUrl = await peer(t, (socket, index) => {
    let requests = 0;
    socket.on('data', (bytes) => {
      bodies.push(bytes.toString().split('\r\n\r\n')[1] ?? '');
      requests++;
      if (index === 0 && requests === 2) socket.resetAndDestroy();
      else socket.write(ANSWER);
    });
  });
  const ven = client(t, { baseUrl });
  const again = () => '<again/>';
  const { certificate } = await ven.post('OadrPoll', '<one/>', { again });
  await ven.post('OadrPoll', '<two/>', { again });
  t.deepEqual(bodies, ['<one/>', '<two/>', '<again/>']);
  t.is(certificate, undefined);
});

test('a kept connection that dies after a byte of an answer is not', async (t) => {
  let requests = 0;
  const baseUrl = await peer(t, (socket) => {
    socket.on('data', () => {
      requests++;
      if (requests === 1) socket.write(ANSWER);
      else socket.end('HTTP/1.1 200');
    });
  });
  const ven = client(t, { baseUrl });
  await ven.post('OadrPoll', '');
  const error = await t.throwsAsync(ven.post('OadrPoll', ''), { instanceOf: ClientError });
  t.false(error?.stale);
  t.is(requests, 2);
});

test('a caller can give up, and a closed client fails with `closed`', async (t) => {
  const baseUrl = await peer(t, () => {});
  const ven = client(t, { baseUrl });
  const stop = new AbortController();
  const aborted = ven.post('OadrPoll', '', { signal: stop.signal });
  stop.abort();
  t.is((await t.throwsAsync(aborted, { instanceOf: ClientError }))?.kind, 'aborted');
  const pending = ven.post('OadrPoll', '');
  ven.close();
  t.is((await t.throwsAsync(pending, { instanceOf: ClientError }))?.kind, 'closed');
  t.is((await t.throwsAsync(ven.post('OadrPoll', ''), { instanceOf: ClientError }))?.kind, 'closed');
});

test('an answer above the limit is `tooLarge`', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({
    status: 200,
    body: Buffer.alloc(4 * 1024 * 1024 + 1, 32),
  }));
  const error = await t.throwsAsync(client(t, { baseUrl: listener.url }).post('OadrPoll', ''), {
    instanceOf: ClientError,
  });
  t.is(error?.kind, 'tooLarge');
});

test('200 clients in one process are 200 connections', async (t) => {
  const listener = await recordingListener(t);
  const vens = Array.from({ length: 200 }, () => client(t, { baseUrl: listener.url }));
  for (let round = 0; round < 2; round++) {
    const answers = await Promise.all(vens.map((ven) => ven.post('OadrPoll', '<p/>')));
    t.true(answers.every(({ status }) => status === 200));
  }
  t.is(listener.of('opened').length, 200);
});

import { once } from 'node:events';
import { createServer } from 'node:net';
import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { REPLY, recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

test('a taken port is named, with a remedy', async (t) => {
  const blocker = createServer();
  await once(blocker.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => blocker.close());
  const address = blocker.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const error = await t.throwsAsync(recordingListener(t, { port }), { instanceOf: TransportError });
  t.like(error, { code: 'EADDRINUSE', message: `port ${port} on 127.0.0.1 is taken`, remedy: '--port 0', port });
});

test('an address of another machine is named, with a remedy', async (t) => {
  const error = await t.throwsAsync(recordingListener(t, { host: '192.0.2.1' }), { instanceOf: TransportError });
  t.like(error, { code: 'EADDRNOTAVAIL', message: '192.0.2.1 is no address of this machine' });
});

test('a prefix that cannot stand in a path is refused', async (t) => {
  const error = await t.throwsAsync(recordingListener(t, { prefix: 'a:b*' }), { instanceOf: TransportError });
  t.is(error?.code, 'EPREFIX');
});

test('the URL of a listener on all addresses names one of them', async (t) => {
  const listener = await recordingListener(t, { host: '0.0.0.0' });
  t.regex(listener.url, /^http:\/\/(?!0\.0\.0\.0)[\d.]+:\d+\/OpenADR2\/Simple\/2\.0b$/);
});

test('close lets what is under way end, and closes what is idle', async (t) => {
  let answer: () => void = () => {};
  const wait = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const listener = await recordingListener(t, { ioClock: new ManualClock() }, async () => {
    await wait;
    return REPLY;
  });
  const [idle, silent, busy] = [
    await RawSocket.open(listener.port),
    await RawSocket.open(listener.port),
    await RawSocket.open(listener.port),
  ];
  await idle.send(rawPost({ method: 'GET', body: '' }));
  await idle.answer();
  await busy.send(rawPost());
  await listener.until(() => listener.requests.length === 1 && listener.of('opened').length === 3);
  const closing = listener.close(60_000);
  await Promise.all([idle.closed(), silent.closed()]);
  await t.throwsAsync(RawSocket.open(listener.port), { code: 'ECONNREFUSED' });
  answer();
  const last = await busy.answer();
  t.is(last.statusLine, 'HTTP/1.1 200 OK');
  t.true(last.headers.includes('Connection: close'));
  await busy.closed();
  await closing;
  t.is(listener.of('closed').length, 3);
});

test('close breaks off what does not end in time', async (t) => {
  const ioClock = new ManualClock();
  const listener = await recordingListener(t, { ioClock }, () => new Promise(() => {}));
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  await listener.until(() => listener.requests.length === 1);
  const closing = listener.close(1000);
  ioClock.advance(1000);
  await closing;
  await socket.closed();
  t.is(listener.of('closed').length, 1);
});

test('a paused listener reads nothing, from old connections and new ones, until it is resumed', async (t) => {
  const listener = await recordingListener(t);
  const old = await RawSocket.open(listener.port);
  await old.send(rawPost({ body: 'first' }));
  await old.answer();
  listener.pause();
  const fresh = await RawSocket.open(listener.port);
  await Promise.all([old.send(rawPost({ body: 'second' })), fresh.send(rawPost({ body: 'third' }))]);
  await listener.until(() => listener.of('firstBytes').length === 2);
  // Several turns of the loop, in which both requests would have come through.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  t.is(listener.requests.length, 1);
  listener.resume();
  await Promise.all([old.answer(), fresh.answer()]);
  t.deepEqual(listener.requests.map(({ body }) => body.toString()).sort(), ['first', 'second', 'third']);
});

test('a request that comes in small pieces is read whole', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  socket.socket.setNoDelay(true);
  for (const byte of rawPost({ body: '<slow/>' })) {
    await socket.send(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  t.is(listener.requests[0]?.body.toString(), '<slow/>');
});

test('a connection that never says a byte is closed, and told', async (t) => {
  const ioClock = new ManualClock();
  const listener = await recordingListener(t, { ioClock, limits: { firstBytesMs: 5000 } });
  const socket = await RawSocket.open(listener.port);
  await listener.until(() => listener.of('opened').length === 1);
  ioClock.advance(5000);
  await socket.closed();
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('closed')[0], { silent: true, error: 'no byte within 5000 ms' });
});

for (const [name, bytes] of [
  ['headers', 'POST /OpenADR2/Simple/2.0b/OadrPoll HTTP/1.1\r\nHost: a'],
  ['body', rawPost({ headers: { 'Content-Length': '500' } })],
] as const) {
  test(`a request whose ${name} never end is answered with 408`, async (t) => {
    const listener = await recordingListener(t, { limits: { headersMs: 60, requestMs: 60 } });
    const socket = await RawSocket.open(listener.port);
    await socket.send(bytes);
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 408 Request Timeout');
    await socket.closed();
    await listener.until(() => listener.of('closed').length === 1);
    t.like(listener.of('clientError')[0], { code: 'ERR_HTTP_REQUEST_TIMEOUT', status: 408 });
    t.like(listener.of('closed')[0], { silent: true });
  });
}

test('a receiver that stops taking its answer is closed, and told', async (t) => {
  const body = Buffer.alloc(64 * 1024 * 1024, 32);
  const listener = await recordingListener(t, { limits: { idleMs: 100 } }, async () => ({ status: 200, body }));
  const socket = await RawSocket.open(listener.port);
  socket.socket.pause();
  await socket.send(rawPost());
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('closed')[0], { error: 'idle for 100 ms' });
  t.like(listener.sent[0], { delivered: false });
  socket.destroy();
});

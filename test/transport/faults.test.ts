import test from 'ava';
import { OverloadError } from '../../src/transport/transport-error.ts';
import { REPLY, recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

/** The begin of a ClientHello (TLS 1.2 record, handshake type 1). */
const CLIENT_HELLO = Buffer.from(`160301020001000 1fc0303${'ab'.repeat(500)}`.replace(' ', ''), 'hex');

test('TLS on the plain port is named as such and answered with a well-formed 400', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(CLIENT_HELLO);
  const text = `400: a TLS handshake came to the plain HTTP port.\nhint: give the VEN http://127.0.0.1:${listener.port}/OpenADR2/Simple/2.0b: http, not https\n`;
  t.is(
    (await socket.answer()).text,
    `HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
  );
  await socket.closed();
  await listener.until(() => listener.of('closed').length === 1);
  t.deepEqual(
    listener.facts.map(({ fact }) => fact),
    ['opened', 'firstBytes', 'clientError', 'closed'],
  );
  t.like(listener.of('firstBytes')[0], { looksLike: 'tls', hex: CLIENT_HELLO.toString('hex', 0, 32) });
  t.like(listener.of('clientError')[0], { status: 400, raw: CLIENT_HELLO.toString('latin1') });
  t.like(listener.of('clientError')[0]?.findings[0], { layer: 'tls', severity: 'error' });
  t.like(listener.of('closed')[0], { silent: true, requests: 0 });
  t.is(new Set(listener.facts.map(({ connection }) => connection)).size, 1);
});

test('bytes that are no HTTP get a well-formed 400', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send('\x00\x01\x02 hello\r\n\r\n');
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 400 Bad Request');
  await socket.closed();
  t.like(listener.of('firstBytes')[0], { looksLike: 'other' });
  t.is(listener.of('clientError').length, 1);
});

test('headers above the limit get a 431', async (t) => {
  const listener = await recordingListener(t, { limits: { headerBytes: 2000 } });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'X-Long': 'x'.repeat(3000) } }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 431 Request Header Fields Too Large');
  t.like(listener.of('clientError')[0], { code: 'HPE_HEADER_OVERFLOW', status: 431 });
});

test('two lengths that contradict each other get a 400', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Transfer-Encoding': 'chunked' } }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 400 Bad Request');
  t.is(listener.requests.length, 0);
});

test('a body without Content-Length: the empty request is answered, then the connection ends', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Length': undefined }, body: '<oadrPoll/>' }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  t.is((await socket.closed()).length, 0);
  await listener.until(() => listener.of('closed').length === 1);
  t.is(listener.requests[0]?.body.length, 0);
  t.is(listener.requests[0]?.findings[0]?.message, 'the Content-Length header is missing');
  const [error] = listener.of('clientError');
  t.is(error?.findings[0]?.message, 'what follows a request is no HTTP');
  t.regex(error?.findings[0]?.hint ?? '', /Content-Length/);
  t.is(error?.connection, listener.requests[0]?.remote.connection);
  t.is(listener.sent[0]?.delivered, true);
});

test('a Content-Length that is too small shows in what follows', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Length': '3' }, body: '<oadrPoll/>' }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  await socket.closed();
  t.is(listener.requests[0]?.body.toString(), '<oa');
  t.is(listener.of('clientError').length, 1);
});

test('a close in the middle of a body gets a 400 and is told', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Length': '100' } }));
  socket.endOurHalf();
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 400 Bad Request');
  await socket.closed();
  await listener.until(() => listener.of('closed').length === 1);
  t.is(listener.of('clientError').length, 1);
  t.like(listener.of('closed')[0], { silent: true });
});

test('a reset in the middle of a body is told once', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Length': '100' } }));
  await listener.until(() => listener.of('firstBytes').length === 1);
  socket.reset();
  await listener.until(() => listener.of('closed').length === 1 && listener.of('clientError').length === 1);
  t.is(listener.of('clientError')[0]?.code, 'ECONNRESET');
  t.is(listener.requests.length, 0);
});

test('connecting and closing without a byte is a silent close', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  socket.endOurHalf();
  await socket.closed();
  await listener.until(() => listener.of('closed').length === 1);
  t.deepEqual(
    listener.facts.map(({ fact }) => fact),
    ['opened', 'closed'],
  );
  t.like(listener.of('closed')[0], { silent: true, requests: 0, bytesRead: 0 });
});

test('a sender that closes its half after the request gets its answer', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  socket.endOurHalf();
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  t.is((await socket.closed()).length, 0);
  t.is(listener.sent[0]?.delivered, true);
});

test('an answer whose receiver has gone is undelivered', async (t) => {
  let answer: () => void = () => {};
  const wait = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const listener = await recordingListener(t, {}, async () => {
    await wait;
    return REPLY;
  });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  await listener.until(() => listener.requests.length === 1);
  socket.reset();
  await listener.until(() => listener.of('closed').length === 1);
  t.is(listener.sent.length, 0);
  answer();
  await listener.until(() => listener.sent.length === 1);
  t.like(listener.sent[0], { exchange: listener.requests[0]?.exchange, delivered: false, status: 200 });
});

test('an answer that its receiver does not take is undelivered when the connection breaks', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({
    status: 200,
    body: Buffer.alloc(64 * 1024 * 1024, 32),
  }));
  const socket = await RawSocket.open(listener.port);
  socket.socket.pause();
  await socket.send(rawPost());
  await listener.until(() => listener.requests.length === 1);
  socket.reset();
  await listener.until(() => listener.sent.length === 1);
  t.false(listener.sent[0]?.delivered);
});

test('an error of the handler is a 500 that tells nothing', async (t) => {
  const listener = await recordingListener(t, {}, async () => {
    throw new Error('secret at /home/me/file.ts:1');
  });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  const text = '500: an error in the bench, not in the VEN.\n';
  t.is(
    (await socket.answer()).text,
    `HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=3660\r\n\r\n${text}`,
  );
  await listener.until(() => listener.sent.length === 1);
  t.like(listener.of('answered')[0], { status: 500, reason: 'secret at /home/me/file.ts:1' });
  t.like(listener.sent[0], { status: 500, delivered: true });
});

test('a handler that throws before it promises is a 500 too', async (t) => {
  const listener = await recordingListener(t, {}, () => {
    throw new Error('no');
  });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 500 Internal Server Error');
});

test('a plan that HTTP cannot carry is a 500', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({
    status: 200,
    body: 'x',
    headers: { 'X-A': 'a\r\nb' },
  }));
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 500 Internal Server Error');
  await listener.until(() => listener.sent.length === 1);
  t.like(listener.sent[0], { status: 500, delivered: true });
});

test('overload is a 503 with Retry-After', async (t) => {
  const listener = await recordingListener(t, {}, async () => {
    throw new OverloadError('busy', 9);
  });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  const answer = await socket.answer();
  t.is(answer.statusLine, 'HTTP/1.1 503 Service Unavailable');
  t.true(answer.headers.includes('Retry-After: 9'));
});

test('more requests at once than allowed get a 503', async (t) => {
  let answer: () => void = () => {};
  const wait = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const listener = await recordingListener(t, { limits: { inFlight: 1 } }, async () => {
    await wait;
    return REPLY;
  });
  const [first, second] = [await RawSocket.open(listener.port), await RawSocket.open(listener.port)];
  await first.send(rawPost());
  await listener.until(() => listener.requests.length === 1);
  await second.send(rawPost());
  t.is((await second.answer()).statusLine, 'HTTP/1.1 503 Service Unavailable');
  answer();
  t.is((await first.answer()).statusLine, 'HTTP/1.1 200 OK');
  await second.send(rawPost());
  t.is((await second.answer()).statusLine, 'HTTP/1.1 200 OK');
});

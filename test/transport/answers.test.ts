import test from 'ava';
import { recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

test('a POST to each service is answered with exact bytes, on one connection', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  const services = ['EiRegisterParty', 'EiEvent', 'EiReport', 'EiOpt', 'OadrPoll'];
  for (const service of services) {
    await socket.send(rawPost({ service, body: `<${service}/>` }));
    const { text } = await socket.answer();
    t.is(
      text,
      'HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 15\r\nConnection: keep-alive\r\n' +
        'Keep-Alive: timeout=3660\r\n\r\n<oadrResponse/>',
    );
  }
  await listener.until(() => listener.sent.length === 5);
  socket.destroy();
  await listener.until(() => listener.of('closed').length === 1);
  t.deepEqual(
    listener.requests.map(({ service, body, findings }) => [service, body.toString(), findings]),
    services.map((service) => [service, `<${service}/>`, []]),
  );
  const [connection] = listener.requests.map(({ remote }) => remote.connection);
  t.deepEqual(
    listener.facts.map((fact) => [fact.fact, fact.connection]),
    ['opened', 'firstBytes', 'closed'].map((kind) => [kind, connection]),
  );
  t.like(listener.of('firstBytes')[0], {
    looksLike: 'http',
    hex: Buffer.from('POST').toString('hex') + listener.of('firstBytes')[0]?.hex.slice(8),
  });
  t.like(listener.of('closed')[0], { requests: 5, silent: false });
  t.deepEqual(
    listener.sent.map(({ exchange, delivered, status }) => [exchange, delivered, status]),
    listener.requests.map(({ exchange }) => [exchange, true, 200]),
  );
  t.deepEqual(listener.sent[0]?.headers, [
    'Content-Type',
    'application/xml',
    'Content-Length',
    '15',
    'Connection',
    'keep-alive',
    'Keep-Alive',
    'timeout=3660',
  ]);
});

test('equal headers on a connection are the same list', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  for (const headers of [{}, {}, { 'X-Own': '1' }]) {
    await socket.send(rawPost({ headers }));
    await socket.answer();
  }
  const [first, second, third] = listener.requests;
  t.is(first?.headers, second?.headers);
  t.not(second?.headers, third?.headers);
  t.deepEqual(third?.headers.slice(-2), ['X-Own', '1']);
});

test('pipelined requests are answered in their order', async (t) => {
  let release: () => void = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const listener = await recordingListener(t, {}, async ({ body }) => {
    if (body.toString() === '1') await first;
    else release();
    return { status: 200, body: `<n>${body.toString()}</n>` };
  });
  const socket = await RawSocket.open(listener.port);
  await socket.send(Buffer.concat(['1', '2', '3'].map((body) => rawPost({ body }))));
  const bodies = [await socket.answer(), await socket.answer(), await socket.answer()].map(({ body }) =>
    body.toString(),
  );
  t.deepEqual(bodies, ['<n>1</n>', '<n>2</n>', '<n>3</n>']);
});

test('a status other than 200 goes out as plain text, and a plan’s own headers win', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({
    status: 406,
    body: 'not valid',
    headers: { 'Retry-After': '7', 'content-type': 'text/x-own' },
  }));
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  t.deepEqual((await socket.answer()).text.split('\r\n'), [
    'HTTP/1.1 406 Not Acceptable',
    'content-type: text/x-own',
    'Content-Length: 9',
    'Connection: keep-alive',
    'Keep-Alive: timeout=3660',
    'Retry-After: 7',
    '',
    'not valid',
  ]);
});

test('an empty 200 has a Content-Length of 0', async (t) => {
  const listener = await recordingListener(t, {}, async () => ({ status: 200, body: '' }));
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Accept-Encoding': 'gzip' } }));
  const answer = await socket.answer();
  t.true(answer.headers.includes('Content-Length: 0'));
  t.false(answer.text.includes('Content-Encoding'));
});

test('an HTTP/1.0 client gets its answer and a close', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost().toString().replace('HTTP/1.1', 'HTTP/1.0'));
  t.true((await socket.answer()).headers.includes('Connection: close'));
  t.is((await socket.closed()).length, 0);
});

test('100-continue is given before the body is read', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  const bytes = rawPost({ headers: { Expect: '100-continue' }, body: '<later/>' });
  await socket.send(bytes.subarray(0, -8));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 100 Continue');
  t.is(listener.requests.length, 0);
  await socket.send(bytes.subarray(-8));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  t.is(listener.requests[0]?.body.toString(), '<later/>');
});

test('the prefix is part of every path and of the URL', async (t) => {
  const listener = await recordingListener(t, { prefix: '/lab//a/' });
  t.is(listener.url, `http://127.0.0.1:${listener.port}/lab/a/OpenADR2/Simple/2.0b`);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ path: '/lab/a/OpenADR2/Simple/2.0b/EiEvent' }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
});

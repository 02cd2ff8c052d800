import test from 'ava';
import { recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD']) {
  test(`${method} is answered with 501 and a help text`, async (t) => {
    const listener = await recordingListener(t);
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ method, body: method === 'PUT' ? '<x/>' : '' }));
    const answer = await socket.answer(method === 'HEAD');
    const base = `http://127.0.0.1:${listener.port}/OpenADR2/Simple/2.0b`;
    const help = `This is an OpenADR 2.0b VTN (oadr-sim): simple HTTP, pull.
${method} is not implemented; OpenADR sends each message by POST (9.1.3).
Give the VEN this base URL: ${base}
Services below it: EiRegisterParty, EiEvent, EiReport, EiOpt, OadrPoll
`;
    t.deepEqual(answer.text.split('\r\n'), [
      'HTTP/1.1 501 Not Implemented',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${help.length}`,
      'Connection: keep-alive',
      'Keep-Alive: timeout=3660',
      '',
      method === 'HEAD' ? '' : help,
    ]);
    // The connection goes on.
    await socket.send(rawPost());
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
    t.like(listener.of('answered')[0], { status: 501, method, url: '/OpenADR2/Simple/2.0b/OadrPoll' });
    t.like(listener.of('answered')[0]?.findings[0], {
      layer: 'http',
      severity: 'error',
      expected: 'POST',
      actual: method,
    });
  });
}

for (const method of ['post', 'FETCH', 'CONNECT']) {
  test(`${method}, which Node does not hand out as a request, is answered with 501 too`, async (t) => {
    const listener = await recordingListener(t);
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ method, path: method === 'CONNECT' ? 'a:1' : '/x', body: '' }));
    const answer = await socket.answer();
    t.is(answer.statusLine, 'HTTP/1.1 501 Not Implemented');
    t.true(answer.body.toString().startsWith('This is an OpenADR 2.0b VTN'));
    await socket.closed();
    const told = [...listener.of('answered'), ...listener.of('clientError')];
    t.is(told.length, 1);
    t.is(told[0]?.status, 501);
    t.is(told[0]?.findings[0]?.actual, method);
  });
}

const BASE = '/OpenADR2/Simple/2.0b';
const WRONG: readonly (readonly [path: string, reason: string, hint: RegExp, prefix?: string])[] = [
  [
    `${BASE}${BASE}/EiEvent`,
    'the base path stands in it twice',
    /mean \/OpenADR2\/Simple\/2\.0b\/EiEvent\?.*give it http:\/\/127\.0\.0\.1:\d+$/,
  ],
  ['/openadr2/simple/2.0b/eievent', 'the path is written in the wrong case', /2\.0b\/EiEvent\?/],
  [`${BASE}/EIREPORT`, 'the path is written in the wrong case', /2\.0b\/EiReport\?/],
  ['/OpenADR2/Simple/EiEvent', 'that is a path of OpenADR 2.0a, and this VTN speaks 2.0b only', /2\.0b\/EiEvent\?/],
  [`${BASE}/EiEvent`, 'the prefix /lab is missing', /mean \/lab\/OpenADR2\/Simple\/2\.0b\/EiEvent\?/, 'lab'],
  [`/other${BASE}/EiOpt`, 'the prefix is /lab, not /other', /\/lab\/OpenADR2/, 'lab'],
  [`/other${BASE}/EiOpt`, 'this VTN has no prefix, and /other is one', /mean \/OpenADR2/],
  ['/EiRegisterParty', 'the base path /OpenADR2/Simple/2.0b is missing or misspelt', /2\.0b\/EiRegisterParty\?/],
  [`${BASE}/EiRegister`, 'there is no such service', /2\.0b\/EiRegisterParty\?/],
  [`${BASE}/EiPoll`, 'there is no such service', /2\.0b\/OadrPoll\?/],
  [BASE, 'the service name is missing', /add one of EiRegisterParty,/],
  ['/', 'no service is there', /the services are EiRegisterParty,/],
];

for (const [path, reason, hint, prefix] of WRONG) {
  test(`404 at ${path}${prefix ? ` below ${prefix}` : ''}: ${reason}`, async (t) => {
    const listener = await recordingListener(t, { prefix });
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ path }));
    const answer = await socket.answer();
    t.is(answer.statusLine, 'HTTP/1.1 404 Not Found');
    t.true(answer.body.toString().includes(`${reason}.\nhint: `), answer.body.toString());
    const [finding] = listener.of('answered')[0]?.findings ?? [];
    t.is(finding?.message, `wrong path: ${reason}`);
    t.regex(finding?.hint ?? '', hint);
    t.is(listener.requests.length, 0);
  });
}

for (const path of [
  '//OpenADR2/Simple/2.0b//EiEvent/',
  `${BASE}/EiEvent?venID=1`,
  `${BASE}/%45iEvent`,
  `http://vtn.example${BASE}/EiEvent`,
]) {
  test(`${path} is served as EiEvent`, async (t) => {
    const listener = await recordingListener(t);
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ path }));
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
    t.like(listener.requests[0], { service: 'EiEvent', url: path });
    const legal = path.startsWith('http:');
    t.deepEqual(
      listener.requests[0]?.findings.map(({ severity, actual }) => [severity, actual]),
      legal ? [] : [['warning', path]],
    );
  });
}

test('control characters of a path do not come back', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ path: '/x%1b%5b31m%e2%80%aey' }));
  const { body } = await socket.answer();
  for (const harmful of ['\u001b', '\u202e']) t.false(body.toString().includes(harmful));
});

test('a body above the limit is answered with 413 after it was read, and the connection goes on', async (t) => {
  const listener = await recordingListener(t, { limits: { bodyBytes: 1000, discardBytes: 100_000 } });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ body: 'x'.repeat(50_000) }));
  t.deepEqual((await socket.answer()).text.split('\r\n'), [
    'HTTP/1.1 413 Payload Too Large',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Length: 58',
    'Connection: keep-alive',
    'Keep-Alive: timeout=3660',
    '',
    '413: the body is too large: at most 1000 bytes are taken.\n',
  ]);
  await socket.send(rawPost({ body: 'x'.repeat(1000) }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  t.like(listener.of('answered')[0], { status: 413, reason: 'the body is too large' });
});

test('a chunked body above the limit is answered with 413', async (t) => {
  const listener = await recordingListener(t, { limits: { bodyBytes: 1000 } });
  const socket = await RawSocket.open(listener.port);
  const headers = { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' };
  await socket.send(rawPost({ headers, body: `5dc\r\n${'x'.repeat(1500)}\r\n0\r\n\r\n` }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 413 Payload Too Large');
});

test('a body far above the limit gets its 413 before the close, though it is not read to its end', async (t) => {
  const listener = await recordingListener(t, { limits: { bodyBytes: 1000, discardBytes: 2000 } });
  const socket = await RawSocket.open(listener.port);
  const bytes = rawPost({ body: 'x'.repeat(1_000_000) });
  await socket.send(bytes.subarray(0, 5000));
  const answer = await socket.answer();
  t.is(answer.statusLine, 'HTTP/1.1 413 Payload Too Large');
  t.true(answer.headers.includes('Connection: close'));
  await socket.send(bytes.subarray(5000, 100_000));
  t.is((await socket.closed()).length, 0);
});

test('who asks before sending too much is told so instead of going on', async (t) => {
  const listener = await recordingListener(t, { limits: { bodyBytes: 10 } });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { Expect: '100-continue', 'Content-Length': '11' }, body: '' }));
  const answer = await socket.answer();
  t.is(answer.statusLine, 'HTTP/1.1 413 Payload Too Large');
  t.true(answer.headers.includes('Connection: close'));
});

test('an unknown Expect is answered with 417', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { Expect: 'miracles' } }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 417 Expectation Failed');
  t.like(listener.of('answered')[0], { status: 417, findings: [{ actual: 'miracles' }] });
});

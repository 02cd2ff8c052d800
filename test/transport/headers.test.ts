import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import test from 'ava';
import { recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

const BODY = `<oadrPoll>${'x'.repeat(500)}</oadrPoll>`;

const FINDINGS: readonly (readonly [name: string, headers: Record<string, string | undefined>, found: string[]])[] = [
  ['all as it should be', { Accept: 'application/xml', 'User-Agent': 'ven' }, []],
  ['the charset form of the specification', { 'Content-Type': 'application/xml; charset=utf-8' }, []],
  ['another case', { 'content-type': 'Application/XML; Charset=UTF-8', 'Content-Type': undefined }, []],
  [
    'no space before charset',
    { 'Content-Type': 'application/xml;charset=utf-8' },
    ['warning: the Content-Type is spelled in another way than the specification wants it'],
  ],
  ['no Host', { Host: undefined }, ['error: the Host header is missing']],
  ['no Content-Type', { 'Content-Type': undefined }, ['error: the Content-Type header is missing']],
  ['text/xml', { 'Content-Type': 'text/xml' }, ['error: the Content-Type is not supported']],
  [
    'latin-1',
    { 'Content-Type': 'application/xml; charset=ISO-8859-1' },
    ['error: the charset in Content-Type is not UTF-8'],
  ],
  ['Accept */*', { Accept: '*/*' }, ['warning: the Accept header is wider than allowed']],
  ['Accept text/html', { Accept: 'text/html' }, ['error: the Accept header excludes what a VTN sends']],
  [
    'nothing acceptable',
    { 'Accept-Encoding': 'identity;q=0, br' },
    ['warning: the Accept-Encoding header excludes every coding, even none'],
  ],
  ['unknown coding', { 'Content-Encoding': 'br' }, ['error: the Content-Encoding is not supported']],
];

for (const [name, headers, found] of FINDINGS) {
  test(`findings about headers: ${name}`, async (t) => {
    const listener = await recordingListener(t);
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ headers, body: BODY }));
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
    const [request] = listener.requests;
    t.is(request?.body.toString(), BODY);
    t.deepEqual(
      request?.findings.map(({ severity, message }) => `${severity}: ${message}`),
      found,
    );
    for (const finding of request?.findings ?? []) {
      t.is(finding.layer, 'http');
      t.truthy(finding.expected && finding.actual && finding.hint);
    }
  });
}

test('a chunked body is read, and told', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  const headers = { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' };
  await socket.send(rawPost({ headers, body: '5\r\n<oadr\r\n6\r\nPoll/>\r\n0\r\n\r\n' }));
  const answer = await socket.answer();
  t.true(answer.headers.includes('Content-Length: 15'));
  t.is(listener.requests[0]?.body.toString(), '<oadrPoll/>');
  t.deepEqual(
    listener.requests[0]?.findings.map(({ message }) => message),
    ['the body was sent chunked'],
  );
});

const ENCODED: readonly (readonly [coding: string, body: Buffer])[] = [
  ['gzip', gzipSync(BODY)],
  ['x-gzip', gzipSync(BODY)],
  ['deflate', deflateSync(BODY)],
  ['deflate', deflateRawSync(BODY)],
];

for (const [index, [coding, body]] of ENCODED.entries()) {
  test(`a body in ${coding} (${index}) is read, and told`, async (t) => {
    const listener = await recordingListener(t);
    const socket = await RawSocket.open(listener.port);
    await socket.send(rawPost({ headers: { 'Content-Encoding': coding }, body }));
    await socket.answer();
    t.is(listener.requests[0]?.body.toString(), BODY);
    t.deepEqual(
      listener.requests[0]?.findings.map(({ message }) => message),
      ['the body is compressed unasked'],
    );
  });
}

test('a body that is not in its Content-Encoding stays as it is, and is told', async (t) => {
  const listener = await recordingListener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Encoding': 'gzip' }, body: BODY }));
  await socket.answer();
  t.is(listener.requests[0]?.body.toString(), BODY);
  t.is(listener.requests[0]?.findings.at(-1)?.message, 'the body is not in its Content-Encoding');
});

test('a body that grows above the limit when it is inflated is answered with 413', async (t) => {
  const listener = await recordingListener(t, { limits: { bodyBytes: 10_000 } });
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost({ headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(Buffer.alloc(10_001)) }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 413 Payload Too Large');
  await socket.send(rawPost({ headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(Buffer.alloc(10_000)) }));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
});

const plain = (body: Buffer): Buffer => body;
const NEGOTIATED: readonly (readonly [accept: string, coding: string | undefined, undo: (body: Buffer) => Buffer])[] = [
  ['gzip, deflate', 'gzip', gunzipSync],
  ['gzip;q=0.5, deflate;q=0.8', 'deflate', inflateSync],
  ['deflate', 'deflate', inflateSync],
  ['GZIP', 'gzip', gunzipSync],
  ['x-gzip', 'gzip', gunzipSync],
  ['*', 'gzip', gunzipSync],
  ['*;q=0.1, gzip;q=0', 'deflate', inflateSync],
  ['identity', undefined, plain],
  ['identity;q=1, gzip;q=0.5', undefined, plain],
  ['gzip;q=0', undefined, plain],
  ['br', undefined, plain],
  ['br, gzip;q=0.001', 'gzip', gunzipSync],
];

for (const [accept, coding, undo] of NEGOTIATED) {
  for (const size of [100, 100_000]) {
    test(`Accept-Encoding: ${accept} (${size} bytes)`, async (t) => {
      const body = 'y'.repeat(size);
      const listener = await recordingListener(t, {}, async () => ({ status: 200, body }));
      const socket = await RawSocket.open(listener.port);
      await socket.send(rawPost({ headers: { 'Accept-Encoding': accept } }));
      const answer = await socket.answer();
      const encoding = answer.headers.find((line) => line.startsWith('Content-Encoding: '));
      t.is(encoding, coding && `Content-Encoding: ${coding}`);
      t.true(undo(answer.body).equals(Buffer.from(body)));
      t.false(answer.headers.some((line) => /^transfer-encoding/i.test(line)));
    });
  }
}

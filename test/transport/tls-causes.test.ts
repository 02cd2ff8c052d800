import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import type { RecordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';
import { sClient, secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('causes');

/** The first refusal, once it is told. */
async function refusal(listener: RecordingListener) {
  await listener.until(() => listener.of('tlsRefused').length > 0);
  const [first] = listener.of('tlsRefused');
  if (!first) throw new Error('no refusal');
  return first;
}

/** A Node client whose handshake is refused: the code of its error. */
async function refusedClient(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  socket.destroy();
  return error.code ?? error.message;
}

test('plain HTTP on the TLS port is answered in plain text', async (t) => {
  const listener = await lab.listener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(rawPost());
  const answer = await socket.answer();
  t.is(answer.statusLine, 'HTTP/1.1 400 Bad Request');
  t.is(
    answer.body.toString(),
    `400: plain HTTP came to the TLS port.\ntry: give the device ${listener.url}: https, not http\n`,
  );
  t.like(await refusal(listener), { cause: 'plainHttp', answer: 'plain text' });
});

for (const [name, bytes, cause, reply] of [
  ['bytes of another protocol', Buffer.from('000102030405060708', 'hex'), 'notTls', '15030300020232'],
  ['a handshake record that holds no ClientHello', Buffer.from('160301000402000000', 'hex'), 'notTls', undefined],
  ['an SSLv2 hello', Buffer.from('802e0100020015000000100100800700c0', 'hex'), 'sslv2', '15030300020246'],
  ['an alert', Buffer.from('15030100020230', 'hex'), 'alertFirst', ''],
] as const) {
  test(`${name} on the TLS port: ${cause}`, async (t) => {
    const listener = await lab.listener(t);
    const socket = await RawSocket.open(listener.port);
    for (const byte of bytes) await socket.send(Buffer.of(byte));
    const answer = await socket.closed();
    if (reply !== undefined) t.is(answer.toString('hex'), reply);
    t.like(await refusal(listener), { cause });
    await listener.until(() => listener.of('closed').length === 1);
  });
}

for (const [name, args, cause, message] of [
  ['TLS 1.1', ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'], 'noVersion', /the device offers TLSv1\.1, this VTN TLS 1\.2/],
  ['TLS 1.0', ['-tls1', '-cipher', 'ALL:@SECLEVEL=0'], 'noVersion', /the device offers TLSv1, /],
  ['TLS 1.3 alone', ['-tls1_3'], 'noVersion', /the device offers TLSv1\.3, /],
  ['AES256-SHA', ['-tls1_2', '-cipher', 'AES256-SHA'], 'noSuite', /the device offers AES256-SHA/],
  [
    'P-384 alone',
    ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA256', '-groups', 'P-384'],
    'noGroup',
    /the device offers P-384, /,
  ],
  [
    'SHA-1 alone',
    ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0', '-sigalgs', 'ECDSA+SHA1:RSA+SHA1'],
    'noSignatureAlgorithm',
    /the device offers ECDSA\+SHA1, RSA\+SHA1/,
  ],
] as const) {
  test(`a client that speaks ${name} gets an alert: ${cause}`, async (t) => {
    const listener = await lab.listener(t);
    const { output } = await sClient(listener.port, args);
    t.regex(output, /alert (?:protocol version|handshake failure)/);
    const told = await refusal(listener);
    t.like(told, { cause, answer: 'alert' });
    t.regex(told.message, message);
    t.is(listener.of('tlsRefused').length, 1);
  });
}

test('a client that does not know the CA sends an alert', async (t) => {
  const listener = await lab.listener(t);
  await sClient(listener.port, ['-tls1_2', '-verify_return_error', '-no-CAfile', '-no-CApath', '-no-CAstore']);
  const told = await refusal(listener);
  t.like(told, { cause: 'deviceRefused', answer: 'closed' });
  t.regex(told.message, /alert unknown_ca/);
});

test('a client that wants another host name sends an alert', async (t) => {
  const listener = await lab.listener(t);
  const { trust } = await lab.files(t, 'rsa');
  await sClient(listener.port, [
    '-tls1_2',
    '-CAfile',
    trust,
    '-verify_hostname',
    'other.example',
    '-verify_return_error',
  ]);
  const told = await refusal(listener);
  t.like(told, { cause: 'deviceRefused' });
  t.regex(told.message, /alert bad_certificate/);
});

test('an alert that comes after the handshake, as in TLS 1.3, is told the same', async (t) => {
  const listener = await lab.listener(t, { profile: 'modern' });
  await sClient(listener.port, ['-tls1_3', '-verify_return_error', '-no-CAfile', '-no-CApath', '-no-CAstore']);
  t.like(await refusal(listener), { cause: 'deviceRefused' });
});

test('a client that closes after the handshake has probably refused the certificate silently', async (t) => {
  const listener = await lab.listener(t);
  const error = await refusedClient(listener.port, { rejectUnauthorized: true });
  t.is(error, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  t.like(await refusal(listener), { cause: 'closedBeforeHttp', answer: 'closed' });
});

test('such a client that asked for another name than that of the certificate gets both told', async (t) => {
  const listener = await lab.listener(t);
  await refusedClient(listener.port, { rejectUnauthorized: true, servername: 'vtn.example' });
  const { cause, message, remedy } = await refusal(listener);
  t.is(cause, 'closedBeforeHttp');
  t.regex(message, /; it asked for vtn\.example, and the certificate is for .*127\.0\.0\.1/);
  t.regex(remedy, /certs vtn --force --san vtn\.example/);
});

test('a client that has asked something may close at any time', async (t) => {
  const listener = await lab.listener(t);
  const socket = await secureClient(t, listener.port);
  socket.write(rawPost());
  await listener.until(() => listener.sent.length === 1);
  socket.destroy();
  await listener.until(() => listener.of('closed').length === 1);
  t.deepEqual(listener.of('tlsRefused'), []);
});

test('a listener that closes does not blame the client', async (t) => {
  const listener = await lab.listener(t);
  await secureClient(t, listener.port);
  await listener.until(() => listener.of('secured').length === 1);
  await listener.close();
  t.deepEqual(listener.of('tlsRefused'), []);
});

const HELLO_BEGIN = Buffer.from('16030100c8010000c40303', 'hex');

test('a client that closes in the middle of its ClientHello', async (t) => {
  const listener = await lab.listener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(HELLO_BEGIN);
  socket.endOurHalf();
  t.like(await refusal(listener), { cause: 'closedInHandshake' });
});

test('a client that closes when it has seen what the VTN sent', async (t) => {
  const listener = await lab.listener(t);
  const socket = await RawSocket.open(listener.port);
  await socket.send(await helloBytes());
  await once(socket.socket, 'data');
  socket.endOurHalf();
  await socket.closed();
  t.like(await refusal(listener), { cause: 'closedInHandshake' });
});

test('a client that is silent in the middle of its ClientHello', async (t) => {
  const ioClock = new ManualClock();
  const listener = await lab.listener(t, {}, { ioClock, limits: { handshakeMs: 5000 } });
  const socket = await RawSocket.open(listener.port);
  await socket.send(HELLO_BEGIN);
  await listener.until(() => listener.of('opened').length === 1);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  ioClock.advance(5000);
  await socket.closed();
  t.like(await refusal(listener), { cause: 'timedOut', message: 'the handshake was not finished within 5 s' });
});

test('a client that is silent after its ClientHello', async (t) => {
  const ioClock = new ManualClock();
  const listener = await lab.listener(t, {}, { ioClock });
  const hello = await helloBytes();
  const socket = await RawSocket.open(listener.port);
  await socket.send(hello);
  await listener.until(() => listener.of('hello').length === 1);
  ioClock.advance(20_000);
  await socket.closed();
  t.like(await refusal(listener), { cause: 'timedOut' });
});

test('a client that is silent after the handshake', async (t) => {
  const listener = await lab.listener(t, {}, { limits: { headersMs: 100, requestMs: 100 } });
  const socket = await secureClient(t, listener.port);
  t.like(await refusal(listener), { cause: 'idle', answer: 'closed' });
  if (!socket.destroyed) await once(socket, 'close');
});

test('a port probe is no refusal', async (t) => {
  const listener = await lab.listener(t);
  const socket = await RawSocket.open(listener.port);
  socket.destroy();
  await listener.until(() => listener.of('closed').length === 1);
  t.deepEqual(listener.of('tlsRefused'), []);
});

/** A ClientHello as a Node client sends it. */
async function helloBytes(): Promise<Buffer> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const bytes = new Promise<Buffer>((resolve) => {
    server.once('connection', (socket) => {
      socket.once('data', (chunk) => {
        socket.destroy();
        resolve(chunk);
      });
    });
  });
  connect({ host: '127.0.0.1', port }).on('error', () => {});
  const hello = await bytes;
  server.close();
  return hello;
}

test('no bytes bring the TLS port down, and each connection that sent some is told', async (t) => {
  const listener = await lab.listener(t, { rejectWith: 'handshake' });
  const hello = await helloBytes();
  const random = new SeededRandom('tls port');
  for (let round = 0; round < 40; round++) {
    const bytes = Buffer.from(hello);
    for (let change = 0; change <= round % 8; change++) {
      bytes[Math.floor(random.next() * bytes.length)] = Math.floor(random.next() * 256);
    }
    const socket = await RawSocket.open(listener.port);
    await socket.send(bytes.subarray(0, 1 + Math.floor(random.next() * bytes.length)));
    socket.endOurHalf();
    await socket.closed();
  }
  await listener.until(() => listener.of('closed').length === 40);
  t.is(listener.of('tlsRefused').length, 40);
  await secureClient(t, listener.port);
});

import { createServer } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import test from 'ava';
import fc from 'fast-check';
import { looksLike } from '../../src/transport/first-bytes.ts';
import { readClientHello } from '../../src/transport/tls/client-hello.ts';

/** The first bytes that a Node client sends. */
async function helloOf(options: ConnectionOptions): Promise<Buffer> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const bytes = await new Promise<Buffer>((resolve) => {
    server.once('connection', (socket) => {
      socket.once('data', (chunk) => {
        socket.destroy();
        resolve(chunk);
      });
    });
    connect({ host: '127.0.0.1', port, ...options }).on('error', () => {});
  });
  server.close();
  return bytes;
}

/** The same message in records of at most `size` bytes. */
function fragmented(bytes: Buffer, size: number): Buffer {
  const message = bytes.subarray(5);
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    parts.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(parts);
}

const TLS12: ConnectionOptions = {
  servername: 'vtn.example',
  maxVersion: 'TLSv1.2',
  ciphers: 'ECDHE-ECDSA-AES128-SHA256:AES128-SHA256',
  ecdhCurve: 'prime256v1:secp384r1',
  sigalgs: 'ECDSA+SHA256:RSA+SHA256',
  ALPNProtocols: ['http/1.1'],
};

test('a ClientHello tells versions, suites, groups, signature algorithms, host and protocols', async (t) => {
  t.deepEqual(readClientHello(await helloOf(TLS12)), {
    state: 'whole',
    hello: {
      versions: ['TLSv1.2'],
      suites: ['ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA256'],
      groups: ['P-256', 'P-384'],
      signatureAlgorithms: ['ECDSA+SHA256', 'RSA+SHA256'],
      serverName: 'vtn.example',
      alpn: ['http/1.1'],
    },
  });
});

test('the versions of TLS 1.3 are those of its extension', async (t) => {
  const reading = readClientHello(await helloOf({ minVersion: 'TLSv1.3' }));
  t.true(reading.state === 'whole' && reading.hello.versions.join() === 'TLSv1.3');
});

test('a hello in many records is read as one in a single record, and none of its begins is whole', async (t) => {
  const bytes = await helloOf(TLS12);
  const whole = readClientHello(bytes);
  for (const size of [1, 3, 4, 50]) t.deepEqual(readClientHello(fragmented(bytes, size)), whole);
  for (let length = 0; length < bytes.length; length++) {
    t.is(readClientHello(bytes.subarray(0, length)).state, 'more', `${length} bytes`);
  }
});

test('what is no ClientHello is told as such', (t) => {
  const broken: [string, Buffer][] = [
    ['a record of type 23 within the handshake message', Buffer.from([23, 3, 1, 0, 1, 1])],
    ['record version 2.0', Buffer.from([22, 2, 0, 0, 1, 1])],
    ['a record of 0 bytes', Buffer.from([22, 3, 1, 0, 0])],
    ['handshake message 2, not ClientHello', Buffer.from([22, 3, 1, 0, 4, 2, 0, 0, 0])],
    ['2 bytes announced, 0 left', Buffer.from([22, 3, 1, 0, 4, 1, 0, 0, 0])],
  ];
  for (const [reason, bytes] of broken) t.deepEqual(readClientHello(bytes), { state: 'broken', reason });
});

test('a hello without extensions is whole', (t) => {
  const body = Buffer.concat([Buffer.from([3, 1]), Buffer.alloc(32), Buffer.from([0, 0, 4, 0, 0x2f, 0, 0xff, 1, 0])]);
  const bytes = Buffer.concat([Buffer.from([22, 3, 1, 0, body.length + 4, 1, 0, 0, body.length]), body]);
  t.deepEqual(readClientHello(bytes), { state: 'whole', hello: { versions: ['TLSv1'], suites: ['AES128-SHA'] } });
});

test('no bytes make the reader throw, however a real hello is damaged', async (t) => {
  const bytes = await helloOf(TLS12);
  const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.nat(bytes.length), (changes, length) => {
      const damaged = Buffer.from(bytes);
      for (const [at, value] of changes) damaged[at] = value;
      const reading = readClientHello(damaged.subarray(0, length));
      if (reading.state === 'broken') return reading.reason !== '';
      return reading.state === 'more' || Array.isArray(reading.hello.suites);
    }),
    { numRuns: 3_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (random) => {
      const framed = Buffer.concat([Buffer.from([22, 3, 1, 0, random.length + 4, 1, 0, 0, random.length]), random]);
      readClientHello(framed);
      return looksLike(framed) === 'tls';
    }),
    { numRuns: 2_000 },
  );
  t.pass();
});

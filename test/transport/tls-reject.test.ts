import { once } from 'node:events';
import test from 'ava';
import fc from 'fast-check';
import { certificatesIn } from '../../src/transport/tls/certificate-tap.ts';
import { rawPost } from '../helpers/raw-socket.ts';
import { sClient, secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('reject');
const HANDSHAKE = { rejectWith: 'handshake' } as const;

for (const [fault, cause, alert] of [
  ['expired', 'expired', /alert certificate expired/],
  ['not-yet-valid', 'notYetValid', /alert certificate expired/],
  ['wrong-ca', 'unknownCa', /alert unknown ca/],
  ['self-signed', 'selfSigned', /alert unknown ca/],
  ['wrong-usage', 'wrongUsage', /alert certificate unknown/],
  ['weak-key', 'weakKey', /alert bad certificate/],
] as const) {
  test(`a certificate ${fault} is refused by an alert in the handshake`, async (t) => {
    const listener = await lab.listener(t, HANDSHAKE);
    const { cert, key } = await lab.files(t, 'rsa', fault);
    const { output } = await sClient(listener.port, [
      '-tls1_2',
      '-cert',
      cert,
      '-key',
      key,
      '-cipher',
      'ALL:@SECLEVEL=0',
    ]);
    t.regex(output, alert);
    await listener.until(() => listener.of('closed').length === 1);
    t.like(listener.of('tlsRefused')[0], { cause, answer: 'alert' });
    t.is(listener.of('tlsRefused').length, 1);
    t.is(listener.of('secured').length, 0);
  });
}

test('a missing certificate is refused by an alert only where one is required', async (t) => {
  const strict = await lab.listener(t, { ...HANDSHAKE, requireClientCert: true });
  t.regex((await sClient(strict.port, ['-tls1_2'])).output, /alert handshake failure/);
  t.like(strict.of('tlsRefused')[0], { cause: 'noCertificate', answer: 'alert' });
  const lenient = await lab.listener(t, HANDSHAKE);
  const socket = await secureClient(t, lenient.port);
  socket.write(rawPost());
  await lenient.until(() => lenient.sent.length === 1);
  t.is(lenient.requests[0]?.remote.fingerprint, undefined);
});

test('in TLS 1.3 the connection is closed after the handshake', async (t) => {
  const listener = await lab.listener(t, { ...HANDSHAKE, profile: 'modern' });
  const socket = await secureClient(t, listener.port, await lab.credentials('ecc', 'expired'));
  t.is(socket.getProtocol(), 'TLSv1.3');
  socket.write(rawPost());
  await once(socket, 'close');
  t.like(listener.of('tlsRefused')[0], { cause: 'expired', answer: 'closed' });
  t.is(listener.requests.length, 0);
});

for (const kind of ['rsa', 'ecc'] as const) {
  test(`a good certificate ${kind} passes, with a large body and several requests`, async (t) => {
    const listener = await lab.listener(t, HANDSHAKE);
    const socket = await secureClient(t, listener.port, { ...(await lab.credentials(kind)), maxVersion: 'TLSv1.2' });
    const body = Buffer.alloc(3_000_000, 'x');
    socket.write(rawPost({ body }));
    socket.write(rawPost({ body: 'second' }));
    await listener.until(() => listener.sent.length === 2);
    t.deepEqual(
      listener.requests.map((request) => request.body.length),
      [body.length, 6],
    );
    t.truthy(listener.requests[0]?.remote.fingerprint);
    socket.destroy();
    await listener.until(() => listener.of('closed').length === 1);
    t.deepEqual(listener.of('tlsRefused'), []);
  });
}

test('causes before the certificate are told as ever', async (t) => {
  const listener = await lab.listener(t, HANDSHAKE);
  await sClient(listener.port, ['-tls1_2', '-cipher', 'AES256-SHA']);
  await sClient(listener.port, ['-tls1_2', '-verify_return_error', '-no-CAfile', '-no-CApath', '-no-CAstore']);
  await listener.until(() => listener.of('closed').length === 2);
  t.deepEqual(
    listener.of('tlsRefused').map(({ cause }) => cause),
    ['noSuite', 'deviceRefused'],
  );
});

test('a list of certificates is read, or found broken; nothing is thrown', (t) => {
  const one = Buffer.from([0, 0, 2, 7, 8]);
  t.deepEqual(certificatesIn(Buffer.concat([Buffer.from([0, 0, 10]), one, one])), [
    Buffer.from([7, 8]),
    Buffer.from([7, 8]),
  ]);
  t.deepEqual(certificatesIn(Buffer.from([0, 0, 0])), []);
  t.is(certificatesIn(Buffer.from([0, 0, 10, 0, 0, 9])), undefined);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => Array.isArray(certificatesIn(Buffer.from(bytes)) ?? [])),
  );
});

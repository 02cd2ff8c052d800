import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { rawPost } from '../helpers/raw-socket.ts';
import { sClient, secureClient, TlsLab } from '../helpers/tls-lab.ts';

const lab = await TlsLab.make('listen');

/** Sends bytes and collects all until the other side closes. */
async function exchange(socket: TLSSocket, bytes: Buffer): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const CLOSE = { headers: { Connection: 'close' } };

for (const [kind, suite] of [
  ['rsa', 'AES128-SHA256'],
  ['ecc', 'ECDHE-ECDSA-AES128-SHA256'],
  ['hybrid', 'ECDHE-ECDSA-AES128-SHA256'],
] as const) {
  test(`a VEN with a certificate ${kind} is served over ${suite}, and known by its fingerprint`, async (t) => {
    const listener = await lab.listener(t);
    const socket = await secureClient(t, listener.port, {
      ...(await lab.credentials(kind)),
      ciphers: suite,
      maxVersion: 'TLSv1.2',
    });
    t.regex(await exchange(socket, rawPost(CLOSE)), /^HTTP\/1.1 200 OK.*<oadrResponse\/>$/s);
    const { chain } = await lab.leaf('ven', kind);
    t.like(listener.requests[0], { remote: { fingerprint: fingerprint(chain[0].der), tls: true }, findings: [] });
    t.regex(listener.url, /^https:\/\/127\.0\.0\.1:\d+\/OpenADR2\/Simple\/2\.0b$/);
    const [secured] = listener.of('secured');
    t.like(secured, { agreed: { version: 'TLSv1.2', suite, resumed: false }, findings: [] });
    t.like(secured?.certificates[0], { subject: chain[0].subject, fingerprint: fingerprint(chain[0].der) });
    t.deepEqual(listener.of('hello')[0]?.hello.suites, [suite]);
    t.deepEqual(listener.of('tlsRefused'), []);
  });
}

test('the certificate fits the suite that the client has', async (t) => {
  const listener = await lab.listener(t);
  for (const [ciphers, asn1Curve] of [
    ['AES128-SHA256', undefined],
    ['ECDHE-ECDSA-AES128-SHA256', 'prime256v1'],
  ] as const) {
    const socket = await secureClient(t, listener.port, { ciphers });
    t.is(socket.getPeerCertificate().asn1Curve, asn1Curve);
    socket.destroy();
  }
});

test('a client without a certificate is served, with a finding at its first request', async (t) => {
  const listener = await lab.listener(t);
  const socket = await secureClient(t, listener.port);
  await exchange(socket, Buffer.concat([rawPost(), rawPost(CLOSE)]));
  t.deepEqual(
    listener.requests.map(({ findings }) =>
      findings.map(({ layer, severity, message }) => ({ layer, severity, message })),
    ),
    [[{ layer: 'tls', severity: 'warning', message: 'no certificate was sent (9.2.1.1)' }], []],
  );
  t.is(listener.requests[0]?.remote.fingerprint, undefined);
});

test('a client without a certificate gets 403 where one is required', async (t) => {
  const listener = await lab.listener(t, { requireClientCert: true });
  const socket = await secureClient(t, listener.port);
  const answer = await exchange(socket, rawPost());
  t.regex(answer, /^HTTP\/1.1 403 Forbidden\r\n.*\r\nConnection: close\r\n.*403: no certificate was sent/s);
  t.is(listener.requests.length, 0);
  t.like(listener.of('tlsRefused')[0], { cause: 'noCertificate', answer: '403' });
});

for (const [fault, cause] of [
  ['expired', 'expired'],
  ['not-yet-valid', 'notYetValid'],
  ['wrong-ca', 'unknownCa'],
  ['self-signed', 'selfSigned'],
  ['wrong-usage', 'wrongUsage'],
  ['weak-key', 'weakKey'],
] as const) {
  test(`a client with a certificate ${fault} gets 403, and its body is read but not acted on`, async (t) => {
    const listener = await lab.listener(t);
    const socket = await secureClient(t, listener.port, await lab.credentials('rsa', fault));
    const body = Buffer.alloc(300_000, 'x');
    const answer = await exchange(socket, rawPost({ body }));
    t.regex(answer, /^HTTP\/1.1 403 Forbidden\r\n.*\ntry: /s);
    t.is(listener.requests.length, 0);
    t.like(listener.of('tlsRefused')[0], { cause, answer: '403' });
    t.like(listener.of('answered')[0], { status: 403, discarded: body.length });
    t.is(listener.of('tlsRefused').length, 1);
  });
}

test('whose intermediate or root is missing is told so', async (t) => {
  const { root, ca } = lab.lab.rsa;
  for (const [trust, fault, cause] of [
    [root, 'no-intermediate', 'intermediateMissing'],
    [ca, undefined, 'trustLacksRoot'],
  ] as const) {
    const listener = await lab.listener(t, { trust: { certificates: [trust.certificate] } });
    const socket = await secureClient(t, listener.port, await lab.credentials('rsa', fault));
    t.regex(await exchange(socket, rawPost()), /^HTTP\/1.1 403 Forbidden/);
    t.like(listener.of('tlsRefused')[0], { cause });
  }
});

test('a certificate that expires on a kept connection is refused from then on', async (t) => {
  const ioClock = new ManualClock(Date.now());
  const listener = await lab.listener(t, {}, { ioClock });
  const socket = await secureClient(t, listener.port, await lab.credentials('ecc'));
  socket.write(rawPost());
  await listener.until(() => listener.sent.length === 1);
  ioClock.advance(301 * 86_400_000);
  t.regex(await exchange(socket, rawPost()), /HTTP\/1.1 403 Forbidden/);
  t.is(listener.requests.length, 1);
  t.like(listener.of('tlsRefused')[0], { cause: 'expired' });
});

test('profile modern speaks TLS 1.3, and the suites of rule 67 too', async (t) => {
  const listener = await lab.listener(t, { profile: 'modern' });
  const credentials = await lab.credentials('ecc');
  const fresh = await secureClient(t, listener.port, { ...credentials, minVersion: 'TLSv1.3' });
  await exchange(fresh, rawPost(CLOSE));
  const old = await secureClient(t, listener.port, { ...credentials, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA256' });
  await exchange(old, rawPost(CLOSE));
  t.deepEqual(
    listener.of('secured').map(({ agreed }) => [agreed.version, agreed.suite]),
    [
      ['TLSv1.3', 'TLS_AES_128_GCM_SHA256'],
      ['TLSv1.2', 'AES128-SHA256'],
    ],
  );
});

for (const profile of ['openadr', 'modern'] as const) {
  test(`no session is resumed in profile ${profile}, and none renegotiated`, async (t) => {
    const listener = await lab.listener(t, { profile });
    const { output } = await sClient(listener.port, ['-reconnect', '-tls1_2'], '');
    t.regex(output, /New, TLSv1\.[23]/);
    t.notRegex(output, /Reused/);
    t.true(listener.of('secured').every(({ agreed }) => !agreed.resumed));
    t.true(listener.of('secured').length > 1);
  });
}

test('no session of TLS 1.3 is resumed either, by ticket or by number', async (t) => {
  const listener = await lab.listener(t, { profile: 'modern' });
  const sessions: Buffer[] = [];
  const credentials = { ...(await lab.credentials('ecc')), minVersion: 'TLSv1.3' } as const;
  for (const round of [0, 1]) {
    const [session] = sessions;
    const socket = await secureClient(t, listener.port, { ...credentials, ...(session && { session }) });
    socket.on('session', (one: Buffer) => sessions.push(one));
    t.is(socket.isSessionReused(), false);
    t.regex(await exchange(socket, rawPost(CLOSE)), /^HTTP\/1.1 200/);
    t.log(`${sessions.length} sessions after connection ${round}`);
  }
  t.deepEqual(
    listener.of('secured').map(({ agreed }) => [agreed.version, agreed.resumed]),
    [
      ['TLSv1.3', false],
      ['TLSv1.3', false],
    ],
  );
});

test('renegotiation is refused', async (t) => {
  const listener = await lab.listener(t);
  const socket = await secureClient(t, listener.port, { maxVersion: 'TLSv1.2' });
  const error = await new Promise<Error | null>((resolve) => {
    socket.once('error', resolve);
    socket.renegotiate({}, resolve);
  });
  t.regex(error?.message ?? '', /no renegotiation/i);
});

test('a TLS listener that is paused reads nothing until it is resumed', async (t) => {
  const listener = await lab.listener(t);
  const old = await secureClient(t, listener.port);
  old.write(rawPost({ body: 'first' }));
  await listener.until(() => listener.sent.length === 1);
  listener.pause();
  old.write(rawPost({ body: 'second' }));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  t.is(listener.requests.length, 1);
  listener.resume();
  await listener.until(() => listener.requests.length === 2);
  t.pass();
});

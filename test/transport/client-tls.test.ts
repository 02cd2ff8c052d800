import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls, type TLSSocket, type TlsOptions } from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import { type LeafRequest, makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { LEAF_KINDS, type Material } from '../../src/pki/material.ts';
import { PkiError } from '../../src/pki/pki-error.ts';
import { type FaultName, makeSpoilt } from '../../src/pki/spoil.ts';
import { createClient } from '../../src/transport/client.ts';
import { ClientError } from '../../src/transport/client-failure.ts';
import type { ClientTls } from '../../src/transport/client-tls.ts';

const NOW = Date.now();
const LAB = await makeLab('client', NOW);
const ROOTS = chainPem([LAB.rsa.root.certificate, LAB.ecc.root.certificate]);

function leafOf(overrides: Partial<LeafRequest>): LeafRequest {
  const kind = overrides.kind ?? 'ecc';
  return { commonName: 'leaf', name: 'leaf', kind, hosts: ['127.0.0.1'], days: 90, now: NOW, ...overrides };
}

function pem({ chain, key }: Material): { readonly cert: string; readonly key: string } {
  return { cert: chainPem(chain), key: keyPem(key) };
}

function good(overrides: Partial<LeafRequest> = {}): Promise<Material> {
  const request = leafOf(overrides);
  return makeLeaf(request, LAB[LEAF_KINDS[request.kind].ca].ca);
}

function bad(fault: FaultName, overrides: Partial<LeafRequest> = {}): Promise<Material> {
  const request = leafOf(overrides);
  return makeSpoilt(fault, request, LAB[LEAF_KINDS[request.kind].ca].ca);
}

const VTN = { ecc: pem(await good({ commonName: 'vtn' })), rsa: pem(await good({ commonName: 'vtn', kind: 'rsa' })) };
const VEN = await good({ commonName: 'ven-1' });

/** Listens on a free port until the test is over. */
async function listening(t: ExecutionContext, server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

interface Seen {
  readonly body: string;
  readonly protocol: string | null;
  readonly suite: string;
  readonly peer?: string;
}

/** A VTN that takes everything, and what it has seen. */
async function vtn(t: ExecutionContext, options: TlsOptions = {}) {
  const seen: Seen[] = [];
  let connections = 0;
  const server = createHttps({ ...VTN.ecc, requestCert: true, rejectUnauthorized: false, ca: ROOTS, ...options });
  server.on('secureConnection', () => connections++);
  server.on('request', async (request, response) => {
    const socket = request.socket as TLSSocket;
    const { raw } = socket.getPeerCertificate();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    seen.push({
      body: Buffer.concat(parts).toString(),
      protocol: socket.getProtocol(),
      suite: socket.getCipher().name,
      ...(raw && { peer: fingerprint(raw) }),
    });
    response.end('<a/>');
  });
  return { at: await listening(t, server), seen, connections: () => connections };
}

function client(t: ExecutionContext, at: string, tls: ClientTls = {}, ioClock = new SystemClock()) {
  const made = createClient({
    baseUrl: `https://${at}/OpenADR2/Simple/2.0b`,
    ioClock,
    timeoutMs: 5_000,
    tls: { ca: ROOTS, ...tls },
  });
  t.teardown(() => made.close());
  return made;
}

/** What comes of a request that must fail. */
async function failure(t: ExecutionContext, at: string, tls?: ClientTls): Promise<ClientError> {
  const error = await t.throwsAsync(client(t, at, tls).post('OadrPoll', '<p/>'), { instanceOf: ClientError });
  if (!error) throw new Error('it must fail');
  return error;
}

test('the openadr profile speaks TLS 1.2 with the suite that fits the key of the VTN (rule 67)', async (t) => {
  for (const [kind, suite] of [
    ['ecc', 'ECDHE-ECDSA-AES128-SHA256'],
    ['rsa', 'AES128-SHA256'],
  ] as const) {
    for (const own of ['rsa', 'ecc', 'hybrid'] as const) {
      const { at, seen } = await vtn(t, VTN[kind]);
      const ven = await good({ commonName: 'ven-1', kind: own });
      t.is((await client(t, at, pem(ven)).post('OadrPoll', '<p/>')).status, 200);
      t.deepEqual(seen, [{ body: '<p/>', protocol: 'TLSv1.2', suite, peer: fingerprint(ven.chain[0].der) }]);
    }
  }
});

test('the modern profile speaks TLS 1.3', async (t) => {
  const { at, seen } = await vtn(t);
  await client(t, at, { ...pem(VEN), profile: 'modern' }).post('OadrPoll', '<p/>');
  t.like(seen[0], { protocol: 'TLSv1.3', peer: fingerprint(VEN.chain[0].der) });
});

test('requests share one connection, whose certificate each answer has; without a certificate none is presented', async (t) => {
  const { at, seen, connections } = await vtn(t);
  const ven = client(t, at);
  for (const text of ['<a/>', '<b/>']) {
    const { certificate } = await ven.post('OadrPoll', text);
    t.deepEqual(certificate, new X509Certificate(VTN.ecc.cert).raw);
  }
  t.deepEqual(
    seen.map(({ body, peer }) => ({ body, peer })),
    [
      { body: '<a/>', peer: undefined },
      { body: '<b/>', peer: undefined },
    ],
  );
  t.is(connections(), 1);
});

test('a kept connection that dies without a byte is replaced once, by a full handshake', async (t) => {
  const resumed: boolean[] = [];
  const server = createTls({ ...VTN.ecc }, (socket) => {
    resumed.push(socket.isSessionReused());
    let requests = 0;
    socket.on('error', () => {});
    socket.on('data', () => {
      requests++;
      if (resumed.length === 1 && requests === 2) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
  });
  const ven = client(t, await listening(t, server));
  t.is((await ven.post('OadrPoll', '')).status, 200);
  t.is((await ven.post('OadrPoll', '')).status, 200);
  t.deepEqual(resumed, [false, false]);
});

test('a key with a passphrase', async (t) => {
  const { at, seen } = await vtn(t);
  const locked = { cert: chainPem(VEN.chain), key: keyPem(VEN.key, 'open sesame') };
  await client(t, at, { ...locked, passphrase: 'open sesame' }).post('OadrPoll', '<p/>');
  t.is(seen[0]?.peer, fingerprint(VEN.chain[0].der));
  const wrong = t.throws(() => client(t, at, { ...locked, passphrase: 'close' }), { instanceOf: PkiError });
  t.is(wrong?.fault, 'passphrase');
  t.false(wrong?.message.includes('close'));
});

test('certificate and key that do not go together are refused before anything is sent', (t) => {
  const at = '127.0.0.1:1';
  const { cert, key } = pem(VEN);
  t.throws(() => client(t, at, { cert }), { instanceOf: PkiError, message: 'there is a certificate, but no key' });
  t.throws(() => client(t, at, { key }), { instanceOf: PkiError, message: 'there is a key, but no certificate' });
  t.throws(() => client(t, at, { cert, key: VTN.ecc.key }), {
    instanceOf: PkiError,
    message: /the key is not that of/,
  });
});

const REFUSED: readonly (readonly [FaultName, RegExp, RegExp])[] = [
  ['wrong-ca', /unknown CA: .*CN=ECC root .* issued it, and this VEN has .*CN=RSA root client/, /^--ca <file>/],
  ['self-signed', /CN=leaf is self-signed/, /--ca/],
  ['expired', /CN=leaf expired on \d{4}-/, /renew it/],
  ['not-yet-valid', /CN=leaf is not valid before \d{4}-/, /clock/],
  ['wrong-host', /it is not for 127\.0\.0\.1, but for DNS:elsewhere\.invalid/, /--san 127\.0\.0\.1/],
  ['wrong-usage', /CN=leaf is not for a server/, /serverAuth/],
  ['no-intermediate', /the intermediate .*CN=ECC CA client was not sent/, /whole chain/],
];

for (const [fault, message, remedy] of REFUSED) {
  test(`a VTN's certificate is refused before a byte of HTTP is sent: ${fault}`, async (t) => {
    const { at, seen } = await vtn(t, pem(await bad(fault)));
    const error = await failure(t, at, pem(VEN));
    t.is(error.kind, 'tls');
    t.regex(error.message, new RegExp(`^the certificate of 127\\.0\\.0\\.1 is refused: .*${message.source}`));
    t.regex(error.remedy ?? '', remedy);
    t.deepEqual(seen, []);
  });
}

test('an intermediate among the CAs is never presented: the VEN sends what it is told to, and nothing more', async (t) => {
  const ca = [ROOTS, chainPem([LAB.rsa.ca.certificate, LAB.ecc.ca.certificate])];
  for (const profile of ['openadr', 'modern'] as const) {
    // It has the roots alone, so that a chain must come whole.
    const { at, seen } = await vtn(t, { rejectUnauthorized: true });
    const lone = { ...pem(await bad('no-intermediate')), ca, profile };
    t.regex((await failure(t, at, lone)).message, /CN=leaf/, profile);
    t.deepEqual(seen, []);
    t.is((await client(t, at, { ...pem(VEN), ca, profile }).post('OadrPoll', '<p/>')).status, 200);
  }
});

test('an intermediate that the VTN does not send is found among the CAs', async (t) => {
  const ca = chainPem([LAB.ecc.root.certificate, LAB.ecc.ca.certificate]);
  const { at } = await vtn(t, pem(await bad('no-intermediate')));
  t.is((await client(t, at, { ...pem(VEN), ca }).post('OadrPoll', '<p/>')).status, 200);
  for (const [fault, message] of [
    ['wrong-host', /it is not for 127\.0\.0\.1/],
    ['expired', /expired on/],
  ] as const) {
    const { cert, key } = pem(await bad(fault));
    const leaf = cert.slice(0, cert.indexOf('-----END CERTIFICATE-----') + 26);
    const other = await vtn(t, { cert: leaf, key });
    t.regex((await failure(t, other.at, { ...pem(VEN), ca })).message, message);
    t.deepEqual(other.seen, []);
  }
});

test('what OpenSSL refuses for another reason than a gap is refused, though the chain is whole: name constraints', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-sim-constraints-'));
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout'];
  writeFileSync(join(folder, 'leaf.ext'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n');
  openssl(
    ...['req', '-x509', ...key, 'ca.key', '-out', 'ca.pem', '-subj', '/CN=elsewhere', '-days', '30'],
    ...['-addext', 'nameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0'],
  );
  openssl('req', ...key, 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf');
  openssl(
    ...['x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '2', '-out', 'leaf.pem'],
    ...['-days', '30', '-extfile', 'leaf.ext'],
  );
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');
  const { at, seen } = await vtn(t, { cert: file('leaf.pem'), key: file('leaf.key') });
  const error = await failure(t, at, { ...pem(VEN), ca: file('ca.pem') });
  t.regex(error.message, /is refused: OpenSSL says (?:UNSPECIFIED|PERMITTED_VIOLATION)$/);
  t.deepEqual(seen, []);
});

test('a VEN without CAs of its own is told of the options that give it some', async (t) => {
  const { at } = await vtn(t);
  const error = await failure(t, at, { ca: undefined });
  t.regex(
    error.message,
    /^the certificate of 127\.0\.0\.1 is refused: unknown CA: .*CN=ECC root client issued it, and this VEN has no CA but those that Node brings along$/,
  );
  t.is(
    error.remedy,
    '--tls <folder of oadr-sim certs>, or --ca <file>: the root that issued the certificate of the VTN',
  );
});

test("a VTN's weak key is refused, which OpenSSL lets pass (rule 68)", async (t) => {
  const { at, seen } = await vtn(t, {
    ...pem(await bad('weak-key', { kind: 'rsa' })),
    ciphers: 'AES128-SHA256:@SECLEVEL=0',
  });
  const error = await failure(t, at);
  t.regex(error.message, /too weak a key: RSA 1024/);
  t.deepEqual(seen, []);
});

test('nothing that was to be posted reaches a VTN whose certificate is refused', async (t) => {
  let bytes = 0;
  const server = createTls(pem(await bad('wrong-ca')), (socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      bytes += data.length;
    });
  });
  const closed = once(server, 'secureConnection').then(([socket]: TLSSocket[]) => socket && once(socket, 'close'));
  const at = await listening(t, server);
  await failure(t, at, pem(VEN));
  await closed;
  t.is(bytes, 0);
});

test('a root that is not among the CAs is named, though its intermediate is', async (t) => {
  const { at } = await vtn(t);
  const error = await failure(t, at, { ca: chainPem([LAB.ecc.ca.certificate]) });
  t.regex(error.message, /has the CA .*CN=ECC CA client, but not its root .*CN=ECC root client/);
});

/** `openssl s_server`, which sends the alerts that Node does not. */
async function sServer(t: ExecutionContext, ...more: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-sim-tls-'));
  const [cert, key, ca] = ['cert.pem', 'key.pem', 'ca.pem'].map((name) => join(folder, name));
  if (!cert || !key || !ca) throw new Error('three files');
  writeFileSync(cert, VTN.ecc.cert);
  writeFileSync(key, VTN.ecc.key);
  writeFileSync(ca, ROOTS);
  const probe = createTcp();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const address = probe.address();
  const at = `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  await new Promise((resolve) => probe.close(resolve));
  const child: ChildProcess = spawn(
    'openssl',
    [
      ...['s_server', '-accept', at, '-cert', cert, '-cert_chain', cert, '-key', key, '-CAfile', ca, '-www'],
      ...['-Verify', '4', '-verify_return_error', ...more],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  t.teardown(() => child.kill('SIGKILL'));
  // It prints ACCEPT once it listens.
  if (child.stdout) await once(child.stdout, 'data');
  return at;
}

test('the alert of a VTN says why it refused the certificate', async (t) => {
  const at = await sServer(t, '-tls1_2');
  const table = [
    [
      pem(await bad('wrong-ca')),
      /^127.*refused the certificate of this VEN, .*CN=leaf: .*CA that issued it.*\(alert 48, unknown_ca\)$/,
    ],
    [pem(await bad('expired')), /it has expired, or is not valid yet \(alert 45, certificate_expired\)$/],
    [{}, /wants a certificate of this VEN, and none is presented \(alert 40, handshake_failure\)$/],
  ] as const;
  for (const [tls, message] of table) {
    const error = await failure(t, at, tls);
    t.is(error.kind, 'tls');
    t.regex(error.message, message);
    t.truthy(error.remedy);
  }
});

test('in TLS 1.3 the alert comes after the handshake', async (t) => {
  const at = await sServer(t, '-tls1_3');
  const error = await failure(t, at, { profile: 'modern' });
  t.regex(error.message, /none is presented \(alert 116, certificate_required\)$/);
});

test('a VTN that closes where it should answer is told by how far it came', async (t) => {
  const hello = await listening(
    t,
    createTcp((socket) => socket.once('data', () => socket.destroy())),
  );
  t.regex(
    (await failure(t, hello, pem(VEN))).message,
    /closed the connection in the TLS handshake, before it answered$/,
  );

  const { at } = await vtn(t, { rejectUnauthorized: true });
  const silent = await failure(t, at, pem(await bad('wrong-ca')));
  t.regex(silent.message, /in the TLS handshake, once it was its turn: it probably refused the certificate .*CN=leaf/);

  const server = createTls({ ...VTN.ecc }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.destroy());
  });
  const after = await listening(t, server);
  const refused = await failure(t, after, pem(VEN));
  t.regex(refused.message, /after the TLS handshake, before any HTTP: it probably refused the certificate .*CN=ven-1/);
  t.regex((await failure(t, after)).message, /before any HTTP: it probably wants a certificate of this VEN$/);
});

test('an answer that breaks off is no matter of TLS', async (t) => {
  const server = createTls({ ...VTN.ecc }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write('HTTP/1.1 200', () => socket.destroy()));
  });
  t.is((await failure(t, await listening(t, server), pem(VEN))).kind, 'reset');
});

test('nothing in common is said with what this VEN offers', async (t) => {
  const options: readonly TlsOptions[] = [
    { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' },
    { minVersion: 'TLSv1.3' },
    { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
  ];
  for (const one of options) {
    const { at } = await vtn(t, one);
    const error = await failure(t, at);
    t.regex(
      error.message,
      /has no .* in common with this VEN, which offers TLS 1\.2 with ECDHE-ECDSA-AES128-SHA256 and/,
    );
    t.regex(error.remedy ?? '', /--tls-profile modern/);
  }
});

test('what is no TLS is said, and whom to ask', async (t) => {
  const http = await listening(
    t,
    createHttp((_, response) => response.end()),
  );
  const ssh = await listening(
    t,
    createTcp((socket) => socket.write('SSH-2.0-x\r\n')),
  );
  for (const at of [http, ssh]) {
    const error = await failure(t, at);
    t.is(error.kind, 'tls');
    t.regex(error.message, /does not answer in TLS: probably plain HTTP/);
    t.regex(error.remedy ?? '', /^http:\/\//);
  }
});

test('a handshake that does not end is a timeout', async (t) => {
  const ioClock = new ManualClock();
  const server = createTcp((socket) => socket.once('data', () => ioClock.advance(5_000)));
  const ven = client(t, await listening(t, server), {}, ioClock);
  const error = await t.throwsAsync(ven.post('OadrPoll', ''), { instanceOf: ClientError });
  t.is(error?.kind, 'timeout');
  t.regex(error?.message ?? '', /within 5000 ms: the TLS handshake has begun, but not ended$/);
});

test('nobody listening is `refused`, with TLS as without', async (t) => {
  const server = createTcp();
  const at = await listening(t, server);
  await new Promise((resolve) => server.close(resolve));
  t.is((await failure(t, at)).kind, 'refused');
});

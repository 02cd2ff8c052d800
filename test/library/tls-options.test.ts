import { inspect } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { type ClientOptions, OpenADRClient, OpenADRError, OpenADRServer, type ServerOptions } from '../../src/index.ts';
import { Certificates, filesOf } from './helpers/certificates.ts';

type Own = Pick<ServerOptions, 'cert' | 'key' | 'ca' | 'passphrase'>;

const lab = Certificates.make();
const HTTP = 'http://127.0.0.1:9/OpenADR2/Simple/2.0b';
const HTTPS = 'https://127.0.0.1:9/OpenADR2/Simple/2.0b';
const [cert, key] = ['/some/cert.pem', '/some/key.pem'];

/** Options as plain JavaScript may give them: a wrong name, a wrong kind of value. */
function server(options: object): OpenADRServer {
  return new OpenADRServer({ port: 0, logger: false, ...options });
}

function client(options: object): OpenADRClient {
  const base: ClientOptions = { url: HTTPS, venName: 'v', logger: false };
  return new OpenADRClient({ ...base, ...options });
}

const SERVER: Readonly<Record<string, readonly [object, RegExp]>> = {
  'a misspelt option': [{ cret: cert }, /no field cret.*try: cert/],
  'the name of another library': [{ http_cert: cert }, /no field http_cert.*try: cert/],
  'another one': [{ httpKeyPassphrase: '' }, /no field httpKeyPassphrase.*try: passphrase/],
  'a key without certificate': [{ key }, /the option key is there, and no certificate; try: give cert and key/],
  'requireClientCert without TLS': [{ requireClientCert: true }, /requireClientCert is there, and no certificate/],
  'a profile without TLS': [{ tlsProfile: 'modern' }, /tlsProfile is there, and no certificate/],
  'tls without certificate': [{ tls: true }, /the option tls is there, and no certificate/],
  'an unknown profile': [{ cert, key, tlsProfile: 'old' }, /expected: openadr, modern; actual: "old"/],
  'rejectWith as a number': [{ cert, key, rejectWith: 403 }, /rejectWith.*expected: 403, handshake; actual: 403/],
  'a mode of signing that is none': [{ cert, key, sign: true }, /sign.*expected: off, on, require; actual: true/],
  'a text for a flag': [{ cert, key, requireClientCert: 'yes' }, /neither true nor false.*actual: "yes"/],
  'a number for a certificate': [{ cert: 5, key }, /the option cert is no certificate.*actual: 5/],
  'an empty list': [{ cert: [], key }, /the option cert is an empty list/],
  'an empty Buffer': [{ cert, key: Buffer.alloc(0) }, /the option key is no key.*actual: no bytes/],
  'signatures without certificate': [{ sign: 'on' }, /nothing to sign with.*rule 514.*try: give cert and key/],
  'a replay window that is no time': [{ cert, key, sign: 'on', replayWindow: '5m' }, /replayWindow is no duration/],
  'a lookup that is nothing to call': [{ cert, key, fingerprintLookup: {} }, /fingerprintLookup is no function/],
  'a lookup that nobody asks': [{ fingerprintLookup: () => undefined }, /neither TLS nor signatures/],
  'a certificate for nothing': [{ cert, key, tls: false }, /cert is for nothing: the server is with tls: false/],
  'TLS options without TLS': [
    { cert, key, tls: false, sign: 'on', requireClientCert: true },
    /requireClientCert is for TLS/,
  ],
  'TLS of a mounted server': [{ mountedAt: HTTP, tls: true }, /its app listens/],
  'a mounted server with a certificate for nothing': [
    { mountedAt: HTTP, cert, key },
    /mounted in an app and signs nothing/,
  ],
};

for (const [what, [options, message]] of Object.entries(SERVER)) {
  test(`a server throws at once for ${what}`, (t) => {
    t.throws(() => server(options), { instanceOf: OpenADRError, code: 'INVALID', message });
  });
}

const CLIENT: Readonly<Record<string, readonly [object, RegExp]>> = {
  'a misspelt option': [{ vtnFingerPrint: '' }, /no field vtnFingerPrint.*try: vtnFingerprint/],
  'an address that is none': [{ url: 'ftp://x' }, /no address of a VTN; expected: http:\/\/.*or https/],
  'a key without certificate': [{ key }, /the option key is there, and no certificate/],
  'two certificates': [{ cert: [cert, cert], key }, /the option cert is a list: a VEN has one certificate/],
  'a CA on plain HTTP': [{ url: HTTP, ca: cert }, /the option ca is for TLS.*plain HTTP; try: url: https/],
  'a certificate for nothing': [{ url: HTTP, cert, key }, /the option cert is for TLS/],
  'signatures without certificate': [{ sign: true }, /nothing to sign with/],
  'a fingerprint of the VTN without signatures': [{ vtnFingerprint: '00'.repeat(10) }, /the client does not sign/],
  'a SHA-1 as fingerprint': [
    { cert, key, sign: true, vtnFingerprint: '00'.repeat(20) },
    /probably a SHA-1; try: oadr-sim/,
  ],
};

for (const [what, [options, message]] of Object.entries(CLIENT)) {
  test(`a client throws at once for ${what}`, (t) => {
    t.throws(() => client(options), { instanceOf: OpenADRError, code: 'INVALID', message });
  });
}

/** What a server and a client say alike at start. */
async function startErrors(t: ExecutionContext, options: Own): Promise<readonly (OpenADRError | undefined)[]> {
  return Promise.all(
    [server(options), client(options)].map((one) =>
      t.throwsAsync<OpenADRError>(one.start(), { instanceOf: OpenADRError, code: 'START' }),
    ),
  );
}

test('what files and texts lack is said at the start, with the file or option and what to do', async (t) => {
  const certificates = await lab;
  const [vtn, other] = await Promise.all([certificates.given('vtn'), certificates.given('other')]);
  const locked = await certificates.given('vtn', 'ecc', { passphrase: 'hunter2' });
  const files = await filesOf(t, { 'vtn.pem': vtn.cert, 'locked.key': locked.key, 'text.pem': 'Dear reader\n' });
  const cases: readonly (readonly [Own, RegExp])[] = [
    [
      { cert: '/no/such.pem', key: vtn.key },
      /^\/no\/such\.pem cannot be read: there is no such file; try: give the path/,
    ],
    [{ cert: vtn.cert, key: '/no/such.key' }, /^\/no\/such\.key cannot be read: there is no such file/],
    [{ cert: vtn.cert, key: vtn.key, ca: '/no/ca.pem' }, /^\/no\/ca\.pem cannot be read/],
    [{ cert: files['text.pem'], key: vtn.key }, /text\.pem/],
    [{ cert: vtn.key, key: vtn.key }, /^the option cert holds no certificate/],
    [{ cert: vtn.cert }, /^no key fits the certificate in the option cert \(.*vtn.*\); try: give the key/],
    [{ cert: files['vtn.pem'], key: other.key }, /^no key fits the certificate in .*vtn\.pem/],
    [{ cert: vtn.cert, key: locked.key }, /^the option key needs a passphrase; try: give the option passphrase/],
    [{ cert: vtn.cert, key: files['locked.key'] }, /locked\.key needs a passphrase; try: give the option passphrase/],
    [
      { cert: vtn.cert, key: locked.key, passphrase: 'wrong one' },
      /does not open the option key; try: give the passphrase of that key/,
    ],
    [{ cert: vtn.cert, key: vtn.key, ca: vtn.key }, /^the option ca holds no certificate of a CA/],
  ];
  for (const [options, message] of cases) {
    for (const error of await startErrors(t, options)) {
      t.regex(error?.message ?? '', message);
      t.notRegex(error?.message ?? '', /--|OADR_SIM/, 'no options of the command line');
    }
  }
});

test('a list is told by its number where one of it is wrong', async (t) => {
  const certificates = await lab;
  const [rsa, ecc] = await Promise.all([certificates.given('vtn', 'rsa'), certificates.given('vtn')]);
  const one = server({ cert: [rsa.cert, ecc.cert], key: [rsa.key] });
  await t.throwsAsync(one.start(), {
    code: 'START',
    message: /no key fits the certificate in the option cert, number 2/,
  });
});

test('after a failed start with certificates, server and client may be started again', async (t) => {
  const files = await filesOf(t, { 'vtn.pem': 'nothing' });
  const one = server({ cert: files['vtn.pem'] });
  await t.throwsAsync(one.start(), { code: 'START' });
  await t.throwsAsync(one.start(), { code: 'START' });
  const ven = client({ cert: files['vtn.pem'] });
  await t.throwsAsync(ven.start(), { code: 'START' });
  await t.throwsAsync(ven.start(), { code: 'START' });
});

test('neither a key nor a passphrase comes out of errors, servers and clients', async (t) => {
  const certificates = await lab;
  const vtn = await certificates.given('vtn');
  const locked = await certificates.given('vtn', 'ecc', { passphrase: 'hunter2' });
  const bare = vtn.key.replace(/-----[^-]+-----/g, '').trim();
  const secrets = ['hunter2', 'Hunter-wrong', bare.split('\n')[0] ?? '', locked.key.split('\n')[1] ?? ''];
  const shown: string[] = [];
  const see = (thing: unknown): void => void shown.push(inspect(thing, { depth: 9, showHidden: true }));
  const from = async (act: () => unknown): Promise<void> => {
    see(await t.throwsAsync(async () => act(), { instanceOf: OpenADRError }));
  };
  const wrong = { cert: vtn.cert, key: locked.key, passphrase: 'Hunter-wrong' };
  await from(() => server(wrong).start());
  await from(() => client(wrong).start());
  await from(() => server({ cert: vtn.cert, key: bare }));
  await from(() => server({ cert: vtn.cert, key: [vtn.key, bare] }));
  await from(() => server({ cert: vtn.cert, key: locked.key, passphrase: ['hunter2'] }));
  await from(() => server({ cert: vtn.cert, key: { pem: vtn.key, passphrase: 'hunter2' } }));
  await from(() => server({ cert: vtn.cert, key: Buffer.from(bare) }).start());
  see(server({ cert: vtn.cert, key: locked.key, passphrase: 'hunter2' }));
  see(client({ cert: vtn.cert, key: locked.key, passphrase: 'hunter2' }));
  for (const text of shown) for (const secret of secrets) t.false(text.includes(secret), text);
});

import test, { type ExecutionContext } from 'ava';
import { type Logger, OpenADRServer, type RegistrationInfo, type ServerOptions } from '../../src/index.ts';
import { Certificates, filesOf, startClient } from './helpers/certificates.ts';
import { ServerRig } from './helpers/rig.ts';

const lab = Certificates.make();

function logging(): { readonly logger: Logger; readonly logs: string[] } {
  const logs: string[] = [];
  const log = (message: string): void => void logs.push(message);
  return { logger: { info: log, warn: log, error: log }, logs };
}

async function secureRig(t: ExecutionContext, options: ServerOptions = {}): Promise<ServerRig> {
  return ServerRig.start(t, { ...(await (await lab).server()), ...options });
}

for (const kind of ['rsa', 'ecc', 'hybrid'] as const) {
  test(`a server with RSA and ECC and a client with ${kind} speak over https, and the handler gets its fingerprint`, async (t) => {
    const infos: RegistrationInfo[] = [];
    const rig = await secureRig(t, {
      requireClientCert: true,
      handlers: { onCreatePartyRegistration: (info) => void infos.push(info) },
    });
    t.regex(rig.server.url, /^https:\/\/127\.0\.0\.1:/);
    const certificates = await lab;
    const { cert, key, fingerprint } = await certificates.given(`ven-${kind}`, kind);
    const ven = await startClient(t, { url: rig.server.url, venName: 'v', cert, key, ca: certificates.ca });
    const venId = await ven.registered;
    t.deepEqual([infos.length, infos[0]?.fingerprint], [1, fingerprint]);
    t.like(rig.server.vens()[0], { venId, state: 'registered', fingerprint });
    t.deepEqual(rig.errors, []);
  });
}

test('certificates come as paths, PEM text or Buffers, one or a list, with the key in the same file or not', async (t) => {
  const certificates = await lab;
  const [rsa, ecc, own] = await Promise.all([
    certificates.given('vtn', 'rsa'),
    certificates.given('vtn'),
    certificates.client('ven'),
  ]);
  const files = await filesOf(t, {
    'vtn.pem': rsa.cert,
    'vtn.key': rsa.key,
    'both.pem': ecc.key + ecc.cert,
    'trust.pem': certificates.ca,
  });
  const material = await certificates.material('vtn');
  const shapes: Readonly<Record<string, ServerOptions>> = {
    paths: { cert: files['vtn.pem'], key: files['vtn.key'], ca: files['trust.pem'] },
    'a path with key and certificate': { cert: files['both.pem'], ca: [files['trust.pem']] },
    'the folder of a lab as CA': { cert: files['both.pem'], ca: files['trust.pem'].replace(/\/trust\.pem$/, '') },
    Buffers: { cert: Buffer.from(rsa.cert), key: Buffer.from(rsa.key), ca: Buffer.from(certificates.ca) },
    'a list in which keys stand in another order': {
      cert: [rsa.cert, ecc.cert],
      key: [ecc.key, rsa.key],
      ca: certificates.ca,
    },
    'a list of paths and texts': {
      cert: [files['vtn.pem'], ecc.cert],
      key: [ecc.key, files['vtn.key']],
      ca: certificates.ca,
    },
    DER: {
      cert: material.chain[0].der,
      key: material.key.export({ type: 'pkcs8', format: 'der' }),
      ca: certificates.ca,
    },
  };
  for (const [shape, options] of Object.entries(shapes)) {
    const rig = await ServerRig.start(t, { ...options, requireClientCert: true });
    const ven = await startClient(t, { url: rig.server.url, venName: 'v', ...own });
    t.truthy(await ven.registered, shape);
    await ven.stop();
    await rig.server.stop();
  }
});

test('enciphered keys are opened by the passphrase, on both sides', async (t) => {
  const certificates = await lab;
  const [vtn, ven] = await Promise.all([
    certificates.given('vtn', 'ecc', { passphrase: 'vtn secret' }),
    certificates.given('ven', 'rsa', { passphrase: 'ven secret' }),
  ]);
  const { ca } = certificates;
  const rig = await ServerRig.start(t, { cert: vtn.cert, key: vtn.key, passphrase: 'vtn secret', ca });
  const one = await startClient(t, {
    ...{ url: rig.server.url, venName: 'v', ca },
    ...{ cert: ven.cert, key: ven.key, passphrase: 'ven secret' },
  });
  t.truthy(await one.registered);
});

test('without requireClientCert a client without a certificate registers, with it it is refused and the record says why', async (t) => {
  const { ca } = await lab;
  const open = await secureRig(t);
  t.truthy(await (await startClient(t, { url: open.server.url, venName: 'v', ca })).registered);

  const strict = await secureRig(t, { requireClientCert: true });
  const refused = strict.record((r) => r.kind === 'connection' && r.fact.fact === 'tlsRefused');
  const ven = await startClient(t, { url: strict.server.url, venName: 'v', ca });
  t.like(await refused, { fact: { cause: 'noCertificate', answer: '403' } });
  t.is(ven.venId, undefined);
  t.deepEqual(strict.server.vens(), []);
});

for (const rejectWith of ['403', 'handshake'] as const) {
  test(`a certificate of another CA is refused (${rejectWith})`, async (t) => {
    const rig = await secureRig(t, { rejectWith });
    const strange = await (await Certificates.make('strange')).client('ven');
    const refused = rig.record((r) => r.kind === 'connection' && r.fact.fact === 'tlsRefused');
    await startClient(t, { url: rig.server.url, venName: 'v', ...strange, ca: (await lab).ca });
    t.like(await refused, { fact: { cause: 'unknownCa', answer: rejectWith === '403' ? '403' : 'alert' } });
  });
}

test('a server of another CA is refused by the client, which says so', async (t) => {
  const rig = await secureRig(t);
  const own = await (await Certificates.make('other')).client('ven');
  const told = new Promise<string>((resolve) => {
    const logger = { info: () => {}, warn: resolve, error: resolve };
    void startClient(t, { url: rig.server.url, venName: 'v', ...own, logger });
  });
  t.regex(await told, /oadrQueryRegistration failed .*certificate/);
  t.deepEqual(rig.server.vens(), []);
});

test('the modern profile agrees on TLS 1.3, the default on a suite of rule 67', async (t) => {
  const own = await (await lab).client('ven');
  for (const [tlsProfile, version] of [
    ['openadr', 'TLSv1.2'],
    ['modern', 'TLSv1.3'],
  ] as const) {
    const rig = await secureRig(t, { tlsProfile });
    const secured = rig.record((r) => r.kind === 'connection' && r.fact.fact === 'secured');
    await startClient(t, { url: rig.server.url, venName: 'v', ...own, tlsProfile });
    t.like(await secured, { fact: { agreed: { version } } });
  }
});

test('the record says what is presented, and the log what VENs will dislike', async (t) => {
  const { cert, key, fingerprint } = await (await lab).given('vtn', 'rsa');
  const { logger, logs } = logging();
  const server = new OpenADRServer({ port: 0, cert, key, logger });
  t.teardown(() => server.stop());
  const records = server.records();
  await server.start();
  const { value } = await records.next();
  t.like(value, { kind: 'session', tls: { profile: 'openadr', clientCertificates: 'requested', rejectWith: '403' } });
  t.like(value, { tls: { certificates: [{ fingerprint, key: 'RSA 2048' }] } });
  t.is(logs.filter((one) => /no ECC certificate.*try: a second one in cert and key/.test(one)).length, 1);
  t.is(logs.filter((one) => /no CA is trusted.*try: the option ca/.test(one)).length, 1);
});

import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { type ClientOptions, type JournalRecord, OpenADRServer, type ServerOptions } from '../../src/index.ts';
import { Certificates, startClient } from './helpers/certificates.ts';
import { ServerRig } from './helpers/rig.ts';

const lab = Certificates.make();

async function signedRig(t: ExecutionContext, options: ServerOptions): Promise<ServerRig> {
  return ServerRig.start(t, { ...(await (await lab).server()), ...options });
}

/** A client that signs, with this name and certificate. */
async function signedClient(t: ExecutionContext, rig: ServerRig, name: string, over: Partial<ClientOptions> = {}) {
  const { cert, key, ca } = await (await lab).client(name);
  const secure = rig.server.url.startsWith('https');
  return startClient(t, { url: rig.server.url, venName: name, cert, key, ...(secure && { ca }), sign: true, ...over });
}

/** Records of messages, as far as their signatures go. */
function follow(rig: ServerRig): JournalRecord[] {
  const seen: JournalRecord[] = [];
  void (async () => {
    for await (const record of rig.server.records()) if (record.kind !== 'lagged') seen.push(record);
  })();
  return seen;
}

function verdicts(records: readonly JournalRecord[], dir: 'in' | 'out', name: RegExp): (string | undefined)[] {
  return records.flatMap((r) =>
    r.kind === 'message' && r.dir === dir && name.test(r.name ?? '') ? [r.signature?.verdict] : [],
  );
}

/** The first message from now on whose signature was not taken: status and text of the answer. */
async function refusal(rig: ServerRig): Promise<string> {
  let text = '';
  await rig.record((r) => {
    if (r.kind !== 'message' || r.dir !== 'out' || r.status !== 403 || typeof r.body !== 'string') return false;
    text = r.body;
    return true;
  });
  return text;
}

for (const tls of [true, false]) {
  const over = tls ? 'TLS' : 'plain HTTP';
  test(`sign: require over ${over}: all messages are signed, both ways, and hold`, async (t) => {
    const rig = await signedRig(t, { sign: 'require', ...(!tls && { tls: false }) });
    t.is(rig.server.url.startsWith('https:'), tls);
    const records = follow(rig);
    const client = await signedClient(t, rig, 'plant');
    const venId = await client.registered;
    await client.idle();
    const { fingerprint } = await (await lab).given('plant');
    t.like(rig.server.vens()[0], { venId, fingerprint });
    const [came, went] = [verdicts(records, 'in', /./), verdicts(records, 'out', /./)];
    t.true(came.length >= 3 && came.every((verdict) => verdict === 'holds'), came.join());
    t.true(went.length >= 3 && went.every((verdict) => verdict === 'made'), went.join());
    t.deepEqual(rig.errors, []);
  });
}

test('sign: on signs with VENs that registered so, and takes others as they are', async (t) => {
  const rig = await signedRig(t, { sign: 'on' });
  const records = follow(rig);
  const plain = await startClient(t, { url: rig.server.url, venName: 'plain', ...(await (await lab).client('plain')) });
  await plain.registered;
  await plain.idle();
  t.true(verdicts(records, 'out', /./).every((verdict) => verdict === undefined));
  const client = await signedClient(t, rig, 'plant');
  await client.registered;
  await client.idle();
  t.true(verdicts(records, 'out', /./).includes('made'));
  t.true(verdicts(records, 'in', /./).includes('holds'));
});

test('sign: require refuses what is not signed (403)', async (t) => {
  const strict = await signedRig(t, { sign: 'require' });
  const refused = refusal(strict);
  const own = await (await lab).client('plain');
  const plain = await startClient(t, { url: strict.server.url, venName: 'plain', ...own });
  t.regex(await refused, /^403: .*\ntry: /);
  t.is(plain.venId, undefined);
  t.deepEqual(strict.server.vens(), []);
});

test('sign: off, the default, takes what comes signed, reports it and signs nothing', async (t) => {
  const rig = await signedRig(t, {});
  const records = follow(rig);
  const { cert, key, ca } = await (await lab).client('plant');
  const { fingerprint } = await (await lab).given('plant');
  const client = await startClient(t, { url: rig.server.url, venName: 'plant', cert, key, ca, sign: true });
  const due = rig.record((r) => r.kind === 'message' && r.dir === 'out');
  await due;
  t.like(
    records.find((r) => r.kind === 'message' && r.dir === 'in'),
    { signature: { fingerprint } },
  );
  t.true(verdicts(records, 'out', /./).every((verdict) => verdict === undefined));
  t.is(client.venId, undefined, 'a client that signs takes no unsigned answer');
});

test('the session record has how messages are signed', async (t) => {
  const { cert, key, ca } = await (await lab).server();
  const server = new OpenADRServer({ port: 0, logger: false, cert, key, ca, sign: 'on', replayWindow: 'PT1M' });
  t.teardown(() => server.stop());
  const records = server.records();
  await server.start();
  const { value } = await records.next();
  t.like(value, { kind: 'session', signatures: { mode: 'on', replayWindow: 60_000 } });
  const [rsa, ecc] = await Promise.all([(await lab).given('vtn', 'rsa'), (await lab).given('vtn')]);
  t.like(value, { signatures: { certificates: [{ fingerprint: rsa.fingerprint }, { fingerprint: ecc.fingerprint }] } });
});

test('on plain HTTP the lookup says whose signature counts', async (t) => {
  const certificates = await lab;
  const { fingerprint } = await certificates.given('plant');
  const rig = await signedRig(t, {
    ...{ sign: 'require', tls: false },
    fingerprintLookup: async (venId) => (venId === 'ven-plant' ? fingerprint : undefined),
  });
  const refused = refusal(rig);
  const other = await signedClient(t, rig, 'other', { venId: 'ven-plant' });
  t.regex(await refused, /^403: /);
  await other.stop();
  const client = await signedClient(t, rig, 'plant', { venId: 'ven-plant' });
  t.is(await client.registered, 'ven-plant');
  await client.idle();
  t.like(rig.server.vens(), [{ venId: 'ven-plant', fingerprint }]);
  t.deepEqual(rig.errors, []);
});

const FAILING: Readonly<Record<string, NonNullable<ServerOptions['fingerprintLookup']>>> = {
  throws: () => {
    throw new Error('no database');
  },
  'never answers': () => new Promise(() => {}),
};

for (const [how, fingerprintLookup] of Object.entries(FAILING)) {
  test(`on plain HTTP a lookup that ${how} takes no message, and the program is told`, async (t) => {
    const rig = await signedRig(t, { sign: 'require', tls: false, handlerTimeout: 200, fingerprintLookup });
    const refused = refusal(rig);
    const client = await signedClient(t, rig, 'plant', { venId: 'ven-plant' });
    t.regex(await refused, /^403: /);
    t.is(client.venId, undefined);
    t.like(rig.errors[0], { code: 'HANDLER' });
    t.regex(
      rig.errors[0]?.message ?? '',
      /^fingerprintLookup failed for ven-plant: no (database|answer within 200 ms)/,
    );
  });
}

test('a client believes the VTN whose fingerprint it was given, and no other', async (t) => {
  const certificates = await lab;
  const { cert, key, fingerprint } = await certificates.given('vtn');
  const rig = await ServerRig.start(t, { cert, key, ca: certificates.ca, sign: 'require', tls: false });
  const right = await signedClient(t, rig, 'right', { vtnFingerprint: fingerprint.toLowerCase() });
  t.truthy(await right.registered);
  const told: string[] = [];
  const warned = new Promise<void>((resolve) => {
    const warn = (message: string): void => {
      told.push(message);
      if (/fingerprint|certificate|sign/.test(message)) resolve();
    };
    const logger = { info: () => {}, warn, error: warn };
    void certificates
      .given('other')
      .then((other) => signedClient(t, rig, 'wrong', { vtnFingerprint: other.fingerprint, logger }));
  });
  await warned;
  t.deepEqual(
    rig.server.vens().filter(({ venName }) => venName === 'wrong'),
    [],
  );
});

test("a server in a Koa app signs and verifies; TLS is the app's", async (t) => {
  const { cert, key, ca } = await (await lab).server();
  let port = 0;
  const mountedAt = () => `http://127.0.0.1:${port}/OpenADR2/Simple/2.0b`;
  const rig = await ServerRig.start(t, { mountedAt, cert, key, ca, sign: 'require' });
  const app = new Koa();
  app.use(rig.server.middleware());
  const http = app.listen(0, '127.0.0.1');
  t.teardown(() => http.close());
  await once(http, 'listening');
  const address = http.address();
  port = typeof address === 'object' && address ? address.port : 0;
  const client = await signedClient(t, rig, 'plant');
  t.truthy(await client.registered);
  const { fingerprint } = await (await lab).given('plant');
  t.like(rig.server.vens()[0], { fingerprint });
  await client.stop();
});

import test, { type ExecutionContext } from 'ava';
import type { ServerOptions } from '../../src/index.ts';
import { Certificates, type Given, startClient } from './helpers/certificates.ts';
import { ServerRig } from './helpers/rig.ts';

const lab = Certificates.make();

/** A server over TLS that knows fingerprints; what it was asked. */
async function rigWith(
  t: ExecutionContext,
  lookup: NonNullable<ServerOptions['fingerprintLookup']>,
  options: ServerOptions = {},
): Promise<{ readonly rig: ServerRig; readonly asked: string[] }> {
  const asked: string[] = [];
  const rig = await ServerRig.start(t, {
    ...(await (await lab).server()),
    fingerprintLookup: (venId) => {
      asked.push(venId);
      return lookup(venId);
    },
    ...options,
  });
  return { rig, asked };
}

/** A client that asks for this venID, with this certificate. */
async function ven(t: ExecutionContext, rig: ServerRig, venId: string | undefined, name: string) {
  const own = await (await lab).client(name);
  const ids = venId === undefined ? {} : { venId };
  return startClient(t, { url: rig.server.url, venName: name, ...ids, ...own });
}

/** The first answer from now on by which a create is refused: its responseCode. */
async function answerTo(rig: ServerRig): Promise<string | undefined> {
  let code: string | undefined;
  await rig.record((record) => {
    if (record.kind !== 'message' || record.dir !== 'out' || typeof record.body !== 'string') return false;
    if (record.name !== 'oadrCreatedPartyRegistration') return false;
    // The answer to a query comes first, and is 200.
    code = /responseCode>(\d+)</.exec(record.body)?.[1];
    return code !== '200';
  });
  return code;
}

const KNOWN: Readonly<
  Record<string, (fingerprint: string) => ReturnType<NonNullable<ServerOptions['fingerprintLookup']>>>
> = {
  'at once': (fingerprint) => fingerprint,
  later: async (fingerprint) => fingerprint,
  'in other letters': (fingerprint) => fingerprint.toLowerCase().replaceAll(':', ''),
};

for (const [how, say] of Object.entries(KNOWN)) {
  test(`a VEN with the certificate that the lookup names (${how}) registers under the venID that it chose`, async (t) => {
    const { fingerprint } = await (await lab).given('plant');
    const { rig, asked } = await rigWith(t, () => say(fingerprint));
    const client = await ven(t, rig, 'ven-plant', 'plant');
    t.is(await client.registered, 'ven-plant');
    t.like(rig.server.vens()[0], { venId: 'ven-plant', fingerprint });
    await client.idle();
    t.deepEqual(asked, ['ven-plant'], 'asked at the registration, and not for each poll');
    t.deepEqual(rig.errors, []);
  });
}

test('a VEN with another certificate, or with none, is refused (463), and the log says what was expected', async (t) => {
  const { fingerprint } = await (await lab).given('plant');
  const { rig } = await rigWith(t, () => fingerprint);
  const other = answerTo(rig);
  await ven(t, rig, 'ven-plant', 'other');
  t.is(await other, '463');
  const none = answerTo(rig);
  await startClient(t, { url: rig.server.url, venName: 'n', venId: 'ven-plant', ca: (await lab).ca });
  t.is(await none, '463');
  t.deepEqual(rig.server.vens(), []);
  const presented = (await (await lab).given('other')).fingerprint;
  const told = rig.logs.filter((one) => one.includes('registration as ven-plant from 127.0.0.1 is refused'));
  // Those that are refused try again.
  t.true(told.some((one) => one.includes(`certificate ${presented}, fingerprintLookup expects ${fingerprint}`)));
  t.true(told.some((one) => one.includes('no certificate, fingerprintLookup expects')));
});

for (const unknown of [undefined, null]) {
  test(`a venID for which the lookup returns ${unknown} is judged as without a lookup, and bound to what it registers with`, async (t) => {
    const { rig, asked } = await rigWith(t, () => unknown, { vens: [{ venId: 'ven-1' }] });
    const stranger = answerTo(rig);
    await ven(t, rig, 'ven-2', 'stranger');
    t.is(await stranger, '452', 'a venID that nobody provisioned (rule 402)');
    const client = await ven(t, rig, 'ven-1', 'plant');
    t.is(await client.registered, 'ven-1');
    const { fingerprint } = await (await lab).given('plant');
    t.like(rig.server.vens()[0], { venId: 'ven-1', fingerprint });
    t.true(asked.includes('ven-1') && asked.includes('ven-2'));
  });
}

test('a venID that the handler gives is looked up; without a venID, and where the handler refuses, nobody is asked', async (t) => {
  const { fingerprint } = await (await lab).given('plant');
  const { rig, asked } = await rigWith(t, (venId) => (venId === 'given' ? fingerprint : undefined), {
    handlers: {
      onCreatePartyRegistration: ({ venName }) =>
        venName === 'refused' ? false : venName === 'nobody' ? undefined : { venId: 'given' },
    },
  });
  const refused = answerTo(rig);
  await ven(t, rig, undefined, 'refused');
  t.is(await refused, '463');
  t.truthy(await (await ven(t, rig, undefined, 'nobody')).registered);
  t.deepEqual(asked, []);
  const other = answerTo(rig);
  const wrong = await ven(t, rig, undefined, 'other');
  t.is(await other, '463');
  await wrong.stop();
  t.is(await (await ven(t, rig, undefined, 'plant')).registered, 'given');
  t.deepEqual([...new Set(asked)], ['given']);
});

const FAILING: Readonly<Record<string, readonly [NonNullable<ServerOptions['fingerprintLookup']>, RegExp]>> = {
  throws: [
    () => {
      throw new Error('no database');
    },
    /^fingerprintLookup failed for ven-plant: no database/,
  ],
  rejects: [
    async () => Promise.reject(new Error('no database')),
    /^fingerprintLookup failed for ven-plant: no database/,
  ],
  'never answers': [() => new Promise(() => {}), /^fingerprintLookup failed for ven-plant: no answer within 200 ms/],
  'returns a SHA-1': [
    () => '00'.repeat(20),
    /what fingerprintLookup returned for ven-plant is none; expected: the last ten bytes.*probably a SHA-1/,
  ],
};

for (const [how, [lookup, message]] of Object.entries(FAILING)) {
  test(`a lookup that ${how} lets nobody in: the VEN gets 469, the program onError`, async (t) => {
    const { rig } = await rigWith(t, lookup, { handlerTimeout: 200 });
    const answer = answerTo(rig);
    const client = await ven(t, rig, 'ven-plant', 'plant');
    t.is(await answer, '469');
    await client.stop();
    t.like(rig.errors[0], { code: 'HANDLER' });
    t.regex(rig.errors[0]?.message ?? '', message);
    t.deepEqual(rig.server.vens(), []);
  });
}

test('a renewed certificate is accepted by itself where the lookup returns it by then', async (t) => {
  const certificates = await lab;
  const old = await certificates.given('plant');
  const next = await certificates.renewed('plant');
  let known = old.fingerprint;
  const { rig } = await rigWith(t, async () => known);
  const client = await ven(t, rig, 'ven-plant', 'plant');
  await client.registered;
  await client.stop();
  known = next.fingerprint;
  const repinned = rig.record((r) => r.kind === 'state' && r.change.what === 'ven' && r.change.cause === 'repinned');
  const { ca } = certificates;
  const same = { url: rig.server.url, venName: 'plant', venId: 'ven-plant', cert: next.cert, key: next.key, ca };
  const renewed = await startClient(t, same);
  await repinned;
  t.is(await renewed.registered, 'ven-plant');
  t.like(rig.server.vens()[0], { venId: 'ven-plant', fingerprint: next.fingerprint });
  t.deepEqual(rig.errors, []);
});

/** The venID of `plant` comes with the certificate of `next` from now on, and is refused; resolves when that is told. */
async function changed(t: ExecutionContext, rig: ServerRig, next: Given) {
  const { ca } = await lab;
  const client = await ven(t, rig, 'ven-plant', 'plant');
  await client.registered;
  await client.stop();
  const told = rig.record((r) => r.kind === 'state' && r.change.what === 'certificate');
  const same = { url: rig.server.url, venName: 'plant', venId: 'ven-plant', cert: next.cert, key: next.key, ca };
  const renewed = await startClient(t, same);
  return { renewed, told: await told };
}

test('without a lookup a renewed certificate is refused, the records tell it, and repin accepts it', async (t) => {
  const certificates = await lab;
  const rig = await ServerRig.start(t, { ...(await certificates.server()), vens: [{ venId: 'ven-plant' }] });
  t.throws(() => rig.server.repin('ven-plant'), { code: 'INVALID', message: /nothing is to be accepted/ });
  t.throws(() => rig.server.repin('nobody'), { code: 'INVALID', message: /nobody/ });
  // @ts-expect-error a wrong name
  t.throws(() => rig.server.repin('ven-plant', { finger: '' }), { code: 'INVALID', message: /no field finger/ });
  const next = await certificates.renewed('plant');
  const warned = rig.record((r) => r.kind === 'log' && r.level === 'warning' && r.message.includes('repin'));
  const { renewed, told } = await changed(t, rig, next);
  t.regex(
    JSON.stringify(await warned),
    /a renewed certificate came for ven-plant .* server\.repin\('ven-plant'\) accepts it/,
  );
  const { fingerprint: pinned } = await certificates.given('plant');
  t.like(told, { ven: 'ven-plant', change: { pinned, presented: next.fingerprint, renewal: true } });
  rig.server.repin('ven-plant');
  t.is(await renewed.registered, 'ven-plant');
  t.like(rig.server.vens()[0], { fingerprint: next.fingerprint });
});

test("another device's certificate is accepted by its fingerprint alone, in whatever letters", async (t) => {
  const certificates = await lab;
  const rig = await ServerRig.start(t, { ...(await certificates.server()), vens: [{ venId: 'ven-plant' }] });
  const other = await certificates.given('other');
  const { renewed, told } = await changed(t, rig, other);
  t.like(told, { change: { presented: other.fingerprint, renewal: false } });
  t.throws(() => rig.server.repin('ven-plant'), { code: 'INVALID', message: /no renewal/ });
  t.throws(() => rig.server.repin('ven-plant', { fingerprint: 'x' }), { message: /is none.*certs fingerprint/ });
  rig.server.repin('ven-plant', { fingerprint: other.fingerprint.toLowerCase() });
  t.is(await renewed.registered, 'ven-plant');
});

test('a fingerprint that a VEN is provisioned with binds it before it comes', async (t) => {
  const certificates = await lab;
  const { fingerprint } = await certificates.given('plant');
  const vens = [{ venId: 'ven-plant', fingerprint: fingerprint.replaceAll(':', '') }];
  const rig = await ServerRig.start(t, { ...(await certificates.server()), vens });
  const refused = answerTo(rig);
  const other = await ven(t, rig, 'ven-plant', 'other');
  t.is(await refused, '463');
  await other.stop();
  t.is(await (await ven(t, rig, 'ven-plant', 'plant')).registered, 'ven-plant');
  t.throws(() => rig.server.provision({ venId: 'v', fingerprint: '00'.repeat(20) }), { message: /probably a SHA-1/ });
});

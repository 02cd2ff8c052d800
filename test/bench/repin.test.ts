import test, { type ExecutionContext } from 'ava';
import type { SigningOptions } from '../../src/bench/signing/options.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { certifyLeaf } from '../../src/pki/lab.ts';
import type { Material } from '../../src/pki/material.ts';
import { request } from '../helpers/pki.ts';
import { SigningBench } from '../helpers/signing-bench.ts';

/** A new certificate for the key of the device: same subject, same issuer. */
function issued({ ven, lab }: SigningBench): Material {
  const keys = { privateKey: ven.key, publicKey: ven.chain[0].x509.publicKey };
  return certifyLeaf(keys, request({ kind: 'ecc' }), lab.lab.ecc.ca);
}

function printOf({ chain }: Material): string {
  return fingerprint(chain[0].der);
}

/** A device that registered on plain HTTP, and its renewed certificate. */
async function onPlainHttp(t: ExecutionContext, sign: Partial<SigningOptions> = {}) {
  const bench = await SigningBench.open(t, sign);
  const [first, second] = [issued(bench), issued(bench)];
  const device = bench.device(t);
  await device.register(undefined, { by: first });
  const told = () => bench.test.changes('certificate').map(({ presented, renewal }) => [presented, renewal]);
  return { bench, device, first, second, told };
}

test('a device with a renewed certificate is refused over TLS, repin accepts it, and its next message is taken', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const [first, second] = [issued(bench), issued(bench)];
  const device = bench.device(t, first);
  await device.register(undefined, { by: first });
  t.is((await device.poll({ by: first })).code, '200');
  const renewed = bench.device(t, second);
  renewed.venID = device.venID;
  t.is((await renewed.poll({ by: second })).code, '463');
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /changed since registration/);
  await bench.test.bench.execute({ do: 'repin', vens: [device.venID] }, 'library');
  t.is((await renewed.poll({ by: second })).code, '200');
  t.is(bench.test.bench.vens[0]?.fingerprint, fingerprint(second.chain[0].der));
  t.deepEqual(
    bench.test.changes('certificate').map(({ presented, renewal }) => [presented !== undefined, renewal]),
    [
      [true, true],
      [false, false],
    ],
  );
});

test('on plain HTTP a renewed certificate is refused by 403, told, and accepted by repin', async (t) => {
  const { bench, device, first, second, told } = await onPlainHttp(t);
  t.is((await device.poll({ by: first })).status, 200);
  const before = bench.test.bench.vens;
  const answer = await device.poll({ by: second });
  t.is(answer.status, 403);
  t.regex(answer.text, /^403: the message is signed with another certificate than that of ven-/);
  t.true(answer.text.includes(`--fingerprint ${device.venID}=${printOf(second)} at the next start) accepts it`));
  t.is(bench.last('oadrPoll').signature?.verdict, 'refused');
  t.deepEqual(told(), [[printOf(second), true]]);
  t.like(bench.test.changes('certificate')[0], { venID: device.venID, pinned: printOf(first) });
  t.deepEqual(
    bench.test.bench.vens.map(({ fingerprint, state, lastHeard }) => ({ fingerprint, state, lastHeard })),
    before.map(({ fingerprint, state, lastHeard }) => ({ fingerprint, state, lastHeard })),
  );
  // Told once, however often it comes.
  t.is((await device.poll({ by: second })).status, 403);
  t.is(told().length, 1);
  await bench.test.bench.execute({ do: 'repin', vens: [device.venID] }, 'library');
  t.deepEqual(told()[1], [undefined, false]);
  t.like(await device.poll({ by: second }), { status: 200, code: '200', signed: true });
  t.is((await device.poll({ by: first })).status, 403);
});

test('on plain HTTP a certificate of another subject is accepted by its fingerprint alone', async (t) => {
  const { bench, device, told } = await onPlainHttp(t);
  const other = await bench.leaf('other');
  t.is((await device.poll({ by: other })).status, 403);
  t.deepEqual(told(), [[printOf(other), false]]);
  const { venID } = device;
  await t.throwsAsync(bench.test.bench.execute({ do: 'repin', vens: [venID] }, 'library'));
  await bench.test.bench.execute({ do: 'repin', vens: [venID], fingerprint: printOf(other) }, 'library');
  t.is((await device.poll({ by: other })).code, '200');
});

test('nobody shows the certificate of another, nor one that is bad, nor that of another VEN', async (t) => {
  const { bench, device, first, second, told } = await onPlainHttp(t);
  // What a device signed once, with another certificate put in its place: of the same key it would hold, of another not.
  const stranger = await bench.leaf('other');
  const shown = (text: string) =>
    text.replace(second.chain[0].der.toString('base64'), stranger.chain[0].der.toString('base64'));
  t.is((await device.poll({ by: second, spoil: shown })).status, 403);
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /^the SignatureValue is not that of this key/);
  t.is((await device.poll({ by: await bench.leaf('bad', 'ecc', 'expired') })).status, 403);
  t.notRegex(bench.last('oadrPoll').findings.at(-1)?.hint ?? '', /repin/);
  t.is((await device.poll({ by: second, timestamp: Date.now() - 3_600_000 })).status, 403);
  t.regex(bench.last('oadrPoll').findings.at(-1)?.message ?? '', /^its timestamp is /);
  t.is((await device.poll({ by: stranger }, 'nobody')).code, '463');
  const neighbour = bench.device(t);
  await neighbour.register({ oadrVenName: 'neighbour', oadrXmlSignature: true }, { by: stranger });
  t.is((await device.poll({ by: stranger })).status, 403);
  t.deepEqual(told(), []);
  t.is((await device.poll({ by: first })).code, '200');
});

test('where a fingerprint was looked up, the lookup decides and not repin', async (t) => {
  let known: string | undefined;
  const { bench, device, first, second, told } = await onPlainHttp(t, { lookup: () => known });
  known = printOf(first);
  t.is((await device.poll({ by: second })).status, 403);
  t.like(bench.last('oadrPoll').findings.at(-1), {
    expected: `certificate ${printOf(first)}`,
    hint: 'sign with the certificate whose fingerprint was looked up; if the device got a new one, enter it there: the lookup decides, repin does not',
  });
  t.deepEqual(told(), []);
  known = undefined;
  t.is((await device.poll({ by: second })).status, 403);
  t.deepEqual(told(), [[printOf(second), true]]);
});

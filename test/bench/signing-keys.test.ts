import test from 'ava';
import type { MessageRecord } from '../../src/journal/record.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { certifyLeaf } from '../../src/pki/lab.ts';
import type { Material } from '../../src/pki/material.ts';
import { folderOf } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { request } from '../helpers/pki.ts';
import { labOf, SigningBench } from '../helpers/signing-bench.ts';

/** The finding that a message was refused for. */
function why({ findings }: MessageRecord): string {
  return findings.find(({ rule, severity }) => rule === 514 && severity === 'error')?.message ?? 'nothing';
}

function printOf({ chain }: Material): string {
  return fingerprint(chain[0].der);
}

test('another key than that of the registration is refused, whoever issued its certificate', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  t.is(bench.test.bench.vens[0]?.fingerprint, printOf(bench.ven));
  const other = await bench.leaf('other');
  t.is((await device.poll({ by: other })).status, 403);
  const record = bench.last('oadrPoll');
  t.is(why(record), `the message is signed with another certificate than that of ${device.venID}`);
  t.like(record.signature, { verdict: 'refused', fingerprint: printOf(other) });
  t.is((await device.poll()).status, 200);
});

for (const [fault, said] of [
  ['self-signed', /is self-signed/],
  ['expired', /expired/],
  ['not-yet-valid', /not valid/],
  ['wrong-ca', /CA/],
  ['wrong-usage', /client/],
] as const) {
  test(`a stranger's certificate is refused when it registers: ${fault}`, async (t) => {
    const bench = await SigningBench.open(t);
    const answer = await bench.device(t).register(undefined, { by: await bench.leaf('ven', 'ecc', fault) });
    t.is(answer.status, 403);
    const text = why(bench.last());
    t.true(text.startsWith("the signer's certificate is refused: "), text);
    t.regex(text, said);
    t.deepEqual(bench.test.bench.vens, []);
  });
}

test('over TLS the key is that of the connection, whatever KeyInfo shows', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const device = bench.device(t, bench.ven);
  await device.register();
  t.is((await device.poll()).status, 200);
  t.is((await device.poll({ by: await bench.leaf('other') })).status, 403);
  t.is(why(bench.last('oadrPoll')), 'the message is signed with another key than this sender has shown');
});

test('over TLS without a client certificate the signature tells who it is', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const device = bench.device(t, 'nothing');
  await device.register();
  t.is(bench.test.bench.vens[0]?.fingerprint, printOf(bench.ven));
  t.is((await device.poll()).status, 200);
  t.is((await device.poll({ by: await bench.leaf('other') })).status, 403);
});

test('a fingerprint that is looked up goes before that of the registration', async (t) => {
  const lab = await labOf();
  const [first, second] = await Promise.all([lab.leaf('ven', 'ecc'), lab.leaf('second', 'ecc')]);
  let known: string | undefined;
  const bench = await SigningBench.open(t, { lookup: async () => known });
  const device = bench.device(t);
  await device.register();
  known = printOf(second).toLowerCase().replaceAll(':', '');
  t.is((await device.poll({ by: first })).status, 403);
  t.is((await device.poll({ by: second })).status, 200);
});

test('a lookup that fails refuses the message, and the bench goes on', async (t) => {
  let broken = false;
  const bench = await SigningBench.open(t, {
    lookup: () => {
      if (broken) throw new Error('no database');
      return undefined;
    },
  });
  const device = bench.device(t);
  await device.register();
  broken = true;
  t.is((await device.poll()).status, 403);
  t.like(bench.last('oadrPoll').findings.at(-1), { actual: 'no database' });
  broken = false;
  t.is((await device.poll()).status, 200);
});

test('a VEN that registered unsigned on plain HTTP has no key, and the refusal says what to do', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register(undefined, { by: 'nobody' });
  t.is((await device.poll()).status, 403);
  t.is(why(bench.last('oadrPoll')), `no certificate is known that ${device.venID} would sign with`);
  await bench.test.bench.execute({ do: 'provision', venID: device.venID, fingerprint: printOf(bench.ven) }, 'library');
  t.is((await device.poll()).status, 200);
});

test('a message that is sent again, on whatever connection, or with the nonce of another, is refused', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const text = device.text(m.oadrPoll(device.venID), { nonce: 'once' });
  t.is((await device.post('OadrPoll', text)).status, 200);
  t.is((await device.post('OadrPoll', text)).status, 403);
  t.regex(why(bench.last('oadrPoll')), /nonce was used before/);
  t.is((await device.poll({ nonce: 'once' })).status, 403);
  t.is((await bench.device(t).post('OadrPoll', text)).status, 403);
  t.is((await device.poll()).status, 200);
});

test('what is stamped too early or too late is refused, with the clocks', async (t) => {
  const bench = await SigningBench.open(t, { replayWindow: 60_000 });
  const device = bench.device(t);
  await device.register();
  const now = Date.now();
  t.is((await device.poll({ timestamp: now + 120_000 })).status, 403);
  t.regex(why(bench.last('oadrPoll')), /ahead of the clock of the VTN$/);
  const { signature } = bench.last('oadrPoll');
  t.true(signature?.offset !== undefined && signature.offset > 60_000);
  t.is((await device.poll({ timestamp: now - 120_000 })).status, 403);
  t.is((await device.poll({ timestamp: now + 30_000 })).status, 200);
});

test('after a restart what was stamped before it is refused, and the certificate is still known', async (t) => {
  const folder = await folderOf(t);
  const bench = await SigningBench.open(t, {}, { file: `${folder}/state.json` });
  const device = bench.device(t);
  await device.register();
  const kept = device.text(m.oadrPoll(device.venID));
  await bench.test.bench.execute({ do: 'restart', down: 20, state: 'keep' }, 'library');
  const again = bench.device(t);
  again.venID = device.venID;
  t.is((await again.post('OadrPoll', kept)).status, 403);
  t.is(why(bench.last('oadrPoll')), 'it was stamped before this VTN can know what it has seen');
  t.is((await again.poll({ by: await bench.leaf('other') })).status, 403);
  t.is((await again.poll()).status, 200);
});

test('on plain HTTP a venID that is bound to a certificate is registered by a signature alone', async (t) => {
  const bench = await SigningBench.open(t);
  const fingerprintOfVen = fingerprint(bench.ven.chain[0].der);
  await bench.test.bench.execute({ do: 'provision', venID: 'ven-p', fingerprint: fingerprintOfVen }, 'library');
  const device = bench.device(t);
  const claim = { venID: 'ven-p', oadrXmlSignature: false };
  const refused = await device.register(claim, { by: 'nobody' });
  t.is(refused.status, 403);
  t.regex(refused.text, /ven-p is bound to certificate [0-9A-F:]{29}/);
  t.not((await device.poll({ by: 'nobody' }, 'ven-p')).code, '200');
  t.is((await device.register(claim)).venID, 'ven-p');
  t.is((await device.poll()).code, '200');
  const registrationID = bench.test.bench.vens[0]?.registrationID;
  const cancelled = await device.send(m.oadrCancelPartyRegistration({ venID: 'ven-p', registrationID }));
  t.is(cancelled.status, 200);
  t.is((await device.register(claim, { by: 'nobody' })).status, 403, 'the duty outlives the registration');
  t.is((await device.register(claim)).venID, 'ven-p');
});

test('two VENs over one bench: one signs, the other does not', async (t) => {
  const bench = await SigningBench.open(t);
  const [one, two] = [bench.device(t), bench.device(t)];
  await one.register({ oadrXmlSignature: true, oadrVenName: 'one' });
  await two.register({ oadrVenName: 'two' }, { by: 'nobody' });
  const [signed, plain] = [await one.poll(), await two.poll({ by: 'nobody' })];
  t.deepEqual([signed.status, signed.signed], [200, true]);
  t.deepEqual([plain.status, plain.signed], [200, false]);
  // By the other's connection, and without a venID on its own.
  t.is((await two.poll({ by: 'nobody' }, one.venID)).status, 403);
  t.is((await one.send(m.oadrPoll(undefined), { by: 'nobody' })).status, 403);
});

test('a VEN does not lose its duty to sign by what it says of itself', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const device = bench.device(t, bench.ven);
  await device.register({ oadrXmlSignature: true, oadrVenName: 'one' });
  const other = await bench.leaf('other');
  const plain = bench.device(t, other);
  await plain.register({ oadrVenName: 'two' }, { by: 'nobody' });
  // Names the VEN without the duty; names nobody; another case.
  for (const venID of [plain.venID, undefined, device.venID.toUpperCase()])
    t.is((await device.send(m.oadrPoll(venID), { by: 'nobody' })).status, 403, venID);
  t.is((await plain.send(m.oadrPoll(device.venID), { by: 'nobody' })).status, 403);
  t.is((await plain.poll({ by: 'nobody' })).status, 200);
});

test('on plain HTTP nobody takes the duty to sign from a VEN by an unsigned registration', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  const { text } = await device.register();
  const registrationID = /registrationID>([^<]+)</.exec(text)?.[1];
  const thief = bench.device(t);
  const ids = { venID: device.venID, oadrXmlSignature: false };
  t.is((await thief.register(ids, { by: 'nobody' })).status, 403);
  t.is((await thief.register({ ...ids, registrationID }, { by: 'nobody' })).status, 403);
  t.is((await thief.register({ registrationID, oadrXmlSignature: false }, { by: 'nobody' })).status, 403);
  t.is((await thief.register(ids, { by: await bench.leaf('other') })).status, 403);
  t.like(bench.test.bench.vens, [{ venID: device.venID, xmlSignature: true }]);
  t.is((await device.register({ ...ids, registrationID })).status, 200);
  t.is((await device.poll({ by: 'nobody' })).status, 200);
});

test('a signed message of a VEN that nobody knows any more gets its 463, signed', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  await bench.test.bench.execute({ do: 'forget', vens: [device.venID] }, 'library');
  const answer = await device.poll();
  t.deepEqual([answer.status, answer.code, answer.signed], [200, '463', true]);
});

test('`off`: what does not hold is told and processed, and whose key it is may be unknown', async (t) => {
  const bench = await SigningBench.open(t, { mode: 'off', trust: { certificates: [] } });
  const device = bench.device(t);
  await device.register();
  const [finding] = bench.last('oadrCreatePartyRegistration').findings.filter(({ rule }) => rule === 514);
  t.is(finding?.severity, 'info');
  t.regex(finding?.message ?? '', /^the signature holds, but /);
  t.is((await device.poll({ spoil: (text) => text.replace(/<dsp:nonce>[^<]*/, '<dsp:nonce>another') })).status, 200);
  t.regex(why(bench.last('oadrPoll')), /digest/);
});

test('another certificate of the same key makes no nonce new', async (t) => {
  const bench = await SigningBench.open(t, {}, { tls: true });
  const device = bench.device(t, bench.ven);
  await device.register();
  const text = device.text(m.oadrPoll(device.venID));
  t.is((await device.post('OadrPoll', text)).status, 200);
  const [own] = bench.ven.chain;
  const keys = { privateKey: bench.ven.key, publicKey: own.x509.publicKey };
  const renewed = certifyLeaf(keys, request({ kind: 'ecc' }), bench.lab.lab.ecc.ca).chain[0];
  const other = text.replace(own.der.toString('base64'), renewed.der.toString('base64'));
  t.not(other, text);
  t.is((await device.post('OadrPoll', other)).status, 403);
  t.regex(why(bench.last('oadrPoll')), /nonce was used before/);
});

test('a Signature that is too large is not looked into', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const spoil = (text: string) =>
    text.replace('<ds:KeyInfo>', `<ds:KeyInfo>${'<ds:KeyName>x</ds:KeyName>'.repeat(3000)}`);
  t.is((await device.poll({ spoil })).status, 403);
  t.is(why(bench.last('oadrPoll')), 'the Signature is too large');
});

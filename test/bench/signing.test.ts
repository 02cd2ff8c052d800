import test from 'ava';
import type { SignMode } from '../../src/bench/signing/options.ts';
import type { Finding } from '../../src/openadr/index.ts';
import { verify } from '../../src/openadr/signature/index.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import * as m from '../helpers/messages.ts';
import { type Sending, SigningBench } from '../helpers/signing-bench.ts';
import { event } from '../helpers/vtn-rig.ts';

/** A DigestValue of something else: the signature over SignedInfo is not that of it. */
function spoilt(text: string): string {
  return text.replace(/<ds:DigestValue>./, (start) => `${start.slice(0, -1)}${start.endsWith('A') ? 'B' : 'A'}`);
}

const SENDINGS = {
  signed: {},
  unsigned: { by: 'nobody' },
  invalid: { spoil: spoilt },
} as const satisfies Readonly<Record<string, Sending>>;

function ofSignature(findings: readonly Finding[]): string[] {
  return findings.filter(({ rule }) => rule === 514).map(({ severity, message }) => `${severity}: ${message}`);
}

/** Mode, whether the VEN registers with the flag, how each message comes: status of query, create and poll, who gets signed answers. */
const TABLE = [
  ['off', false, 'signed', '200 200 200', '- - -'],
  ['off', false, 'unsigned', '200 200 200', '- - -'],
  ['off', false, 'invalid', '200 200 200', '- - -'],
  ['off', true, 'signed', '200 200 200', '- - -'],
  ['off', true, 'unsigned', '200 200 200', '- - -'],
  ['off', true, 'invalid', '200 200 200', '- - -'],
  ['on', false, 'signed', '200 200 200', 's s -'],
  ['on', false, 'unsigned', '200 200 200', '- - -'],
  ['on', false, 'invalid', '403 403 403', '- - -'],
  ['on', true, 'signed', '200 200 200', 's s s'],
  ['on', true, 'unsigned', '200 200 403', '- s -'],
  ['on', true, 'invalid', '403 403 403', '- - -'],
  ['require', false, 'signed', '200 200 200', 's s s'],
  ['require', false, 'unsigned', '403 403 403', '- - -'],
  ['require', false, 'invalid', '403 403 403', '- - -'],
  ['require', true, 'signed', '200 200 200', 's s s'],
  ['require', true, 'unsigned', '403 403 403', '- - -'],
  ['require', true, 'invalid', '403 403 403', '- - -'],
] as const;

for (const [mode, flag, how, statuses, answers] of TABLE) {
  for (const tls of [false, true]) {
    test(`${mode}, oadrXmlSignature ${flag}, ${how}, ${tls ? 'TLS' : 'plain HTTP'}: ${statuses}`, async (t) => {
      const bench = await SigningBench.open(t, { mode }, { tls });
      const device = bench.device(t, tls ? bench.ven : undefined);
      const said = [
        await device.send(m.oadrQueryRegistration(), SENDINGS[how]),
        await device.register({ oadrXmlSignature: flag }, SENDINGS[how]),
        await device.poll(SENDINGS[how], device.venID || 'ven-1'),
      ];
      t.is(said.map(({ status }) => status).join(' '), statuses);
      t.is(said.map(({ signed }) => (signed ? 's' : '-')).join(' '), answers);
      for (const [index, { signature, findings }] of bench.test.messages().entries()) {
        const missing = said[index]?.status === 403 ? ('missing' as const) : undefined;
        // Without TLS `off` learns no certificate at registration, so it cannot tell whose key a poll is signed with.
        const held = mode === 'off' && !tls && index === 2 ? ('refused' as const) : ('holds' as const);
        t.is(signature?.verdict, { signed: held, unsigned: missing, invalid: 'refused' as const }[how]);
        if (how === 'invalid') t.true(ofSignature(findings).some((one) => one.startsWith('error')));
      }
    });
  }
}

test('a refused message: plain text with what and a remedy, and the state is as it was', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  await bench.test.bench.execute(
    { do: 'send', vens: [device.venID], payload: { name: 'oadrRequestReregistration', body: {} } },
    'library',
  );
  await bench.test.bench.execute(
    { do: 'event', vens: [device.venID], event: event({ start: Date.now() + 3_600_000 }) },
    'library',
  );
  const before = await bench.state(device.venID);
  const count = bench.test.records.filter(({ kind }) => kind === 'state').length;
  const refused = await device.poll({ by: 'nobody' });
  t.is(refused.status, 403);
  t.is(
    refused.text,
    `403: the message is not signed, and ${device.venID} registered with oadrXmlSignature (no ds:Signature).\n` +
      'try: have the device sign every message (section 10.6), or register without oadrXmlSignature\n',
  );
  t.is((await device.poll({ spoil: spoilt })).status, 403);
  t.is(bench.last('oadrPoll').signature?.verdict, 'refused');
  // Each of them would change something.
  for (const how of [{ by: 'nobody' }, { spoil: spoilt }, { timestamp: Date.now() - 3_600_000 }] as const)
    for (const message of [
      m.oadrPoll(device.venID),
      m.oadrCreatedEvent(device.venID, [{ eventID: 'peak', modificationNumber: 0, requestID: 'r' }]),
      m.oadrCancelPartyRegistration({ venID: device.venID }),
      m.oadrCreatePartyRegistration({ venID: device.venID, oadrVenName: 'other', oadrXmlSignature: false }),
    ])
      t.is((await device.send(message, how)).status, 403, `${message.name} ${Object.keys(how)}`);
  t.is(bench.test.records.filter(({ kind }) => kind === 'state').length, count);
  const after = await bench.state(device.venID);
  t.is(after.stored?.vens.length, 1);
  t.deepEqual(after, before);
  // What waited for it still does.
  t.true((await device.poll()).text.includes('oadrRequestReregistration'));
});

const UNREADABLE = {
  'no payload': '<html>no</html>',
  'no XML': 'poll',
  nothing: '',
  'cut off': '<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject>',
  'a doctype': '<!DOCTYPE a><a/>',
};

for (const [what, text] of Object.entries(UNREADABLE)) {
  test(`${what} gets no payload where it would have to be signed`, async (t) => {
    const open = (mode: SignMode) => SigningBench.open(t, { mode }, { tls: true });
    const [off, on, require] = await Promise.all([open('off'), open('on'), open('require')]);
    const stranger = require.device(t, 'nothing');
    t.like(await stranger.post('OadrPoll', text), { status: 403, venID: undefined });
    t.is(require.last().signature?.verdict, 'missing');
    const flagged = on.device(t, on.ven);
    await flagged.register();
    t.is((await flagged.post('OadrPoll', text)).status, 403);
    // Who need not sign is told of his fault in the usual way.
    t.not((await off.device(t, 'nothing').post('OadrPoll', text)).status, 403);
  });
}

test('what is processed is what was verified, and the record has the bytes that came', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const text = device.text(m.oadrPoll(device.venID)).replace('<oadr:oadrPayload', '<!-- before -->\n<oadr:oadrPayload');
  t.is((await device.post('OadrPoll', text)).status, 200);
  const record = bench.last('oadrPoll');
  t.is(record.body, text);
  t.like(record.signature, {
    verdict: 'holds',
    method: 'ecdsa-sha256',
    fingerprint: fingerprint(bench.ven.chain[0].der),
  });
  t.is(record.signature?.subject, bench.ven.chain[0].subject);
  t.deepEqual(ofSignature(record.findings), []);
  t.like(bench.test.bench.parsed(record).message, { name: 'oadrPoll', body: { venID: device.venID } });
});

test('findings of a verified message are told of the text that came', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const plain = device
    .text(m.oadrPoll(device.venID), { by: 'nobody' })
    .replace('<oadr:oadrPoll', '\n\n  <oadr:oadrPoll')
    .replace('</oadr:oadrPoll>', '<oadr:surplus/></oadr:oadrPoll>');
  await device.post('OadrPoll', device.text(plain));
  const [finding] = bench.last('oadrPoll').findings.filter(({ layer }) => layer === 'schema');
  t.is(finding?.path, '/oadrPayload/oadrSignedObject/oadrPoll/surplus');
  t.is(
    finding?.line,
    device
      .text(plain)
      .split('\n')
      .findIndex((line) => line.includes('surplus')) + 1,
  );
});

test('a signed answer verifies, and its record says who made it', async (t) => {
  const bench = await SigningBench.open(t);
  const device = bench.device(t);
  await device.register();
  const answer = await device.poll();
  const [vtn] = (await bench.leaf('vtn')).chain;
  const verified = verify(Buffer.from(answer.text), { trust: vtn.x509.publicKey });
  t.true(verified.ok);
  if (!verified.ok) return;
  t.true(verified.replayCovered);
  t.regex(verified.nonce, /^[0-9a-f]{32}$/);
  const record = bench.last('oadrResponse', 'out');
  t.is(record.body, answer.text);
  t.like(record.signature, {
    verdict: 'made',
    method: 'ecdsa-sha256',
    fingerprint: fingerprint(vtn.der),
    timestamp: verified.timestamp,
  });
  t.not(answer.text, (await device.poll()).text);
});

test('the answer is signed with a key of the type of the request, of keyType, or of the TLS connection', async (t) => {
  const rsa = await SigningBench.open(t);
  const device = rsa.device(t);
  await device.register(undefined, { by: await rsa.leaf('ven', 'rsa') });
  t.is(rsa.last('oadrCreatedPartyRegistration', 'out').signature?.method, 'rsa-sha256');

  const fixed = await SigningBench.open(t, { keyType: 'rsa' });
  await fixed.device(t).register();
  t.is(fixed.last('oadrCreatedPartyRegistration', 'out').signature?.method, 'rsa-sha256');

  const tls = await SigningBench.open(t, { keyType: 'rsa' }, { tls: true });
  for (const [ciphers, method] of [
    ['ECDHE-ECDSA-AES128-SHA256', 'ecdsa-sha256'],
    ['AES128-SHA256', 'rsa-sha256'],
  ] as const) {
    await tls.device(t, tls.ven, ciphers).register();
    t.is(tls.last('oadrCreatedPartyRegistration', 'out').signature?.method, method);
  }
});

test('an unsigned registration with the flag is told of, by the mode', async (t) => {
  for (const [mode, said] of [
    ['on', 'warning: it registers with oadrXmlSignature by a message that is not signed'],
    ['off', 'warning: it registers with oadrXmlSignature, and this VTN signs nothing'],
  ] as const) {
    const bench = await SigningBench.open(t, { mode });
    await bench.device(t).register({ oadrXmlSignature: true }, { by: 'nobody' });
    t.deepEqual(ofSignature(bench.last('oadrCreatePartyRegistration').findings), [said]);
  }
});

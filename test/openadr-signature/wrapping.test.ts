import test from 'ava';
import fc from 'fast-check';
import { read, write } from '../../src/openadr/index.ts';
import { type Refusal, refusalFinding, sign, verify } from '../../src/openadr/signature/index.ts';
import { ECC, STRANGER } from './helpers/keys.ts';
import { METHODS, POLL, REPLAY, reference, signTemplate, template, x509 } from './helpers/template.ts';

const good = sign(write({ name: 'oadrPoll', body: { venID: 'VEN_1' } }), ECC.key, ECC.certificate, {
  timestamp: Date.UTC(2026, 2, 1, 12),
  nonce: '1f2e3d',
});
const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(good)?.[0] ?? '';
const signed = /<oadr:oadrSignedObject.*<\/oadr:oadrSignedObject>/s.exec(good)?.[0] ?? '';
const evil = signed.replace('VEN_1', 'EVIL');
const nameless = evil.replace(' oadr:Id="oadrSignedObject"', '');
const [head = '', tail = ''] = good.split(signature + signed);
const behind = signature.replace('</ds:Signature>', '');

/** An oadrPayload of these parts, in the good one's start tag. */
const payload = (...parts: string[]) => head + parts.join('') + tail;
const inObject = (text: string) => `${behind}<ds:Object>${text}</ds:Object></ds:Signature>`;
const freshReplay = REPLAY.replace('12:00', '13:00').replace('1f2e3d', 'fresh');
const property = (text: string) =>
  `<ds:SignatureProperties><ds:SignatureProperty Target="#x">${text}</ds:SignatureProperty></ds:SignatureProperties>`;

/** Known forms of wrapping, and what each is refused for. The signature, its key and both digests are good in all. */
const WRAPPINGS: Readonly<Record<string, readonly [body: string, refusal: Partial<Refusal>]>> = {
  'another oadrSignedObject before the signed one': [
    payload(signature, nameless, signed),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'another oadrSignedObject behind the signed one': [
    payload(signature, signed, nameless),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'another oadrSignedObject before the Signature': [
    payload(nameless, signature, signed),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'the signed one put away in an Object, another with its Id in its place': [
    payload(inObject(signed), evil),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'the signed one put away in an Object, another without Id in its place': [
    payload(inObject(signed), nameless),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'the signed one within the other': [
    payload(signature, nameless.replace('</oadr:oadrSignedObject>', `${signed}</oadr:oadrSignedObject>`)),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'the signed one within another element beside it': [
    payload(signature, `<oadr:extension>${signed}</oadr:extension>`, nameless),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'another of the same name in another namespace': [
    payload(
      signature,
      nameless.replaceAll('oadr:oadrSignedObject', 'x:oadrSignedObject').replace('>', ' xmlns:x="urn:x">'),
      signed,
    ),
    { reason: 'frame', fault: 'signedObjects' },
  ],
  'a payload beside the signed one': [payload(signature, signed, POLL), { reason: 'frame', fault: 'content' }],
  'a payload instead of it, itself put away in the KeyInfo': [
    payload(signature.replace('</ds:KeyInfo>', `${signed}</ds:KeyInfo>`), POLL),
    { reason: 'frame', fault: 'content' },
  ],
  'the whole message within another oadrPayload': [
    payload(good.slice(good.indexOf('<oadr:oadrPayload')), nameless),
    { reason: 'frame', fault: 'content' },
  ],
  'the whole message within another root': [
    `<x>${good.slice(good.indexOf('<oadr:oadrPayload'))}</x>`,
    { reason: 'frame', fault: 'root' },
  ],
  'the same Id once more, without namespace': [
    payload(signature, signed.replace('<oadr:oadrPoll', '<oadr:oadrPoll Id="oadrSignedObject"')),
    { reason: 'frame', fault: 'duplicateId' },
  ],
  'the same Id once more, as xml:id of the Signature': [
    payload(signature.replace('<ds:Object>', '<ds:Object xml:id="oadrSignedObject">'), signed),
    { reason: 'frame', fault: 'duplicateId' },
  ],
  'the same Id once more, as ID of the root': [
    payload(signature, signed).replace('<oadr:oadrPayload', '<oadr:oadrPayload ID="oadrSignedObject"'),
    { reason: 'frame', fault: 'duplicateId' },
  ],
  'two Signatures': [payload(signature, signature, signed), { reason: 'frame', fault: 'signatures' }],
  'a second Signature within an Object': [
    payload(inObject(signature), signed),
    { reason: 'frame', fault: 'signatures' },
  ],
  'the Signature within oadrSignedObject': [
    payload(nameless.replace('</oadr:oadrSignedObject>', `${signature}</oadr:oadrSignedObject>`)),
    { reason: 'frame', fault: 'content' },
  ],
  'the Signature behind oadrSignedObject': [payload(signed, signature), { reason: 'frame', fault: 'order' }],
  'a second SignedInfo': [
    payload(signature.replace(/(<ds:SignedInfo>.*<\/ds:SignedInfo>)/s, '$1$1'), signed),
    { reason: 'frame', fault: 'shape' },
  ],
  'a fresh ReplayProtect beside the signed one': [
    payload(inObject(property(freshReplay)), signed),
    { reason: 'frame', fault: 'replayProtects' },
  ],
  'a fresh ReplayProtect in place of the signed one': [
    payload(signature.replace(/<dsp:timestamp>[^<]*/, '<dsp:timestamp>2026-03-01T13:00:00Z'), signed),
    { reason: 'digest', uri: '#oadrReplayProtect' },
  ],
  'the signed property put away, a fresh one elsewhere': [
    payload(
      behind.replace(/<ds:SignatureProperties>.*<\/ds:SignatureProperties>/s, (all) =>
        all.replaceAll('dsp:', 'off:').replace('xmlns:dsp="http', 'xmlns:off="no'),
      ),
      `<ds:Object>${property(freshReplay)}</ds:Object></ds:Signature>`,
      signed,
    ),
    { reason: 'frame', fault: 'target' },
  ],
  'text beside the signed one': [payload(signature, 'EVIL', signed), { reason: 'frame', fault: 'content' }],
  'a namespace changed around the signed one': [
    payload(signature, signed).replace('<oadr:oadrPayload', '<oadr:oadrPayload xmlns:x="urn:x"'),
    { reason: 'value' },
  ],
  'a DOCTYPE that gives Ids and entities': [
    good.replace('<oadr:oadrPayload', '<!DOCTYPE oadr:oadrPayload [<!ATTLIST x Id ID #FIXED "a">]><oadr:oadrPayload'),
    { reason: 'unreadable', why: 'doctype' },
  ],
  'a comment within a DigestValue': [
    good.replace('<ds:DigestValue>', '<ds:DigestValue>AAAA<!-- -->'),
    { reason: 'frame', fault: 'base64' },
  ],
  'the content exchanged': [payload(signature, evil), { reason: 'digest', uri: '#oadrSignedObject' }],
  'the content exchanged, its digest too': [
    signTemplate(template({ keyInfo: x509(ECC), content: POLL.replace('VEN_1', 'EVIL') }), ECC).replace(
      /<ds:SignatureValue>[^<]*/,
      /<ds:SignatureValue>[^<]*/.exec(good)?.[0] ?? '',
    ),
    { reason: 'value' },
  ],
  "signed by a stranger, with the stranger's certificate": [
    signTemplate(template({ keyInfo: x509(STRANGER) }), STRANGER),
    { reason: 'key', fault: 'unexpected' },
  ],
  'signed by a stranger, with the right certificate': [
    signTemplate(template({ keyInfo: x509(ECC) }), STRANGER),
    { reason: 'value' },
  ],
  'HMAC, keyed with what is public': [
    good.replace(METHODS['ecdsa-sha256'], 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256'),
    { reason: 'algorithm', role: 'signature' },
  ],
  'a Transform that takes nothing of the message': [
    signTemplate(
      template({
        references: [reference('#oadrSignedObject', { transforms: ['http://www.w3.org/TR/1999/REC-xpath-19991116'] })],
      }),
      ECC,
    ),
    { reason: 'algorithm', role: 'transform' },
  ],
};

test('the message that is wrapped is good', (t) => {
  t.like(verify(Buffer.from(good), { trust: ECC.publicKey }), { ok: true, nonce: '1f2e3d', replayCovered: true });
  t.is(payload(signature, signed), good);
});

for (const [name, [body, refusal]] of Object.entries(WRAPPINGS)) {
  test(`refused: ${name}`, (t) => {
    t.not(body, good);
    const result = verify(Buffer.from(body), { trust: ECC.publicKey });
    t.like(result, { ok: false, refusal });
    t.like(!result.ok && refusalFinding(result.refusal), { layer: 'rule', severity: 'error', rule: 514 });
  });
}

test('a comment within an identifier changes nothing of what is processed', (t) => {
  const result = verify(Buffer.from(good.replace('VEN_1', 'VEN<!-- -->_1')), { trust: ECC.publicKey });
  t.like(result.ok && read(result.canonical).message?.body, { venID: 'VEN_1' });
});

test('whatever is done to a signed message: refused, or the same is processed', (t) => {
  const original = verify(Buffer.from(good), { trust: ECC.publicKey });
  const bytes = Buffer.from(good);
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  t.log(`seed ${seed}`);
  const piece = fc.oneof(
    fc.constantFrom(
      signed,
      evil,
      nameless,
      signature,
      '<!-- -->',
      '<?a?>',
      ' ',
      '\n',
      '&#32;',
      '<x/>',
      '"',
      '\u0000',
      '/',
      '=',
    ),
    fc.tuple(fc.nat(bytes.length), fc.nat(200)).map(([from, length]) => good.slice(from, from + length)),
    fc.uint8Array({ maxLength: 3 }),
  );
  const change = fc.tuple(fc.nat(bytes.length), fc.oneof(fc.constant(0), fc.nat(300)), piece);
  let passed = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let body = bytes;
      for (const [at, cut, added] of changes)
        body = Buffer.concat([body.subarray(0, at), Buffer.from(added), body.subarray(at + cut)]);
      const result = verify(body, { trust: ECC.publicKey });
      if (!result.ok) return;
      passed += 1;
      if (!original.ok || result.canonical !== original.canonical) throw new Error(`processed: ${result.canonical}`);
      if (result.nonce !== original.nonce || result.timestamp !== original.timestamp) throw new Error('another replay');
    }),
    { numRuns: 1500, seed, includeErrorInReport: true },
  );
  t.log(`${passed} passed`);
  t.true(passed > 0);
});

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { read, toTree, write } from '../../src/openadr/index.ts';
import { SignError, sign, verify } from '../../src/openadr/signature/index.ts';
import { ECC, keyFile, RSA } from './helpers/keys.ts';
import { POLL } from './helpers/template.ts';

const sent = { timestamp: Date.UTC(2026, 2, 1, 12), nonce: '1f2e3d' };
const poll = write({ name: 'oadrPoll', body: { venID: 'VEN_1' } });
const ATTRIBUTES =
  'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"';

/** Content of the only element of a name, markup and all. */
function inner(text: string, name: string): string {
  return new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 's').exec(text)?.[1] ?? '';
}

test('the bytes of a signed poll', (t) => {
  const signed = sign(poll, ECC.key, ECC.certificate, sent);
  const digests = [...signed.matchAll(/<ds:DigestValue>([^<]*)/g)].map(([, digest]) => digest);
  const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
  const reference = (uri: string, index: number) =>
    `<ds:Reference URI="${uri}"><ds:Transforms><ds:Transform Algorithm="${c14n}"></ds:Transform></ds:Transforms>` +
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>' +
    `<ds:DigestValue>${digests[index]}</ds:DigestValue></ds:Reference>`;
  t.is(
    signed,
    poll
      .replace('<oadr:oadrSignedObject', '<oadr:oadrSignedObject oadr:Id="oadrSignedObject"')
      .replace(
        /(<oadr:oadrPayload [^>]*>)/,
        '$1<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="oadrSignature"><ds:SignedInfo>' +
          `<ds:CanonicalizationMethod Algorithm="${c14n}"></ds:CanonicalizationMethod>` +
          '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod>' +
          `${reference('#oadrSignedObject', 0)}${reference('#oadrReplayProtect', 1)}</ds:SignedInfo>` +
          `<ds:SignatureValue>${inner(signed, 'ds:SignatureValue')}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>` +
          `<ds:X509Certificate>${ECC.certificate.raw.toString('base64')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
          '<ds:Object><ds:SignatureProperties><ds:SignatureProperty Id="oadrReplayProtect" Target="#oadrSignature">' +
          '<dsp:ReplayProtect xmlns:dsp="http://openadr.org/oadr-2.0b/2012/07/xmldsig-properties">' +
          '<dsp:timestamp>2026-03-01T12:00:00Z</dsp:timestamp><dsp:nonce>1f2e3d</dsp:nonce></dsp:ReplayProtect>' +
          '</ds:SignatureProperty></ds:SignatureProperties></ds:Object></ds:Signature>',
      ),
  );
  t.is(Buffer.from(inner(signed, 'ds:SignatureValue'), 'base64').length, 64);
  t.deepEqual(read(signed).findings, []);
});

test('the type of the key chooses the method', (t) => {
  for (const [signer, method] of [
    [RSA, 'rsa-sha256'],
    [ECC, 'ecdsa-sha256'],
  ] as const) {
    const signed = sign(poll, signer.key, signer.certificate, sent);
    const result = verify(Buffer.from(signed), { trust: signer.publicKey });
    t.like(result, { ok: true, ...sent, replayCovered: true, certificate: { subject: signer.certificate.subject } });
    t.regex(result.ok ? result.algorithms.signature : '', new RegExp(`#${method}$`));
  }
});

const KINDS: Record<string, string> = {
  'an Id that is there': write({ name: 'oadrPoll', body: { venID: 'VEN_1' }, id: 'oadrSignedObject' }),
  'no prefix': `<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject>${POLL.replaceAll('oadr:', '').replace('<oadrPoll', `<oadrPoll ${ATTRIBUTES}`)}</oadrSignedObject></oadrPayload>`,
  'no prefix, but one that is bound': `<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject ${ATTRIBUTES}>${POLL}</oadrSignedObject></oadrPayload>`,
  'the prefix ds for something else': `<oadr:oadrPayload ${ATTRIBUTES} xmlns:ds="urn:x"><oadr:oadrSignedObject>${POLL}</oadr:oadrSignedObject></oadr:oadrPayload>`,
  'xml:lang, blanks, comments, processing instructions': `<?xml version="1.0"?>\r\n<!-- <oadr:oadrPayload> --><oadr:oadrPayload ${ATTRIBUTES} xml:lang="de" >\r\n<?go?> <oadr:oadrSignedObject\n>${POLL}<!-- c --></oadr:oadrSignedObject>\n</oadr:oadrPayload>\n`,
};
for (const [name, message] of Object.entries(KINDS)) {
  test(`signed: ${name}`, (t) => {
    const signed = sign(message, ECC.key, ECC.certificate, { ...sent, nonce: 'a<b&c\r' });
    const result = verify(Buffer.from(signed), { trust: ECC.publicKey });
    t.like(result, { ok: true, nonce: 'a<b&c' });
    t.like(result.ok && read(result.canonical).message, {
      name: 'oadrPoll',
      body: { venID: 'VEN_1' },
      id: 'oadrSignedObject',
    });
    // The rest stays as it was.
    const without = signed
      .replace(/<ds:Signature .*<\/ds:Signature>/s, '')
      .replace(/( xmlns:oadr="[^"]*")? oadr:Id="oadrSignedObject"/, '');
    t.is(without, message.replace(' oadr:Id="oadrSignedObject"', ''));
  });
}

test('a tree is signed as it would be written', (t) => {
  const tree = toTree({ name: 'oadrPoll', body: { venID: 'VEN_1' } });
  const digest = (signed: string) => inner(signed, 'ds:DigestValue');
  const signed = sign(tree, RSA.key, RSA.certificate, sent);
  t.is(signed, sign(poll, RSA.key, RSA.certificate, sent));
  t.not(digest(signed), '');
});

const UNFIT: Record<string, [message: string, said: RegExp]> = {
  'no XML': ['x', /cannot be read/],
  'another root': ['<a/>', /not a$/],
  'no oadrSignedObject': [`<oadr:oadrPayload ${ATTRIBUTES}/>`, /one oadrSignedObject/],
  'two of them': [poll.replace(/(<oadr:oadrSignedObject.*<\/oadr:oadrSignedObject>)/s, '$1$1'), /one oadrSignedObject/],
  'signed already': [sign(poll, ECC.key, ECC.certificate, sent), /signed already/],
  'another Id': [write({ name: 'oadrPoll', body: { venID: '1' }, id: 'x' }), /has the Id x/],
  'the prefix taken': [
    '<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject xmlns:oadr="urn:x"/></oadrPayload>',
    /no prefix left/,
  ],
};
for (const [name, [message, said]] of Object.entries(UNFIT)) {
  test(`not signed: ${name}`, (t) => {
    t.throws(() => sign(message, ECC.key, ECC.certificate, sent), { instanceOf: SignError, message: said });
  });
}

test('not signed: by a key that rule 514 has no method for, or a public one', (t) => {
  const ed25519 = createPrivateKey(readFileSync(keyFile('ed25519.key')));
  t.throws(() => sign(poll, ed25519, ECC.certificate, sent), { instanceOf: SignError, message: /not ed25519/ });
  t.throws(() => sign(poll, ECC.publicKey, ECC.certificate, sent), { instanceOf: SignError, message: /not a public/ });
});

test('4 MiB of telemetry, signed and verified', (t) => {
  const name = (index: number) =>
    `<ei:interval><xcal:dtstart><xcal:date-time>2026-03-01T12:00:00Z</xcal:date-time></xcal:dtstart><oadr:oadrReportPayload><ei:rID>meter-${index}</ei:rID><ei:payloadFloat><ei:value>${index}.5</ei:value></ei:payloadFloat></oadr:oadrReportPayload></ei:interval>\n`;
  const content: string[] = [];
  for (let length = 0; length < 4 * 1024 * 1024 - 16_000; length += content.at(-1)?.length ?? 0)
    content.push(name(content.length));
  const message = `<oadr:oadrPayload ${ATTRIBUTES} xmlns:xcal="urn:ietf:params:xml:ns:icalendar-2.0"><oadr:oadrSignedObject>${content.join('')}</oadr:oadrSignedObject></oadr:oadrPayload>`;
  const before = process.cpuUsage();
  const signed = Buffer.from(sign(message, RSA.key, RSA.certificate, sent));
  const signing = process.cpuUsage(before);
  const result = verify(signed, { trust: RSA.publicKey });
  const both = process.cpuUsage(before);
  t.true(result.ok);
  t.true(signed.length > 4_100_000);
  const seconds = (usage: { user: number; system: number }) => (usage.user + usage.system) / 1e6;
  t.log(
    `${signed.length} bytes: signed in ${seconds(signing).toFixed(2)} s of CPU, verified in ${(seconds(both) - seconds(signing)).toFixed(2)} s`,
  );
});

import type { KeyObject } from 'node:crypto';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import test from 'ava';
import { read } from '../../src/openadr/index.ts';
import { parseDocument } from '../../src/openadr/signature/document.ts';
import {
  offeredKey,
  originalPlaces,
  type Refusal,
  refusalFinding,
  type Trust,
  verify,
} from '../../src/openadr/signature/index.ts';
import { Refused } from '../../src/openadr/signature/refusal.ts';
import { requireSameTree } from '../../src/openadr/signature/same-tree.ts';
import { LIMITS } from '../../src/openadr/xml/limits.ts';
import { certificateOf, ECC, RSA, STRANGER, signer } from './helpers/keys.ts';
import {
  C14N,
  METHODS,
  type Parts,
  POLL,
  REPLAY,
  reference,
  type Signing,
  signTemplate,
  template,
  x509,
} from './helpers/template.ts';

const key = { trust: ECC.publicKey };

/** What becomes of a message of these parts, signed by the ECC key. */
function verdict(parts: Parts, { trust = ECC.publicKey, ...signing }: Signing & { trust?: Trust } = {}) {
  return verify(Buffer.from(signTemplate(template(parts), ECC, signing)), { trust });
}

/** The refusal of a body; the test fails where it is none. */
function refusalOf(body: string | Buffer, trust: Trust = ECC.publicKey): Refusal | undefined {
  const result = verify(Buffer.from(body), { trust });
  return result.ok ? undefined : result.refusal;
}

/** Column of the refusal of a body of one line. */
function placeOf(body: string): number | undefined {
  const refusal = refusalOf(body);
  return refusal && refusalFinding(refusal).column;
}

const good = signTemplate(template(), ECC);

test('what a good message tells', (t) => {
  const result = verify(Buffer.from(good), key);
  t.like(result, {
    ok: true,
    canonical:
      '<oadr:oadrSignedObject xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110" ' +
      `xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" oadr:Id="oadrSignedObject">${POLL}</oadr:oadrSignedObject>`,
    timestamp: Date.UTC(2026, 2, 1, 12),
    nonce: '1f2e3d',
    replayCovered: true,
    certificate: undefined,
  });
  t.true(result.ok && result.key.equals(ECC.publicKey));
});

test('an Id without namespace names the element, too', (t) => {
  const signedObject = `<oadr:oadrSignedObject Id="oadrSignedObject">${POLL}</oadr:oadrSignedObject>`;
  t.true(verdict({ signedObject }).ok);
});

test('one Reference is enough; then nothing covers ReplayProtect, and that is told', (t) => {
  t.like(verdict({ references: [reference('#oadrSignedObject')] }), { ok: true, replayCovered: false });
});

test('UTF-16 is read; what is no text is not', (t) => {
  const declared = `\uFEFF<?xml version="1.0" encoding="UTF-16"?>${good}`;
  t.true(verify(Buffer.from(declared, 'utf16le'), key).ok);
  t.like(refusalOf(Buffer.concat([Buffer.from(good), Buffer.from([0xff])])), {
    reason: 'unreadable',
    why: 'malformed',
  });
});

const trusting: Record<string, [Parts, Trust, object]> = {
  "KeyInfo's certificate, of the expected key": [{ keyInfo: x509(ECC) }, ECC.publicKey, { ok: true }],
  'the expected key, no KeyInfo': [{}, ECC.publicKey, { ok: true }],
  'KeyInfo with a name alone': [
    { keyInfo: '<ds:KeyInfo><ds:KeyName>x</ds:KeyName></ds:KeyInfo>' },
    ECC.publicKey,
    { ok: true },
  ],
  'a judge that takes what is offered': [{ keyInfo: x509(ECC) }, ({ key }) => key ?? 'none', { ok: true }],
  'a judge that refuses': [
    { keyInfo: x509(ECC) },
    ({ certificate }) => `${certificate?.subject} is unknown`,
    { ok: false, refusal: { reason: 'key', fault: 'refused', detail: 'CN=test ecc is unknown' } },
  ],
  'a judge, and nothing offered': [{}, () => ECC.publicKey, { ok: false, refusal: { reason: 'keyMissing' } }],
  'a judge that refuses a KeyValue': [
    { keyInfo: ecKeyValue(ECC.publicKey) },
    () => 'no',
    { ok: false, refusal: { reason: 'key', fault: 'refused', certificate: undefined } },
  ],
  'a KeyValue of the expected key': [{ keyInfo: ecKeyValue(ECC.publicKey) }, ECC.publicKey, { ok: true }],
  'a KeyValue of another key': [
    { keyInfo: ecKeyValue(STRANGER.publicKey) },
    ECC.publicKey,
    { ok: false, refusal: { reason: 'key', fault: 'unexpected' } },
  ],
  'certificate and KeyValue of two keys': [
    { keyInfo: x509(ECC).replace('</ds:KeyInfo>', ecKeyValue(STRANGER.publicKey).slice('<ds:KeyInfo>'.length)) },
    ECC.publicKey,
    { ok: false, refusal: { reason: 'key', fault: 'contradictory' } },
  ],
  'an expected key of another type': [
    {},
    RSA.publicKey,
    { ok: false, refusal: { reason: 'key', fault: 'type', detail: 'ecdsa-sha256 with a key of type rsa' } },
  ],
  'a judge that answers with a key of another type': [
    { keyInfo: x509(ECC) },
    () => RSA.publicKey,
    { ok: false, refusal: { reason: 'key', fault: 'type', certificate: { subject: 'CN=test ecc' } } },
  ],
  'nine certificates': [
    { keyInfo: x509(...Array.from({ length: 9 }, () => ECC)) },
    ECC.publicKey,
    { ok: false, refusal: { reason: 'key', fault: 'malformed', detail: '9 certificates' } },
  ],
};
for (const [name, [parts, trust, expected]] of Object.entries(trusting)) {
  test(`key: ${name}`, (t) => t.like(verdict(parts, { trust }), expected));
}

const unreadableKeys = {
  'a certificate that is no base64': x509(ECC).replace('MII', '!!!'),
  'a certificate that is none':
    '<ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data></ds:KeyInfo>',
  'two KeyValues': ecKeyValue(ECC.publicKey).replace(/<ds:KeyInfo>(.*)<\/ds:KeyInfo>/, '<ds:KeyInfo>$1$1</ds:KeyInfo>'),
  'an empty KeyValue': '<ds:KeyInfo><ds:KeyValue/></ds:KeyInfo>',
  'an RSAKeyValue without Exponent':
    '<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus></ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>',
  'an RSAKeyValue without Modulus': '<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue></ds:KeyInfo>',
  'a point of an unknown curve': ecKeyValue(ECC.publicKey).replace('10045.3.1.7', '10045.3.1.8'),
  'a point that is not on the curve': ecKeyValue(ECC.publicKey).replace(/(PublicKey>.{20})..../, '$1AAAA'),
  'a compressed point': ecKeyValue(ECC.publicKey).replace(/PublicKey>[^<]*/, 'PublicKey>AgAA'),
  'no point': ecKeyValue(ECC.publicKey).replace(/<dsig11:PublicKey>[^<]*<\/dsig11:PublicKey>/, ''),
};
for (const [name, keyInfo] of Object.entries(unreadableKeys)) {
  test(`key that cannot be read: ${name}`, (t) => {
    t.like(verdict({ keyInfo }), { ok: false, refusal: { reason: 'key', fault: 'malformed' } });
  });
}

test('of a chain, the one that issued no other is the signer', (t) => {
  const leaf = signer('ecc', 'leaf');
  for (const chain of [
    [leaf, { certificate: certificateOf('ca') }],
    [{ certificate: certificateOf('ca') }, leaf],
  ]) {
    const result = verdict({ keyInfo: x509(...chain) });
    t.is(result.ok && result.certificate?.subject, 'CN=test leaf');
  }
});

test('SHA-1 and comments are as rule 514 lists them', (t) => {
  const parts = {
    canonicalization: `<ds:CanonicalizationMethod Algorithm="${C14N}#WithComments"/><!-- kept -->`,
    method: `<ds:SignatureMethod Algorithm="${METHODS['ecdsa-sha1']}"/>`,
  };
  const signed = signTemplate(template(parts), ECC);
  const result = verify(Buffer.from(signed), key);
  t.like(result, {
    ok: true,
    algorithms: { canonicalization: `${C14N}#WithComments`, signature: METHODS['ecdsa-sha1'] },
  });
  t.like(refusalOf(signed.replace('kept', 'not kept')), { reason: 'value', method: METHODS['ecdsa-sha1'] });
});

const info = (from: string | RegExp, to: string) => good.replace(from, to);
const REFUSED: Record<string, [body: string, refusal: object]> = {
  nothing: ['', { reason: 'unreadable', why: 'malformed' }],
  'no XML': ['{"a":1}', { reason: 'unreadable', why: 'malformed', line: 1 }],
  'cut off': [good.slice(0, -30), { reason: 'unreadable', why: 'malformed' }],
  'a relative namespace': [
    `<a xmlns="b"/>`,
    { reason: 'unreadable', why: 'malformed', message: 'the namespace b is relative, which has no canonical form' },
  ],
  unsigned: [
    info(/<ds:Signature .*<\/ds:Signature>/s, ''),
    { reason: 'unsigned', path: '/oadrPayload', line: 1, column: 1 },
  ],
  'no oadrSignedObject': [info(/<oadr:oadrSignedObject.*<\/oadr:oadrSignedObject>/s, ''), { fault: 'content' }],
  'an empty Signature': [
    info(/(<ds:Signature [^>]*>).*<\/ds:Signature>/s, '$1</ds:Signature>'),
    { fault: 'missing', found: 'SignedInfo' },
  ],
  'no SignatureValue': [
    info(/(<\/ds:SignedInfo>).*<\/ds:Signature>/s, '$1</ds:Signature>'),
    { fault: 'missing', found: 'SignatureValue' },
  ],
  'an empty SignatureValue': [info(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>'), { fault: 'base64' }],
  'a SignatureValue that is no base64': [
    info(/<ds:SignatureValue>/, '<ds:SignatureValue>*'),
    { fault: 'base64', path: '/oadrPayload/Signature/SignatureValue' },
  ],
  'SignedInfo of another name': [info(/ds:SignedInfo/g, 'ds:SignedInfos'), { fault: 'shape', found: 'ds:SignedInfos' }],
  'something behind KeyInfo': [
    info('<ds:Object>', '<ds:Manifest/><ds:Object>'),
    { fault: 'shape', found: 'ds:Manifest' },
  ],
  'no CanonicalizationMethod': [
    info(/<ds:CanonicalizationMethod[^>]*>/, ''),
    { fault: 'shape', found: 'ds:SignatureMethod' },
  ],
  'an exclusive CanonicalizationMethod': [
    info(`Method Algorithm="${C14N}"`, 'Method Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"'),
    { reason: 'algorithm', role: 'canonicalization' },
  ],
  'a CanonicalizationMethod with a parameter': [
    info(/(CanonicalizationMethod [^>]*)\/>/, '$1><ds:X/></ds:CanonicalizationMethod>'),
    { fault: 'shape', found: 'ds:X' },
  ],
  'a CanonicalizationMethod that names none': [
    info(/CanonicalizationMethod [^>]*\/>/, 'CanonicalizationMethod/>'),
    { reason: 'algorithm', role: 'canonicalization', found: '' },
  ],
  'an algorithm named as a part of every object': [
    info(METHODS['ecdsa-sha256'], 'constructor'),
    { reason: 'algorithm', role: 'signature', found: 'constructor' },
  ],
  'no SignatureMethod nor Reference': [
    info(/<ds:SignatureMethod.*<\/ds:SignedInfo>/s, '</ds:SignedInfo>'),
    { fault: 'missing', found: 'SignatureMethod' },
  ],
  'no Reference': [
    info(/<ds:Reference.*<\/ds:SignedInfo>/s, '</ds:SignedInfo>'),
    { fault: 'missing', found: 'Reference' },
  ],
  'three References': [
    info('</ds:SignedInfo>', '<ds:Reference/></ds:SignedInfo>'),
    { fault: 'shape', found: 'ds:Reference' },
  ],
  'another DigestMethod': [info('xmlenc#sha256', 'xmlenc#sha512'), { reason: 'algorithm', role: 'digest' }],
  'no DigestValue': [info(/<ds:DigestValue>[^<]*<\/ds:DigestValue>/, ''), { fault: 'missing', found: 'DigestValue' }],
  'something behind DigestValue': [
    info('</ds:DigestValue>', '</ds:DigestValue><ds:X/>'),
    { fault: 'shape', found: 'ds:X' },
  ],
  'two Transforms': [info(/(<ds:Transform A[^>]*>)/, '$1$1'), { fault: 'shape', found: 'ds:Transform' }],
  'Transforms of something else': [info(/<ds:Transform A/, '<ds:XPath A'), { fault: 'shape', found: 'ds:XPath' }],
  'a Reference to the whole document': [info('URI="#oadrSignedObject"', 'URI=""'), { fault: 'uri', found: '' }],
  'a Reference without URI': [info(' URI="#oadrSignedObject"', ''), { fault: 'uri', found: '' }],
  'a Reference to elsewhere': [
    info('URI="#oadrSignedObject"', 'URI="http://x.example/"'),
    { fault: 'uri', found: 'http://x.example/' },
  ],
  'a Reference to nothing': [info('URI="#oadrSignedObject"', 'URI="#x"'), { fault: 'uri', found: '#x' }],
  'a Reference to the Signature': [info('URI="#prop"', 'URI="#sig"'), { fault: 'target', found: '#sig' }],
  'a Reference to a property outside of the Signature': [
    info('URI="#prop"', 'URI="#out"').replace(
      '</oadr:oadrPoll>',
      '<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="out"/></oadr:oadrPoll>',
    ),
    { fault: 'target', found: '#out' },
  ],
  'no Reference to oadrSignedObject': [
    info(/<ds:Reference URI="#oadrSignedObject">.*?<\/ds:Reference>/s, ''),
    { fault: 'uncovered' },
  ],
  'two References to oadrSignedObject': [info('URI="#prop"', 'URI="#oadrSignedObject"'), { fault: 'target' }],
  'ReplayProtect elsewhere': [info(POLL, POLL + REPLAY), { fault: 'replayProtects', found: '2' }],
  'ReplayProtect in the message alone': [
    info(REPLAY, '').replace(POLL, POLL + REPLAY),
    { fault: 'shape', found: 'dsp:ReplayProtect' },
  ],
};
for (const [name, [body, refusal]] of Object.entries(REFUSED)) {
  test(`refused: ${name}`, (t) => {
    const found = refusalOf(body);
    t.like(found, refusal);
    t.truthy(found && refusalFinding(found).message);
  });
}

const REPLAYS: Record<string, [replay: string, refusal: object]> = {
  missing: ['<x xmlns="urn:x"/>', { fault: 'missing' }],
  'without timestamp': [REPLAY.replace(/<dsp:timestamp>.*<\/dsp:timestamp>/, ''), { fault: 'timestamp' }],
  'a timestamp that is none': [REPLAY.replace('2026-03-01T', 'soon'), { fault: 'timestamp', found: 'soon12:00:00Z' }],
  'two timestamps': [REPLAY.replace(/(<dsp:timestamp>.*<\/dsp:timestamp>)/, '$1$1'), { fault: 'timestamp' }],
  'a timestamp with markup': [REPLAY.replace('2026', '2026<!-- -->'), { fault: 'timestamp' }],
  'without nonce': [REPLAY.replace(/<dsp:nonce>.*<\/dsp:nonce>/, ''), { fault: 'nonce' }],
  'an empty nonce': [REPLAY.replace('1f2e3d', ' '), { fault: 'nonce', found: '' }],
  'a nonce without end': [REPLAY.replace('1f2e3d', 'n'.repeat(257)), { fault: 'nonce' }],
};
for (const [name, [replay, refusal]] of Object.entries(REPLAYS)) {
  test(`ReplayProtect: ${name}`, (t) => {
    const property = `<ds:SignatureProperty Id="prop" Target="#sig">${replay}</ds:SignatureProperty>`;
    const result = verdict({ property });
    t.like(result, { ok: false, refusal: { reason: 'replayProtect', ...refusal } });
    t.truthy(!result.ok && refusalFinding(result.refusal).expected);
  });
}

test('limits hold before anything is verified', (t) => {
  const body = Buffer.from(good);
  for (const limits of [{ bytes: 100 }, { depth: 3 }, { elements: 10 }, { attributes: 1 }, { name: 8 }]) {
    const trust = () => t.fail('a key was asked for') ?? 'no';
    t.like(verify(body, { trust, limits }), { ok: false, refusal: { reason: 'unreadable', why: 'limit' } });
  }
  const long = Buffer.from('<a loooooooooooooooong="1"/>');
  t.like(verify(long, { ...key, limits: { name: 8 } }), { ok: false, refusal: { why: 'limit' } });
});

test('the value over SignedInfo comes before any digest', (t) => {
  const both = good.replace('VEN_1', 'VEN_2').replace('Id="sig"', 'Id="sig" xmlns:new="urn:new"');
  t.like(refusalOf(both), { reason: 'value', path: '/oadrPayload/Signature/SignatureValue', line: 1 });
  t.is(placeOf(both), both.indexOf('<ds:SignatureValue>') + 1);
});

test('an ECDSA value in DER is refused with that word', (t) => {
  const result = verdict({}, { dsaEncoding: 'der' });
  t.like(result, { ok: false, refusal: { reason: 'derValue', path: '/oadrPayload/Signature/SignatureValue' } });
  t.regex(!result.ok ? refusalFinding(result.refusal).message : '', /DER/);
  t.like(refusalOf(good.replace(/<ds:SignatureValue>[^<]*/, '<ds:SignatureValue>MIEA')), { reason: 'value' });
});

test('a digest that fits no reading shows none, and says what to do', (t) => {
  const changed = refusalOf(good.replace('VEN_1', 'VEN_2'));
  t.like(changed, { reason: 'digest', path: '/oadrPayload/oadrSignedObject', line: 1, other: undefined });
  t.like(changed && refusalFinding(changed), {
    message: 'the digest of #oadrSignedObject is not that of its canonical text',
    hint: 'change nothing after it was signed, white space and prefixes too; canonicalise by C14N 1.0 before the digest is made',
  });
});

test('what the reader makes of the canonical text must be what was sent', (t) => {
  const { root } = parseDocument('<a xmlns:p="urn:p" p:b="1" c="2" xml:lang="de">x<!-- -->y<d/><?e?>z</a>', LIMITS);
  t.notThrows(() => requireSameTree(root, '<a c="2" xmlns:q="urn:p" q:b="1">xy<d/>z</a>'));
  const others = {
    '<b/>': '/b',
    '<a xmlns="urn:x"/>': '/a',
    '<a xmlns:q="urn:p" q:b="1">xy<d/>z</a>': '/a',
    '<a c="2" xmlns:q="urn:q" q:b="1">xy<d/>z</a>': '/a',
    '<a c="2" xmlns:q="urn:p" q:b="1">xy<d e="1"/>z</a>': '/a/d',
    '<a c="2" xmlns:q="urn:p" q:b="1">xy<d/>w</a>': '/a',
    '<a c="2" xmlns:q="urn:p" q:b="1">xy<d/></a>': '/a',
    '<a c="2" xmlns:q="urn:p" q:b="1"><d/>z</a>': '/a',
    '<a>': '/',
  };
  for (const [text, path] of Object.entries(others)) {
    const error = t.throws(() => requireSameTree(root, text), { instanceOf: Refused });
    t.like(error.refusal, { reason: 'trees', path });
    t.truthy(refusalFinding(error.refusal).message);
  }
});

test('a canonical text that the reader cannot read is refused', (t) => {
  const content = POLL.replace('VEN_1', 'VEN&#x1;');
  const result = verdict({ declaration: '<?xml version="1.1"?>', content });
  t.like(result, { ok: false, refusal: { reason: 'trees', path: '/' } });
});

test('what trust throws passes through', (t) => {
  const trust = () => {
    throw new Error('the store is closed');
  };
  const body = Buffer.from(signTemplate(template({ keyInfo: x509(ECC) }), ECC));
  t.throws(() => verify(body, { trust }), { message: 'the store is closed' });
});

test('what KeyInfo offers can be asked before anything is verified', (t) => {
  const body = signTemplate(template({ keyInfo: x509(ECC) }), ECC);
  const signature = read(body).message?.signature;
  const asked = offeredKey(signature?.xml ?? '');
  t.true(asked.ok && asked.offered.key?.equals(ECC.publicKey));
  t.like(offeredKey((signature?.xml ?? '').replace('MII', '***')), { ok: false, refusal: { fault: 'malformed' } });
  t.like(offeredKey('x'), { ok: false, refusal: { reason: 'unreadable' } });
  const without = offeredKey(read(good).message?.signature?.xml ?? '');
  t.true(without.ok && without.offered.key === undefined);
});

test('results pass from thread to thread', (t) => {
  const body = Buffer.from(signTemplate(template({ keyInfo: x509(ECC) }), ECC));
  const { port1, port2 } = new MessageChannel();
  port1.postMessage([verify(body, key), verify(body, { trust: STRANGER.publicKey })]);
  const passed: { message: unknown } | undefined = receiveMessageOnPort(port2);
  port1.close();
  t.like(passed?.message, [
    { ok: true, certificate: { subject: 'CN=test ecc' }, key: { asymmetricKeyType: 'ec' } },
    { ok: false, refusal: { reason: 'key', certificate: { subject: 'CN=test ecc' } } },
  ]);
});

test('every refusal of a key has its words', (t) => {
  const said = Object.values(trusting).flatMap(([parts, trust]) => {
    const result = verdict(parts, { trust });
    return result.ok ? [] : [refusalFinding(result.refusal)];
  });
  t.is(new Set(said.map(({ message }) => message)).size, 6);
  t.true(said.every(({ layer, rule }) => layer === 'rule' && rule === 514));
});

test('findings of the canonical text are told of the message', (t) => {
  const text = signTemplate(
    template({
      content: `\n\n  ${POLL.replace('</oadr:oadrPoll>', '\n<ei:stranger/></oadr:oadrPoll>')}`,
      root: `\n${template().match(/<oadr:oadrPayload ([^>]*)/)?.[1]}`,
    }),
    ECC,
  );
  const result = verify(Buffer.from(text), key);
  if (!result.ok) return t.fail(JSON.stringify(result));
  const [received, verified] = [read(text), read(result.canonical)];
  if (!received.tree || !verified.tree) return t.fail('no tree');
  const wanted = received.findings.filter(({ path }) => path?.includes('stranger'));
  t.is(wanted.length, 1);
  const mapped = originalPlaces(
    [...verified.findings, { layer: 'xml', severity: 'info', message: 'm', line: 99, column: 9 }],
    verified.tree,
    received.tree,
  );
  t.deepEqual(
    mapped.filter(({ path }) => path?.includes('stranger')),
    wanted,
  );
  t.deepEqual(mapped.at(-1), { layer: 'xml', severity: 'info', message: 'm' });
});

/** KeyInfo with the value of an EC key (P-256). */
function ecKeyValue(publicKey: KeyObject): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64',
  );
  return `<ds:KeyInfo><ds:KeyValue><dsig11:ECKeyValue xmlns:dsig11="http://www.w3.org/2009/xmldsig11#"><dsig11:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><dsig11:PublicKey>${point}</dsig11:PublicKey></dsig11:ECKeyValue></ds:KeyValue></ds:KeyInfo>`;
}

import test from 'ava';
import type { Finding } from '../../src/openadr/index.ts';
import {
  type FrameFault,
  type KeyFault,
  type Reading,
  type Refusal,
  refusalFinding,
} from '../../src/openadr/signature/index.ts';
import { ECC } from './helpers/keys.ts';
import { SHA1, SHA256 } from './helpers/template.ts';

const place = { line: 3, column: 5, path: '/oadrPayload' };

const FRAMES: Record<FrameFault, string> = {
  root: 'only an oadrPayload can be signed',
  order: 'the Signature stands behind oadrSignedObject',
  signatures: 'the message holds more than one Signature',
  signedObjects: 'the message holds more than one oadrSignedObject',
  replayProtects: 'the message holds more than one ReplayProtect',
  content: 'oadrPayload of a signed message holds Signature and oadrSignedObject, and nothing else',
  shape: 'ds:X has no place here in a Signature of OpenADR',
  missing: 'the Signature lacks ds:X',
  base64: 'the value is no base64',
  duplicateId: 'two elements bear the same Id',
  uri: 'a Reference names nothing in this message',
  target: 'a Reference names what no Reference of OpenADR may name',
  uncovered: 'no Reference names oadrSignedObject: the message itself is not signed',
};

const KEYS: Record<KeyFault, string> = {
  malformed: 'KeyInfo holds a key or certificate that cannot be read',
  contradictory: 'the certificate and the KeyValue in KeyInfo are of two keys',
  unexpected: 'the message is signed with another key than this sender has shown',
  type: 'the SignatureMethod does not go with the key',
  refused: "the signer's certificate is refused",
};

test('faults of the frame: one sentence each, with the place', (t) => {
  for (const [fault, message] of Object.entries(FRAMES) as [FrameFault, string][]) {
    const finding = refusalFinding({ reason: 'frame', fault, found: 'ds:X', ...place });
    t.like(finding, { layer: 'rule', severity: 'error', rule: 514, message, ...place });
    t.is(refusalFinding({ reason: 'frame', fault, line: 1, column: 1 }).path, undefined);
  }
});

test('faults of the key: one sentence each, with whom it is about', (t) => {
  for (const [fault, message] of Object.entries(KEYS) as [KeyFault, string][]) {
    t.like(refusalFinding({ reason: 'key', fault, detail: 'why' }), { message, actual: 'why' });
    t.like(refusalFinding({ reason: 'key', fault, certificate: ECC.certificate }), { message, actual: 'CN=test ecc' });
    t.is(refusalFinding({ reason: 'key', fault }).actual, undefined);
  }
});

const digest = { reason: 'digest', uri: '#oadrSignedObject', expected: 'AAAA', actual: 'BBBB', ...place } as const;
const D = Buffer.alloc(32).toString('base64');
const READINGS = [
  ...(['canonical', 'received', 'exclusive', 'alone', 'comments', 'compact', 'crlf', 'content', 'document'] as const),
] satisfies Reading[];
const OTHERS: [Refusal, Partial<Finding>][] = [
  [
    { reason: 'unreadable', why: 'malformed', message: 'a comes before b', line: 1, column: 2 },
    { message: 'the signature cannot be verified: a comes before b', line: 1, column: 2 },
  ],
  [
    { reason: 'unsigned', ...place },
    { message: 'the message is not signed', ...place },
  ],
  [
    { reason: 'algorithm', role: 'digest', found: '', allowed: ['a', 'b'], ...place },
    { message: 'the digest algorithm is not allowed', expected: 'a or b', actual: 'none' },
  ],
  [{ reason: 'keyMissing' }, { message: 'KeyInfo holds no key, and none is known of this sender' }],
  [{ reason: 'derValue', ...place }, { message: 'the ECDSA SignatureValue is DER-encoded' }],
  [
    { reason: 'value', method: 'm', signedInfo: '<x>', ...place },
    { message: 'the SignatureValue is not that of this key over SignedInfo' },
  ],
  [
    { ...digest, expected: D, method: SHA256, canonical: '<a></a>' },
    {
      message: 'the digest of #oadrSignedObject is not that of its canonical text',
      expected: `${D} (SHA-256 of what was signed)`,
      actual: 'BBBB (of what came)',
      hint: 'change nothing after it was signed, white space and prefixes too; canonicalise by C14N 1.0 before the digest is made',
    },
  ],
  [
    {
      ...digest,
      method: SHA1,
      canonical: '<a></a>',
      other: { reading: 'received', text: '<a/>', parts: 2 },
    },
    {
      message: 'the digest of #oadrSignedObject is not that of its canonical text, but of the text as it was sent',
      expected: 'AAAA (SHA-1 of what was signed: "<a/>")',
      actual: 'BBBB (SHA-1 of the canonical text: "<a></a>")',
      hint: 'canonicalise the text before its digest is made',
    },
  ],
  [{ reason: 'replayProtect', fault: 'missing' }, { message: 'ReplayProtect is missing' }],
  [
    { reason: 'replayProtect', fault: 'timestamp', found: 'soon' },
    { message: 'ReplayProtect has no timestamp that can be read', actual: 'soon' },
  ],
  [
    { reason: 'replayProtect', fault: 'nonce' },
    { message: 'ReplayProtect has no nonce that can be used', expected: '1 to 256 characters' },
  ],
  [
    { reason: 'trees', path: '/a', received: 'x', canonical: 'y' },
    { message: 'the canonical form of the message does not read as the message', expected: 'x', actual: 'y' },
  ],
];
test('every hint is advice: it says what to do, not what happened', (t) => {
  const ADVICE =
    /^(add|canonicalise|change nothing|convert|give|leave|let|put|send|sign|take|use|write) (?!.*(?:was changed|the digest is that))/;
  const place = { line: 1, column: 1 };
  const refusals: readonly Refusal[] = [
    ...(Object.keys(FRAMES) as FrameFault[]).map((fault) => ({
      ...{ reason: 'frame' as const, fault, found: 'ds:X' },
      ...place,
    })),
    ...(Object.keys(KEYS) as KeyFault[]).map((fault) => ({ reason: 'key' as const, fault })),
    ...(['limit', 'doctype', 'malformed'] as const).map((why) => ({
      ...{ reason: 'unreadable' as const, why, message: 'why' },
      ...place,
    })),
    ...(['missing', 'timestamp', 'nonce'] as const).map((fault) => ({ reason: 'replayProtect' as const, fault })),
    ...READINGS.map((reading) => ({
      ...{ ...digest, method: SHA256, canonical: '<a></a>' },
      other: { reading, text: '<a/>', hash: 'sha1' as const, hex: true as const, parts: 2 },
    })),
    ...OTHERS.map(([refusal]) => refusal),
  ];
  for (const refusal of refusals) t.regex(refusalFinding(refusal).hint, ADVICE, JSON.stringify(refusal));
});

for (const [refusal, finding] of OTHERS) {
  test(`in words: ${JSON.stringify(refusal)}`, (t) => t.like(refusalFinding(refusal), finding));
}

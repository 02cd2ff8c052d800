import type { Finding } from '../finding.ts';
import { SHA256 } from './algorithms.ts';
import type { FrameFault, KeyFault, OtherReading, Refusal } from './refusal.ts';

type Words = Pick<Finding, 'message' | 'expected' | 'actual' | 'hint'>;
type Of<R extends Refusal['reason']> = Extract<Refusal, { reason: R }>;

/** A refusal in words: what is wrong, what was expected, what to do. Layer `rule`, rule 514. */
export function refusalFinding(refusal: Refusal): Finding {
  const place = 'line' in refusal ? { line: refusal.line, column: refusal.column } : {};
  const path = 'path' in refusal && refusal.path !== undefined ? { path: refusal.path } : {};
  return { layer: 'rule', severity: 'error', rule: 514, ...words(refusal), ...path, ...place };
}

function words(refusal: Refusal): Words {
  switch (refusal.reason) {
    case 'unreadable':
      return { message: `the signature cannot be verified: ${refusal.message}` };
    case 'unsigned':
      return { message: 'the message is not signed', expected: 'ds:Signature as the first child of oadrPayload' };
    case 'frame':
      return frameWords(refusal);
    case 'algorithm':
      return {
        message: `the ${refusal.role} algorithm is not allowed`,
        expected: refusal.allowed.join(' or '),
        actual: refusal.found || 'none',
      };
    case 'key':
      return keyWords(refusal);
    case 'keyMissing':
      return {
        message: 'KeyInfo holds no key, and none is known of this sender',
        expected: 'X509Data with X509Certificate',
        hint: 'have the device send its certificate in KeyInfo, or give its fingerprint',
      };
    case 'derValue':
      return {
        message: 'the ECDSA SignatureValue is DER-encoded',
        expected: 'r and s, one behind the other, at fixed length (XMLDSig 6.4.3)',
        actual: 'a DER SEQUENCE of two INTEGERs, as TLS and most libraries write it',
        hint: 'convert the value before it is put into SignatureValue',
      };
    case 'value':
      return {
        message: 'the SignatureValue is not that of this key over SignedInfo',
        expected: 'a signature of the canonical SignedInfo as it stands here',
        hint: 'the device signs with another key than it shows, or SignedInfo changed after it was signed',
      };
    case 'digest':
      return digestWords(refusal);
    case 'replayProtect':
      return replayWords(refusal);
    case 'trees':
      return {
        message: 'the canonical form of the message does not read as the message',
        expected: refusal.received,
        actual: refusal.canonical,
      };
  }
}

const FRAMES: Readonly<Record<FrameFault, (found: string) => Words>> = {
  root: (found) => ({ message: 'only an oadrPayload can be signed', expected: 'oadrPayload', actual: found }),
  order: () => ({
    message: 'the Signature stands behind oadrSignedObject',
    hint: 'write Signature before oadrSignedObject',
  }),
  signatures: (found) => ({ message: 'the message holds more than one Signature', expected: 'one', actual: found }),
  signedObjects: (found) => ({
    message: 'the message holds more than one oadrSignedObject',
    expected: 'one, beside the Signature',
    actual: found,
  }),
  replayProtects: (found) => ({
    message: 'the message holds more than one ReplayProtect',
    expected: 'one',
    actual: found,
  }),
  content: (found) => ({
    message: 'oadrPayload of a signed message holds Signature and oadrSignedObject, and nothing else',
    expected: 'Signature, then oadrSignedObject',
    actual: found,
  }),
  shape: (found) => ({ message: `${found} has no place here in a Signature of OpenADR`, actual: found }),
  missing: (found) => ({ message: `the Signature lacks ${found}`, expected: found }),
  base64: () => ({ message: 'the value is no base64', expected: 'base64 and white space' }),
  duplicateId: (found) => ({
    message: 'two elements bear the same Id',
    expected: 'an Id of its own for each element',
    actual: found,
  }),
  uri: (found) => ({
    message: 'a Reference names nothing in this message',
    expected: '#oadrSignedObject, and oadr:Id="oadrSignedObject" on the element',
    actual: found,
  }),
  target: (found) => ({
    message: 'a Reference names what no Reference of OpenADR may name',
    expected: 'oadrSignedObject once, and the SignatureProperty around ReplayProtect',
    actual: found,
  }),
  uncovered: () => ({
    message: 'no Reference names oadrSignedObject: the message itself is not signed',
    expected: 'a Reference to #oadrSignedObject',
  }),
};

function frameWords({ fault, found }: Of<'frame'>): Words {
  return FRAMES[fault](found ?? '');
}

const KEYS: Readonly<Record<KeyFault, string>> = {
  malformed: 'KeyInfo holds a key or certificate that cannot be read',
  contradictory: 'the certificate and the KeyValue in KeyInfo are of two keys',
  unexpected: 'the message is signed with another key than this sender has shown',
  type: 'the SignatureMethod does not go with the key',
  refused: "the signer's certificate is refused",
};

function keyWords({ fault, detail, certificate }: Of<'key'>): Words {
  const actual = detail ?? certificate?.subject.replaceAll('\n', ', ');
  const hint = fault === 'unexpected' ? { hint: 'sign with the key of the certificate that is used for TLS' } : {};
  return { message: KEYS[fault], ...(actual !== undefined && { actual }), ...hint };
}

const MEANT: Readonly<Record<OtherReading['reading'], string>> = {
  comments: 'the digest is that of the text with its comments, which a same-document Reference leaves out',
  alone: 'the digest is that of the element taken alone: take the namespaces and xml: attributes from around it',
  received: 'the digest is that of the text as it was sent: canonicalise it first',
};

function digestWords({ uri, method, expected, actual, canonical, other }: Of<'digest'>): Words {
  const words = {
    message: `the digest of ${uri} is not that of its canonical text`,
    expected: `${expected} (${method === SHA256 ? 'SHA-256' : 'SHA-1'} of what was signed)`,
    actual: `${actual} (of what came)`,
  };
  if (!other?.matches) return { ...words, hint: 'it was changed after it was signed, or canonicalised in another way' };
  const from = Math.max(0, other.parts - 20);
  const near = (text: string) => JSON.stringify(text.slice(from, other.parts + 40));
  return { ...words, hint: `${MEANT[other.reading]}; ${near(other.text)} was signed for ${near(canonical)}` };
}

function replayWords({ fault, found }: Of<'replayProtect'>): Words {
  const actual = found === undefined ? {} : { actual: found };
  if (fault === 'missing') {
    return { message: 'ReplayProtect is missing', expected: 'ReplayProtect in a SignatureProperty (section 10.6.3)' };
  }
  if (fault === 'timestamp') {
    return { message: 'ReplayProtect has no timestamp that can be read', expected: 'a dateTime in UTC', ...actual };
  }
  return { message: 'ReplayProtect has no nonce that can be used', expected: '1 to 256 characters', ...actual };
}

import type { Finding } from '../finding.ts';
import { nameLine } from './name-line.ts';
import { hashOfMethod, hashText, readingWords } from './reading-words.ts';
import type { FrameFault, KeyFault, Refusal } from './refusal.ts';

/** What is wrong, and what to do: `hint` stands behind `try:`. */
type Words = Pick<Finding, 'message' | 'expected' | 'actual'> & { readonly hint: string };
type Of<R extends Refusal['reason']> = Extract<Refusal, { reason: R }>;

/** A refusal in words: what is wrong, what was expected, what to do. Layer `rule`, rule 514. */
export function refusalFinding(refusal: Refusal): Finding & Words {
  const place = 'line' in refusal ? { line: refusal.line, column: refusal.column } : {};
  const path = 'path' in refusal && refusal.path !== undefined ? { path: refusal.path } : {};
  return { layer: 'rule', severity: 'error', rule: 514, ...words(refusal), ...path, ...place };
}

function words(refusal: Refusal): Words {
  switch (refusal.reason) {
    case 'unreadable':
      return { message: `the signature cannot be verified: ${refusal.message}`, hint: UNREADABLE[refusal.why] };
    case 'unsigned':
      return {
        message: 'the message is not signed',
        expected: 'ds:Signature as the first child of oadrPayload',
        hint: 'sign every message (section 10.6), or register without oadrXmlSignature',
      };
    case 'frame':
      return frameWords(refusal);
    case 'algorithm':
      return {
        message: `the ${refusal.role} algorithm is not allowed`,
        expected: refusal.allowed.join(' or '),
        actual: refusal.found || 'none',
        hint: 'sign with the algorithms of rule 514',
      };
    case 'key':
      return keyWords(refusal);
    case 'keyMissing':
      return {
        message: 'KeyInfo holds no key, and none is known of this sender',
        expected: 'X509Data with X509Certificate',
        hint: "send the signer's certificate in KeyInfo",
      };
    case 'derValue':
      return {
        message: 'the ECDSA SignatureValue is DER-encoded',
        expected: 'r and s, one behind the other, at fixed length (XMLDSig 6.4.3)',
        actual: 'a DER SEQUENCE of two INTEGERs, as TLS and most libraries write it',
        hint: 'convert the value to r and s before it is put into SignatureValue',
      };
    case 'value':
      return {
        message: 'the SignatureValue is not that of this key over SignedInfo',
        expected: 'a signature of the canonical SignedInfo as it stands here',
        hint: 'sign with the key of the certificate in KeyInfo, and leave SignedInfo as it was signed',
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
        hint: 'write texts and attributes plainly: what is digested is read as it is canonical',
      };
  }
}

const FRAMES: Readonly<Record<FrameFault, (found: string) => Words>> = {
  root: (found) => ({
    message: 'only an oadrPayload can be signed',
    expected: 'oadrPayload',
    actual: found,
    hint: 'put Signature and oadrSignedObject into oadrPayload',
  }),
  order: () => ({
    message: 'the Signature stands behind oadrSignedObject',
    hint: 'write Signature before oadrSignedObject',
  }),
  signatures: (found) => ({
    message: 'the message holds more than one Signature',
    expected: 'one',
    actual: found,
    hint: 'sign a message once: what is sent again is signed anew, without the earlier Signature',
  }),
  signedObjects: (found) => ({
    message: 'the message holds more than one oadrSignedObject',
    expected: 'one, beside the Signature',
    actual: found,
    hint: 'send one oadrSignedObject in a message',
  }),
  replayProtects: (found) => ({
    message: 'the message holds more than one ReplayProtect',
    expected: 'one',
    actual: found,
    hint: 'write one ReplayProtect, in the SignatureProperty',
  }),
  content: (found) => ({
    message: 'oadrPayload of a signed message holds Signature and oadrSignedObject, and nothing else',
    expected: 'Signature, then oadrSignedObject',
    actual: found,
    hint: 'write Signature, then oadrSignedObject, and nothing else into oadrPayload',
  }),
  shape: (found) => ({
    message: `${found} has no place here in a Signature of OpenADR`,
    actual: found,
    hint: `leave ${found} out (section 10.6.3)`,
  }),
  missing: (found) => ({
    message: `the Signature lacks ${found}`,
    expected: found,
    hint: `write ${found} where the schema has it (section 10.6.3)`,
  }),
  base64: () => ({
    message: 'the value is no base64',
    expected: 'base64 and white space',
    hint: 'write the value in base64, and nothing else into the element',
  }),
  duplicateId: (found) => ({
    message: 'two elements bear the same Id',
    expected: 'an Id of its own for each element',
    actual: found,
    hint: 'give each element an Id of its own, whatever its namespace',
  }),
  uri: (found) => ({
    message: 'a Reference names nothing in this message',
    expected: '#oadrSignedObject, and oadr:Id="oadrSignedObject" on the element',
    actual: found,
    hint: 'write the same Id on the element and, behind #, in the URI',
  }),
  target: (found) => ({
    message: 'a Reference names what no Reference of OpenADR may name',
    expected: 'oadrSignedObject once, and the SignatureProperty around ReplayProtect',
    actual: found,
    hint: 'leave this Reference out, or let it name what is expected',
  }),
  uncovered: () => ({
    message: 'no Reference names oadrSignedObject: the message itself is not signed',
    expected: 'a Reference to #oadrSignedObject',
    hint: 'let a Reference name oadrSignedObject',
  }),
};

function frameWords({ fault, found }: Of<'frame'>): Words {
  return FRAMES[fault](found ?? '');
}

const UNREADABLE: Readonly<Record<Of<'unreadable'>['why'], string>> = {
  limit: 'send less in one message',
  doctype: 'leave the DOCTYPE out',
  malformed: 'send well-formed XML',
};

/** What is wrong, and what to do. */
const KEYS: Readonly<Record<KeyFault, readonly [message: string, hint: string]>> = {
  malformed: [
    'KeyInfo holds a key or certificate that cannot be read',
    'put the DER of the certificate into X509Certificate, in base64',
  ],
  contradictory: [
    'the certificate and the KeyValue in KeyInfo are of two keys',
    'leave KeyValue out, or write that of the certificate',
  ],
  unexpected: [
    'the message is signed with another key than this sender has shown',
    'sign with the key of the certificate that is used for TLS',
  ],
  type: [
    'the SignatureMethod does not go with the key',
    'sign by rsa-sha256 with an RSA key, by ecdsa-sha256 with an ECC key',
  ],
  refused: [
    "the signer's certificate is refused",
    'sign with a certificate that the other side takes, or have it take this one',
  ],
};

function keyWords({ fault, detail, certificate }: Of<'key'>): Words {
  const actual = detail ?? (certificate && nameLine(certificate.subject));
  const [message, hint] = KEYS[fault];
  return { message, hint, ...(actual !== undefined && { actual }) };
}

function digestWords({ uri, method, expected, actual, canonical, other }: Of<'digest'>): Words {
  const named = hashOfMethod(method);
  if (!other) {
    const { length } = Buffer.from(expected, 'base64');
    const bytes = named === 'SHA-256' ? 32 : 20;
    return {
      message: `the digest of ${uri} is not that of its canonical text`,
      expected:
        length === bytes ? `${expected} (${named} of what was signed)` : `${bytes} bytes of ${named}, in base64`,
      actual: length === bytes ? `${actual} (of what came)` : `${length} bytes: ${expected.slice(0, 100)}`,
      hint: 'change nothing after it was signed, white space and prefixes too; canonicalise by C14N 1.0 before the digest is made',
    };
  }
  const { what, hint } = readingWords(other, method);
  const made = other.hash ? hashText(other.hash) : named;
  const { parts } = other;
  const near = (text: string) =>
    parts === undefined ? '' : `: ${JSON.stringify(text.slice(Math.max(0, parts - 20), parts + 40))}`;
  return {
    message: `the digest of ${uri} is ${what}`,
    expected: `${expected} (${made} of what was signed${near(other.text)})`,
    actual: `${actual} (${named} of the canonical text${near(canonical)})`,
    hint,
  };
}

function replayWords({ fault, found }: Of<'replayProtect'>): Words {
  const actual = found === undefined ? {} : { actual: found };
  switch (fault) {
    case 'missing':
      return {
        message: 'ReplayProtect is missing',
        expected: 'ReplayProtect in a SignatureProperty (section 10.6.3)',
        hint: 'sign a ReplayProtect too, with the time of sending and a nonce',
      };
    case 'timestamp':
      return {
        message: 'ReplayProtect has no timestamp that can be read',
        expected: 'a dateTime in UTC',
        hint: 'write the time of sending in UTC, with Z at its end',
        ...actual,
      };
    case 'nonce':
      return {
        message: 'ReplayProtect has no nonce that can be used',
        expected: '1 to 256 characters',
        hint: 'write a nonce of 1 to 256 characters, another at each sending',
        ...actual,
      };
  }
}

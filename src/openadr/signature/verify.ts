import { type KeyObject, verify as verifyValue, type X509Certificate } from 'node:crypto';
import { Decoder } from '../xml/decode.ts';
import { LIMITS, type Limits } from '../xml/limits.ts';
import { methodName } from './algorithms.ts';
import { canonical } from './c14n.ts';
import { at } from './content.ts';
import { parseDocument } from './document.ts';
import { type Frame, frameOf, type Reference } from './frame.ts';
import { judgedKey, type Trust } from './key-info.ts';
import { digestOf, otherReading } from './readings.ts';
import { type NotVerified, orRefusal, refuse } from './refusal.ts';
import { readReplayProtect } from './replay-protect.ts';
import { requireSameTree } from './same-tree.ts';

export interface VerifyOptions {
  /** Which key counts: KeyInfo gives no trust. */
  readonly trust: Trust;
  /** Default: the reader's. */
  readonly limits?: Partial<Limits>;
}

/** A message whose signature holds. */
export interface Verified {
  readonly ok: true;
  /**
   * Canonical text of the verified oadrSignedObject: what is to be processed. `read` takes it (the limit of bytes
   * raised: it may be longer than the body was) and warns that it stands without oadrPayload; that warning is moot.
   */
  readonly canonical: string;
  readonly key: KeyObject;
  /** The signer's, as KeyInfo has it; of the verified key. Dates and chain are the caller's to judge. */
  readonly certificate: X509Certificate | undefined;
  /** When it was sent by its ReplayProtect: milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly nonce: string;
  /** Whether the signature covers ReplayProtect. If not, anyone can send the message again with another one. */
  readonly replayCovered: boolean;
  /** The URIs of what was used; rule 514 lets SHA-1 and comments pass. */
  readonly algorithms: { readonly canonicalization: string; readonly signature: string; readonly digests: string[] };
}

/**
 * Verifies the XML signature of a message (section 10.6.4, rule 514): frame and algorithms, then the key, then the
 * value over SignedInfo, and only then digests, ReplayProtect, and whether the canonical text reads as what was sent.
 * Nothing is changed and nothing remembered: the age of the timestamp and the nonce are for `judgeReplay`.
 * Never throws on content; what `trust` throws passes through.
 */
export function verify(body: Buffer, { trust, limits }: VerifyOptions): Verified | NotVerified {
  return orRefusal(() => verified(body, trust, { ...LIMITS, ...limits }));
}

function verified(body: Buffer, trust: Trust, limits: Limits): Verified {
  if (body.length > limits.bytes) unreadable('limit', `the body is longer than ${limits.bytes} bytes`);
  const text = decoded(body);
  const frame = frameOf(parseDocument(text, limits));
  const { key, certificate } = judgedKey(frame.keyInfo, trust);
  requireValue(frame, key, certificate, text);
  const texts = frame.references.map((reference) => requireDigest(reference, text));
  const { timestamp, nonce } = readReplayProtect(frame.replayProtect);
  const signed = texts[frame.references.findIndex(({ target }) => target === frame.signedObject)] ?? '';
  requireSameTree(frame.signedObject, signed);
  return {
    ok: true,
    canonical: signed,
    key,
    certificate,
    timestamp,
    nonce,
    replayCovered: frame.replayCovered,
    algorithms: {
      canonicalization: frame.canonicalization.uri,
      signature: frame.method.uri,
      digests: frame.references.map(({ method }) => method),
    },
  };
}

/** The text of a body. Another encoding than UTF-8 is the reader's finding; bytes of no encoding are refused. */
function decoded(body: Buffer): string {
  let broken: string | undefined;
  const decoder = new Decoder(({ message, hint }) => {
    if (hint === undefined) broken ??= message;
  });
  const text = decoder.whole(body);
  if (broken !== undefined) unreadable('malformed', broken);
  return text;
}

function unreadable(why: 'limit' | 'malformed', message: string): never {
  return refuse({ reason: 'unreadable', why, message, line: 1, column: 1 });
}

/** Holds SignatureValue against SignedInfo. */
function requireValue(
  { canonicalization, method, value, valueElement, signedInfo }: Frame,
  key: KeyObject,
  certificate: X509Certificate | undefined,
  text: string,
): void {
  if (key.asymmetricKeyType !== method.key) {
    const detail = `${methodName(method.uri)} with a key of type ${key.asymmetricKeyType}`;
    refuse({ reason: 'key', fault: 'type', detail, ...(certificate && { certificate }) });
  }
  const signed = canonical(signedInfo, { comments: canonicalization.comments });
  const holds = verifyValue(method.hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }, value);
  if (holds) return;
  if (method.key === 'ec' && isDer(value)) refuse({ reason: 'derValue', ...at(valueElement, text) });
  refuse({ reason: 'value', method: method.uri, signedInfo: signed, ...at(valueElement, text) });
}

/** Whether bytes look like the DER of an ECDSA signature: a SEQUENCE of all of them that begins with an INTEGER. */
function isDer(value: Buffer): boolean {
  const long = value[1] === 0x81 ? 1 : 0;
  return value[0] === 0x30 && value[1 + long] === value.length - 2 - long && value[2 + long] === 0x02;
}

/** The canonical text of what a Reference names, if the digest is its. */
function requireDigest(reference: Reference, text: string): string {
  const { target, digest, hash, method, uri } = reference;
  // XMLDSig 4.4.3.3: what #Id names has no comments, whatever the Transform says.
  const ours = canonical(target);
  const actual = digestOf(ours, hash);
  if (actual.equals(digest)) return ours;
  const other = otherReading(reference, ours, text);
  return refuse({
    reason: 'digest',
    uri,
    method,
    expected: digest.toString('base64'),
    actual: actual.toString('base64'),
    canonical: ours,
    ...(other && { other }),
    ...at(target, text),
  });
}

import { createPublicKey, type JsonWebKey, KeyObject, X509Certificate } from 'node:crypto';
import { DS, DSIG11 } from '../schema/namespaces.ts';
import { bytesOf, childrenNamed } from './content.ts';
import type { SourceElement } from './document.ts';
import { refuse } from './refusal.ts';

/** What KeyInfo says of the key. It is not signed and gives no trust. */
export interface OfferedKey {
  /** All certificates of X509Data, in their order. */
  readonly certificates: readonly X509Certificate[];
  /** Of these the signer's: the one that issued none of the others. */
  readonly certificate: X509Certificate | undefined;
  /** The certificate's key, or that of KeyValue. */
  readonly key: KeyObject | undefined;
}

/**
 * Who decides which key a message must be signed with: that key itself (the TLS peer's, the pinned one), or a function
 * that is given what KeyInfo offers and answers with the key to verify with, or with the reason why there is none.
 */
export type Trust = KeyObject | ((offered: OfferedKey) => KeyObject | string);

// A chain has three or four. Each costs time before anything is verified.
const MOST_CERTIFICATES = 8;
const CURVES: Readonly<Record<string, string>> = {
  'urn:oid:1.2.840.10045.3.1.7': 'P-256',
  'urn:oid:1.3.132.0.34': 'P-384',
  'urn:oid:1.3.132.0.35': 'P-521',
};

/** The key to verify with, and the signer's certificate where it was sent. Throws Refused. */
export function judgedKey(
  keyInfo: SourceElement | undefined,
  trust: Trust,
): { key: KeyObject; certificate: X509Certificate | undefined } {
  const offered = offeredBy(keyInfo);
  const { certificate } = offered;
  if (!(trust instanceof KeyObject)) {
    if (!offered.key) refuse({ reason: 'keyMissing' });
    const key = trust(offered);
    if (typeof key !== 'string') return { key, certificate };
    return refuse({ reason: 'key', fault: 'refused', detail: key, ...(certificate && { certificate }) });
  }
  if (offered.key && !offered.key.equals(trust))
    refuse({ reason: 'key', fault: 'unexpected', ...(certificate && { certificate }) });
  return { key: trust, certificate };
}

/** What KeyInfo holds. What names a key without holding it (KeyName, RetrievalMethod, a subject) is passed over. */
export function offeredBy(keyInfo: SourceElement | undefined): OfferedKey {
  if (!keyInfo) return { certificates: [], certificate: undefined, key: undefined };
  const elements = childrenNamed(keyInfo, DS, 'X509Data').flatMap((data) => childrenNamed(data, DS, 'X509Certificate'));
  if (elements.length > MOST_CERTIFICATES) malformed(`${elements.length} certificates`);
  const certificates = elements.map(certificateIn);
  const certificate =
    certificates.find((one) => !certificates.some((other) => other !== one && other.checkIssued(one))) ??
    certificates[0];
  const values = childrenNamed(keyInfo, DS, 'KeyValue');
  if (values.length > 1) malformed(`${values.length} KeyValues`);
  const value = values[0] && keyIn(values[0]);
  const key = certificate?.publicKey ?? value;
  if (value && !key?.equals(value))
    refuse({ reason: 'key', fault: 'contradictory', ...(certificate && { certificate }) });
  return { certificates, certificate, key };
}

function certificateIn(node: SourceElement): X509Certificate {
  const bytes = bytesOf(node) ?? malformed('X509Certificate is no base64');
  try {
    const certificate = new X509Certificate(bytes);
    // Read now, where a key that OpenSSL does not know can be told.
    return certificate.publicKey && certificate;
  } catch {
    return malformed('X509Certificate holds no certificate that can be read');
  }
}

function keyIn(value: SourceElement): KeyObject {
  const rsa = childrenNamed(value, DS, 'RSAKeyValue')[0];
  const ec = childrenNamed(value, DSIG11, 'ECKeyValue')[0];
  const jwk = rsa ? rsaKey(rsa) : ec ? ecKey(ec) : undefined;
  try {
    if (jwk) return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    // It is told below, whatever Node does not like.
  }
  return malformed('KeyValue is no RSAKeyValue or ECKeyValue that can be read');
}

function rsaKey(node: SourceElement): JsonWebKey | undefined {
  const [modulus, exponent] = ['Modulus', 'Exponent'].map((name) => childrenNamed(node, DS, name)[0]);
  const n = modulus && bytesOf(modulus)?.toString('base64url');
  const e = exponent && bytesOf(exponent)?.toString('base64url');
  return n && e ? { kty: 'RSA', n, e } : undefined;
}

/** An uncompressed point (XMLDSig 1.1, 4.5.2.3) of a named curve. */
function ecKey(node: SourceElement): JsonWebKey | undefined {
  const curve = childrenNamed(node, DSIG11, 'NamedCurve')[0]?.attributes.find(({ local }) => local === 'URI')?.value;
  const crv = CURVES[curve ?? ''];
  const holder = childrenNamed(node, DSIG11, 'PublicKey')[0];
  const point = holder && bytesOf(holder);
  if (!crv || !point || point[0] !== 4 || point.length % 2 === 0) return undefined;
  const half = (point.length + 1) / 2;
  const coordinate = (from: number, to: number) => point.subarray(from, to).toString('base64url');
  return { kty: 'EC', crv, x: coordinate(1, half), y: coordinate(half, point.length) };
}

function malformed(detail: string): never {
  return refuse({ reason: 'key', fault: 'malformed', detail });
}

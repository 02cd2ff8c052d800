// A certificate's fingerprint in OpenADR (section 10.5.1): the last ten bytes of the SHA-256 of the DER, in upper-case
// hexadecimal pairs with colons between. People compare it with other values; those are listed here too.
import { createHash } from 'node:crypto';
import type { Certificate } from './certificate.ts';

const TEN = 10;

function digest(algorithm: 'sha256' | 'sha1' | 'md5', bytes: Uint8Array): Buffer {
  return createHash(algorithm).update(bytes).digest();
}

/** Upper-case pairs with colons. */
export function pairs(bytes: Buffer): string {
  return (bytes.toString('hex').toUpperCase().match(/../g) ?? []).join(':');
}

/**
 * The fingerprint that a VEN's installer tells the VTN (section 10.5.1).
 * @param der of the certificate
 */
export function fingerprint(der: Uint8Array): string {
  return pairs(digest('sha256', der).subarray(-TEN));
}

/** Whether two texts are one fingerprint, whatever their case and separators. */
export function sameFingerprint(one: string, other: string): boolean {
  return hexOf(one) === hexOf(other);
}

/** A value that can be made of a certificate, and how people call it. */
export interface FingerprintValue {
  /** `openadr` is the one that the standard means. */
  readonly kind: 'openadr' | 'sha256' | 'sha256First' | 'sha1' | 'sha1Last' | 'md5' | 'pem' | 'key' | 'issuer';
  readonly name: string;
  readonly value: string;
}

/** The fingerprint, and what is often taken for it. */
export function fingerprints(certificate: Certificate, issuer?: Certificate): readonly FingerprintValue[] {
  const { der, spki, x509 } = certificate;
  const sha256 = digest('sha256', der);
  const sha1 = digest('sha1', der);
  return [
    { kind: 'openadr', name: 'OpenADR fingerprint', value: fingerprint(der) },
    { kind: 'sha256', name: 'whole SHA-256', value: pairs(sha256) },
    { kind: 'sha256First', name: 'first ten bytes of SHA-256', value: pairs(sha256.subarray(0, TEN)) },
    { kind: 'sha1', name: 'SHA-1', value: pairs(sha1) },
    { kind: 'sha1Last', name: 'last ten bytes of SHA-1', value: pairs(sha1.subarray(-TEN)) },
    { kind: 'md5', name: 'MD5', value: pairs(digest('md5', der)) },
    { kind: 'pem', name: 'SHA-256 of the PEM text, last ten', value: fingerprint(Buffer.from(x509.toString())) },
    { kind: 'key', name: 'SHA-256 of the public key', value: pairs(digest('sha256', spki)) },
    ...(issuer
      ? [{ kind: 'issuer' as const, name: "fingerprint of the issuer's certificate", value: fingerprint(issuer.der) }]
      : []),
  ];
}

/**
 * Which value a text is, whatever its case and separators, and with what openssl writes before it.
 * @param text such as `SHA256 Fingerprint=D8:40:…`, `d840f62b…`
 * @param file the bytes that the certificate was read from: hashes of PEM text differ by line ends
 * @returns undefined where it is none of this certificate
 */
export function matchFingerprint(
  text: string,
  certificate: Certificate,
  { issuer, file }: { readonly issuer?: Certificate; readonly file?: Uint8Array } = {},
): FingerprintValue | undefined {
  const wanted = hexOf(text);
  const known = fingerprints(certificate, issuer).find(({ value }) => hexOf(value) === wanted);
  if (known) return known;
  const pem = pemTexts(certificate, file).find((bytes) => isHashOf(wanted, bytes));
  if (pem) return { kind: 'pem', name: 'a hash of the PEM text', value: text };
  return undefined;
}

function isHashOf(wanted: string, bytes: Uint8Array): boolean {
  return (['sha256', 'sha1', 'md5'] as const).some((algorithm) => {
    const hash = digest(algorithm, bytes);
    return [hash, hash.subarray(-TEN), hash.subarray(0, TEN)].some((part) => hexOf(pairs(part)) === wanted);
  });
}

/** The PEM as files and programs have it: with LF or CRLF, with or without a last line end, or its Base64 alone. */
function pemTexts(certificate: Certificate, file?: Uint8Array): readonly Uint8Array[] {
  const text = certificate.x509.toString();
  const body = text.replace(/-----[^-]+-----/g, '').trim();
  const texts = [text, text.trimEnd(), body, body.replaceAll('\n', '')];
  return [
    ...texts.flatMap((one) => [one, one.replaceAll('\n', '\r\n')]).map((one) => Buffer.from(one)),
    ...(file ? [file] : []),
  ];
}

/** Lower-case digits alone; a label such as `SHA256 Fingerprint=` goes first. */
function hexOf(text: string): string {
  return text
    .replace(/^.*=/, '')
    .replace(/^sha-?(?:1|256):/i, '')
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase();
}

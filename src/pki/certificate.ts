import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Asn1, children, content, encodeDer, isContext, oidOf, parseDer, timeOf } from './der.ts';
import { extensionFacts, type KeyUsage } from './extensions.ts';
import { type KeyFacts, keyFacts } from './key.ts';
import { OID, type SignatureAlgorithm, signatureAlgorithm } from './oids.ts';
import { PkiError } from './pki-error.ts';

/** An X.509 certificate (RFC 5280) as the bench needs it. Times are ms since the epoch. */
export interface Certificate {
  readonly der: Buffer;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Buffer;
  readonly x509: X509Certificate;
  /** In one line: `O=…, CN=…`, in the order of the certificate. */
  readonly subject: string;
  readonly issuer: string;
  /** The organisation (O) of each, where it has one. */
  readonly subjectOrganization?: string;
  readonly issuerOrganization?: string;
  /** The subject's DER name, which issuers put into what they sign. */
  readonly subjectName: Asn1;
  /** Hexadecimal, upper case. */
  readonly serial: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: KeyFacts;
  readonly signature: SignatureAlgorithm;
  /** It may issue certificates (basicConstraints). */
  readonly ca: boolean;
  /** CAs that may stand below it; undefined is no limit. */
  readonly pathLength?: number;
  /** keyUsage; undefined where the certificate has none, which permits all. */
  readonly usage?: readonly KeyUsage[];
  /** Extended key usage; undefined where the certificate has none, which permits all. */
  readonly purposes?: readonly string[];
  /** Hosts and addresses (subjectAltName), as `DNS:…` and `IP Address:…`. */
  readonly names: readonly string[];
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  /** Subject and issuer are the same, and its own key made the signature. */
  readonly selfSigned: boolean;
}

/**
 * Reads one certificate.
 * @param where how messages call it, such as the file
 * @throws PkiError `unreadable`
 */
export function readCertificate(der: Uint8Array, where = 'the certificate'): Certificate {
  try {
    const x509 = new X509Certificate(der);
    const tbs = children(children(parseDer(x509.raw))[0]);
    // version [0] is absent in a certificate of version 1.
    const at = isContext(tbs[0], 0) ? 1 : 0;
    const [serial, algorithm, issuerName, validity, subjectName, spki] = tbs.slice(at);
    const [notBefore, notAfter] = children(validity).map(timeOf);
    if (!serial || !subjectName || !spki || notBefore === undefined || notAfter === undefined)
      throw new Error('fields missing');
    const extensions = children(children(tbs.slice(at + 6).find((node) => isContext(node, 3)))[0]);
    return {
      der: x509.raw,
      spki: encodeDer(spki),
      x509,
      subject: oneLine(x509.subject),
      issuer: oneLine(x509.issuer),
      subjectOrganization: attribute(subjectName, OID.organization),
      issuerOrganization: attribute(issuerName, OID.organization),
      subjectName,
      serial: content(serial).toString('hex').toUpperCase(),
      notBefore,
      notAfter,
      key: keyFacts(() => x509.publicKey),
      signature: signatureAlgorithm(oidOf(children(algorithm)[0])),
      names: x509.subjectAltName?.split(', ') ?? [],
      selfSigned: x509.subject === x509.issuer && signedBy(x509, () => x509.publicKey),
      ...extensionFacts(extensions),
    };
  } catch (cause) {
    throw new PkiError(
      'unreadable',
      `${where} is no X.509 certificate that can be read`,
      'openssl x509 -in <file> -noout -text, or ask whoever made it for PEM',
      { cause },
    );
  }
}

/** What has been found of trusted CAs, which stand in the chain of every peer. */
const ISSUED = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/** Whether that certificate's key made this one's signature. */
export function issuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  const found = ISSUED.get(certificate) ?? new WeakMap<Certificate, boolean>();
  ISSUED.set(certificate, found);
  const known = found.get(issuer) ?? signedBy(certificate.x509, () => issuer.x509.publicKey);
  found.set(issuer, known);
  return known;
}

/** Keys of kinds that OpenSSL does not know sign nothing here. */
function signedBy(x509: X509Certificate, key: () => KeyObject): boolean {
  try {
    return x509.verify(key());
  } catch {
    return false;
  }
}

/** Node gives a line an attribute. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function attribute(name: Asn1 | undefined, type: string): string | undefined {
  for (const relative of children(name)) {
    for (const pair of children(relative)) {
      const [key, value] = children(pair);
      if (oidOf(key) === type) return content(value).toString('utf8');
    }
  }
  return undefined;
}

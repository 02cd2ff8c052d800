import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { addressBytes } from './address.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import {
  type Asn1,
  bigInteger,
  bits,
  children,
  content,
  encodeDer,
  flags,
  integer,
  nothing,
  octets,
  oid,
  parseDer,
  sequence,
  set,
  tagged,
  taggedBytes,
  time,
  truth,
  utf8,
} from './der.ts';
import { KEY_USAGES, type KeyUsage } from './extensions.ts';
import { OID } from './oids.ts';

/** What a new certificate says. Times are ms since the epoch. */
export interface CertificateSpec {
  readonly commonName: string;
  readonly organization: string;
  readonly publicKey: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  /** A CA, and how many CAs may stand below it. */
  readonly ca?: { readonly pathLength?: number };
  readonly usage: readonly KeyUsage[];
  /** Object identifiers of the extended key usages; none writes no such extension. */
  readonly purposes?: readonly string[];
  /** Host names and addresses. */
  readonly hosts?: readonly string[];
}

/** Who signs: a CA, or the new certificate's own key. */
export interface Signer {
  readonly key: KeyObject;
  /** Absent for a self-signed certificate. */
  readonly certificate?: Certificate;
}

/**
 * Makes a certificate (X.509 version 3, SHA-256; RFC 5280): the parts are forge's DER, keys and signature are Node's, since
 * forge knows RSA only. Both key identifiers and critical basicConstraints are there: `openssl verify -x509_strict` asks
 * for them.
 */
export function issue(spec: CertificateSpec, signer: Signer): Certificate {
  const algorithm = algorithmOf(signer.key);
  const publicKey = parseDer(spec.publicKey.export({ type: 'spki', format: 'der' }));
  const subject = name(spec);
  const tbs = sequence(
    tagged(0, integer(2)),
    bigInteger(serialNumber()),
    algorithm,
    signer.certificate?.subjectName ?? subject,
    sequence(time(spec.notBefore), time(spec.notAfter)),
    subject,
    publicKey,
    tagged(3, sequence(...extensions(spec, keyId(publicKey), authorityId(signer) ?? keyId(publicKey)))),
  );
  const signature = sign('sha256', encodeDer(tbs), signer.key);
  return readCertificate(encodeDer(sequence(tbs, algorithm, bits(signature))));
}

/** RSA's identifier has a NULL parameter, ECDSA's none (RFC 5758, 3.2). */
function algorithmOf(key: KeyObject): Asn1 {
  return key.asymmetricKeyType === 'rsa'
    ? sequence(oid(OID.sha256WithRsa), nothing())
    : sequence(oid(OID.ecdsaWithSha256));
}

/** What the CA calls its key, else what it would be called here. */
function authorityId({ certificate }: Signer): Buffer | undefined {
  if (!certificate) return undefined;
  if (certificate.subjectKeyId) return Buffer.from(certificate.subjectKeyId, 'hex');
  return keyId(parseDer(certificate.spki));
}

/** 16 bytes by chance, positive and without a leading zero (RFC 5280, 4.1.2.2). */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function name({ commonName, organization }: CertificateSpec): Asn1 {
  const attribute = (type: string, text: string): Asn1 => set(sequence(oid(type), utf8(text)));
  return sequence(attribute(OID.organization, organization), attribute(OID.commonName, commonName));
}

/** SHA-1 of the public key's bits (RFC 5280, 4.2.1.2, method 1): a name, no protection. */
function keyId(spki: Asn1): Buffer {
  return createHash('sha1')
    .update(content(children(spki)[1]).subarray(1))
    .digest();
}

function extensions(spec: CertificateSpec, own: Buffer, authority: Buffer): Asn1[] {
  const { ca, usage, purposes = [], hosts = [] } = spec;
  const length = ca?.pathLength === undefined ? [] : [integer(ca.pathLength)];
  return [
    extension(OID.basicConstraints, ca ? sequence(truth(), ...length) : sequence(), true),
    extension(OID.keyUsage, flags(KEY_USAGES.map((one) => usage.includes(one))), true),
    ...(purposes.length > 0 ? [extension(OID.extendedKeyUsage, sequence(...purposes.map(oid)))] : []),
    ...(hosts.length > 0 ? [extension(OID.subjectAltName, sequence(...hosts.map(alternative)))] : []),
    extension(OID.subjectKeyIdentifier, octets(own)),
    extension(OID.authorityKeyIdentifier, sequence(taggedBytes(0, authority))),
  ];
}

function extension(type: string, value: Asn1, critical = false): Asn1 {
  return sequence(oid(type), ...(critical ? [truth()] : []), octets(encodeDer(value)));
}

/** dNSName is [2], iPAddress [7] (RFC 5280, 4.2.1.6). */
function alternative(host: string): Asn1 {
  return isIP(host) === 0 ? taggedBytes(2, Buffer.from(host, 'ascii')) : taggedBytes(7, addressBytes(host));
}

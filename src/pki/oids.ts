// Object identifiers of RFC 5280, 5758 and 7292 that this room reads or writes.

export const OID = {
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  crlReason: '2.5.29.21',
  organization: '2.5.4.10',
  commonName: '2.5.4.3',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  anyPurpose: '2.5.29.37.0',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  sha256: '2.16.840.1.101.3.4.2.1',
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;

/** A signature algorithm: how it is called, and the digest it rests on. */
export interface SignatureAlgorithm {
  readonly name: string;
  readonly digest: 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'other';
}

const SIGNATURES: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.4': { name: 'RSA with MD5', digest: 'md5' },
  '1.2.840.113549.1.1.5': { name: 'RSA with SHA-1', digest: 'sha1' },
  '1.2.840.113549.1.1.10': { name: 'RSA-PSS', digest: 'other' },
  '1.2.840.113549.1.1.11': { name: 'RSA with SHA-256', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'RSA with SHA-384', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'RSA with SHA-512', digest: 'sha512' },
  '1.2.840.10045.4.1': { name: 'ECDSA with SHA-1', digest: 'sha1' },
  '1.2.840.10045.4.3.2': { name: 'ECDSA with SHA-256', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ECDSA with SHA-384', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ECDSA with SHA-512', digest: 'sha512' },
  '1.3.101.112': { name: 'Ed25519', digest: 'other' },
};

/** Unknown algorithms go by their identifier. */
export function signatureAlgorithm(dotted: string | undefined): SignatureAlgorithm {
  return SIGNATURES[dotted ?? ''] ?? { name: dotted ?? 'unknown', digest: 'other' };
}

const PURPOSES: Readonly<Record<string, string>> = {
  [OID.serverAuth]: 'serverAuth',
  [OID.clientAuth]: 'clientAuth',
  [OID.codeSigning]: 'codeSigning',
  [OID.anyPurpose]: 'any',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

/** Name of an extended key usage, or its identifier. */
export function purposeName(dotted: string): string {
  return PURPOSES[dotted] ?? dotted;
}

import { type Asn1, children, content, isContext, isUniversal, oidOf, parseDer } from './der.ts';
import { OID, purposeName } from './oids.ts';

/** Bits of keyUsage (RFC 5280, 4.2.1.3), in their order. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

/** What a certificate's extensions say. */
export interface ExtensionFacts {
  readonly ca: boolean;
  readonly pathLength?: number;
  readonly usage?: readonly KeyUsage[];
  readonly purposes?: readonly string[];
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
}

const BOOLEAN = 1;
const INTEGER = 2;

/**
 * Reads the extensions of a certificate; those that the bench has no use for are passed over.
 * @param extensions the nodes of `Extensions`
 */
export function extensionFacts(extensions: readonly Asn1[]): ExtensionFacts {
  const values = new Map<string, Buffer>();
  for (const extension of extensions) {
    const parts = children(extension);
    const type = oidOf(parts[0]);
    const value = parts.at(-1);
    // forge decodes DER inside OCTET STRINGs nowhere, so this is the value's bytes.
    if (type && value && !values.has(type)) values.set(type, content(value));
  }
  const read = <T>(type: string, reader: (node: Asn1) => T): T | undefined => {
    const value = values.get(type);
    return value && reader(parseDer(value));
  };
  return {
    ca: false,
    ...read(OID.basicConstraints, constraints),
    usage: read(OID.keyUsage, usages),
    purposes: read(OID.extendedKeyUsage, (node) => children(node).map((one) => purposeName(oidOf(one) ?? 'unknown'))),
    subjectKeyId: read(OID.subjectKeyIdentifier, hex),
    authorityKeyId: read(OID.authorityKeyIdentifier, (node) => {
      const id = children(node).find((one) => isContext(one, 0));
      return id && hex(id);
    }),
  };
}

function constraints(node: Asn1): { ca: boolean; pathLength?: number } {
  const flag = children(node).find((one) => isUniversal(one, BOOLEAN));
  const length = children(node).find((one) => isUniversal(one, INTEGER));
  return { ca: flag !== undefined && content(flag)[0] !== 0, pathLength: length && content(length).readUIntBE(0, 1) };
}

/** A BIT STRING: a byte of unused bits, then the bits from the highest on. */
function usages(node: Asn1): readonly KeyUsage[] {
  const bits = content(node).subarray(1);
  return KEY_USAGES.filter((_, at) => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0);
}

function hex(node: Asn1): string {
  return content(node).toString('hex').toUpperCase();
}

// DER (X.690) as trees. Vocabulary: a tagged value is a node; a context tag `[3]` is one whose class is not universal.
import forge from 'node-forge';

const { asn1, util } = forge;
const { Class, Type } = asn1;

/** A node of a DER tree. */
export type Asn1 = forge.asn1.Asn1;

/** forge's strings hold a byte a character. */
export function bytesOf(binary: string): Buffer {
  return Buffer.from(binary, 'latin1');
}

/** @throws Error where the bytes are no DER, or more follows */
export function parseDer(der: Uint8Array): Asn1 {
  return asn1.fromDer(util.createBuffer(Buffer.from(der).toString('latin1')));
}

export function encodeDer(node: Asn1): Buffer {
  return bytesOf(asn1.toDer(node).getBytes());
}

/** The nodes inside a SEQUENCE, SET or explicit tag; none for a primitive value. */
export function children(node: Asn1 | undefined): readonly Asn1[] {
  return node && typeof node.value !== 'string' ? node.value : [];
}

/** The content bytes of a primitive value; of a constructed one (BER's parts of a string) those of its parts. */
export function content(node: Asn1 | undefined): Buffer {
  if (!node) return Buffer.alloc(0);
  // A BIT STRING that holds DER is decoded by forge; its bytes stand beside the tree.
  if ('bitStringContents' in node && typeof node.bitStringContents === 'string') return bytesOf(node.bitStringContents);
  return typeof node.value === 'string' ? bytesOf(node.value) : Buffer.concat(node.value.map(content));
}

/** An OBJECT IDENTIFIER in dots, or undefined where the node is none. */
export function oidOf(node: Asn1 | undefined): string | undefined {
  if (!node || node.type !== Type.OID || typeof node.value !== 'string') return undefined;
  return asn1.derToOid(node.value);
}

export function isUniversal(node: Asn1 | undefined, type: number): boolean {
  return node?.tagClass === Class.UNIVERSAL && node.type === type;
}

/** Whether the node is `[tag]`. */
export function isContext(node: Asn1 | undefined, tag: number): boolean {
  return node?.tagClass === Class.CONTEXT_SPECIFIC && Number(node.type) === tag;
}

/** UTCTime or GeneralizedTime → ms since the epoch. */
export function timeOf(node: Asn1 | undefined): number | undefined {
  if (typeof node?.value !== 'string') return undefined;
  if (isUniversal(node, Type.UTCTIME)) return asn1.utcTimeToDate(node.value).getTime();
  if (isUniversal(node, Type.GENERALIZEDTIME)) return asn1.generalizedTimeToDate(node.value).getTime();
  return undefined;
}

export function sequence(...nodes: readonly Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, [...nodes]);
}

export function set(...nodes: readonly Asn1[]): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.SET, true, [...nodes]);
}

/** `[tag] EXPLICIT`, or the constructed form of an implicit one. */
export function tagged(tag: number, ...nodes: readonly Asn1[]): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, true, [...nodes]);
}

/** `[tag] IMPLICIT` of a primitive value. */
export function taggedBytes(tag: number, bytes: Uint8Array): Asn1 {
  return asn1.create(Class.CONTEXT_SPECIFIC, tag, false, Buffer.from(bytes).toString('latin1'));
}

export function oid(dotted: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());
}

export function octets(bytes: Uint8Array): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, Buffer.from(bytes).toString('latin1'));
}

export function bits(bytes: Uint8Array): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, `\0${Buffer.from(bytes).toString('latin1')}`);
}

export function integer(value: number): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.INTEGER, false, asn1.integerToDer(value).getBytes());
}

export function nothing(): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.NULL, false, '');
}

export function utf8(text: string): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.UTF8, false, util.encodeUtf8(text));
}

/** INTEGER of any length from its bytes, highest first; they must be minimal and the first below 0x80. */
export function bigInteger(bytes: Uint8Array): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.INTEGER, false, Buffer.from(bytes).toString('latin1'));
}

/** BIT STRING of flags, the highest bit first, its trailing zeros counted as unused (as DER wants named bits). */
export function flags(set: readonly boolean[]): Asn1 {
  const length = set.lastIndexOf(true) + 1;
  const bytes = Buffer.alloc(Math.ceil(length / 8));
  set.slice(0, length).forEach((on, at) => {
    if (on) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (0x80 >> (at & 7));
  });
  const unused = String.fromCharCode(bytes.length * 8 - length);
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, unused + bytes.toString('latin1'));
}

export function truth(): Asn1 {
  return asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, '\xff');
}

/** From 2050 on a certificate's times are GeneralizedTime (RFC 5280, 4.1.2.5). */
export function time(ms: number): Asn1 {
  const date = new Date(ms);
  return date.getUTCFullYear() < 2050
    ? asn1.create(Class.UNIVERSAL, Type.UTCTIME, false, asn1.dateToUtcTime(date))
    : asn1.create(Class.UNIVERSAL, Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(date));
}

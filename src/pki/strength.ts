import type { Certificate } from './certificate.ts';

/** RSA shorter than this is refused (rule 68, section 10.1). */
export const RSA_BITS = 2048;
/** ECC shorter than this is refused (rule 68). */
export const ECC_BITS = 224;
/** ECC shorter than this is told (section 10.1 wants it, rule 68 does not). */
export const ECC_BITS_WANTED = 256;

/** What is too weak in a certificate: its key, or the digest under its signature; in words. */
export function weakness(
  certificate: Certificate,
): { readonly what: string; readonly kind: 'key' | 'keyType' | 'digest' } | undefined {
  const { key, signature, selfSigned } = certificate;
  if (key.type === 'other') return { what: key.name, kind: 'keyType' };
  if (key.bits < (key.type === 'rsa' ? RSA_BITS : ECC_BITS)) return { what: key.name, kind: 'key' };
  // Nobody relies on a root's own signature.
  if (signature.digest === 'md5' && !selfSigned) return { what: signature.name, kind: 'digest' };
  return undefined;
}

/** Rule 68 permits its curve, section 10.1 does not. */
export function isShortCurve({ key }: Pick<Certificate, 'key'>): boolean {
  return key.type === 'ec' && key.bits >= ECC_BITS && key.bits < ECC_BITS_WANTED;
}

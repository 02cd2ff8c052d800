import type { KeyObject } from 'node:crypto';
import type { Certificate } from './certificate.ts';

/** A certificate with its key and what goes with it. */
export interface Material {
  /** File name without extension, such as `vtn-rsa`. */
  readonly name: string;
  /** What is presented: the own certificate, then the intermediates; the root stays out. */
  readonly chain: readonly [Certificate, ...Certificate[]];
  readonly key: KeyObject;
}

/** A CA that can issue. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

/** The two key types that a VTN must have side by side (rule 68). */
export const ALGORITHMS = ['rsa', 'ecc'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What a device may have: RSA, ECC, or an ECC key whose certificate an RSA CA issued (rule 68). */
export type LeafKind = Algorithm | 'hybrid';

/** Which CA issues, and which key is certified. */
export const LEAF_KINDS: Readonly<Record<LeafKind, { readonly ca: Algorithm; readonly key: Algorithm }>> = {
  rsa: { ca: 'rsa', key: 'rsa' },
  ecc: { ca: 'ecc', key: 'ecc' },
  hybrid: { ca: 'rsa', key: 'ecc' },
};

import type { Ven } from './state.ts';
import type { Peer } from './types.ts';

/**
 * Whether a peer presents another certificate than the one that this VEN is bound to, or none where it could have (section
 * 9.2.1.1). On plain HTTP nobody can present one.
 */
export function lacksCertificate({ fingerprint: bound }: Ven, { fingerprint, tls }: Peer): boolean {
  return bound !== undefined && bound !== fingerprint && (fingerprint !== undefined || tls === true);
}

import type { TlsCause } from './types.ts';

/** Numbers of alerts about a certificate (RFC 5246, 7.2.2). */
const HANDSHAKE_FAILURE = 40;
const BAD_CERTIFICATE = 42;
const CERTIFICATE_EXPIRED = 45;
const CERTIFICATE_UNKNOWN = 46;
const UNKNOWN_CA = 48;

const ALERTS: Partial<Record<TlsCause, number>> = {
  noCertificate: HANDSHAKE_FAILURE,
  unreadable: BAD_CERTIFICATE,
  weakKey: BAD_CERTIFICATE,
  expired: CERTIFICATE_EXPIRED,
  // Or is not currently valid, as the RFC says.
  notYetValid: CERTIFICATE_EXPIRED,
  selfSigned: UNKNOWN_CA,
  unknownCa: UNKNOWN_CA,
  intermediateMissing: UNKNOWN_CA,
  trustLacksRoot: UNKNOWN_CA,
};

/** What a client is told whose certificate is refused in the handshake. */
export function alertFor(cause: TlsCause): number {
  return ALERTS[cause] ?? CERTIFICATE_UNKNOWN;
}

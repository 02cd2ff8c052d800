import { constants } from 'node:crypto';
import type { TlsOptions as NodeTlsOptions, SecureContextOptions } from 'node:tls';
import { chainPem } from '../../pki/files.ts';
import { keyPem } from '../../pki/key.ts';
import type { Material } from '../../pki/material.ts';
import type { Trust } from '../../pki/trust.ts';
import { caNames } from './ca-names.ts';
import { TLS_PROFILES, type TlsProfileName } from './profile.ts';

/** How a listener speaks TLS. */
export interface TlsOptions {
  /** Certificates with their keys, at least one; with one of each key type the client's abilities choose. */
  readonly identities: readonly Material[];
  /** Who may have issued the certificates of clients. */
  readonly trust: Trust;
  /** Default `openadr`. */
  readonly profile?: TlsProfileName;
  /** A client without a certificate is refused; else it is accepted, with a finding. Default false. */
  readonly requireClientCert?: boolean;
  /** What a client with a bad certificate gets: HTTP 403, or no connection. Default `403`. */
  readonly rejectWith?: RejectWith;
}

/** `handshake`: an alert in TLS 1.2; in TLS 1.3, whose certificates come enciphered, the connection is closed. */
export const REJECT_WITH = ['403', 'handshake'] as const;
export type RejectWith = (typeof REJECT_WITH)[number];

/** No resumption, since a resumed session's certificate is looked at by nobody; no renegotiation (security.md). */
const SECURE_OPTIONS = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION;

/** What Node's https server is made with. Every client is asked for a certificate, and Node refuses none: see peer.ts. */
export function serverOptions(tls: TlsOptions): SecureContextOptions & NodeTlsOptions {
  const { ciphers, minVersion, maxVersion } = TLS_PROFILES[tls.profile ?? 'openadr'];
  return {
    cert: tls.identities.map(({ chain }) => chainPem(chain)),
    key: tls.identities.map(({ key }) => keyPem(key)),
    ca: [...caNames(tls.trust.certificates)],
    minVersion,
    maxVersion,
    ciphers,
    honorCipherOrder: true,
    secureOptions: SECURE_OPTIONS,
    requestCert: true,
    rejectUnauthorized: false,
  };
}

import type { ChainCause } from '../../pki/cause-name.ts';

/** Causes that lie in the handshake, not in the client's certificate; causes.ts has the sentences. */
export type HandshakeCause =
  | 'plainHttp'
  | 'notTls'
  | 'sslv2'
  | 'alertFirst'
  | 'noVersion'
  | 'noSuite'
  | 'noGroup'
  | 'noSignatureAlgorithm'
  | 'deviceRefused'
  | 'closedBeforeHttp'
  | 'closedInHandshake'
  | 'timedOut'
  | 'idle'
  | 'handshakeFailed';

/** Why a connection to the TLS port came to nothing: a closed list. */
export type TlsCause = ChainCause | HandshakeCause;

/** A certificate for the record. Times are ms since the epoch. */
export interface PeerCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Last ten bytes of the SHA-256 (section 10.5.1). */
  readonly fingerprint: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** `RSA 2048`, `ECC P-256`. */
  readonly key: string;
}

/** What both sides agreed on. */
export interface Agreed {
  readonly version: string;
  /** By OpenSSL's name. */
  readonly suite: string;
  /** Those that both have. */
  readonly signatureAlgorithms: readonly string[];
  readonly resumed: boolean;
}

/** What became of a refused connection, as far as its peer could see. */
export type TlsAnswer = 'alert' | 'closed' | 'plain text' | '403';

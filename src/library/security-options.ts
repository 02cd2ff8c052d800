import type { Duration } from './time.ts';

/** The path of a file, or what it holds: PEM text, or its bytes (PEM, DER, PKCS#12). */
export type Pem = string | Uint8Array;

/** What one's own side shows, and whom it believes. */
export interface Certificates {
  /** Own certificate, then its intermediates. */
  readonly cert?: Pem | readonly Pem[];
  /** May be left out where `cert` holds it. */
  readonly key?: Pem | readonly Pem[];
  /** Of enciphered keys. */
  readonly passphrase?: string;
  /** CAs of the other side, roots and intermediates; a folder's `trust.pem` too. */
  readonly ca?: Pem | readonly Pem[];
  /** `openadr` (default): TLS 1.2 with the two suites of rule 67. `modern`: TLS 1.3 and AEAD too. */
  readonly tlsProfile?: 'openadr' | 'modern';
}

/** TLS and XML signatures of a server. With `cert` it speaks TLS; RSA and ECC at once by lists (rule 68). */
export interface ServerSecurity extends Certificates {
  /** `false`: plain HTTP, `cert` and `key` only sign. Under `mountedAt` that is so by itself. */
  readonly tls?: boolean;
  /** A VEN without a certificate is refused; default false: accepted with a finding. */
  readonly requireClientCert?: boolean;
  /** What a VEN with a bad certificate gets, default `403`. */
  readonly rejectWith?: '403' | 'handshake';
  /**
   * `off` (default): signs nothing, reports what comes signed. `on`: with VENs that register with oadrXmlSignature.
   * `require`: everything, registration too (rule 514).
   */
  readonly sign?: 'off' | 'on' | 'require';
  /** How far ReplayProtect may be from the server's time, either way; default `PT5M`. */
  readonly replayWindow?: Duration;
  /**
   * Fingerprint of the certificate that a venId must have (section 10.5.1), where the program knows it; one that it does
   * not know is bound to the certificate it registers with. docs/library.md says when it is asked.
   */
  readonly fingerprintLookup?: (venId: string) => string | null | undefined | Promise<string | null | undefined>;
}

/** TLS and XML signatures of a client. */
export interface ClientSecurity extends Certificates {
  readonly cert?: Pem;
  readonly key?: Pem;
  /** Signs what it sends, registers with oadrXmlSignature and takes no unsigned answer; default false. */
  readonly sign?: boolean;
  /** Of the certificate that the VTN signs with; default: any that its TLS or, on plain HTTP, its message shows. */
  readonly vtnFingerprint?: string;
}

import type { Material } from '../../pki/material.ts';
import type { Trust } from '../../pki/trust.ts';

/**
 * - `off`: nothing is signed; a signature that comes is checked and reported.
 * - `on`: with VENs that registered with oadrXmlSignature every message is signed, both ways.
 * - `require`: every message of every VEN, query and registration too (section 10.6, rule 514).
 */
export const SIGN_MODES = ['off', 'on', 'require'] as const;
export type SignMode = (typeof SIGN_MODES)[number];

/** How a bench signs and verifies. */
export interface SigningOptions {
  readonly mode: SignMode;
  /** ms of bench time either way; default REPLAY_WINDOW_MS. */
  readonly replayWindow?: number;
  /** What the VTN signs with, best one a key type; may be empty where nothing is signed. */
  readonly identities: readonly Material[];
  /** Key type to sign with where there is no TLS, whose own decides; default: the signer's, else the first identity's. */
  readonly keyType?: 'rsa' | 'ec';
  /** Who may have issued the certificates of signers. */
  readonly trust: Trust;
  /**
   * Fingerprint of the certificate with which a venID must sign where TLS does not tell (plain HTTP, or no client
   * certificate); before that of its registration.
   */
  readonly lookup?: (venID: string) => string | undefined | Promise<string | undefined>;
  /** How long that may take, ms of I/O time; default 5 s. */
  readonly lookupTimeout?: number;
  /** How long a signature of more than 64 KiB may take, ms of I/O time; default 10 s. */
  readonly jobTimeout?: number;
}

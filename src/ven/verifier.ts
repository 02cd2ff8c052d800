import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Finding } from '../openadr/index.ts';
import {
  judgeReplay,
  methodName,
  type NotVerified,
  nameLine,
  type OfferedKey,
  REPLAY_WINDOW_MS,
  type Refusal,
  type ReplayState,
  refusalFinding,
  replayFinding,
  replayState,
  type SignatureFacts,
  uncoveredFinding,
  type Verified,
  verify,
} from '../openadr/signature/index.ts';
import { type Certificate, readCertificate } from '../pki/certificate.ts';
import { fingerprint, sameFingerprint } from '../pki/fingerprint.ts';
import { weakness } from '../pki/strength.ts';
import type { VenSigning } from './signing.ts';

/** An answer of the VTN, as far as its signature goes. */
export interface SignedAnswer {
  readonly body: Buffer;
  /** Of the VTN's TLS, DER. */
  readonly certificate?: Buffer;
}

/** What an answer comes to. */
export interface Opened {
  /** What is to be read: the answer as it came, or what was verified of it. */
  readonly body: Buffer;
  /** Absent where signatures are not looked at. */
  readonly signature?: SignatureFacts;
  /** Why it must not be acted upon. */
  readonly refusal?: Finding;
}

export interface VerifierOptions {
  /** Bench time: of ReplayProtect. */
  readonly clock: Clock;
  /** Never scaled: of certificates. */
  readonly ioClock: Clock;
  /** Told once, where every key is believed. */
  believing(): void;
}

/**
 * Verifies what a simulated VEN gets (section 10.6.4, rule 514), large answers too, at once: it is a device alone, and the
 * VTN's time is not its own.
 */
export class Verifier {
  readonly #options: VerifierOptions;
  readonly #fingerprints: readonly string[];
  readonly #window: number;
  #replay: ReplayState;
  #peer: { readonly der: Buffer; readonly key: KeyObject } | undefined;
  #believing = false;

  constructor({ vtnFingerprint = [], replayWindow = REPLAY_WINDOW_MS }: VenSigning, options: VerifierOptions) {
    this.#options = options;
    this.#fingerprints = typeof vtnFingerprint === 'string' ? [vtnFingerprint] : vtnFingerprint;
    this.#window = replayWindow;
    // Not what was stamped before the start alone: that would refuse every VTN whose clock is a little behind.
    this.#replay = replayState(options.clock.now() - replayWindow);
  }

  open({ body, certificate }: SignedAnswer): Opened {
    const verified = this.#verify(body, certificate);
    if (!verified.ok) return { body, refusal: refusalFinding(verified.refusal), signature: refused(verified.refusal) };
    const { timestamp, nonce, replayCovered } = verified;
    const der = verified.certificate?.raw ?? certificate;
    const now = this.#options.clock.now();
    const facts = {
      ...(der && { fingerprint: fingerprint(der) }),
      ...(verified.certificate && { subject: nameLine(verified.certificate.subject) }),
      method: methodName(verified.algorithms.signature),
      timestamp,
      offset: timestamp - now,
    };
    const judged = judgeReplay(this.#replay, { signer: VTN, timestamp, nonce }, now, this.#window);
    const words = { side: 'VEN', window: this.#window, clocks: CLOCKS } as const;
    const refusal = replayCovered ? replayFinding(judged, { timestamp, nonce }, words) : uncoveredFinding('error');
    if (refusal) return { body, refusal, signature: { verdict: 'refused', ...facts } };
    this.#replay = judged.state;
    return { body: Buffer.from(verified.canonical), signature: { verdict: 'holds', ...facts } };
  }

  /** The key of its TLS counts, and that of a certificate whose fingerprint the VEN was given. */
  #verify(body: Buffer, certificate: Buffer | undefined): Verified | NotVerified {
    if (!certificate) return verify(body, { trust: (offered) => this.#offered(offered) });
    const byPeer = verify(body, { trust: this.#peerKey(certificate) });
    const another = !byPeer.ok && byPeer.refusal.reason === 'key' && byPeer.refusal.fault === 'unexpected';
    if (!another || this.#fingerprints.length === 0) return byPeer;
    return verify(body, { trust: (offered) => this.#offered(offered) });
  }

  #peerKey(der: Buffer): KeyObject {
    if (!this.#peer?.der.equals(der)) this.#peer = { der, key: new X509Certificate(der).publicKey };
    return this.#peer.key;
  }

  #offered({ key, certificate }: OfferedKey): KeyObject | string {
    if (!key) return 'KeyInfo holds no key';
    if (this.#fingerprints.length === 0) {
      this.#believe();
      return key;
    }
    if (!certificate) return 'KeyInfo holds no certificate whose fingerprint could be compared';
    const own = fingerprint(certificate.raw);
    if (!this.#fingerprints.some((known) => sameFingerprint(known, own)))
      return `its fingerprint is ${own}, that of the VTN ${this.#fingerprints.join(' or ')}`;
    return this.#fault(certificate.raw) ?? key;
  }

  /** The chain is not looked at: the fingerprint names the certificate itself. */
  #fault(der: Buffer): string | undefined {
    const certificate = readable(der);
    if (!certificate) return 'it is none that can be read';
    const now = this.#options.ioClock.now();
    if (now > certificate.notAfter) return `it expired on ${day(certificate.notAfter)}`;
    if (now < certificate.notBefore) return `it is not valid before ${day(certificate.notBefore)}`;
    const weak = weakness(certificate);
    return weak && `it is too weak: ${weak.what}`;
  }

  #believe(): void {
    if (this.#believing) return;
    this.#believing = true;
    this.#options.believing();
  }
}

/** There is one VTN: another certificate of its key must not make a nonce new. */
const VTN = 'VTN';

const CLOCKS = 'set the clock that is wrong, and have the VTN stamp each message when it is sent';

function refused(refusal: Refusal): SignatureFacts {
  if (refusal.reason === 'unsigned') return { verdict: 'missing' };
  const certificate = refusal.reason === 'key' ? refusal.certificate : undefined;
  if (!certificate) return { verdict: 'refused' };
  return { verdict: 'refused', fingerprint: fingerprint(certificate.raw), subject: nameLine(certificate.subject) };
}

function readable(der: Buffer): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    // Node reads some that are none by RFC 5280.
    return undefined;
  }
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

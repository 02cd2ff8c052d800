import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { Finding } from '../../openadr/finding.ts';
import type { Certificate } from '../../pki/certificate.ts';
import { explainNote, type Sentence } from '../../pki/explain.ts';
import { fingerprint } from '../../pki/fingerprint.ts';
import type { Trust } from '../../pki/trust.ts';
import { type ChainVerdict, judgeChain } from '../../pki/verdict.ts';
import type { Remote } from '../types.ts';
import type { PeerCertificate, TlsCause } from './types.ts';

/** Why a client is refused for its certificate. */
export interface PeerRefusal extends Sentence {
  readonly cause: TlsCause;
}

/** A client's certificate, and what is thought of it now: dates pass while a connection is kept. */
export class TlsPeer {
  readonly #sent: readonly Buffer[];
  readonly #trust: Trust;
  readonly #required: boolean;
  #verdict: ChainVerdict;
  /** Until then no date of the chain passes, ms since the epoch. */
  #until: number;

  /**
   * @param required a client without a certificate is refused
   * @param now ms since the epoch
   */
  constructor(sent: readonly Buffer[], trust: Trust, required: boolean, now: number) {
    this.#sent = sent;
    this.#trust = trust;
    this.#required = required;
    this.#verdict = judgeChain(sent, trust, { now, purpose: 'client' });
    this.#until = nextDate(this.#verdict.path, now);
  }

  /** From the client's own certificate upwards, as far as it goes. */
  get certificates(): readonly PeerCertificate[] {
    return this.#verdict.path.map(certificateFacts);
  }

  /** What identifies the VEN (section 10.5.1); nothing without a certificate that holds. */
  get identity(): Pick<Remote, 'fingerprint' | 'certificate'> {
    const [own] = this.#sent;
    return own && this.#verdict.ok ? { fingerprint: fingerprint(own), certificate: own } : {};
  }

  /** Why it is refused now, if it is (section 9.2.1.1, rule 516). @param now ms since the epoch */
  refusal(now: number): PeerRefusal | undefined {
    if (now > this.#until) {
      this.#verdict = judgeChain(this.#sent, this.#trust, { now, purpose: 'client' });
      this.#until = nextDate(this.#verdict.path, now);
    }
    const verdict = this.#verdict;
    if (verdict.ok || (verdict.cause === 'noCertificate' && !this.#required)) return undefined;
    return { cause: verdict.cause, message: verdict.message, remedy: verdict.remedy };
  }

  /** What is wrong with an accepted client, or will be trouble. */
  get findings(): readonly Finding[] {
    const verdict = this.#verdict;
    const told = verdict.notes.map(explainNote);
    // Else the connection is refused.
    if (!verdict.ok) told.push(verdict);
    return told.map(({ message, remedy }) => ({ layer: 'tls', severity: 'warning', message, hint: remedy }));
  }
}

/** A certificate for the record. */
export function certificateFacts({ subject, issuer, der, notBefore, notAfter, key }: Certificate): PeerCertificate {
  return { subject, issuer, fingerprint: fingerprint(der), notBefore, notAfter, key: key.name };
}

/**
 * What the client sent, as Node has it: its own certificate first, each before its issuer whatever their order was; without
 * those that are no part of that chain. Nothing is added to it: see `caNames`.
 */
export function sentBy(socket: TLSSocket): readonly Buffer[] {
  const found: Buffer[] = [];
  // Not getPeerX509Certificate: in Node 24 it tells of no issuers, in Node 20 it takes from the chain what it tells.
  let at: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // Without a certificate Node gives an object without any of its fields.
  while (at?.raw) {
    const { raw } = at;
    if (found.some((one) => one.equals(raw))) break;
    found.push(raw);
    at = at.issuerCertificate;
  }
  return found;
}

/**
 * Key type of the certificate that this side of a TLS connection showed: of several, the one that the client's abilities
 * chose. In a resumed session nothing was shown, and Node names any of them.
 */
export function presentedBy(socket: TLSSocket): Pick<Remote, 'presented'> {
  if (socket.isSessionReused()) return {};
  const type = socket.getX509Certificate()?.publicKey.asymmetricKeyType;
  return type === 'rsa' || type === 'ec' ? { presented: type } : {};
}

function nextDate(path: readonly Certificate[], now: number): number {
  const dates = path.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter]);
  return Math.min(Number.POSITIVE_INFINITY, ...dates.filter((date) => date > now));
}

import { createHash } from 'node:crypto';
import type { Sentence } from '../../pki/explain.ts';
import type { Trust } from '../../pki/trust.ts';
import { judgeChain } from '../../pki/verdict.ts';
import type { CertificateNames } from '../../vtn/types.ts';
import { Recent } from '../recent.ts';

/** Whether a signer's certificate is good, and whose it is. */
export type SignerVerdict = ({ readonly ok: true } | ({ readonly ok: false } & Sentence)) & {
  readonly names?: CertificateNames;
};

interface Known {
  readonly verdict: SignerVerdict;
  /** Dates of the chain within which it stays so, ms since the epoch. */
  readonly from: number;
  readonly until: number;
}

const CHAINS = 512;

/** Judges signers' certificates (section 10, rule 516); a verdict holds until a date of its chain passes. */
export class Chains {
  readonly #trust: Trust;
  readonly #known = new Recent<string, Known>(CHAINS);

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /**
   * @param sent DER, the signer's own certificate first
   * @param now I/O time, ms since the epoch
   */
  judge(sent: readonly Uint8Array[], now: number): SignerVerdict {
    const key = hashOf(sent);
    const known = this.#known.get(key);
    if (known && known.from <= now && now <= known.until) return known.verdict;
    const chain = judgeChain(sent, this.#trust, { now, purpose: 'client' });
    const [own] = chain.path;
    const names = own && { names: { subject: own.subject, issuer: own.issuer } };
    const verdict: SignerVerdict = chain.ok
      ? { ok: true, ...names }
      : { ok: false, message: chain.message, remedy: chain.remedy, ...names };
    const dates = chain.path.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter]);
    this.#known.set(key, {
      verdict,
      from: Math.max(Number.NEGATIVE_INFINITY, ...dates.filter((date) => date <= now)),
      until: Math.min(Number.POSITIVE_INFINITY, ...dates.filter((date) => date > now)),
    });
    return verdict;
  }
}

/** As long as what is sent may be: what is remembered is short. */
function hashOf(sent: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const der of sent) hash.update(`${der.length} `).update(der);
  return hash.digest('base64');
}

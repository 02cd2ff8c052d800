import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { Finding } from '../../openadr/finding.ts';
import type { SignatureFacts } from '../../openadr/signature/index.ts';
import { fingerprint } from '../../pki/fingerprint.ts';
import type { Material } from '../../pki/material.ts';
import type { HttpPlan } from '../../transport/types.ts';
import { LARGE } from './check.ts';
import { carryOut, type Done } from './jobs.ts';
import { then } from './later.ts';
import type { SigningOptions } from './options.ts';
import { signatureFinding } from './words.ts';
import type { Workers } from './workers.ts';

/** An answer with its signature, or with the reason why there is none. */
export interface SignedPlan {
  readonly plan: HttpPlan;
  readonly findings: readonly Finding[];
  readonly signature: SignatureFacts;
}

const NONCE_DIGITS = 32;

/** Signs what goes out (section 10.6.3, rule 514): timestamp of bench time at sending, a nonce from the seeded chance. */
export class ReplySigner {
  readonly #options: Pick<SigningOptions, 'identities' | 'keyType'>;
  readonly #deps: { readonly clock: Clock; readonly random: Random; readonly workers: Workers };

  constructor(
    options: Pick<SigningOptions, 'identities' | 'keyType'>,
    deps: { readonly clock: Clock; readonly random: Random; readonly workers: Workers },
  ) {
    this.#options = options;
    this.#deps = deps;
  }

  /**
   * Signs the text of a plan. What cannot be signed (a patch may make it so) goes out as it stands, with a finding.
   * @param presented key type of this side's TLS certificate
   * @param theirs key type of the signer of the request
   */
  sign(plan: HttpPlan, presented?: 'rsa' | 'ec', theirs?: 'rsa' | 'ec'): SignedPlan | Promise<SignedPlan> {
    const identity = this.#identity(presented ?? this.#options.keyType ?? theirs);
    if (!identity) return unsigned(plan, 'this VTN has no certificate to sign with');
    const text = plan.body.toString();
    const timestamp = this.#deps.clock.now();
    const replayProtect = { timestamp, nonce: this.#deps.random.id(NONCE_DIGITS) };
    const [own] = identity.chain;
    const job = { do: 'sign' as const, text, key: identity.key, certificate: own.der, replayProtect };
    const large = text.length > LARGE;
    const done: Done | Promise<Done> = large ? this.#deps.workers.run(job) : carryOut(job);
    return then(done, (made) => {
      if (made.did !== 'signed') return unsigned(plan, made.did === 'failed' ? made.message : 'it was not signed');
      const signature: SignatureFacts = {
        verdict: 'made',
        fingerprint: fingerprint(own.der),
        subject: own.subject,
        method: own.key.type === 'rsa' ? 'rsa-sha256' : 'ecdsa-sha256',
        timestamp,
        ...(large && { worker: true }),
      };
      return { plan: { ...plan, body: made.text }, findings: [], signature };
    });
  }

  #identity(type: 'rsa' | 'ec' | undefined): Material | undefined {
    const { identities } = this.#options;
    return identities.find(({ chain }) => chain[0].key.type === type) ?? identities[0];
  }
}

function unsigned(plan: HttpPlan, why: string): SignedPlan {
  const finding = signatureFinding('warning', `the answer went out unsigned: ${why}`);
  return { plan, findings: [finding], signature: { verdict: 'missing' } };
}

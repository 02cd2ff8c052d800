import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Finding } from '../../openadr/finding.ts';
import { methodName, refusalFinding, SignError, sign, verify } from '../../openadr/signature/index.ts';
import type { ReplayProtect } from '../../openadr/signature/replay-protect.ts';

/** What a signature costs most of: data that can go to another thread. */
export type Job =
  | { readonly do: 'verify'; readonly body: Uint8Array; readonly key: KeyObject }
  | {
      readonly do: 'sign';
      readonly text: string;
      readonly key: KeyObject;
      /** DER. */
      readonly certificate: Uint8Array;
      readonly replayProtect: ReplayProtect;
    };

/** What became of a job. */
export type Done =
  | {
      readonly did: 'verified';
      /** Canonical text of oadrSignedObject: what is to be processed. */
      readonly canonical: string;
      /** The signer's, DER, where KeyInfo has it. */
      readonly certificate?: Uint8Array;
      /** ReplayProtect, ms since the epoch. */
      readonly timestamp: number;
      readonly nonce: string;
      readonly replayCovered: boolean;
      /** In short: `rsa-sha256`. */
      readonly method: string;
    }
  | { readonly did: 'refused'; readonly finding: Finding }
  | { readonly did: 'signed'; readonly text: string }
  /** What is no message of OpenADR cannot be signed. */
  | { readonly did: 'failed'; readonly message: string };

/** Does a job, here and now. Throws nothing on content. */
export function carryOut(job: Job): Done {
  return job.do === 'verify' ? verified(job) : signed(job);
}

function verified({ body, key }: Extract<Job, { do: 'verify' }>): Done {
  const result = verify(Buffer.from(body.buffer, body.byteOffset, body.byteLength), { trust: key });
  if (!result.ok) return { did: 'refused', finding: refusalFinding(result.refusal) };
  const { canonical, certificate, timestamp, nonce, replayCovered, algorithms } = result;
  const method = methodName(algorithms.signature);
  return {
    did: 'verified',
    canonical,
    ...(certificate && { certificate: certificate.raw }),
    ...{ timestamp, nonce, replayCovered, method },
  };
}

function signed({ text, key, certificate, replayProtect }: Extract<Job, { do: 'sign' }>): Done {
  try {
    return { did: 'signed', text: sign(text, key, new X509Certificate(certificate), replayProtect) };
  } catch (error) {
    if (!(error instanceof SignError)) throw error;
    return { did: 'failed', message: error.message };
  }
}

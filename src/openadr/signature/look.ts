import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../finding.ts';
import { methodName } from './algorithms.ts';
import { refusalFinding } from './finding.ts';
import { nameLine } from './name-line.ts';
import { type Parting, partingOf } from './parting.ts';
import { uncoveredFinding } from './replay-finding.ts';
import { verify } from './verify.ts';

/** What the bytes of a message say of its signature, without any trust in its key. */
export interface Look {
  /** Whether the signature holds by the key in KeyInfo; whose that is, nobody looked. */
  readonly holds: boolean;
  /** Why not; of one that holds, what is to be told of it all the same. */
  readonly finding?: Finding;
  /** Of a digest that is not that of the canonical text: both readings where they part. */
  readonly parting?: Parting;
  readonly signer?: { readonly subject: string; readonly issuer: string; readonly fingerprint: string };
  /** `rsa-sha256`, … */
  readonly method?: string;
  /** ReplayProtect, ms since the epoch. */
  readonly timestamp?: number;
}

const { hint, ...uncovered } = uncoveredFinding('warning');
const UNCOVERED: Finding = {
  ...uncovered,
  path: '/oadrPayload/Signature/SignedInfo',
  hint: `${hint}; a VTN with --sign require refuses such a message`,
};

/** Whether a text has a ds:Signature, as far as can be told without reading it. */
export function looksSigned(text: string): boolean {
  return /<(?:[\w.-]+:)?Signature[\s/>]/.test(text);
}

/**
 * Verifies a captured message with the key that it offers itself (KeyInfo), for people who look at it. Trust, age and
 * nonce are not judged. Never throws on content.
 */
export function look(body: Buffer): Look {
  let certificate: X509Certificate | undefined;
  const result = verify(body, {
    trust: (offered) => {
      certificate = offered.certificate;
      return offered.key ?? 'KeyInfo holds no key';
    },
  });
  const signer = certificate && {
    subject: nameLine(certificate.subject),
    issuer: nameLine(certificate.issuer),
    // Ten pairs of hexadecimal digits (section 10.5.1).
    fingerprint: certificate.fingerprint256.slice(-29),
  };
  if (result.ok) {
    const { timestamp, algorithms, replayCovered } = result;
    return {
      holds: true,
      ...(!replayCovered && { finding: UNCOVERED }),
      ...(signer && { signer }),
      method: methodName(algorithms.signature),
      timestamp,
    };
  }
  const { refusal } = result;
  return {
    holds: false,
    finding: refusalFinding(refusal),
    ...(refusal.reason === 'digest' && { parting: partingOf(refusal) }),
    ...(signer && { signer }),
  };
}

import type { Purpose, UsageLack } from './cause.ts';
import type { Certificate } from './certificate.ts';

/** What the peer's own certificate does not permit for this purpose (RFC 5280, 4.2.1.3 and 4.2.1.12). */
export function ownLack(certificate: Certificate, purpose: Purpose): UsageLack | undefined {
  const { usage } = certificate;
  // A server with an RSA key may do without digitalSignature: suite AES128-SHA256 only deciphers with it.
  const enough =
    purpose === 'server' && certificate.key.type === 'rsa'
      ? ['digitalSignature', 'keyEncipherment']
      : ['digitalSignature'];
  if (usage && !usage.some((one) => enough.includes(one))) return { of: 'keyUsage', has: usage };
  return purposeLack(certificate, purpose);
}

/**
 * What a CA's certificate does not permit.
 * @param below CAs that stand under it in the chain
 */
export function caLack(certificate: Certificate, purpose: Purpose, below: number): UsageLack | undefined {
  const { usage, pathLength } = certificate;
  if (!certificate.ca) return { of: 'ca' };
  if (usage && !usage.includes('keyCertSign')) return { of: 'keyUsage', has: usage };
  if (pathLength !== undefined && below > pathLength) return { of: 'pathLength', allowed: pathLength };
  return purposeLack(certificate, purpose);
}

function purposeLack({ purposes }: Certificate, purpose: Purpose): UsageLack | undefined {
  const wanted = `${purpose}Auth`;
  if (!purposes || purposes.includes(wanted) || purposes.includes('any')) return undefined;
  return { of: 'extendedKeyUsage', has: purposes };
}

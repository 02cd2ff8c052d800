import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Personality } from './personality.ts';
import { VenError } from './ven-error.ts';

/** What a simulated VEN signs with; it then registers with oadrXmlSignature and takes no answer that is not signed. */
export interface VenSigning {
  /** RSA or EC (rule 514). */
  readonly key: KeyObject;
  /** Of the key; it goes with every message, in KeyInfo. */
  readonly certificate: X509Certificate;
  /**
   * Fingerprints of certificates that the VTN may sign with (section 10.5.1), beside that of its TLS, whose key always
   * counts. On plain HTTP without any every key is believed, and a fact says so.
   */
  readonly vtnFingerprint?: string | readonly string[];
  /** How far the VTN's ReplayProtect may be from the VEN's time, ms of bench time either way; default 5 minutes. */
  readonly replayWindow?: number;
}

/**
 * Holds what a VEN signs with against what it is to do.
 * @throws VenError its personality is about signatures and it signs nothing, or the key cannot sign for the certificate
 */
export function checkSigning(venName: string, { signing }: Personality, sign: VenSigning | undefined): void {
  if (!sign) {
    if (signing === undefined) return;
    throw new VenError(`${venName} has a personality that errs with signatures, and signs nothing`, {
      venName,
      remedy: '--sign: it needs a certificate to sign with',
    });
  }
  const { key, certificate } = sign;
  const type = key.asymmetricKeyType;
  if (key.type !== 'private' || (type !== 'rsa' && type !== 'ec')) {
    const actual = key.type === 'private' ? type : key.type;
    throw new VenError(`${venName} cannot sign with a key of type ${actual}`, {
      venName,
      remedy: 'a private key, RSA or ECC (rule 514)',
    });
  }
  if (!certificate.checkPrivateKey(key)) {
    throw new VenError(`${venName} is to sign with a key that is not that of its certificate`, {
      venName,
      remedy: 'give both from the same issue',
    });
  }
}

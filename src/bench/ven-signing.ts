import { readBundle } from '../pki/bundle.ts';
import { readKey } from '../pki/key.ts';
import { PkiError } from '../pki/pki-error.ts';
import type { ClientTls } from '../transport/client-tls.ts';
import { isPersonalityName, PERSONALITIES } from '../ven/index.ts';
import type { VenSigning } from '../ven/signing.ts';

/**
 * To sign with what a VEN presents in TLS, a bad certificate too.
 * @param vtnFingerprint of the VTN's certificate, for plain HTTP; see VenSigning
 * @throws PkiError there is no certificate, or it cannot be read
 */
export function signingWith(
  { cert, key, passphrase }: Pick<ClientTls, 'cert' | 'key' | 'passphrase'>,
  vtnFingerprint?: VenSigning['vtnFingerprint'],
): VenSigning {
  const [own] = cert === undefined ? [] : readBundle(Buffer.from(cert), 'the own certificate', passphrase).certificates;
  if (!own || key === undefined) {
    throw new PkiError(
      'missing',
      'there is no certificate and key to sign with',
      '--cert and --key, or --tls <folder>',
    );
  }
  return {
    key: readKey(key, passphrase, 'the key'),
    certificate: own.x509,
    ...(vtnFingerprint !== undefined && { vtnFingerprint }),
  };
}

/** Whether a personality of that name is of use only where the VEN signs. */
export function needsSigning(personality: string): boolean {
  return isPersonalityName(personality) && PERSONALITIES[personality].signing !== undefined;
}

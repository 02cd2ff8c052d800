import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { sign } from '../../src/openadr/signature/index.ts';

/** Of one VEN, PEM. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** Rule 67: the first where the VTN has an ECC certificate. */
const SUITES = 'ECDHE-ECDSA-AES128-SHA256:AES128-SHA256';

/** @param ciphers OpenSSL's names; default those of rule 67 */
export function contextOf({ cert, key, ca }: Credentials, ciphers = SUITES): SecureContext {
  return createSecureContext({ cert, key, ca, ciphers, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
}

/** Signs messages with a VEN's certificate, each with a nonce of its own (rule 514). */
export function signerOf({ cert, key }: Credentials): (message: string) => string {
  const own = createPrivateKey(key);
  const certificate = new X509Certificate(cert);
  return (message) => sign(message, own, certificate, { timestamp: Date.now(), nonce: randomUUID() });
}

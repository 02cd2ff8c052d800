import { chainPem } from '../pki/files.ts';
import { keyPem } from '../pki/key.ts';
import type { SimulatedVenOptions } from '../ven/index.ts';
import { readCas, readOwn } from './certificates.ts';
import type { ClientOptions } from './client-options.ts';
import { fingerprintOf } from './fingerprint.ts';

/**
 * Reads the certificates of a client's options.
 * @throws OpenADRError START, naming the file or option
 */
export async function clientSecurity(options: ClientOptions): Promise<Pick<SimulatedVenOptions, 'tls' | 'sign'>> {
  const { cert, ca, tlsProfile: profile, sign, vtnFingerprint } = options;
  const [own] = cert === undefined ? [] : await readOwn(options);
  const cas = ca === undefined ? undefined : await readCas(options);
  const tls = {
    ...(own && { cert: chainPem(own.chain), key: keyPem(own.key) }),
    ...(cas && { ca: chainPem(cas.certificates) }),
    profile,
  };
  return {
    ...(/^https:/i.test(options.url) && { tls }),
    ...(sign === true &&
      own && {
        sign: {
          ...{ key: own.key, certificate: own.chain[0].x509 },
          ...(vtnFingerprint !== undefined && {
            vtnFingerprint: fingerprintOf(vtnFingerprint, 'the option vtnFingerprint'),
          }),
        },
      }),
  };
}

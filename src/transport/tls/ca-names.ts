import { generateKeyPairSync, sign } from 'node:crypto';
import type { Certificate } from '../../pki/certificate.ts';
import { bits, encodeDer, integer, oid, parseDer, sequence, time } from '../../pki/der.ts';

const ED25519 = '1.3.101.112';

/**
 * Certificates that have the names of these CAs and nothing else of them, as PEM. A server asks clients for certificates of the
 * CAs that OpenSSL is given, and some clients choose by these names. But OpenSSL also fills gaps with those CAs: in the chain
 * that Node tells of a client, so that nobody could see which intermediates it sent, and in the chain that a VTN presents. These
 * fill none: an Ed25519 key made no RSA or ECDSA signature. Who is trusted is decided by `judgeChain` alone.
 */
export function caNames(trusted: readonly Certificate[]): readonly string[] {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = parseDer(publicKey.export({ type: 'spki', format: 'der' }));
  const algorithm = sequence(oid(ED25519));
  return trusted.map(({ subjectName, notBefore, notAfter }) => {
    const tbs = sequence(
      integer(1),
      algorithm,
      subjectName,
      sequence(time(notBefore), time(notAfter)),
      subjectName,
      spki,
    );
    return pem(encodeDer(sequence(tbs, algorithm, bits(sign(null, encodeDer(tbs), privateKey)))));
  });
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, getCiphers, TLSSocket } from 'node:tls';
import type { Material } from '../../pki/material.ts';
import { serverOptions, type TlsOptions } from '../../transport/tls/options.ts';
import { TLS_PROFILES } from '../../transport/tls/profile.ts';
import { type Check, failure, info, ok } from './check.ts';

/** Which kind of certificate a suite of rule 67 goes with. */
function keyOf(suite: string): 'rsa' | 'ec' {
  return suite.includes('ECDSA') ? 'ec' : 'rsa';
}

const REMEDY = "another build of Node: nodejs.org's have it";

/**
 * Whether each suite of rule 67 can be spoken with the certificates that are there: by a handshake in memory, with a client
 * that offers nothing else.
 * @param known OpenSSL's names in lower case
 */
export async function suiteChecks(tls: TlsOptions, known: readonly string[] = getCiphers()): Promise<readonly Check[]> {
  const suites = TLS_PROFILES.openadr.ciphers.split(':');
  return Promise.all(
    suites.map(async (suite) => {
      if (!known.includes(suite.toLowerCase())) {
        return failure('suite', `this Node (OpenSSL ${process.versions.openssl}) does not know ${suite}`, REMEDY);
      }
      const own = tls.identities.find(({ chain }) => chain[0].key.type === keyOf(suite));
      if (!own) return info('suite', `${suite} is known, and there is no certificate for it`);
      return handshake(tls, own, suite).then(
        () => ok('suite', `${suite} was agreed in a trial handshake`),
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          return failure(
            'suite',
            `${suite} comes to nothing in a trial handshake: ${reason}`,
            `oadr-sim certs verify ${own.name} --purpose server shows what is wrong with it`,
          );
        },
      );
    }),
  );
}

/** @throws Error what either side says */
async function handshake(tls: TlsOptions, own: Material, suite: string): Promise<void> {
  const [near, far]: [Duplex, Duplex] = duplexPair();
  const { minVersion, maxVersion, ...options } = serverOptions({ ...tls, identities: [own] });
  const secureContext = createSecureContext({ ...options, minVersion, maxVersion });
  const server = new TLSSocket(far, { isServer: true, secureContext });
  const client = connect({
    socket: near,
    // It offers this suite alone, and takes any certificate: what is judged here is not the certificate.
    ...{ ciphers: `${suite}:@SECLEVEL=0`, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', rejectUnauthorized: false },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('secureConnect', resolve);
      client.once('error', reject);
      server.once('error', reject);
    });
    const agreed = client.getCipher().name;
    if (agreed !== suite) throw new Error(`${agreed} was agreed instead`);
  } finally {
    for (const socket of [client, server]) {
      socket.on('error', () => {});
      socket.destroy();
    }
  }
}

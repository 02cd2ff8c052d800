import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions } from '../bench/bench.ts';
import { Mint } from '../bench/mint.ts';
import { tlsRecord } from '../bench/tls-record.ts';
import type { SessionRecord } from '../journal/record.ts';
import { fileSource, identityWarnings, readIdentities } from '../pki/identities.ts';
import { ALGORITHMS } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import { readTrust } from '../pki/trust.ts';
import { passphraseOf } from './certs-common.ts';
import { UsageError } from './exit.ts';
import type { BenchCliOptions } from './options.ts';

/** TLS of a session: what the bench is made with, what the record says, what a person is to be warned of. */
export interface BenchTls {
  readonly bench: Required<Pick<BenchOptions, 'tls'>> & Pick<BenchOptions, 'venTls'>;
  readonly session: NonNullable<SessionRecord['tls']>;
  readonly warnings: readonly string[];
}

const WORDS = { second: '--cert twice, or --tls <folder>', ca: '--ca <file>' };

/**
 * Reads the certificates that a session's VTN presents and trusts.
 * @param simulates simulated VENs want certificates too
 * @param now ms since the epoch
 * @returns undefined for plain HTTP
 * @throws UsageError, PkiError
 */
export async function benchTls(
  options: BenchCliOptions,
  simulates: boolean,
  now: number,
): Promise<BenchTls | undefined> {
  const { tls: folder, cert, tlsProfile: profile = 'openadr', requireClientCert = false, rejectWith = '403' } = options;
  checkTogether(options);
  if (folder === undefined && cert === undefined) return undefined;
  if (simulates && folder === undefined) {
    throw new UsageError(
      'simulated VENs need certificates of a lab',
      '--tls <folder> (oadr-sim certs init) instead of --cert',
    );
  }
  const passphrase = await passphraseOf(options);
  const { certs, keys } = cert ? { certs: cert, keys: options.key ?? [] } : labFiles(folder ?? '');
  const [certSources, keySources] = await Promise.all([certs, keys].map((files) => Promise.all(files.map(fileSource))));
  const identities = readIdentities({ certs: certSources ?? [], keys: keySources ?? [] }, passphrase);
  const trust = await readTrust(options.ca ?? (folder === undefined ? [] : [folder]));
  const mint = simulates && folder !== undefined && (await Mint.open({ folder, passphrase, now: () => Date.now() }));
  const tls = { identities, trust, profile, requireClientCert, rejectWith };
  return {
    bench: {
      tls,
      ...(mint && { venTls: (venName) => ({ ...mint.of(venName), profile }) }),
    },
    session: tlsRecord(tls),
    warnings: identityWarnings(identities, trust, now, WORDS),
  };
}

function checkTogether({
  tls,
  cert,
  key,
  ca,
  passphraseFile,
  requireClientCert,
  tlsProfile,
  rejectWith,
}: BenchCliOptions): void {
  if (tls !== undefined && (cert || key)) {
    throw new UsageError(
      `${cert ? '--cert' : '--key'} and --tls are both there`,
      '--tls alone: the folder has all that is needed',
    );
  }
  if (tls !== undefined || cert) return;
  const alone = Object.entries({
    '--key': key,
    '--ca': ca,
    '--passphrase-file': passphraseFile,
    '--require-client-cert': requireClientCert,
    '--reject-with': rejectWith === '403' ? undefined : rejectWith,
    '--tls-profile': tlsProfile === 'openadr' ? undefined : tlsProfile,
  }).find(([, value]) => value !== undefined);
  if (alone)
    throw new UsageError(`${alone[0]} is for TLS, and there is no certificate`, '--tls <folder>, or --cert and --key');
}

interface Files {
  readonly certs: readonly string[];
  readonly keys: readonly string[];
}

/** Those that `oadr-sim certs init` wrote. @throws PkiError */
function labFiles(folder: string): Files {
  const names = ALGORITHMS.map((algorithm) => join(folder, `vtn-${algorithm}`)).filter((name) =>
    existsSync(`${name}.pem`),
  );
  if (names.length === 0) {
    throw new PkiError(
      'missing',
      `${folder} holds neither vtn-rsa.pem nor vtn-ecc.pem`,
      `oadr-sim certs init ${folder}`,
    );
  }
  return { certs: names.map((name) => `${name}.pem`), keys: names.map((name) => `${name}.key`) };
}

import type { BenchOptions } from '../bench/bench.ts';
import { Mint } from '../bench/mint.ts';
import { tlsRecord } from '../bench/tls-record.ts';
import type { SessionRecord } from '../journal/record.ts';
import { identityWarnings } from '../pki/identities.ts';
import { readKeyFiles, readTrusted, tlsFiles } from './bench-keys.ts';
import { UsageError } from './exit.ts';
import type { TlsCliOptions } from './tls-options.ts';

/** TLS of a session: what the bench is made with, what the record says, what a person is to be warned of. */
export interface BenchTls {
  readonly bench: Required<Pick<BenchOptions, 'tls'>> & Pick<BenchOptions, 'venTls'>;
  readonly session: NonNullable<SessionRecord['tls']>;
  readonly warnings: readonly string[];
  /** Makes the certificates of simulated VENs, where there are any. */
  readonly mint?: Mint;
}

/** What a session's secrets are read for. */
export interface BenchNeeds {
  /** Opens keys. */
  readonly passphrase?: string;
  /** Simulated VENs want certificates too. */
  readonly simulates: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

/** How warnings call the options. */
const OPTION_WORDS = { second: '--cert twice, or --tls <folder>', ca: '--ca <file>' };

/**
 * Reads the certificates that a session's VTN presents and trusts.
 * @returns undefined for plain HTTP
 * @throws UsageError, PkiError
 */
export async function benchTls(options: TlsCliOptions, needs: BenchNeeds): Promise<BenchTls | undefined> {
  const { tls: folder, tlsProfile: profile = 'openadr', requireClientCert = false, rejectWith = '403' } = options;
  const { passphrase, simulates, now } = needs;
  const files = tlsFiles(options);
  if (files === undefined) return undefined;
  if (simulates && folder === undefined) {
    throw new UsageError(
      'simulated VENs need certificates of a lab',
      '--tls <folder> (oadr-sim certs init) instead of --cert',
    );
  }
  const identities = await readKeyFiles(files, passphrase);
  const trust = await readTrusted(options.ca, folder);
  const mint =
    simulates && folder !== undefined ? await Mint.open({ folder, passphrase, now: () => Date.now() }) : undefined;
  const tls = { identities, trust, profile, requireClientCert, rejectWith };
  return {
    bench: {
      tls,
      ...(mint && { venTls: (venName) => ({ ...mint.of(venName), profile }) }),
    },
    session: tlsRecord(tls),
    warnings: identityWarnings(identities, trust, now, OPTION_WORDS),
    ...(mint && { mint }),
  };
}

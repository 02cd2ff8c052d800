import type { BenchOptions } from '../bench/bench.ts';
import type { SigningOptions } from '../bench/signing/options.ts';
import { signaturesRecord, tlsRecord } from '../bench/tls-record.ts';
import type { SessionRecord } from '../journal/record.ts';
import { REPLAY_WINDOW_MS } from '../openadr/signature/index.ts';
import { identityWarnings } from '../pki/identities.ts';
import type { Material } from '../pki/material.ts';
import type { Trust } from '../pki/trust.ts';
import { readCas, readOwn } from './certificates.ts';
import { durationMs } from './moment.ts';
import type { ServerOptions } from './options.ts';

/** TLS and signatures of a session: what the bench is made with, what the record says, what the program is warned of. */
export interface SessionSecurity {
  readonly bench: Pick<BenchOptions, 'tls' | 'sign'>;
  readonly session: Pick<SessionRecord, 'tls' | 'signatures'>;
  readonly warnings: readonly string[];
}

const WORDS = { second: 'a second one in cert and key', ca: 'the option ca' };

/**
 * Reads the certificates of the options.
 * @param lookup fingerprint that a venID must have
 * @param now ms since the epoch
 * @throws OpenADRError START, naming the file or option
 */
export async function openSecurity(
  options: ServerOptions,
  lookup: SigningOptions['lookup'],
  now: number,
): Promise<SessionSecurity> {
  if (options.cert === undefined) return { bench: {}, session: {}, warnings: [] };
  const [identities, trust] = await Promise.all([readOwn(options), readCas(options)]);
  const sign = signing(options, identities, trust, lookup);
  const signs = { bench: { sign }, session: { signatures: signaturesRecord(sign) } };
  if (options.tls === false || options.mountedAt !== undefined) {
    const warnings =
      trust.certificates.length > 0 ? [] : ['no CA is trusted, so every signature is refused; try: the option ca'];
    return { ...signs, warnings };
  }
  const { tlsProfile: profile = 'openadr', requireClientCert = false, rejectWith = '403' } = options;
  const tls = { identities, trust, profile, requireClientCert, rejectWith };
  return {
    bench: { tls, ...signs.bench },
    session: { tls: tlsRecord(tls), ...signs.session },
    warnings: identityWarnings(identities, trust, now, WORDS),
  };
}

function signing(
  { sign: mode = 'off', replayWindow, handlerTimeout = 'PT5S' }: ServerOptions,
  identities: readonly Material[],
  trust: Trust,
  lookup: SigningOptions['lookup'],
): SigningOptions {
  return {
    ...{ mode, trust, identities: mode === 'off' ? [] : identities },
    replayWindow: replayWindow === undefined ? REPLAY_WINDOW_MS : durationMs(replayWindow, 'the option replayWindow'),
    // The lookup has a time-out of its own, which tells the program; this one only must not be before it.
    ...(lookup && { lookup, lookupTimeout: durationMs(handlerTimeout, 'handlerTimeout') + 1000 }),
  };
}

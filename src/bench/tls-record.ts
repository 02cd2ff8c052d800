import type { SessionRecord } from '../journal/record.ts';
import { REPLAY_WINDOW_MS } from '../openadr/signature/index.ts';
import type { TlsOptions } from '../transport/tls/options.ts';
import { certificateFacts } from '../transport/tls/peer.ts';
import { TLS_PROFILES } from '../transport/tls/profile.ts';
import type { SigningOptions } from './signing/options.ts';

/** What a session's record says of its TLS. */
export function tlsRecord(tls: TlsOptions): NonNullable<SessionRecord['tls']> {
  const { identities, profile = 'openadr', requireClientCert = false, rejectWith = '403' } = tls;
  return {
    profile,
    about: TLS_PROFILES[profile].about,
    certificates: identities.map(({ chain }) => certificateFacts(chain[0])),
    clientCertificates: requireClientCert ? 'required' : 'requested',
    rejectWith,
  };
}

/** What a session's record says of its signatures; nothing where none are made. */
export function signaturesRecord({
  mode,
  replayWindow = REPLAY_WINDOW_MS,
  identities,
}: SigningOptions): SessionRecord['signatures'] {
  if (mode === 'off') return undefined;
  return { mode, replayWindow, certificates: identities.map(({ chain }) => certificateFacts(chain[0])) };
}

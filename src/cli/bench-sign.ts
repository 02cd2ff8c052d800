import type { BenchOptions } from '../bench/bench.ts';
import { Mint } from '../bench/mint.ts';
import type { SigningOptions } from '../bench/signing/options.ts';
import type { SessionRecord } from '../journal/record.ts';
import { REPLAY_WINDOW_MS } from '../openadr/signature/index.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { chainWarnings } from '../pki/identities.ts';
import type { Material } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import type { Trust } from '../pki/trust.ts';
import { certificateFacts } from '../transport/tls/peer.ts';
import { labFiles, readKeyFiles, readTrusted } from './bench-keys.ts';
import type { BenchNeeds, BenchTls } from './bench-tls.ts';
import type { SignCliOptions } from './sign-options.ts';
import type { TlsCliOptions } from './tls-options.ts';

/** Signatures of a session, as BenchTls. */
export interface BenchSign {
  readonly bench: Pick<BenchOptions, 'sign' | 'venSign'>;
  readonly session?: NonNullable<SessionRecord['signatures']>;
  readonly warnings: readonly string[];
}

/**
 * What a session's VTN signs with, and by whom it lets itself be spoken to (section 10.6).
 * @param options that go together
 * @param tls whose certificates sign, where there is TLS
 * @throws PkiError
 */
export async function benchSign(
  options: TlsCliOptions & SignCliOptions,
  needs: BenchNeeds,
  tls: BenchTls | undefined,
): Promise<BenchSign> {
  const { sign: mode = 'off', replayWindow = REPLAY_WINDOW_MS, fingerprint: known } = options;
  const lookup = known && { lookup: (venID: string) => known.get(venID) };
  if (mode === 'off') {
    // What comes signed is checked all the same, as far as there is a CA to check it by.
    const trust = tls?.bench.tls.trust;
    return { bench: trust ? { sign: { mode, identities: [], trust, ...lookup } } : {}, warnings: [] };
  }
  const own = tls
    ? { ...tls.bench.tls, mint: tls.mint, warnings: [] }
    : await plainKeys(options, options.signCerts ?? '', needs);
  const { identities, trust, mint, warnings } = own;
  const keyType = tls ? undefined : keyTypeOf(options);
  const sign: SigningOptions = { mode, replayWindow, identities, trust, ...(keyType && { keyType }), ...lookup };
  return {
    bench: { sign, ...(mint && { venSign: venSign(mint, sign, tls !== undefined) }) },
    session: { mode, replayWindow, certificates: identities.map(({ chain }) => certificateFacts(chain[0])) },
    warnings,
  };
}

interface OwnKeys {
  readonly identities: readonly Material[];
  readonly trust: Trust;
  readonly mint?: Mint;
  readonly warnings: readonly string[];
}

/** From a lab's folder: on plain HTTP nothing else tells of keys. */
async function plainKeys(options: TlsCliOptions & SignCliOptions, folder: string, needs: BenchNeeds): Promise<OwnKeys> {
  const { passphrase, simulates, now } = needs;
  const identities = await readKeyFiles(labFiles(folder), passphrase);
  const wanted = keyTypeOf(options);
  if (wanted && !identities.some(({ chain }) => chain[0].key.type === wanted)) {
    throw new PkiError(
      'missing',
      `${folder} holds no ${options.signKey?.toUpperCase()} certificate of the VTN to sign with`,
      `oadr-sim certs vtn --folder ${folder}`,
    );
  }
  const trust = await readTrusted(options.ca, folder);
  const warnings = chainWarnings(identities, trust, now);
  const mint = simulates ? await Mint.open({ folder, passphrase, now: () => Date.now() }) : undefined;
  return { identities, trust, warnings, ...(mint && { mint }) };
}

function keyTypeOf({ signKey }: SignCliOptions): SigningOptions['keyType'] {
  return signKey === 'ecc' ? 'ec' : signKey;
}

/** On plain HTTP a simulated VEN knows beforehand which certificates the VTN may sign with. */
function venSign(
  mint: Mint,
  { identities, replayWindow }: SigningOptions,
  tls: boolean,
): NonNullable<BenchOptions['venSign']> {
  const vtnFingerprint = identities.map(({ chain }) => fingerprint(chain[0].der));
  return (venName) => ({ ...mint.signing(venName), replayWindow, ...(!tls && { vtnFingerprint }) });
}

import { UsageError } from './exit.ts';
import type { SignCliOptions } from './sign-options.ts';
import type { TlsCliOptions } from './tls-options.ts';

type Options = TlsCliOptions & SignCliOptions;

/** Which options of TLS and signatures go together. @throws UsageError */
export function checkSecurity(options: Options): void {
  const { tls, cert, key, signCerts } = options;
  if (tls !== undefined && (cert || key)) {
    throw new UsageError(
      `${cert ? '--cert' : '--key'} and --tls are both there`,
      '--tls alone: the folder has all that is needed',
    );
  }
  const secure = tls !== undefined || cert !== undefined;
  checkSigning(options, secure);
  if (secure) return;
  if (options.fingerprint && (options.sign ?? 'off') === 'off') {
    throw new UsageError(
      '--fingerprint is of a certificate, and on plain HTTP without signatures a VEN shows none',
      '--tls <folder>, or --sign on --sign-certs <folder>',
    );
  }
  const { requireClientCert, rejectWith, tlsProfile, ca, passphraseFile, passphrase } = options;
  const alone = named({
    '--key': key,
    '--require-client-cert': requireClientCert,
    '--reject-with': rejectWith === '403' ? undefined : rejectWith,
    '--tls-profile': tlsProfile === 'openadr' ? undefined : tlsProfile,
    // Signers' CAs and keys need them too.
    ...(signCerts === undefined && { '--ca': ca, '--passphrase-file': passphraseFile, '--passphrase': passphrase }),
  });
  if (alone)
    throw new UsageError(`${alone} is for TLS, and there is no certificate`, '--tls <folder>, or --cert and --key');
}

function checkSigning(options: Options, secure: boolean): void {
  const { sign = 'off', signCerts, signKey, replayWindow } = options;
  if (sign === 'off') {
    const alone = named({ '--sign-certs': signCerts, '--sign-key': signKey, '--replay-window': replayWindow });
    if (alone) throw new UsageError(`${alone} is for signatures, and --sign is off`, '--sign on, or --sign require');
    return;
  }
  if (secure) {
    const superfluous = named({ '--sign-certs': signCerts, '--sign-key': signKey });
    if (!superfluous) return;
    throw new UsageError(
      `${superfluous} is for plain HTTP: with TLS its own certificates sign, of the kind that each connection uses (rule 514)`,
      `leave ${superfluous} out`,
    );
  }
  if (signCerts === undefined) {
    throw new UsageError(
      `--sign ${sign} has nothing to sign with`,
      '--tls <folder>; or, on plain HTTP, --sign-certs <folder> (oadr-sim certs init makes one)',
    );
  }
}

/** The first option that was given. */
function named(options: Readonly<Record<string, unknown>>): string | undefined {
  return Object.entries(options).find(([, value]) => value !== undefined)?.[0];
}

import { type Command, Option } from 'commander';
import { TLS_PROFILE_NAMES, type TlsProfileName } from '../transport/tls/profile.ts';
import { listOption, type PassphraseOptions, passphraseOptions } from './certs-options.ts';

/** Options of a VTN's TLS: `run`, `serve`, `doctor`. */
export interface TlsCliOptions extends PassphraseOptions {
  readonly tls?: string;
  readonly cert?: readonly string[];
  readonly key?: readonly string[];
  readonly ca?: readonly string[];
  readonly tlsProfile?: TlsProfileName;
  readonly requireClientCert?: boolean;
  readonly rejectWith?: '403' | 'handshake';
}

export function tlsOptions(command: Command): Command {
  command
    .option('--tls <folder>', 'speak TLS with the certificates of a folder that oadr-sim certs init made')
    .addOption(fileOption('--cert <file>', 'speak TLS with this certificate and its intermediates'))
    .addOption(fileOption('--key <file>', 'its private key'))
    .addOption(fileOption('--ca <file>', "a CA of VENs' certificates, or a folder of them"));
  return passphraseOptions(command)
    .addOption(
      new Option('--tls-profile <name>', 'openadr: TLS 1.2 and the suites of rule 67 alone; modern: TLS 1.3 too')
        .choices(TLS_PROFILE_NAMES)
        .default('openadr'),
    )
    .option('--require-client-cert', 'refuse a VEN without a certificate')
    .addOption(
      new Option('--reject-with <how>', 'what a VEN with a bad certificate gets: HTTP 403, or an alert')
        .choices(['403', 'handshake'])
        .default('403'),
    );
}

/** An option that may be given several times. */
function fileOption(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser(listOption);
}

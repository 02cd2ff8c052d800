import { type Command, InvalidArgumentError, Option } from 'commander';
import { listOption, type PassphraseOptions, passphraseOptions } from './certs-options.ts';
import { durationOption } from './parse.ts';
import { fingerprintOf, windowOption } from './sign-options.ts';

/** Options of `ven`. */
export interface VenCliOptions extends PassphraseOptions {
  readonly url?: string;
  readonly count: number;
  readonly name: string;
  readonly personality: string;
  readonly venId?: string;
  readonly duration?: number;
  readonly record: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly seed?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: readonly string[];
  readonly tls?: string;
  readonly certKind?: string;
  readonly certKey?: 'rsa' | 'ecc' | 'hybrid';
  readonly tlsProfile: 'openadr' | 'modern';
  readonly sign?: boolean;
  readonly vtnFingerprint?: readonly string[];
  /** ms of bench time either way. */
  readonly replayWindow?: number;
}

function countOption(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > 10_000) throw new InvalidArgumentError('Use 1 to 10000.');
  return count;
}

export function venOptions(command: Command): Command {
  command
    .option('--url <url>', 'the VTN, as http://host:port/OpenADR2/Simple/2.0b or https')
    .addOption(new Option('--count <n>', 'how many').argParser(countOption).default(1))
    .option('--name <venName>', 'venName; with several VENs a number is added', 'sim')
    .option('--personality <name>', 'how it behaves; "list" shows all', 'cooperative')
    .option('--ven-id <venID>', 'a venID that the VTN was given for it (one VEN only)')
    .addOption(new Option('--duration <duration>', 'stop after this time; else with ctrl-c').argParser(durationOption))
    .option('--record <file>', 'what happened as NDJSON, or none', 'none')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('-q, --quiet', 'problems only')
    .option('--seed <text>', 'makes ids, offsets and jitter repeatable')
    .option('--tls <folder>', 'a lab of `certs init`: each VEN gets a certificate of its own, and trusts its CAs')
    .option('--cert-kind <kind>', 'with --tls: good, none, or one that must be refused; "list" shows all')
    .addOption(
      new Option('--cert-key <kind>', 'with --tls: key and CA (default: ecc)').choices(['rsa', 'ecc', 'hybrid']),
    )
    .option('--cert <file>', 'what it presents: its certificate, then the intermediates (one VEN only)')
    .option('--key <file>', 'its key, unless --cert holds it')
    .addOption(
      new Option('--ca <file>', 'CAs that the VTN may have its certificate of (repeatable)').argParser(listOption),
    )
    .addOption(
      new Option('--tls-profile <name>', 'openadr: TLS 1.2 and two suites (rule 67); modern: TLS 1.3 too')
        .choices(['openadr', 'modern'])
        .default('openadr'),
    );
  return passphraseOptions(command)
    .option(
      '--sign',
      'sign each message with the certificate of --tls or --cert, and take no answer that is not signed',
    )
    .addOption(
      new Option(
        '--vtn-fingerprint <value>',
        'with --sign: of a certificate that the VTN signs with, beside that of its TLS (repeatable)',
      ).argParser((text: string, before: readonly string[] = []) => [...before, fingerprintOf(text)]),
    )
    .addOption(
      new Option(
        '--replay-window <duration>',
        "with --sign: how far the VTN's ReplayProtect may be off (default: 5m)",
      ).argParser(windowOption),
    );
}

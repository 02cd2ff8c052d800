import { type Command, Option } from 'commander';
import { TLS_PROFILE_NAMES, type TlsProfileName } from '../transport/tls/profile.ts';
import {
  durationOption,
  idOption,
  pairOption,
  pollOption,
  portOption,
  sizeOption,
  speedOption,
  venOption,
} from './parse.ts';

/** The record of a session that names none; the one before is kept as `last-1.ndjson`. */
export const DEFAULT_RECORD = '.oadr-sim/last.ndjson';

/** Options that `run` and `serve` share. */
export interface BenchCliOptions {
  readonly host: string;
  /** Default 8080, with TLS 8443. */
  readonly port?: number;
  readonly prefix?: string;
  readonly ui: 'auto' | 'tui' | 'plain' | 'none';
  readonly headless?: boolean;
  readonly quiet?: boolean;
  readonly exit?: boolean;
  readonly ven?: number;
  readonly speed: number;
  readonly state: string;
  readonly ephemeral?: boolean;
  readonly record: string;
  readonly recordMax: number;
  readonly rejectInvalid?: boolean;
  readonly anyVenId?: boolean;
  readonly conformance?: 'error' | 'warn' | 'off';
  readonly filter?: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii?: boolean;
  readonly vtnId?: string;
  readonly pollInterval: number;
  readonly seed?: string;
  readonly tls?: string;
  readonly cert?: readonly string[];
  readonly key?: readonly string[];
  readonly ca?: readonly string[];
  readonly passphraseFile?: string;
  readonly tlsProfile?: TlsProfileName;
  readonly requireClientCert?: boolean;
  readonly rejectWith?: '403' | 'handshake';
}

/** Options of `run` alone. */
export interface RunCliOptions extends BenchCliOptions {
  readonly grep?: string;
  readonly list?: boolean;
  readonly set?: Record<string, string>;
  readonly answer?: Record<string, string>;
  readonly bail?: boolean;
  readonly timeout?: number;
  readonly wait: number;
}

export function benchOptions(command: Command): Command {
  return command
    .option(
      '--host <address>',
      'address to listen on; hardware needs 0.0.0.0 or an address of this machine',
      '127.0.0.1',
    )
    .addOption(new Option('--port <port>', '0 picks a free one (default: 8080, with TLS 8443)').argParser(portOption))
    .option('--prefix <path>', 'path before /OpenADR2/Simple/2.0b')
    .option('--tls <folder>', 'speak TLS with the certificates of a folder that oadr-sim certs init made')
    .addOption(fileOption('--cert <file>', 'speak TLS with this certificate and its intermediates'))
    .addOption(fileOption('--key <file>', 'its private key'))
    .addOption(fileOption('--ca <file>', "a CA of VENs' certificates, or a folder of them"))
    .option('--passphrase-file <file>', 'opens the private keys; else OADR_SIM_PASSPHRASE')
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
    )
    .addOption(new Option('--ui <mode>', 'how to show it').choices(['auto', 'tui', 'plain', 'none']).default('auto'))
    .option('--headless', 'same as --ui plain')
    .option('-q, --quiet', 'failures and summary only')
    .option('--exit', 'the UI closes at the verdict')
    .addOption(new Option('--ven <sim[:N]>', 'start simulated VENs; they fill free aliases first').argParser(venOption))
    .addOption(new Option('--speed <factor>', 'scaled time; simulated VENs only').argParser(speedOption).default(1))
    .option('--state <file>', 'what survives a restart', '.oadr-sim/state.json')
    .option('--ephemeral', 'keep no state')
    .option('--record <file>', 'the session as NDJSON, or none', DEFAULT_RECORD)
    .addOption(
      new Option('--record-max <size>', 'a new record file from this size on')
        .argParser(sizeOption)
        .default(2 ** 30, '1GiB'),
    )
    .option('--reject-invalid', "refuse what the standard refuses, with the standard's own answer")
    .option('--any-ven-id', 'accept a venID that the VEN chose itself at its first registration (rule 402)')
    .addOption(
      new Option('--conformance <level>', 'what a finding does to the verdict').choices(['error', 'warn', 'off']),
    )
    .option('--filter <text>', 'what is shown; never what is recorded or judged')
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--ascii', 'plain symbols in the UI')
    .addOption(new Option('--vtn-id <vtnID>', 'the vtnID; kept in the state file').argParser(idOption))
    .addOption(new Option('--poll-interval <duration>', 'offered to VENs').argParser(pollOption).default(10_000, '10s'))
    .option('--seed <text>', 'makes ids, offsets and jitter repeatable');
}

/** An option that may be given several times. */
function fileOption(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser((file: string, before: string[] = []) => [
    ...before,
    file,
  ]);
}

/** A variable of a scenario. */
export function setOption(): Option {
  return new Option('--set <name=value>', 'a variable of the scenario (repeatable)').argParser(pairOption);
}

export function runOptions(command: Command): Command {
  return benchOptions(command)
    .option('--grep <regexp>', 'only scenarios whose name or tags match')
    .option('--list', 'show the scenarios and stop')
    .addOption(setOption())
    .addOption(new Option('--answer <id=answer>', 'the answer to a prompt (repeatable)').argParser(pairOption))
    .option('--bail', 'stop after the first scenario that fails')
    .addOption(new Option('--timeout <duration>', "instead of the scenario's own").argParser(durationOption))
    .addOption(new Option('--wait <duration>', 'for VENs to come').argParser(durationOption).default(120_000, '2m'));
}

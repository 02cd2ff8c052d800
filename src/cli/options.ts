import { type Command, Option } from 'commander';
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
import { type ReportCliOptions, reportOptions } from './report-options.ts';
import { type SignCliOptions, signOptions } from './sign-options.ts';
import { type TlsCliOptions, tlsOptions } from './tls-options.ts';

/** The record of a session that names none; the one before is kept as `last-1.ndjson`. */
export const DEFAULT_RECORD = '.oadr-sim/last.ndjson';

/** Where a VTN listens. */
export interface ListenCliOptions {
  readonly host: string;
  /** Default 8080, with TLS 8443. */
  readonly port?: number;
  readonly prefix?: string;
}

/** What is kept of a session. */
export interface KeepCliOptions {
  readonly state: string;
  readonly ephemeral?: boolean;
  readonly record: string;
  readonly recordMax: number;
}

/** Options that `run` and `serve` share. */
export interface BenchCliOptions
  extends ListenCliOptions,
    TlsCliOptions,
    SignCliOptions,
    KeepCliOptions,
    ReportCliOptions {
  readonly ui: 'auto' | 'tui' | 'plain' | 'none';
  readonly headless?: boolean;
  readonly quiet?: boolean;
  readonly exit?: boolean;
  readonly ven?: number;
  readonly speed: number;
  readonly rejectInvalid?: boolean;
  readonly anyVenId?: boolean;
  readonly conformance?: 'error' | 'warn' | 'off';
  readonly filter?: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly ascii?: boolean;
  readonly vtnId?: string;
  readonly pollInterval: number;
  readonly seed?: string;
}

/** Options of `run` alone. */
export interface RunCliOptions extends BenchCliOptions {
  readonly grep?: string;
  readonly list?: boolean;
  readonly root?: string;
  readonly set?: Record<string, string>;
  readonly answer?: Record<string, string>;
  readonly bail?: boolean;
  readonly timeout?: number;
  readonly wait: number;
}

/** `--host`, `--port`, `--prefix`. */
export function listenOptions(command: Command): Command {
  return command
    .option(
      '--host <address>',
      'address to listen on; hardware needs 0.0.0.0 or an address of this machine',
      '127.0.0.1',
    )
    .addOption(new Option('--port <port>', '0 picks a free one (default: 8080, with TLS 8443)').argParser(portOption))
    .option('--prefix <path>', 'path before /OpenADR2/Simple/2.0b');
}

/** `--state`, `--record` and what goes with them. */
export function keepOptions(command: Command): Command {
  return command
    .option('--state <file>', 'what survives a restart', '.oadr-sim/state.json')
    .option('--ephemeral', 'keep no state')
    .option('--record <file>', 'the session as NDJSON, or none', DEFAULT_RECORD)
    .addOption(
      new Option('--record-max <size>', 'a new record file from this size on')
        .argParser(sizeOption)
        .default(2 ** 30, '1GiB'),
    );
}

export function benchOptions(command: Command): Command {
  signOptions(tlsOptions(listenOptions(command)))
    .addOption(new Option('--ui <mode>', 'how to show it').choices(['auto', 'tui', 'plain', 'none']).default('auto'))
    .option('--headless', 'same as --ui plain')
    .option('-q, --quiet', 'failures and summary only')
    .option('--exit', 'the UI closes at the verdict')
    .addOption(new Option('--ven <sim[:N]>', 'start simulated VENs; they fill free aliases first').argParser(venOption))
    .addOption(new Option('--speed <factor>', 'scaled time; simulated VENs only').argParser(speedOption).default(1));
  return reportOptions(keepOptions(command))
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

/** A variable of a scenario. */
export function setOption(): Option {
  return new Option('--set <name=value>', 'a variable of the scenario (repeatable)').argParser(pairOption);
}

export function rootOption(): Option {
  return new Option(
    '--root <folder>',
    'scenarios may name files anywhere below it (default: each below its own folder)',
  );
}

export function runOptions(command: Command): Command {
  return benchOptions(command)
    .addOption(rootOption())
    .option('--grep <regexp>', 'only scenarios whose name or tags match')
    .option('--list', 'show the scenarios and stop')
    .addOption(setOption())
    .addOption(new Option('--answer <id=answer>', 'the answer to a prompt (repeatable)').argParser(pairOption))
    .option('--bail', 'stop after the first scenario that fails')
    .addOption(new Option('--timeout <duration>', "instead of the scenario's own").argParser(durationOption))
    .addOption(new Option('--wait <duration>', 'for VENs to come').argParser(durationOption).default(120_000, '2m'));
}

import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Where a lab's certificates are unless told otherwise. */
export const CERTS_FOLDER = '.oadr-sim/certs';

/** How a key is protected, and how a protected one is opened. */
export interface PassphraseOptions {
  readonly passphrase?: string;
  readonly passphraseFile?: string;
}

/** Options of all that writes certificates. */
export interface MakeOptions extends PassphraseOptions {
  readonly san?: readonly string[];
  readonly days: number;
  readonly force?: boolean;
}

export interface InitOptions extends MakeOptions {
  readonly discardRoot?: boolean;
}

/** Options of `certs ven` and `certs vtn`. */
export interface LeafOptions extends MakeOptions {
  readonly folder: string;
  readonly rsa?: boolean;
  readonly ecc?: boolean;
  readonly hybrid?: boolean;
  readonly fault?: readonly string[];
  readonly p12?: boolean;
  readonly plainKey?: boolean;
}

export interface ShowOptions extends PassphraseOptions {
  readonly json?: boolean;
}

export interface FingerprintOptions extends ShowOptions {
  readonly match?: string;
  readonly quiet?: boolean;
}

export interface VerifyOptions extends ShowOptions {
  readonly trust?: readonly string[];
  readonly purpose?: 'client' | 'server';
  readonly host?: string;
  readonly crl?: string;
  readonly at?: number;
}

export function passphraseOptions(command: Command): Command {
  return command
    .option('--passphrase-file <file>', 'the passphrase of keys; or set OADR_SIM_PASSPHRASE')
    .option('--passphrase <text>', 'the same, for all to see in the list of processes');
}

export function makeOptions(command: Command): Command {
  return passphraseOptions(command)
    .addOption(new Option('--san <host>', 'a host name or address that it covers (repeatable)').argParser(hostsOption))
    .addOption(new Option('--days <n>', 'how long it is valid').argParser(daysOption).default(730))
    .option('--force', 'replace files that are there');
}

/** Host names and addresses, separated by commas; names of other alphabets become `xn--…`. */
export function hostsOption(text: string, before: readonly string[] = []): readonly string[] {
  const hosts = text.split(',').map((one) => one.trim());
  return [...before, ...hosts.map(hostOption)];
}

function hostOption(text: string): string {
  if (isIP(text) !== 0 && !text.includes('%')) return text;
  const host = domainToASCII(text);
  // A wildcard stands for one label, the first.
  if (
    host.length <= 253 &&
    /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*$/i.test(host)
  ) {
    return host;
  }
  throw new InvalidArgumentError(`"${text}" is no host name or address; write bench.local or 192.168.1.10.`);
}

/** 1 to 5000, so that the CA outlives it. */
export function daysOption(text: string): number {
  const days = Number(text);
  if (!/^\d+$/.test(text) || days < 1 || days > 5000) throw new InvalidArgumentError('Use 1 to 5000.');
  return days;
}

/** A date or a date and time, UTC unless it says otherwise → ms since the epoch. */
export function momentOption(text: string): number {
  const iso = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const ms = Date.parse(iso && text.includes('T') && !iso[1] ? `${text}Z` : text);
  if (!iso || Number.isNaN(ms)) throw new InvalidArgumentError(`"${text}" is no moment; write 2027-01-31T12:00:00Z.`);
  return ms;
}

export function listOption(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

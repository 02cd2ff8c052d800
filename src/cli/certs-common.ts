import { readFile } from 'node:fs/promises';
import { clean } from '../journal/clean.ts';
import { type Bundle, readBundle } from '../pki/bundle.ts';
import type { Certificate } from '../pki/certificate.ts';
import { PkiError, reasonOf } from '../pki/pki-error.ts';
import type { PassphraseOptions } from './certs-options.ts';
import { type ExitCode, UsageError } from './exit.ts';
import { jsonText } from './json.ts';

/** Runs a command; what cannot be read or written ends it with exit 2, as `certs` promises. */
export async function certsAction(run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PkiError) throw new UsageError(clean(error.message), error.remedy);
    throw error;
  }
}

/** Names in certificates come from strangers: nothing of them may steer the terminal. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) console.log(clean(line));
}

export function printJson(value: unknown): void {
  console.log(jsonText(value));
}

/** The passphrase of `--passphrase-file`, `--passphrase` or OADR_SIM_PASSPHRASE; undefined where none is given. */
export async function passphraseOf(options: PassphraseOptions): Promise<string | undefined> {
  const { passphrase, passphraseFile } = options;
  if (passphrase !== undefined && passphraseFile !== undefined) {
    throw new UsageError('--passphrase and --passphrase-file are both there', 'leave out --passphrase');
  }
  if (passphrase !== undefined) {
    console.error('warning: --passphrase stands in the list of processes; try: --passphrase-file <file>');
  }
  const given =
    passphraseFile === undefined ? (passphrase ?? process.env.OADR_SIM_PASSPHRASE) : await firstLine(passphraseFile);
  if (given === '' && (passphrase ?? passphraseFile) !== undefined) {
    throw new UsageError('the passphrase is empty', 'write one line into the file, or give none at all');
  }
  return given === '' ? undefined : given;
}

async function firstLine(file: string): Promise<string> {
  return (await readBytes(file)).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

/** @throws PkiError */
export async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new PkiError('unreadable', `${file} cannot be read: ${reasonOf(cause)}`, undefined, { cause });
  }
}

/** A file's certificates and keys, and its bytes. */
export async function loadBundle(
  file: string,
  options: PassphraseOptions,
): Promise<{ readonly bundle: Bundle; readonly bytes: Buffer }> {
  const bytes = await readBytes(file);
  return { bundle: readBundle(bytes, file, await passphraseOf(options)), bytes };
}

/** The first certificate of a file. */
export function firstOf({ certificates }: Bundle, file: string): Certificate {
  const [first] = certificates;
  if (first) return first;
  throw new PkiError('missing', `${file} holds a key, but no certificate`, 'name the .pem, .crt or .p12 beside it');
}

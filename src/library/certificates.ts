import { readBundle } from '../pki/bundle.ts';
import { fileSource, readIdentities, type Source } from '../pki/identities.ts';
import type { Material } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import { readTrust, type Trust } from '../pki/trust.ts';
import { OpenADRError, wrapped } from './error.ts';
import type { Certificates, Pem } from './security-options.ts';

/** One value or several. */
export function listOfPem(given: Pem | readonly Pem[] | undefined): readonly Pem[] {
  if (given === undefined) return [];
  return typeof given === 'string' || given instanceof Uint8Array ? [given] : given;
}

/** Whether a text is the content itself, not the path of a file. */
export function isPemText(given: string): boolean {
  return given.includes('-----BEGIN ');
}

/**
 * Reads the own certificates with their keys.
 * @throws OpenADRError START, naming the file or option
 */
export async function readOwn({ cert, key, passphrase }: Certificates): Promise<readonly Material[]> {
  return inOptions(async () => {
    const [certs, keys] = await Promise.all([sources(cert, 'cert'), sources(key, 'key')]);
    return readIdentities({ certs, keys }, passphrase);
  });
}

/** Reads the CAs. @throws OpenADRError START, naming the file or option */
export async function readCas({ ca }: Pick<Certificates, 'ca'>): Promise<Trust> {
  return inOptions(async () => {
    const all = await Promise.all(listOfPem(ca).map((one, at) => (isPath(one) ? readTrust([one]) : casIn(one, at))));
    return { certificates: all.flatMap(({ certificates }) => certificates) };
  });
}

function isPath(given: Pem): given is string {
  return typeof given === 'string' && !isPemText(given);
}

function casIn(given: Pem, at: number): Trust {
  const { name, bytes } = inMemory(given, 'ca', at);
  const { certificates } = readBundle(bytes, name);
  if (certificates.length > 0) return { certificates };
  throw new PkiError('missing', `${name} holds no certificate of a CA`);
}

async function sources(given: Certificates['cert'], option: 'cert' | 'key'): Promise<readonly Source[]> {
  return Promise.all(listOfPem(given).map((one, at) => (isPath(one) ? fileSource(one) : inMemory(one, option, at))));
}

function inMemory(given: Pem, option: string, at: number): Source {
  return { name: `the option ${option}${at === 0 ? '' : `, number ${at + 1},`}`, bytes: Buffer.from(given) };
}

/** What to do, in words of the options: those of the rooms below are the command line's. */
function hintOf({ fault, message }: PkiError): string {
  if (fault === 'passphrase') {
    return message.startsWith('the passphrase') ? 'give the passphrase of that key' : 'give the option passphrase';
  }
  if (message.startsWith('no key fits')) return 'give the key that belongs to it in the option key';
  return 'give the path of a file, PEM text, or the bytes of a file';
}

async function inOptions<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PkiError)) throw wrapped(error, 'START');
    throw new OpenADRError('START', error.message, { hint: hintOf(error), cause: error });
  }
}

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readBundle } from './bundle.ts';
import type { Certificate } from './certificate.ts';
import { PkiError, reasonOf } from './pki-error.ts';

/** The CAs that this side knows. Self-signed ones end a chain; the others only help to build it. */
export interface Trust {
  readonly certificates: readonly Certificate[];
}

/** The file of a lab's folder that holds what devices and bench must trust. */
export const TRUST_FILE = 'trust.pem';

const CERTIFICATE_FILE = /\.(?:pem|crt|cer|der|p7b)$/i;

/**
 * Reads what is to be trusted: a file with every certificate in it, or a folder: its `trust.pem`, and where there is none,
 * every CA's certificate that stands in its files.
 * @throws PkiError `missing` where no certificate is found, `unreadable`
 */
export async function readTrust(paths: readonly string[]): Promise<Trust> {
  const certificates = (await Promise.all(paths.map(readPath))).flat();
  const seen = new Set<string>();
  return {
    certificates: certificates.filter(({ der }) => {
      const key = der.toString('latin1');
      return !seen.has(key) && seen.add(key);
    }),
  };
}

async function readPath(path: string): Promise<readonly Certificate[]> {
  const found = (await isFolder(path)) ? await readFolder(path) : readBundle(await read(path), path).certificates;
  if (found.length > 0) return found;
  throw new PkiError(
    'missing',
    `${path} holds no certificate of a CA`,
    `oadr-sim certs init makes a lab's CAs; or name the file with the CA's certificates`,
  );
}

async function readFolder(folder: string): Promise<readonly Certificate[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new PkiError('unreadable', `${folder} cannot be read: ${reasonOf(cause)}`, undefined, { cause });
  });
  if (files.includes(TRUST_FILE))
    return readBundle(await read(join(folder, TRUST_FILE)), join(folder, TRUST_FILE)).certificates;
  const certificates: Certificate[] = [];
  for (const file of files.filter((name) => CERTIFICATE_FILE.test(name)).sort()) {
    certificates.push(...readBundle(await read(join(folder, file)), join(folder, file)).certificates);
  }
  return certificates.filter((one) => one.ca);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new PkiError(
      'unreadable',
      `${path} cannot be read: ${reasonOf(cause)}`,
      "oadr-sim certs init makes a lab's CAs; or name the file with the CA's certificates",
      { cause },
    );
  }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PkiError('unreadable', `${path} cannot be read: ${reasonOf(cause)}`, undefined, { cause });
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBundle } from './bundle.ts';
import { isLocked, readKey } from './key.ts';
import type { Algorithm, Authority } from './material.ts';
import { PkiError, reasonOf } from './pki-error.ts';

/** The CA of a lab's folder. */
export interface LabAuthority extends Authority {
  /** Its key is kept under a passphrase. */
  readonly locked: boolean;
}

/**
 * Reads the CA of a lab's folder, to issue with it.
 * @throws PkiError `missing` where it is not there, `passphrase`, `unreadable`
 */
export async function readAuthority(folder: string, algorithm: Algorithm, passphrase?: string): Promise<LabAuthority> {
  const pem = join(folder, `ca-${algorithm}.pem`);
  const keyFile = join(folder, `ca-${algorithm}.key`);
  const [certificates, keyText] = await Promise.all([read(pem), read(keyFile)]);
  const [certificate] = readBundle(certificates, pem).certificates;
  if (!certificate) throw new PkiError('missing', `${pem} holds no certificate`, 'oadr-sim certs init makes a lab');
  const pemOfKey = keyText.toString('latin1');
  const key = readKey(pemOfKey, passphrase, keyFile);
  if (!certificate.x509.checkPrivateKey(key)) {
    throw new PkiError('unreadable', `${keyFile} is not the key of ${pem}`, 'restore both from the same backup');
  }
  return { certificate, key, locked: isLocked(pemOfKey) };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new PkiError('missing', `${path} cannot be read: ${reasonOf(cause)}`, 'oadr-sim certs init makes a lab', {
      cause,
    });
  }
}

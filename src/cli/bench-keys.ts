import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource, readIdentities } from '../pki/identities.ts';
import { ALGORITHMS, type Material } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import { readTrust, type Trust } from '../pki/trust.ts';
import type { TlsCliOptions } from './tls-options.ts';

/** Files of a VTN's certificates and of their keys, in whatever order. */
export interface KeyFiles {
  readonly certs: readonly string[];
  readonly keys: readonly string[];
}

/** Those that `--tls` or `--cert` and `--key` name; undefined where neither is there. @throws PkiError */
export function tlsFiles({ tls, cert, key }: TlsCliOptions): KeyFiles | undefined {
  if (cert) return { certs: cert, keys: key ?? [] };
  return tls === undefined ? undefined : labFiles(tls);
}

/** Those that `oadr-sim certs init` wrote. @throws PkiError */
export function labFiles(folder: string): KeyFiles {
  const names = ALGORITHMS.map((algorithm) => join(folder, `vtn-${algorithm}`)).filter((name) =>
    existsSync(`${name}.pem`),
  );
  if (names.length === 0) {
    throw new PkiError(
      'missing',
      `${folder} holds neither vtn-rsa.pem nor vtn-ecc.pem`,
      `oadr-sim certs init ${folder}`,
    );
  }
  return { certs: names.map((name) => `${name}.pem`), keys: names.map((name) => `${name}.key`) };
}

/** Each certificate with its key. @throws PkiError */
export async function readKeyFiles({ certs, keys }: KeyFiles, passphrase?: string): Promise<readonly Material[]> {
  const [certSources, keySources] = await Promise.all([
    Promise.all(certs.map(fileSource)),
    Promise.all(keys.map(fileSource)),
  ]);
  return readIdentities({ certs: certSources, keys: keySources }, passphrase);
}

/** Whose certificates are good: what `--ca` names, else the lab's `trust.pem`. @throws PkiError */
export function readTrusted(ca: readonly string[] | undefined, folder: string | undefined): Promise<Trust> {
  return readTrust(ca ?? (folder === undefined ? [] : [folder]));
}

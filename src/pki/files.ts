import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from './certificate.ts';
import { keyPem } from './key.ts';
import type { Lab } from './lab.ts';
import { ALGORITHMS, type Authority, type Material } from './material.ts';
import { writePkcs12 } from './pkcs12.ts';
import { PkiError, reasonOf } from './pki-error.ts';
import { TRUST_FILE } from './trust.ts';

/** A file to be written. */
export interface OutFile {
  readonly name: string;
  readonly content: string | Buffer;
  /** It holds a key: nobody else may read it. */
  readonly secret: boolean;
}

export interface KeyProtection {
  /** Enciphers the key. */
  readonly passphrase?: string;
}

/** Certificates one after another, as TLS programs read them. */
export function chainPem(chain: readonly Certificate[]): string {
  return chain.map(({ x509 }) => x509.toString()).join('');
}

/** `<name>.pem` with the chain, `<name>.key`. */
export function materialFiles({ name, chain, key }: Material, { passphrase }: KeyProtection): readonly OutFile[] {
  return [
    { name: `${name}.pem`, content: chainPem(chain), secret: false },
    { name: `${name}.key`, content: keyPem(key, passphrase), secret: true },
  ];
}

/** `<name>.p12` with chain and key. */
export function pkcs12File({ name, chain, key }: Material, passphrase: string): OutFile {
  return { name: `${name}.p12`, content: writePkcs12(chain, key, passphrase), secret: true };
}

/**
 * The CAs of a lab: `root-rsa.pem`, `ca-rsa.pem` and their keys, the same with `ecc`, and `trust.pem` with all four.
 * @param discardRoot writes no key of a root: nobody can make another intermediate
 */
export function labFiles(lab: Lab, protection: KeyProtection & { readonly discardRoot?: boolean }): readonly OutFile[] {
  const authority = (name: string, { certificate, key }: Authority): readonly OutFile[] =>
    materialFiles({ name, chain: [certificate], key }, protection);
  const branches = ALGORITHMS.flatMap((algorithm) => [
    ...authority(`root-${algorithm}`, lab[algorithm].root).filter((file) => !(file.secret && protection.discardRoot)),
    ...authority(`ca-${algorithm}`, lab[algorithm].ca),
  ]);
  const trusted = ALGORITHMS.flatMap((algorithm) => [lab[algorithm].root, lab[algorithm].ca]);
  return [
    ...branches,
    { name: TRUST_FILE, content: chainPem(trusted.map(({ certificate }) => certificate)), secret: false },
  ];
}

/**
 * Writes files into a folder, which is made where it is missing (0700). Keys get mode 0600. Either all are new, or `force`
 * replaces those that are there. All are written under other names first, so that a full disk or an interruption leaves no
 * half file, and seldom half a set.
 * @throws PkiError `exists`: nothing was written; `unwritable`
 */
export async function writeFiles(folder: string, files: readonly OutFile[], force: boolean): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const there = await existing(folder, files);
    if (there.length > 0 && !force) {
      throw new PkiError(
        'exists',
        `${folder} already holds ${there.join(', ')}; nothing was written`,
        'another folder or name, or --force to replace them for good',
      );
    }
    const drafts = files.map(({ name }) => join(folder, `${name}.new`));
    try {
      for (const [at, file] of files.entries()) await writeDraft(drafts[at] ?? '', file);
      for (const [at, { name }] of files.entries()) await rename(drafts[at] ?? '', join(folder, name));
    } finally {
      await Promise.all(drafts.map((draft) => rm(draft, { force: true })));
    }
  } catch (cause) {
    if (cause instanceof PkiError) throw cause;
    throw new PkiError(
      'unwritable',
      `${folder} cannot be written: ${reasonOf(cause)}`,
      'a folder that belongs to you, such as ~/oadr-certs',
      { cause },
    );
  }
}

async function existing(folder: string, files: readonly OutFile[]): Promise<readonly string[]> {
  const there = new Set(await readdir(folder));
  return files.map(({ name }) => name).filter((name) => there.has(name));
}

/** `wx` after removal: a link that somebody put there is not followed, and a key is never readable by others. */
async function writeDraft(draft: string, { content, secret }: OutFile): Promise<void> {
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', secret ? 0o600 : 0o644);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

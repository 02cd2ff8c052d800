import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file of the test keys. */
export function keyFile(name: string): string {
  return fileURLToPath(new URL(`../keys/${name}`, import.meta.url));
}

/** A key of the tests with its certificate. */
export interface Signer {
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly certificate: X509Certificate;
  /** Without extension. */
  readonly name: string;
}

/** The key of one name; `ecc` has two certificates, its own and that of `leaf`. */
export function signer(name: 'rsa' | 'ecc' | 'stranger', certificate: string = name): Signer {
  const key = createPrivateKey(readFileSync(keyFile(`${name}.key`)));
  return { name, key, publicKey: createPublicKey(key), certificate: certificateOf(certificate) };
}

export function certificateOf(name: string): X509Certificate {
  return new X509Certificate(readFileSync(keyFile(`${name}.pem`)));
}

export const RSA = signer('rsa');
export const ECC = signer('ecc');
export const STRANGER = signer('stranger');

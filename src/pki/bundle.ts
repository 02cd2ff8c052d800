import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type Certificate, readCertificate } from './certificate.ts';
import { type Asn1, children, encodeDer, isContext, oidOf, parseDer } from './der.ts';
import { isLocked, readKey } from './key.ts';
import { OID } from './oids.ts';
import { isPem, pemBlocks } from './pem.ts';
import { readPkcs12 } from './pkcs12.ts';
import { PkiError } from './pki-error.ts';

/** What a file of certificates holds. */
export interface Bundle {
  readonly format: 'PEM' | 'DER' | 'PKCS#12' | 'PKCS#7';
  /** In the order of the file. */
  readonly certificates: readonly Certificate[];
  readonly keys: readonly KeyObject[];
  /** Keys that need a passphrase, which nobody gave. */
  readonly lockedKeys: number;
}

/**
 * Reads certificates and keys: PEM with one or many, DER, PKCS#12 (.p12, .pfx; old ciphers too), PKCS#7 (.p7b).
 * @param where how messages call it, such as the file
 * @throws PkiError `unreadable`; `passphrase` where one is wrong, or a PKCS#12 needs it
 */
export function readBundle(bytes: Uint8Array, where: string, passphrase?: string): Bundle {
  if (isPem(bytes)) return pemBundle(Buffer.from(bytes).toString('latin1'), where, passphrase);
  const tree = tryDer(bytes);
  const parts = children(tree);
  if (tree && isPfx(parts)) {
    return { format: 'PKCS#12', lockedKeys: 0, ...readPkcs12(tree, passphrase, where) };
  }
  if (oidOf(parts[0]) === OID.signedData) return { ...empty('PKCS#7'), certificates: pkcs7(parts[1], where) };
  const key = tree && tryKey(bytes);
  if (key) return { ...empty('DER'), keys: [key] };
  return { ...empty('DER'), certificates: [readCertificate(bytes, where)] };
}

function empty(format: Bundle['format']): Bundle {
  return { format, certificates: [], keys: [], lockedKeys: 0 };
}

function pemBundle(text: string, where: string, passphrase?: string): Bundle {
  const certificates: Certificate[] = [];
  const keys: KeyObject[] = [];
  let lockedKeys = 0;
  for (const { label, text: block, der } of pemBlocks(text)) {
    if (/^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label)) {
      certificates.push(readCertificate(der, `${where}, certificate ${certificates.length + 1},`));
    } else if (label === 'PKCS7') certificates.push(...pkcs7(children(tryDer(der))[1], where));
    else if (label.endsWith('PRIVATE KEY')) {
      if (passphrase === undefined && isLocked(block)) lockedKeys += 1;
      else keys.push(readKey(block, passphrase, where));
    }
  }
  if (certificates.length + keys.length + lockedKeys === 0) {
    throw new PkiError(
      'unreadable',
      `${where} holds neither a certificate nor a private key`,
      'name the .pem, .crt or .p12',
    );
  }
  return { format: 'PEM', certificates, keys, lockedKeys };
}

/** PFX begins with version 3 and a ContentInfo (RFC 7292, 4). */
function isPfx(parts: readonly Asn1[]): boolean {
  return parts[0]?.value === '\x03' && oidOf(children(parts[1])[0]) !== undefined;
}

/** The certificates of SignedData: its field [0] (RFC 2315, 9.1). */
function pkcs7(content: Asn1 | undefined, where: string): Certificate[] {
  const field = children(children(content)[0]).find((node) => isContext(node, 0));
  return children(field).map((node) => readCertificate(encodeDer(node), where));
}

function tryDer(bytes: Uint8Array): Asn1 | undefined {
  try {
    return parseDer(bytes);
  } catch {
    return undefined;
  }
}

function tryKey(bytes: Uint8Array): KeyObject | undefined {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type });
    } catch {
      // The next encoding may fit.
    }
  }
  return undefined;
}

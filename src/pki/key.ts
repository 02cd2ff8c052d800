import { createPrivateKey, generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { PkiError } from './pki-error.ts';

/** What is known of a public or private key. */
export interface KeyFacts {
  readonly type: 'rsa' | 'ec' | 'other';
  /** Length of the modulus, or of the curve's field; 0 where unknown. */
  readonly bits: number;
  /** For humans: `RSA 2048`, `ECC P-256`. */
  readonly name: string;
}

/** Names of curves as NIST and the specification (section 10.1) have them. */
const CURVES: Readonly<Record<string, string>> = {
  prime192v1: 'P-192',
  secp224r1: 'P-224',
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/**
 * Describes a key.
 * @param get where the key comes from; it may throw, as Node does for a kind of key it cannot load
 */
export function keyFacts(get: () => KeyObject): KeyFacts {
  try {
    const key = get();
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType === 'rsa') {
      const bits = modulusLength ?? 0;
      return { type: 'rsa', bits, name: `RSA ${bits}` };
    }
    if (key.asymmetricKeyType === 'ec') {
      const bits = Number(/\d{3}/.exec(namedCurve ?? '')?.[0] ?? 0);
      return { type: 'ec', bits, name: `ECC ${CURVES[namedCurve ?? ''] ?? namedCurve ?? 'of an unnamed curve'}` };
    }
    return { type: 'other', bits: modulusLength ?? 0, name: key.asymmetricKeyType ?? 'unknown' };
  } catch {
    return { type: 'other', bits: 0, name: 'of a kind that OpenSSL cannot load' };
  }
}

/** A private key and its public half. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** RSA by length, ECC by OpenSSL's name of the curve. */
export type KeySpec =
  | { readonly type: 'rsa'; readonly bits: number }
  | { readonly type: 'ec'; readonly curve: 'prime256v1' | 'prime192v1' };

const generate = promisify(generateKeyPair);

export function makeKeys(spec: KeySpec): Promise<KeyPair> {
  return spec.type === 'rsa'
    ? generate('rsa', { modulusLength: spec.bits })
    : generate('ec', { namedCurve: spec.curve });
}

/** The same at once: an ECC key takes less than 1 ms, an RSA key some 300. */
export function makeKeysNow(spec: KeySpec): KeyPair {
  return spec.type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: spec.bits })
    : generateKeyPairSync('ec', { namedCurve: spec.curve });
}

/** A key as PKCS#8 PEM, enciphered (AES-256-CBC) where a passphrase is given. */
export function keyPem(key: KeyObject, passphrase?: string): string {
  return key
    .export({
      type: 'pkcs8',
      format: 'pem',
      ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
    })
    .toString();
}

/** Whether a key in PEM is enciphered. */
export function isLocked(pem: string): boolean {
  return pem.includes('ENCRYPTED');
}

/**
 * Reads a private key in PEM: PKCS#8, PKCS#1 or SEC 1, enciphered or not.
 * @param where how messages call it, such as the file
 * @throws PkiError `passphrase` where it is missing or wrong, else `unreadable`
 */
export function readKey(pem: string, passphrase: string | undefined, where: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase });
  } catch (cause) {
    if (isLocked(pem)) {
      throw new PkiError(
        'passphrase',
        passphrase === undefined ? `${where} needs a passphrase` : `the passphrase does not open ${where}`,
        '--passphrase-file <file>, or OADR_SIM_PASSPHRASE',
        { cause },
      );
    }
    throw new PkiError('unreadable', `${where} is no private key that can be read`, undefined, { cause });
  }
}

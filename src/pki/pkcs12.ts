// PKCS#12 (RFC 7292): a PFX holds safes, a safe holds bags, a bag a certificate or a key. forge opens it, old ciphers
// included, which Node's `pfx` refuses; it knows RSA only, so keys and certificates are Node's.
import { createHmac, createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { type Certificate, readCertificate } from './certificate.ts';
import {
  type Asn1,
  bytesOf,
  children,
  encodeDer,
  integer,
  nothing,
  octets,
  oid,
  parseDer,
  sequence,
  set,
  tagged,
} from './der.ts';
import { OID } from './oids.ts';
import { PkiError } from './pki-error.ts';

/** Rounds of the derivation of keys from the passphrase, as openssl writes. */
const ROUNDS = 2048;

/**
 * Opens a PFX.
 * @throws PkiError `passphrase` where it is missing or wrong; `unreadable`
 */
export function readPkcs12(
  pfx: Asn1,
  passphrase: string | undefined,
  where: string,
): { readonly certificates: readonly Certificate[]; readonly keys: readonly KeyObject[] } {
  const bags = open(pfx, passphrase, where).safeContents.flatMap(({ safeBags }) => safeBags);
  const certificates = bags
    .filter(({ type }) => type === OID.certBag)
    .map((bag) => readCertificate(encodeDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1), where));
  const keys = bags
    .filter(({ type }) => type === OID.shroudedKeyBag || type === OID.keyBag)
    .map((bag) => encodeDer(bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1))
    .map((key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
  // The file's order says nothing; the certificate that fits the key is the device's own.
  const own = certificates.findIndex((one) => keys.some((key) => one.x509.checkPrivateKey(key)));
  const first = certificates[own];
  return { certificates: first ? [first, ...certificates.filter((one) => one !== first)] : certificates, keys };
}

function open(pfx: Asn1, passphrase: string | undefined, where: string): forge.pkcs12.Pkcs12Pfx {
  // Without a passphrase means an empty one or none at all, and files differ.
  const tries = passphrase === undefined ? ['', undefined] : [passphrase];
  let failed: unknown;
  for (const password of tries) {
    try {
      return forge.pkcs12.pkcs12FromAsn1(parseDer(encodeDer(pfx)), false, password);
    } catch (error) {
      failed = error;
    }
  }
  const word = failed instanceof Error ? failed.message : '';
  if (passphrase !== undefined && /\P{ASCII}/u.test(passphrase) && !/MAC could not/.test(word)) {
    const opened = openBeyondAscii(pfx, passphrase);
    if (opened) return opened;
  }
  if (/password|MAC could not|decrypt/i.test(word)) {
    throw new PkiError(
      'passphrase',
      passphrase === undefined ? `${where} needs a passphrase` : `the passphrase does not open ${where}`,
      '--passphrase-file <file>, or OADR_SIM_PASSPHRASE',
      { cause: failed },
    );
  }
  throw new PkiError(
    'unreadable',
    `${where} is a PKCS#12 file of a kind that cannot be read here: ${word}`,
    'openssl pkcs12 -in <file> -nodes -out <file>.pem, and name the PEM',
    { cause: failed },
  );
}

/**
 * The MAC's key is made of UTF-16 (RFC 7292, B.1), ciphers of PBES2 take the passphrase as UTF-8, and forge hands both the
 * same. So once it has found the MAC right, the rest is opened without the MAC.
 */
function openBeyondAscii(pfx: Asn1, passphrase: string): forge.pkcs12.Pkcs12Pfx | undefined {
  const withoutMac = parseDer(encodeDer(sequence(...children(pfx).slice(0, 2))));
  try {
    return forge.pkcs12.pkcs12FromAsn1(withoutMac, false, forge.util.encodeUtf8(passphrase));
  } catch {
    return undefined;
  }
}

/**
 * Writes a PFX: the chain in the clear, the key as PKCS#8 under PBES2 with AES-256, the whole under an HMAC of SHA-256.
 * RSA and ECC alike.
 * @param chain the device's certificate first
 */
export function writePkcs12(chain: readonly Certificate[], key: KeyObject, passphrase: string): Buffer {
  const id = randomBytes(8);
  const attributes = set(sequence(oid(OID.localKeyId), set(octets(id))));
  const shrouded = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  const certificates = chain.map(({ der }, at) =>
    bag(OID.certBag, sequence(oid(OID.x509Certificate), tagged(0, octets(der))), at === 0 ? attributes : undefined),
  );
  const safes = [sequence(...certificates), sequence(bag(OID.shroudedKeyBag, parseDer(shrouded), attributes))];
  const authenticated = encodeDer(sequence(...safes.map(dataOf)));
  const salt = randomBytes(16);
  const mac = createHmac('sha256', macKey(passphrase, salt)).update(authenticated).digest();
  return encodeDer(
    sequence(
      integer(3),
      sequence(oid(OID.data), tagged(0, octets(authenticated))),
      sequence(sequence(sequence(oid(OID.sha256), nothing()), octets(mac)), octets(salt), integer(ROUNDS)),
    ),
  );
}

function bag(type: string, value: Asn1, attributes?: Asn1): Asn1 {
  return sequence(oid(type), tagged(0, value), ...(attributes ? [attributes] : []));
}

function dataOf(safe: Asn1): Asn1 {
  return sequence(oid(OID.data), tagged(0, octets(encodeDer(safe))));
}

/** RFC 7292, appendix B, with identifier 3. */
function macKey(passphrase: string, salt: Buffer): Buffer {
  const { pkcs12, util, md } = forge;
  const salted = util.createBuffer(salt.toString('latin1'));
  return bytesOf(pkcs12.generateKey(passphrase, salted, 3, ROUNDS, 32, md.sha256.create()).getBytes());
}

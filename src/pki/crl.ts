import { verify } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import { type Asn1, children, content, encodeDer, isUniversal, oidOf, parseDer, timeOf } from './der.ts';
import { moment, type Sentence } from './explain.ts';
import { OID, signatureAlgorithm } from './oids.ts';
import { isPem, pemBlocks } from './pem.ts';
import { PkiError } from './pki-error.ts';

/** A certificate revocation list (RFC 5280, 5). Times are ms since the epoch. */
export interface Crl {
  readonly issuerName: Buffer;
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  /** By serial number, hexadecimal in upper case. */
  readonly revoked: ReadonlyMap<string, Revocation>;
  /** Whether the CA's key made the signature. */
  signedBy(ca: Certificate): boolean;
}

interface Revocation {
  readonly at: number;
  readonly reason: string;
}

const REASONS: Readonly<Record<number, string>> = {
  1: 'key compromised',
  2: 'CA compromised',
  3: 'affiliation changed',
  4: 'superseded',
  5: 'no longer in use',
  6: 'on hold',
  9: 'privilege withdrawn',
};

const INTEGER = 2;
const SEQUENCE = 16;

/**
 * Reads a CRL, PEM or DER.
 * @throws PkiError `unreadable`
 */
export function readCrl(bytes: Uint8Array, where: string): Crl {
  try {
    const der = isPem(bytes)
      ? pemBlocks(Buffer.from(bytes).toString('latin1')).find(({ label }) => label === 'X509 CRL')?.der
      : bytes;
    if (!der) throw new Error('no block X509 CRL');
    const [tbs, algorithm, signature] = children(parseDer(der));
    if (!tbs || !signature) throw new Error('fields missing');
    // version is there in version 2 only.
    const fields = children(tbs);
    const at = isUniversal(fields[0], INTEGER) ? 1 : 0;
    const [, issuer, thisUpdate, ...rest] = fields.slice(at);
    const updated = timeOf(thisUpdate);
    if (!issuer || updated === undefined) throw new Error('fields missing');
    const entries = rest.find((node) => isUniversal(node, SEQUENCE));
    const { digest } = signatureAlgorithm(oidOf(children(algorithm)[0]));
    return {
      issuerName: encodeDer(issuer),
      thisUpdate: updated,
      nextUpdate: timeOf(rest[0]),
      revoked: new Map(children(entries).map(entry)),
      signedBy: ({ x509 }) =>
        digest !== 'other' && verify(digest, encodeDer(tbs), x509.publicKey, content(signature).subarray(1)),
    };
  } catch (cause) {
    throw new PkiError(
      'unreadable',
      `${where} is no certificate revocation list`,
      'name the CRL of the CA, PEM or DER',
      {
        cause,
      },
    );
  }
}

function entry(node: Asn1): [string, Revocation] {
  const [serial, at, extensions] = children(node);
  const reason = children(extensions).find((one) => oidOf(children(one)[0]) === OID.crlReason);
  const code = reason && content(parseDer(content(children(reason).at(-1))))[0];
  return [
    content(serial).toString('hex').toUpperCase(),
    { at: timeOf(at) ?? 0, reason: REASONS[code ?? 0] ?? 'no reason given' },
  ];
}

/**
 * What a CRL says of a chain: of each certificate whose issuer made it.
 * @param path from the own certificate upwards
 * @param now this side's clock, ms since the epoch
 * @returns undefined where nothing stands against the chain
 */
export function judgeCrl(crl: Crl, path: readonly Certificate[], now: number): Sentence | undefined {
  const mine = path.flatMap((certificate, at) => {
    const issuer = path[at + 1];
    return issuer && encodeDer(issuer.subjectName).equals(crl.issuerName) ? [{ certificate, issuer }] : [];
  });
  const [first] = mine;
  if (!first) {
    return {
      message: `the CRL is not of a CA of this chain (${
        path
          .slice(1)
          .map(({ subject }) => subject)
          .join('; ') || 'none is known'
      })`,
      remedy: `name the CRL of ${path[0]?.issuer ?? 'its issuer'}`,
    };
  }
  if (!crl.signedBy(first.issuer)) {
    return { message: `the CRL was not signed by ${first.issuer.subject}`, remedy: 'fetch it anew from the CA' };
  }
  for (const { certificate } of mine) {
    const found = crl.revoked.get(certificate.serial);
    if (found) {
      return {
        message: `${certificate.subject} was revoked on ${moment(found.at)} (${found.reason})`,
        remedy: 'have a new certificate issued for a new key',
      };
    }
  }
  if (crl.nextUpdate !== undefined && now > crl.nextUpdate) {
    return {
      message: `the CRL is out of date: the next one was due on ${moment(crl.nextUpdate)}; our clock: ${moment(now)}`,
      remedy: 'fetch it anew from the CA',
    };
  }
  return undefined;
}

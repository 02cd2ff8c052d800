import type { Core } from './core.ts';
import { waysToRepin } from './repin-words.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CertificateNames, Peer } from './types.ts';

// Fingerprint: what a venID is bound to (9.2.1.1, rule 517). Renewal: another certificate with the same subject and
// issuer, as a device gets it before its old one ends.

/** A certificate that came for a VEN that is bound to another one. */
export interface RefusedCertificate {
  readonly fingerprint: string;
  readonly names?: CertificateNames;
  /** Same subject and issuer as the bound one; false also where either is not known. */
  readonly renewal: boolean;
}

/** Refused certificates that are remembered of a VEN; of further ones the oldest is forgotten. */
const REFUSED = 8;

/** Whether two certificates were given to one subject by one issuer; undefined where that cannot be told. */
function sameNames(one: CertificateNames | undefined, other: CertificateNames | undefined): boolean | undefined {
  return one && other && one.subject === other.subject && one.issuer === other.issuer;
}

/** Words for a finding about a certificate that is not the bound one; `hint` names the way to accept it. */
export interface ChangedWords {
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly hint: string;
}

/**
 * Remembers a certificate that is refused because its venID is bound to another one, and tells it the first time.
 * @returns what the finding says
 */
export function refuseCertificate(
  turn: Turn,
  ven: Ven,
  fingerprint: string,
  { certificate }: Pick<Peer, 'certificate'>,
): ChangedWords {
  const same = sameNames(ven.certificate, certificate);
  const came: RefusedCertificate = { fingerprint, names: certificate, renewal: same === true };
  const first = !ven.refused.has(fingerprint);
  ven.refused.delete(fingerprint);
  ven.refused.set(fingerprint, came);
  for (const oldest of ven.refused.keys()) {
    if (ven.refused.size <= REFUSED) break;
    ven.refused.delete(oldest);
  }
  ven.presented = came;
  if (first) tellCertificate(turn, ven, ven.fingerprint ?? '', came);
  return wordsOf(ven, came, same);
}

function wordsOf(ven: Ven, came: RefusedCertificate, same: boolean | undefined): ChangedWords {
  const { venID } = ven;
  const ways = waysToRepin(venID, came.fingerprint);
  const expected = `${named(ven.fingerprint, ven.certificate)}, to which venID ${venID} is bound`;
  const actual = named(came.fingerprint, came.names);
  if (same) {
    const message = `the certificate of venID ${venID} changed since registration`;
    const hint = `same subject and issuer: if the device got a new certificate, accept it by repin ${venID} (${ways})`;
    return { message, expected, actual, hint };
  }
  const explicit = `repin ${venID} with fingerprint ${came.fingerprint} (${ways})`;
  if (same === false) {
    const message = `the certificate that came for venID ${venID} is another device's`;
    return {
      message,
      expected,
      actual,
      hint: `give the device a venID of its own; if it takes this place, ${explicit}`,
    };
  }
  const message = `another certificate came for venID ${venID}`;
  const hint = `changed since registration, or another device's, which the subjects would tell: look, then ${explicit}`;
  return { message, expected, actual, hint };
}

function named(fingerprint: string | undefined, names: CertificateNames | undefined): string {
  return `certificate ${fingerprint}${names ? ` (${names.subject}, issued by ${names.issuer})` : ''}`;
}

/** The bound certificate came: its names are kept where they were not known, and what was refused is settled. */
export function boundCame(turn: Turn, ven: Ven, { fingerprint, certificate }: Peer): void {
  if (fingerprint === undefined || fingerprint !== ven.fingerprint) return;
  if (certificate && !ven.certificate) {
    ven.certificate = certificate;
    turn.dirty(ven.venID);
  }
  if (!ven.presented) return;
  ven.presented = undefined;
  tellCertificate(turn, ven, fingerprint);
}

/**
 * A device whose certificate was renewed, and which registers without its IDs, is a VEN of its own; what was meant for it stays
 * with the one that it was.
 */
export function remarkRenewed(core: Core, turn: Turn, { venID, fingerprint, certificate }: Ven): void {
  if (fingerprint === undefined) return;
  for (const other of core.directory.all()) {
    if (other.venID === venID || other.state !== 'registered' || !sameNames(other.certificate, certificate)) continue;
    turn.sequence(
      'info',
      `registers as ${venID}, with a certificate of the subject and issuer that ${other.venID} has`,
      {
        rule: 517,
        expected: `${named(other.fingerprint, other.certificate)}, or the IDs of ${other.venID}`,
        actual: `certificate ${fingerprint}, without IDs`,
        hint: `if it is the device of ${other.venID} with a new certificate: forget ${venID}, let it register with its IDs, and accept the certificate by repin ${other.venID} (${waysToRepin(other.venID, fingerprint)})`,
      },
    );
    return;
  }
}

/** Tells what was refused, or that nothing is any more. */
export function tellCertificate(turn: Turn, ven: Ven, pinned: string, came?: RefusedCertificate): void {
  turn.change({
    what: 'certificate',
    venID: ven.venID,
    pinned,
    ...(came && { presented: came.fingerprint, ...came.names }),
    renewal: came?.renewal ?? false,
  });
}

// The table of TLS: its rows, which pairs are left out and why, and what must come of each row. Nothing here has seen an
// output: the expectation follows from the order in which a handshake can fail.
import type { LeafKind } from '../../src/pki/material.ts';
import type { FaultName } from '../../src/pki/spoil.ts';
import type { RejectWith } from '../../src/transport/tls/options.ts';
import type { TlsProfileName } from '../../src/transport/tls/profile.ts';
import type { TlsAnswer, TlsCause } from '../../src/transport/tls/types.ts';

const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type Version = (typeof VERSIONS)[number];

/** Versions in which a suite can be agreed on: SHA-256 and GCM came with 1.2, the suites of 1.3 fit nothing else. */
const SUITES = {
  'ECDHE-ECDSA-AES128-SHA256': { from: 'TLSv1.2', to: 'TLSv1.2' },
  'AES128-SHA256': { from: 'TLSv1.2', to: 'TLSv1.2' },
  'ECDHE-RSA-AES128-GCM-SHA256': { from: 'TLSv1.2', to: 'TLSv1.2' },
  'AES256-SHA': { from: 'TLSv1', to: 'TLSv1.2' },
  TLS_AES_128_GCM_SHA256: { from: 'TLSv1.3', to: 'TLSv1.3' },
} as const satisfies Readonly<Record<string, { from: Version; to: Version }>>;
export type Suite = keyof typeof SUITES;
const SUITE_NAMES = Object.keys(SUITES).filter((name): name is Suite => Object.hasOwn(SUITES, name));

const KINDS = ['rsa', 'ecc', 'hybrid'] as const satisfies readonly LeafKind[];

/** What is wrong with a certificate. */
const FAULTS = [
  'expired',
  'not-yet-valid',
  'wrong-ca',
  'no-intermediate',
  'wrong-usage',
  'weak-key',
  'wrong-host',
] as const satisfies readonly FaultName[];
type Fault = (typeof FAULTS)[number];

/** One connection of one client. */
export interface Row {
  /** Of the client's certificate; where the VTN's is spoilt, of that beside its RSA one. */
  readonly kind: LeafKind;
  readonly version: Version;
  readonly suite: Suite;
  /** Whose certificate is meant; the other side's is good. */
  readonly whose: 'ven' | 'vtn';
  readonly certificate: 'good' | 'none' | Fault;
  readonly profile: TlsProfileName;
  readonly rejectWith: RejectWith;
}

/** What the client saw, and what the VTN says of it. */
export interface Outcome {
  /** A status, an alert by its number, or neither. */
  readonly client: '200' | '403' | 'closed' | 'refused' | `alert ${number}`;
  readonly cause: TlsCause | 'none';
  readonly answer: TlsAnswer | 'HTTP';
  /** That a client sent. */
  readonly alert?: string;
}

/** `openssl` verifies in the handshake and sends an alert; Node verifies after it and closes. */
export type Program = 'openssl' | 'node';

function isPossible({ version, suite }: Pick<Row, 'version' | 'suite'>): boolean {
  const { from, to } = SUITES[suite];
  const at = VERSIONS.indexOf(version);
  return at >= VERSIONS.indexOf(from) && at <= VERSIONS.indexOf(to);
}

/**
 * A host name is a server's; none and good are told of the client, whose turn comes when the server's is good. With a weak
 * key a VTN does not start under a newer OpenSSL.
 */
function isMeant({ whose, certificate }: Pick<Row, 'whose' | 'certificate'>): boolean {
  if (whose === 'ven') return certificate !== 'wrong-host';
  return certificate !== 'good' && certificate !== 'none' && certificate !== 'weak-key';
}

/** All rows of a program: of the other profile and the other way to reject those where it makes a difference. */
export function rowsFor(program: Program): readonly Row[] {
  const certificates = ['good', 'none', ...FAULTS] as const;
  const plain = VERSIONS.flatMap((version) =>
    SUITE_NAMES.flatMap((suite) =>
      KINDS.flatMap((kind) =>
        (['ven', 'vtn'] as const).flatMap((whose) =>
          certificates.map(
            (certificate): Row => ({
              ...{ kind, version, suite, whose, certificate },
              ...{ profile: 'openadr', rejectWith: '403' },
            }),
          ),
        ),
      ),
    ),
  ).filter((row) => isPossible(row) && isMeant(row));
  const differs = (one: Row, other: Row): boolean =>
    JSON.stringify(expected(one, program)) !== JSON.stringify(expected(other, program));
  const modern = plain
    .map((row): Row => ({ ...row, profile: 'modern' }))
    .filter((row, at) => differs(row, plain[at] ?? row));
  const both = [...plain, ...modern];
  const handshake = both
    .map((row): Row => ({ ...row, rejectWith: 'handshake' }))
    .filter((row, at) => differs(row, both[at] ?? row));
  return [...both, ...handshake];
}

/** What each profile speaks of the table's versions and suites (rule 67, and AEAD). */
const SPOKEN: Readonly<
  Record<TlsProfileName, { readonly versions: readonly Version[]; readonly suites: readonly Suite[] }>
> = {
  openadr: { versions: ['TLSv1.2'], suites: ['ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA256'] },
  modern: {
    versions: ['TLSv1.2', 'TLSv1.3'],
    suites: ['ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256', 'TLS_AES_128_GCM_SHA256'],
  },
};

/** Alerts (RFC 5246, 7.2). */
const ALERTS = {
  handshake_failure: 40,
  bad_certificate: 42,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  protocol_version: 70,
} as const;

/** The cause of a client's bad certificate, and the alert that RFC 5246 has for it. */
const REFUSED = {
  none: { cause: 'noCertificate', alert: 'handshake_failure' },
  expired: { cause: 'expired', alert: 'certificate_expired' },
  // "Expired or not currently valid", as the RFC says.
  'not-yet-valid': { cause: 'notYetValid', alert: 'certificate_expired' },
  'wrong-ca': { cause: 'unknownCa', alert: 'unknown_ca' },
  'no-intermediate': { cause: 'intermediateMissing', alert: 'unknown_ca' },
  'wrong-usage': { cause: 'wrongUsage', alert: 'certificate_unknown' },
  'weak-key': { cause: 'weakKey', alert: 'bad_certificate' },
} as const satisfies Partial<Record<Row['certificate'], { cause: TlsCause; alert: keyof typeof ALERTS }>>;

/** The alert that openssl sends for the VTN's bad certificate: that of its own verification error. */
const OPENSSL_ALERTS: Partial<Record<Row['certificate'], string>> = {
  expired: 'certificate_expired',
  'not-yet-valid': 'bad_certificate',
  'wrong-ca': 'unknown_ca',
  'no-intermediate': 'unknown_ca',
  'wrong-usage': 'unsupported_certificate',
  'wrong-host': 'bad_certificate',
};

/**
 * The first of these decides: the version, the suite, the VTN's certificate, the client's. A client without a certificate is
 * refused, since the table's VTNs want one.
 */
export function expected(row: Row, program: Program): Outcome {
  const { versions, suites } = SPOKEN[row.profile];
  if (!versions.includes(row.version)) return refusedByAlert('noVersion', 'protocol_version');
  if (!suites.includes(row.suite)) return refusedByAlert('noSuite', 'handshake_failure');
  if (row.whose === 'vtn') {
    if (program === 'node') return { client: 'refused', cause: silentlyClosed(row), answer: 'closed' };
    return { client: 'refused', cause: 'deviceRefused', answer: 'closed', alert: OPENSSL_ALERTS[row.certificate] };
  }
  const { certificate } = seen(row);
  if (certificate === 'good' || certificate === 'wrong-host') return { client: '200', cause: 'none', answer: 'HTTP' };
  const { cause, alert } = REFUSED[certificate];
  if (row.rejectWith === 'handshake') {
    // In TLS 1.3 certificates come enciphered, so that the handshake is over when they are seen.
    return row.version === 'TLSv1.3' ? { client: 'closed', cause, answer: 'closed' } : refusedByAlert(cause, alert);
  }
  // A curve that OpenSSL does not offer ends the handshake of TLS 1.2 in OpenSSL itself.
  if (certificate === 'weak-key' && row.kind !== 'rsa') return refusedByAlert(cause, 'illegal_parameter');
  return { client: '403', cause, answer: '403' };
}

/**
 * Node closes as soon as the handshake is over for it. In TLS 1.3 that is before its own last message has left, so that for the
 * VTN it never was.
 */
function silentlyClosed({ version }: Row): TlsCause {
  return version === 'TLSv1.3' ? 'closedInHandshake' : 'closedBeforeHttp';
}

/** TLS 1.3 has no signature algorithm for P-192: its client has a certificate, but can send none. */
function seen(row: Row): Row {
  const mute = row.version === 'TLSv1.3' && row.certificate === 'weak-key' && row.kind !== 'rsa';
  return mute ? { ...row, certificate: 'none' } : row;
}

function refusedByAlert(cause: TlsCause, alert: keyof typeof ALERTS): Outcome {
  return { client: `alert ${ALERTS[alert]}`, cause, answer: 'alert' };
}

/** For the title of a test, and to tell rows apart. */
export function rowName({ kind, whose, certificate }: Row): string {
  return `${whose} ${kind} ${certificate}`;
}

/** Rows by what a test is about. */
export function groups(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const { version, suite, profile, rejectWith } = row;
    const name = `${version} ${suite}, profile ${profile}, rejected with ${rejectWith}`;
    found.set(name, [...(found.get(name) ?? []), row]);
  }
  return found;
}

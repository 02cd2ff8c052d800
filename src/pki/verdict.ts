import { isIP } from 'node:net';
import type { ChainCause, ChainFault, ChainNote, Purpose } from './cause.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { buildChain, type Chain } from './chain.ts';
import { explainFault, type Sentence } from './explain.ts';
import { endsSoon } from './lifetime.ts';
import { isShortCurve, weakness } from './strength.ts';
import type { Trust } from './trust.ts';
import { caLack, ownLack } from './usage.ts';

/** Whether a peer's certificate is good. */
export type ChainVerdict = (
  | { readonly ok: true }
  | ({
      readonly ok: false;
      /** The first of the faults, which goes before the others. */
      readonly cause: ChainCause;
    } & Sentence)
) & {
  /** All that is wrong; none where it is good. */
  readonly faults: readonly ChainFault[];
  readonly notes: readonly ChainNote[];
  /** From the peer's own certificate upwards, as far as it goes. */
  readonly path: readonly Certificate[];
};

export interface JudgeOptions {
  /** This side's clock, ms since the epoch. */
  readonly now: number;
  /** What the peer does with it: a VEN is a client. */
  readonly purpose: Purpose;
  /** A server's name or address, which its certificate must cover. */
  readonly host?: string;
}

/**
 * Judges what a peer sent in its handshake (section 10, rules 68 and 516). Pure: no clock, no file, no network. Not looked at:
 * revocation, name constraints, policies.
 * @param sent DER, the peer's own certificate first; empty where it sent none
 */
export function judgeChain(sent: readonly Uint8Array[], trust: Trust, options: JudgeOptions): ChainVerdict {
  const read: Certificate[] = [];
  for (const [position, der] of sent.entries()) {
    try {
      // Most peers send a CA that is trusted, and has been read before.
      read.push(trust.certificates.find((one) => one.der.equals(der)) ?? readCertificate(der));
    } catch {
      return verdict([{ cause: 'unreadable', position: position + 1 }], [], read);
    }
  }
  const [own, ...rest] = read;
  if (!own) return verdict([{ cause: 'noCertificate' }], [], []);
  const chain = buildChain([own, ...rest], trust);
  return verdict(
    [
      ...trustFaults(chain, trust),
      ...chain.path.flatMap((one, at) => certificateFaults(one, at, options)),
      ...hostFaults(own, options),
    ],
    notes(chain, options),
    chain.path,
  );
}

function verdict(
  faults: readonly ChainFault[],
  notes: readonly ChainNote[],
  path: readonly Certificate[],
): ChainVerdict {
  const [first] = faults;
  if (!first) return { ok: true, faults, notes, path };
  return { ok: false, cause: first.cause, ...explainFault(first), faults, notes, path };
}

function trustFaults({ path, end }: Chain, trust: Trust): ChainFault[] {
  const own = path[0];
  const top = path.at(-1);
  if (!own || !top) return [];
  const roots = trust.certificates.filter((one) => one.selfSigned);
  const unknown = (issuer: string, sameName: boolean): ChainFault => ({
    cause: 'unknownCa',
    issuer,
    sameName,
    trusted: roots.map(({ subject }) => subject),
  });
  switch (end.end) {
    case 'root':
      return [];
    case 'strangeRoot':
      if (path.length === 1) return [{ cause: 'selfSigned', certificate: own.subject }];
      return [
        unknown(
          top.subject,
          roots.some(({ subject }) => subject === top.subject),
        ),
      ];
    case 'rootless':
      return [
        { cause: 'trustLacksRoot', ca: top.selfSigned ? (path.at(-2) ?? top).subject : top.subject, root: top.issuer },
      ];
    case 'sameName':
      return [unknown(top.issuer, true)];
    case 'noIssuer': {
      // A lone certificate whose issuer nobody has: of a strange CA, or of a trusted root's family and sent without its
      // intermediate. The organisation tells which, since a PKI's CAs share it.
      const family = roots.some(
        ({ subjectOrganization: name }) => name !== undefined && name === own.issuerOrganization,
      );
      return path.length === 1 && family
        ? [{ cause: 'intermediateMissing', issuer: own.issuer }]
        : [unknown(top.issuer, false)];
    }
  }
}

function certificateFaults(one: Certificate, at: number, { now, purpose }: JudgeOptions): ChainFault[] {
  const about = { certificate: one.subject, own: at === 0 };
  const lacks = at === 0 ? ownLack(one, purpose) : caLack(one, purpose, at - 1);
  const weak = weakness(one);
  const faults: ChainFault[] = [];
  if (lacks) faults.push({ cause: 'wrongUsage', ...about, purpose, lacks });
  if (now > one.notAfter) faults.push({ cause: 'expired', ...about, notAfter: one.notAfter, now });
  if (now < one.notBefore) faults.push({ cause: 'notYetValid', ...about, notBefore: one.notBefore, now });
  if (weak) faults.push({ cause: 'weakKey', ...about, ...weak });
  return faults;
}

/** Whether the certificate is for that host name or address (RFC 6125; the common name counts where there is no other). */
export function covers({ x509 }: Certificate, host: string): boolean {
  return (isIP(host) === 0 ? x509.checkHost(host) : x509.checkIP(host)) !== undefined;
}

function hostFaults(own: Certificate, { host }: JudgeOptions): ChainFault[] {
  return host === undefined || covers(own, host) ? [] : [{ cause: 'wrongHost', host, names: own.names }];
}

function notes({ path, added, disordered }: Chain, { now, purpose }: JudgeOptions): ChainNote[] {
  const all: ChainNote[] = added.map(({ subject }) => ({ note: 'notSent', certificate: subject }));
  if (disordered) all.push({ note: 'disordered' });
  for (const [at, one] of path.entries()) {
    const certificate = one.subject;
    if (endsSoon(one, now)) all.push({ note: 'endsSoon', certificate, notAfter: one.notAfter, now });
    if (isShortCurve(one)) all.push({ note: 'shortCurve', certificate, key: one.key.name });
    if (one.signature.digest === 'sha1' && !one.selfSigned) all.push({ note: 'sha1', certificate });
    if (
      at === 0 &&
      purpose === 'server' &&
      one.key.type === 'rsa' &&
      one.usage &&
      !one.usage.includes('keyEncipherment')
    ) {
      all.push({ note: 'noKeyEncipherment', certificate });
    }
  }
  return all;
}

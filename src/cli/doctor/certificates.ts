import { basename } from 'node:path';
import { caWarnings } from '../../pki/ca-warnings.ts';
import type { Certificate } from '../../pki/certificate.ts';
import { explainFault, explainNote } from '../../pki/explain.ts';
import { fingerprint } from '../../pki/fingerprint.ts';
import { daysLeft } from '../../pki/lifetime.ts';
import type { Material } from '../../pki/material.ts';
import type { Trust } from '../../pki/trust.ts';
import { covers, judgeChain } from '../../pki/verdict.ts';
import { type Check, failure, info, ok, warning } from './check.ts';

/** What a VTN presents or signs with, and what it is to be good for. */
export interface Presented {
  readonly identities: readonly Material[];
  readonly trust: Trust;
  /** ms since the epoch. */
  readonly now: number;
  /** Names and addresses that devices may use; none where nobody compares them (signatures). */
  readonly hosts: readonly string[];
  /** The lab's folder, where it is one: only there the VTN's own CA must be in the trust. */
  readonly lab?: string;
}

/** Everything about certificates that needs no connection. */
export function certificateChecks(presented: Presented): readonly Check[] {
  const { identities, trust, now } = presented;
  return [
    ...identities.flatMap((identity) => [...chainChecks(identity, presented), ...hostChecks(identity, presented)]),
    bothCheck(identities),
    ...trustChecks(trust, identities, now),
  ];
}

/** The chain as a device gets it: complete, in order, good today, strong enough. */
function chainChecks({ name, chain }: Material, { trust, now, lab }: Presented): readonly Check[] {
  const file = basename(name);
  const ders = chain.map(({ der }) => der);
  const verdict = judgeChain(ders, trust, { now, purpose: 'server' });
  const bad = verdict.faults.map((fault) => {
    const { message, remedy } = explainFault(fault);
    // Whom devices trust is known in a lab only; --ca tells whom this side trusts.
    const strange = lab === undefined && ['unknownCa', 'trustLacksRoot', 'intermediateMissing'].includes(fault.cause);
    return (strange ? warning : failure)(
      'certificate',
      `${file}: ${message}`,
      fault.cause === 'expired' && fault.own ? renewal(remedy, chain[0], lab) : remedy,
    );
  });
  const notes = verdict.notes.map((note) => {
    const { message, remedy } = explainNote(note);
    const ends = note.note === 'endsSoon' && note.certificate === chain[0].subject;
    if (note.note !== 'notSent')
      return warning('certificate', `${file}: ${message}`, ends ? renewal(remedy, chain[0], lab) : remedy);
    const absent = `${file}: the chain is not complete: the intermediate ${note.certificate} is not in the file`;
    return failure(
      'certificate',
      absent,
      'append the intermediate to the file: a device that trusts the root alone refuses',
    );
  });
  if (bad.length + notes.length > 0) return [...bad, ...notes];
  const [own] = chain;
  const left = `${daysLeft(own, now)} days left`;
  return [ok('certificate', `${file}: ${own.key.name}, chain complete, ${left}, fingerprint ${fingerprint(own.der)}`)];
}

/** A remedy that begins with `renew it`, with the command that does where the certificate is of a lab, for the hosts that it has. */
function renewal(remedy: string, { names: own }: Certificate, lab: string | undefined): string {
  if (lab === undefined) return remedy;
  const hosts = own.map((name) => name.replace(/^[^:]*:/, '')).join(',');
  const command = `oadr-sim certs vtn --force --folder ${lab}${hosts && ` --san ${hosts}`}`;
  return remedy.replace(/^renew it(?: in time)?/, (words) => `${words}: ${command}`);
}

/** Devices that compare names refuse a certificate that is not for the host of their URL (RFC 6125). */
function hostChecks({ name, chain: [own] }: Material, { hosts, lab }: Presented): readonly Check[] {
  if (hosts.length === 0) return [];
  const file = basename(name);
  const absent = hosts.filter((host) => !covers(own, host));
  if (absent.length === 0) return [ok('hosts', `${file} covers ${hosts.join(', ')}`)];
  const remedy =
    lab === undefined
      ? `have it issued anew with subjectAltName for ${absent.join(', ')}`
      : `oadr-sim certs vtn --force --folder ${lab} --san ${absent.join(',')}`;
  const message = `${file} is not for ${absent.join(', ')}, but for ${own.names.join(', ') || 'no host at all'}`;
  return [(absent.length === hosts.length ? failure : warning)('hosts', message, remedy)];
}

/** Rule 68: a VTN has both kinds. */
function bothCheck(identities: readonly Material[]): Check {
  const types = new Set(identities.map(({ chain }) => chain[0].key.type));
  const absent = [...(types.has('rsa') ? [] : ['RSA']), ...(types.has('ec') ? [] : ['ECC'])];
  if (absent.length === 0) return ok('key types', 'RSA and ECC (rule 68)');
  const message = `no ${absent.join(' and no ')} certificate: devices that have ${absent.join(' or ')} only cannot connect (rule 68)`;
  return warning('key types', message, '--cert and --key twice, or oadr-sim certs vtn');
}

/** Whether the certificates of devices can be judged. */
function trustChecks(trust: Trust, identities: readonly Material[], now: number): readonly Check[] {
  const { certificates } = trust;
  const remedy = '--ca <file> with root and intermediate; oadr-sim certs init makes both';
  if (certificates.length === 0) return [failure('trust', 'no CA is trusted: every device is refused', remedy)];
  const roots = certificates.filter(({ selfSigned }) => selfSigned);
  if (roots.length === 0) {
    return [failure('trust', `no root is trusted, only ${names(certificates)}: every device is refused`, remedy)];
  }
  const told = identities.flatMap(
    ({ chain }) =>
      judgeChain(
        chain.map(({ der }) => der),
        trust,
        { now, purpose: 'server' },
      ).path,
  );
  const ends = caWarnings(trust, told, now).map((line) => {
    const [message = '', hint = ''] = line.split('; try: ');
    return warning('trust', message, hint);
  });
  if (roots.length === certificates.length) {
    return [warning('trust', 'no intermediate: a device that does not send its own is refused', remedy), ...ends];
  }
  return [ok('trust', `${roots.length} roots, ${certificates.length - roots.length} intermediates`), ...ends];
}

function names(certificates: readonly Certificate[]): string {
  return certificates.map(({ subject }) => subject).join('; ');
}

/** SECURITY.md: a list of each CA of a chain would be needed, and few labs have one. */
export const REVOCATION: Check = info(
  'revocation',
  'not checked when a device connects',
  'oadr-sim certs verify <file> --crl <list>, for one certificate',
);

import type { ChainFault, ChainNote, UsageLack } from './cause.ts';
import { daysLeft } from './lifetime.ts';

/** What to tell, and what to do about it. */
export interface Sentence {
  readonly message: string;
  readonly remedy: string;
}

/** Date and time in UTC to the second. */
export function moment(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/\.\d+Z$/, 'Z');
}

/** A fault in a sentence, with the remedy. */
export function explainFault(fault: ChainFault): Sentence {
  switch (fault.cause) {
    case 'noCertificate':
      return {
        message: 'no certificate was sent (9.2.1.1)',
        remedy: 'install a certificate and its key on the device, and have it present them when it is asked',
      };
    case 'unreadable':
      return {
        message: `certificate ${fault.position} of what was sent is no X.509 certificate`,
        remedy: 'install the certificate anew on the device, from PEM',
      };
    case 'selfSigned':
      return {
        message: `${fault.certificate} is self-signed: no CA vouches for it`,
        remedy: 'have a CA issue it (oadr-sim certs ven <name>); or, to trust it as it is, add it to the trust folder',
      };
    case 'unknownCa':
      return unknownCa(fault);
    case 'intermediateMissing':
      return {
        message: `the intermediate certificate ${fault.issuer} was not sent and is not in the trust folder`,
        remedy:
          'install the whole chain on the device: its certificate, then the intermediate, in one file; or add the intermediate to the trust folder',
      };
    case 'trustLacksRoot':
      return {
        message: `the trust folder has the CA ${fault.ca}, but not its root ${fault.root}`,
        remedy: "add the root's certificate to the trust folder",
      };
    case 'expired':
      return {
        message: `${whose(fault)} expired on ${moment(fault.notAfter)} (rule 516; our clock: ${moment(fault.now)})`,
        remedy: `${fault.own ? 'renew it' : 'have the CA renew its certificate, and install the new chain'}; if our clock is wrong, set it`,
      };
    case 'notYetValid':
      return {
        message: `${whose(fault)} is not valid before ${moment(fault.notBefore)}; our clock: ${moment(fault.now)}`,
        remedy: 'compare the clock of this computer with that of whoever issued it; or wait',
      };
    case 'wrongUsage':
      return {
        message: `${whose(fault)} ${lackText(fault.lacks, fault.purpose)}`,
        remedy: lackRemedy(fault.lacks, fault.purpose),
      };
    case 'weakKey':
      return weakKey(fault);
    case 'wrongHost':
      return {
        message: `the certificate is not for ${fault.host}, but for ${fault.names.join(', ') || 'no host at all'}`,
        remedy: `oadr-sim certs vtn --force --san ${fault.host}, or address it by a name that it covers`,
      };
  }
}

function weakKey(fault: Extract<ChainFault, { cause: 'weakKey' }>): Sentence {
  const { what, kind } = fault;
  if (kind === 'digest') {
    return { message: `${whose(fault)} rests on a broken digest: ${what}`, remedy: 'have it issued anew with SHA-256' };
  }
  return {
    message:
      kind === 'key'
        ? `${whose(fault)} has too weak a key: ${what} (rule 68: RSA 2048 or ECC 224 bits and more)`
        : `${whose(fault)} has a key that is neither RSA nor ECC, but ${what} (rule 68)`,
    remedy: 'make a new key, RSA 2048 or ECC P-256, and have a certificate issued for it',
  };
}

function unknownCa({ issuer, sameName, trusted }: Extract<ChainFault, { cause: 'unknownCa' }>): Sentence {
  if (sameName) {
    return {
      message: `issued by ${issuer}, but with another key than the CA of that name which is trusted here`,
      remedy:
        'the CA was made anew since, or the certificate was altered: issue it anew, or add its real CA to the trust folder',
    };
  }
  return {
    message: `unknown CA: issued by ${issuer}, which is not in the trust folder (it has ${trusted.join('; ') || 'no root'})`,
    remedy:
      "add that CA's root certificate to the trust folder, or install a certificate of a trusted CA on the device",
  };
}

function whose({ certificate, own }: { readonly certificate: string; readonly own: boolean }): string {
  return own ? certificate : `the CA ${certificate}`;
}

function lackText(lacks: UsageLack, purpose: string): string {
  switch (lacks.of) {
    case 'ca':
      return 'issued a certificate, but is no CA (basicConstraints)';
    case 'pathLength':
      return `permits ${lacks.allowed} CAs below it, and the chain has more (pathLenConstraint)`;
    case 'keyUsage':
      return `may not be used so: its keyUsage is ${lacks.has.join(', ') || 'empty'}`;
    case 'extendedKeyUsage':
      return `is not for a ${purpose}: its extended key usage is ${lacks.has.join(', ')}, without ${purpose}Auth`;
  }
}

function lackRemedy(lacks: UsageLack, purpose: string): string {
  if (lacks.of === 'ca' || lacks.of === 'pathLength') return 'have a CA that may issue it do so';
  if (lacks.of === 'extendedKeyUsage') return `have it issued with extended key usage ${purpose}Auth`;
  return 'have it issued with keyUsage digitalSignature (a CA: keyCertSign)';
}

/** A note in a sentence, with the remedy. */
export function explainNote(note: ChainNote): Sentence {
  switch (note.note) {
    case 'endsSoon':
      return {
        message: `${note.certificate} ends on ${moment(note.notAfter)}, in ${daysLeft(note, note.now)} days`,
        remedy: 'renew it in time (section 10.4)',
      };
    case 'notSent':
      return {
        message: `the intermediate ${note.certificate} was not sent; it was at hand here`,
        remedy: 'install the whole chain on the device: a peer without that intermediate refuses it',
      };
    case 'disordered':
      return {
        message: 'the chain was not sent in order: each certificate must stand before its issuer',
        remedy: "put the device's certificate first, then the intermediate",
      };
    case 'shortCurve':
      return {
        message: `${note.certificate} has the curve ${note.key}: rule 68 permits it, section 10.1 wants 256 bits`,
        remedy: 'use P-256',
      };
    case 'sha1':
      return { message: `${note.certificate} was signed with SHA-1`, remedy: 'have it issued anew with SHA-256' };
    case 'noKeyEncipherment':
      return {
        message: `${note.certificate} lacks keyUsage keyEncipherment, which the suite AES128-SHA256 (rule 67) needs`,
        remedy: 'have it issued with digitalSignature and keyEncipherment',
      };
  }
}

import { randomBytes } from 'node:crypto';
import { type LeafChange, type LeafRequest, makeBranch, makeLeaf } from './lab.ts';
import { days } from './lifetime.ts';
import { type Authority, LEAF_KINDS, type Material } from './material.ts';
import { OID } from './oids.ts';

/** A certificate that must be refused, by what is wrong with it. */
interface Spoilt {
  /** For `--help` and messages. */
  readonly about: string;
  change(request: LeafRequest): LeafChange;
  /** Its issuer is a CA that nobody trusts. */
  readonly strangeCa?: boolean;
  /** It makes sense for a server only: nobody compares a client's names. */
  readonly serverOnly?: boolean;
}

/** The closed list; its keys are the words of `--fault`, and a part of the file's name. */
export const FAULTS = {
  expired: {
    about: 'it ended a day ago',
    change: ({ now }) => ({ notBefore: now - days(366), notAfter: now - days(1) }),
  },
  'not-yet-valid': {
    about: 'it begins in a year',
    change: ({ now }) => ({ notBefore: now + days(365), notAfter: now + days(730) }),
  },
  'wrong-ca': { about: 'a CA that is not trusted issued it', change: () => ({}), strangeCa: true },
  'self-signed': { about: 'no CA issued it', change: () => ({ selfSigned: true }) },
  'wrong-usage': {
    about: 'it is for signing code, neither for a client nor for a server',
    change: () => ({ purposes: [OID.codeSigning] }),
  },
  'weak-key': {
    about: 'RSA 1024, or P-192',
    change: ({ kind }) => ({
      keys: LEAF_KINDS[kind].key === 'rsa' ? { type: 'rsa', bits: 1024 } : { type: 'ec', curve: 'prime192v1' },
    }),
  },
  'no-intermediate': {
    about: 'its file lacks the intermediate: refused where only the root is trusted',
    change: () => ({ withoutIntermediate: true }),
  },
  'wrong-host': {
    about: 'it is for another host',
    change: () => ({ hosts: ['elsewhere.invalid'] }),
    serverOnly: true,
  },
} as const satisfies Readonly<Record<string, Spoilt>>;

export type FaultName = keyof typeof FAULTS;

export function isFault(text: string): text is FaultName {
  return Object.hasOwn(FAULTS, text);
}

/** The faults that fit a VEN's certificate, or a VTN's. */
export function faultsFor(side: 'ven' | 'vtn'): readonly FaultName[] {
  return Object.keys(FAULTS)
    .filter(isFault)
    .filter((name) => side === 'vtn' || !isServerOnly(FAULTS[name]));
}

function isServerOnly(spoilt: Spoilt): boolean {
  return spoilt.serverOnly === true;
}

/**
 * Makes a certificate with one fault; its file is called after it: `ven-x-rsa-expired`.
 * @param ca the lab's, whose place a strange one takes for `wrong-ca`
 */
export async function makeSpoilt(fault: FaultName, request: LeafRequest, ca: Authority): Promise<Material> {
  const spoilt: Spoilt = FAULTS[fault];
  const id = `${randomBytes(2).toString('hex')} that nobody trusts`;
  const issuer = spoilt.strangeCa ? (await makeBranch(LEAF_KINDS[request.kind].ca, id, request.now)).ca : ca;
  return makeLeaf({ ...request, name: `${request.name}-${fault}` }, issuer, spoilt.change(request));
}

import { readFile } from 'node:fs/promises';
import { type Bundle, readBundle } from './bundle.ts';
import { caWarnings } from './ca-warnings.ts';
import type { ChainFault } from './cause.ts';
import { explainFault, explainNote, type Sentence } from './explain.ts';
import type { Material } from './material.ts';
import { PkiError, reasonOf } from './pki-error.ts';
import type { Trust } from './trust.ts';
import { type ChainVerdict, judgeChain } from './verdict.ts';

/** What certificates or keys are read from. */
export interface Source {
  /** How messages call it, such as the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @throws PkiError `unreadable`, with the file and what the operating system says */
export async function fileSource(file: string): Promise<Source> {
  try {
    return { name: file, bytes: await readFile(file) };
  } catch (cause) {
    throw new PkiError('unreadable', `${file} cannot be read: ${reasonOf(cause)}`, undefined, { cause });
  }
}

/** Where the own certificates and their keys stand. */
export interface IdentitySources {
  /** Each with the own certificate first; its key and its intermediates may stand there too. */
  readonly certs: readonly Source[];
  readonly keys: readonly Source[];
}

/**
 * Each certificate with the key that fits it, in whichever source that is.
 * @throws PkiError `missing` where there is no certificate, or no key fits it; `passphrase`, `unreadable`
 */
export function readIdentities({ certs, keys }: IdentitySources, passphrase?: string): readonly Material[] {
  const read = ({ name, bytes }: Source) => ({ name, bundle: readBundle(bytes, name, passphrase) });
  const [certBundles, keyBundles] = [certs.map(read), keys.map(read)];
  const all = [...keyBundles, ...certBundles];
  return certBundles.map(({ name, bundle }) => {
    const [own, ...rest] = bundle.certificates;
    if (!own) throw new PkiError('missing', `${name} holds no certificate`, "--cert <file> with the VTN's certificate");
    const key = all.flatMap((one) => one.bundle.keys).find((one) => own.x509.checkPrivateKey(one));
    if (key) return { name, chain: [own, ...rest], key };
    throw noKey(name, own.subject, all);
  });
}

function noKey(
  name: string,
  subject: string,
  all: readonly { readonly name: string; readonly bundle: Bundle }[],
): PkiError {
  const locked = all.find(({ bundle }) => bundle.lockedKeys > 0);
  if (locked) {
    const remedy = '--passphrase-file <file>, or OADR_SIM_PASSPHRASE';
    return new PkiError('passphrase', `${locked.name} needs a passphrase`, remedy);
  }
  return new PkiError(
    'missing',
    `no key fits the certificate in ${name} (${subject})`,
    '--key <file> with the key that belongs to it',
  );
}

/** How the options are called in warnings; the command line's and the library's differ. */
export interface OptionWords {
  /** How a second certificate is given. */
  readonly second: string;
  /** How a CA is given. */
  readonly ca: string;
}

/**
 * What VENs will dislike of a VTN's certificates: such are used all the same, since they may be what is to be tested.
 * @param now ms since the epoch
 */
export function identityWarnings(
  identities: readonly Material[],
  trust: Trust,
  now: number,
  words: OptionWords,
): readonly string[] {
  return [
    ...chainWarnings(identities, trust, now),
    ...lacking(identities, words),
    ...(trust.certificates.length > 0
      ? []
      : [`no CA is trusted, so every client certificate is refused; try: ${words.ca}`]),
  ];
}

/** Of these what each certificate, its chain and the trusted CAs bring about, for one that only signs too. */
export function chainWarnings(identities: readonly Material[], trust: Trust, now: number): readonly string[] {
  const verdicts = identities.map(({ name, chain }) => ({ name, verdict: judge(chain, trust, now) }));
  const told = verdicts.flatMap(({ verdict }) => verdict.path);
  const known = trust.certificates.length > 0;
  return [...verdicts.flatMap((one) => verdictWarnings(one, known)), ...caWarnings(trust, told, now)];
}

function judge(chain: Material['chain'], trust: Trust, now: number): ChainVerdict {
  return judgeChain(
    chain.map(({ der }) => der),
    trust,
    { now, purpose: 'server' },
  );
}

/** @param known CAs are trusted; without any, that the issuer is not among them says nothing */
function verdictWarnings(
  { name, verdict }: { readonly name: string; readonly verdict: ChainVerdict },
  known: boolean,
): readonly string[] {
  const [fault] = verdict.faults.filter(({ cause }) => known || cause !== 'unknownCa');
  const told = [...(fault ? [explainOwn(fault)] : []), ...verdict.notes.map(explainNote)];
  return told.map(({ message, remedy }) => `${name}: ${message}; try: ${remedy}`);
}

/** As the VTN's own: what the trusted CAs lack is no fault of it, since VENs may trust others. */
function explainOwn(fault: ChainFault): Sentence {
  if (fault.cause !== 'unknownCa' || fault.sameName) return explainFault(fault);
  return {
    message: `its issuer ${fault.issuer} is not among the trusted CAs, so whether its chain is whole is not known`,
    remedy: `have the VENs trust the root of that CA; named among the trusted CAs, its chain is judged here too`,
  };
}

/** Rule 68: a VTN has both. */
function lacking(identities: readonly Material[], { second }: OptionWords): readonly string[] {
  const types = new Set(identities.map(({ chain }) => chain[0].key.type));
  const absent = [...(types.has('rsa') ? [] : ['RSA']), ...(types.has('ec') ? [] : ['ECC'])];
  return absent.map(
    (one) =>
      `this VTN has no ${one} certificate: VENs that have ${one} only cannot connect (section 10.1); try: ${second}`,
  );
}

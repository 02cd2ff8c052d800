import { Mint } from '../bench/mint.ts';
import { signingWith } from '../bench/ven-signing.ts';
import { readBundle } from '../pki/bundle.ts';
import type { Certificate } from '../pki/certificate.ts';
import { explainNote } from '../pki/explain.ts';
import { chainPem } from '../pki/files.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { keyPem, readKey } from '../pki/key.ts';
import { endsSoon } from '../pki/lifetime.ts';
import { PkiError } from '../pki/pki-error.ts';
import { FAULTS, faultsFor, isFault } from '../pki/spoil.ts';
import { type ClientTls, loadClientTls } from '../transport/client-tls.ts';
import type { VenSigning } from '../ven/index.ts';
import { firstOf, passphraseOf, readBytes } from './certs-common.ts';
import { UsageError } from './exit.ts';
import type { VenCliOptions } from './ven-options.ts';

/** What the simulated VENs of one command present. */
export interface VenTls {
  /** By venName; absent on plain HTTP. */
  readonly of?: (venName: string) => ClientTls;
  /** What each signs with, by venName; absent without `--sign`. */
  readonly sign?: (venName: string) => VenSigning;
  /** The certificate in a line, as the VTN's installer is told of it; a second one where it ends soon. */
  readonly about: (venName: string) => readonly AboutLine[];
}

export interface AboutLine {
  readonly level: 'info' | 'warning';
  readonly message: string;
}

/** Of one VEN. */
interface Keys {
  readonly tls: ClientTls;
  /** Absent where it does not sign. */
  readonly signing?: VenSigning;
}

/** Words of `--cert-kind` beside those of `certs ven --fault`. */
const KINDS = { good: 'what a VEN should have', none: 'no certificate is presented' } as const;

/** What `--cert-kind list` prints. */
export function certKindLines(): readonly string[] {
  const faults = faultsFor('ven').map((name) => [name, FAULTS[name].about] as const);
  return [...Object.entries(KINDS), ...faults].map(([name, about]) => `${name.padEnd(17)}${about}`);
}

/**
 * Reads or makes the certificates of VENs.
 * @returns undefined for plain HTTP without signatures
 * @throws UsageError, PkiError
 */
export async function venTls(
  url: string,
  options: VenCliOptions,
  names: readonly string[],
): Promise<VenTls | undefined> {
  checkTogether(url, options);
  const secure = isTls(url);
  if (!secure && !options.sign) return undefined;
  const { tlsProfile: profile } = options;
  const all = options.tls === undefined ? await given(options, names) : await minted(options.tls, options, names);
  const of = (venName: string): ClientTls => ({ ...all.get(venName)?.tls, profile });
  // What cannot be used is said before anything starts.
  for (const name of names) loadClientTls(of(name));
  const { sign, vtnFingerprint, replayWindow } = options;
  return {
    ...(secure && { of }),
    ...(sign && {
      sign: (name) => ({ ...signingOf(name, all), replayWindow, ...(vtnFingerprint && { vtnFingerprint }) }),
    }),
    about: (name) => aboutOf(name, of(name), { secure, sign: sign === true }),
  };
}

function isTls(url: string): boolean {
  return /^https:/i.test(url);
}

function checkTogether(url: string, options: VenCliOptions): void {
  const { cert, key, ca, tls, certKind, certKey, tlsProfile, sign, vtnFingerprint, replayWindow } = options;
  const forTls = { '--ca': ca, '--tls-profile': tlsProfile === 'openadr' ? undefined : tlsProfile };
  const material = { '--cert': cert, '--key': key, '--tls': tls, '--cert-kind': certKind, '--cert-key': certKey };
  const forSigning = { '--vtn-fingerprint': vtnFingerprint, '--replay-window': replayWindow };
  const unsigned = sign ? undefined : named(forSigning)[0];
  if (unsigned) throw new UsageError(`${unsigned} is for signatures, and --sign is not there`, `--sign ${unsigned} …`);
  // To sign, keys are needed on plain HTTP too.
  const [useless] = isTls(url) ? [] : named({ ...(sign ? {} : material), ...forTls });
  if (useless) throw new UsageError(`${useless} is for TLS, and ${url} is plain HTTP`, '--url https://…');
  const [own] = named({ '--cert': cert, '--key': key, '--ca': ca });
  if (tls !== undefined && own) {
    throw new UsageError(`${own} and --tls are both there`, '--tls alone: the folder has all that is needed');
  }
  const made = named(material).find((name) => name.startsWith('--cert-'));
  if (tls === undefined && made) throw new UsageError(`${made} needs --tls <folder>`, 'oadr-sim certs init makes one');
  if (!sign) return;
  if (certKind === 'none') throw new UsageError('--cert-kind none leaves nothing to sign with', 'another --cert-kind');
  if (tls === undefined && cert === undefined) {
    throw new UsageError(
      '--sign has nothing to sign with',
      '--tls <folder> (oadr-sim certs init), or --cert and --key',
    );
  }
}

/** The options that were given. */
function named(options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Files that somebody made: the same for all VENs, so one VEN only. */
async function given(options: VenCliOptions, names: readonly string[]): Promise<ReadonlyMap<string, Keys>> {
  const { cert, key, ca } = options;
  if (cert === undefined && key !== undefined) throw new UsageError('--key needs --cert', '--cert <file>');
  if (cert !== undefined && names.length > 1) {
    throw new UsageError('--cert goes with one VEN only', '--tls <folder> gives each VEN a certificate of its own');
  }
  const passphrase = await passphraseOf(options);
  const cas = await Promise.all((ca ?? []).map(async (file) => readBundle(await readBytes(file), file).certificates));
  const tls = {
    ...(cert !== undefined && (await ownFiles(cert, key, passphrase))),
    ...(ca && { ca: chainPem(cas.flat()) }),
  };
  const signing = options.sign ? signingWith(tls) : undefined;
  return new Map(names.map((name) => [name, { tls, signing }]));
}

async function ownFiles(
  cert: string,
  keyFile: string | undefined,
  passphrase: string | undefined,
): Promise<Required<Pick<ClientTls, 'cert' | 'key'>>> {
  const bundle = readBundle(await readBytes(cert), cert, passphrase);
  const own = firstOf(bundle, cert);
  const key =
    keyFile === undefined
      ? bundle.keys[0]
      : readKey((await readBytes(keyFile)).toString('latin1'), passphrase, keyFile);
  if (!key) {
    const locked = bundle.lockedKeys > 0;
    throw new UsageError(
      `--key is missing: ${cert} holds no key${locked ? ' that is open' : ''}`,
      locked ? '--passphrase-file <file>' : '--key <file>',
    );
  }
  if (!own.x509.checkPrivateKey(key)) {
    throw new UsageError(
      `the key in ${keyFile ?? cert} is not that of ${own.subject} in ${cert}`,
      '--cert and --key of the same issue',
    );
  }
  return { cert: chainPem(bundle.certificates), key: keyPem(key) };
}

/** From a lab's folder, each VEN its own. */
async function minted(
  folder: string,
  options: VenCliOptions,
  names: readonly string[],
): Promise<ReadonlyMap<string, Keys>> {
  const { certKind: kind = 'good', certKey } = options;
  const bad = kind === 'none' ? kind : isFault(kind) && faultsFor('ven').includes(kind) ? kind : undefined;
  if (!bad && kind !== 'good') {
    throw new UsageError(`there is no --cert-kind ${kind}`, `one of good, none, ${faultsFor('ven').join(', ')}`);
  }
  const passphrase = await passphraseOf(options);
  const mint = await Mint.open({ folder, kind: certKey, passphrase, now: () => Date.now() });
  const all = new Map<string, Keys>();
  for (const name of names) {
    const tls = bad ? await mint.bad(name, bad) : mint.of(name);
    all.set(name, { tls, signing: options.sign ? mint.signing(name, tls) : undefined });
  }
  return all;
}

function signingOf(venName: string, all: ReadonlyMap<string, Keys>): VenSigning {
  const signing = all.get(venName)?.signing;
  if (signing) return signing;
  throw new PkiError('missing', `${venName} has no certificate to sign with`, '--cert and --key, or --tls <folder>');
}

function aboutOf(
  venName: string,
  { cert, profile }: ClientTls,
  { secure, sign }: { readonly secure: boolean; readonly sign: boolean },
): readonly AboutLine[] {
  const [own, ...rest] = cert === undefined ? [] : readBundle(Buffer.from(cert), 'the certificate').certificates;
  const end = secure ? `; TLS profile ${profile}` : '';
  if (!own) return [{ level: 'info', message: `${venName} presents no certificate${end}` }];
  const does = [...(secure ? ['presents'] : []), ...(sign ? ['signs with'] : [])].join(' and ');
  const message = `${venName} ${does} ${own.subject} (${own.key.name}), fingerprint ${fingerprint(own.der)}${end}`;
  const now = Date.now();
  return [
    { level: 'info', message },
    ...endLines(own, `the certificate of ${venName}`, now),
    ...rest.flatMap((ca) => endLines(ca, `the CA ${ca.subject}`, now)),
  ];
}

/** A certificate that ends soon, or its CA's, which takes it along. */
function endLines(one: Certificate, certificate: string, now: number): readonly AboutLine[] {
  if (!endsSoon(one, now)) return [];
  const { message, remedy } = explainNote({ note: 'endsSoon', certificate, notAfter: one.notAfter, now });
  return [{ level: 'warning', message: `${message}; try: ${remedy}` }];
}

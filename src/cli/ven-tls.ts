import { Mint } from '../bench/mint.ts';
import { readBundle } from '../pki/bundle.ts';
import type { Certificate } from '../pki/certificate.ts';
import { explainNote } from '../pki/explain.ts';
import { chainPem } from '../pki/files.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { keyPem, readKey } from '../pki/key.ts';
import { endsSoon } from '../pki/lifetime.ts';
import { FAULTS, faultsFor, isFault } from '../pki/spoil.ts';
import { type ClientTls, loadClientTls } from '../transport/client-tls.ts';
import { firstOf, loadBundle, passphraseOf, readBytes } from './certs-common.ts';
import { UsageError } from './exit.ts';
import type { VenCliOptions } from './ven-options.ts';

/** What the simulated VENs of one command present. */
export interface VenTls {
  /** By venName. */
  readonly of: (venName: string) => ClientTls;
  /** The certificate in a line, as the VTN's installer is told of it; a second one where it ends soon. */
  readonly about: (venName: string) => readonly AboutLine[];
}

export interface AboutLine {
  readonly level: 'info' | 'warning';
  readonly message: string;
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
 * @returns undefined for plain HTTP
 * @throws UsageError, PkiError
 */
export async function venTls(
  url: string,
  options: VenCliOptions,
  names: readonly string[],
): Promise<VenTls | undefined> {
  checkTogether(url, options);
  if (!isTls(url)) return undefined;
  const { tlsProfile: profile } = options;
  const all = options.tls === undefined ? await given(options, names) : await minted(options.tls, options, names);
  const of = (venName: string): ClientTls => ({ ...all.get(venName), profile });
  // What cannot be used is said before anything starts.
  for (const name of names) loadClientTls(of(name));
  return { of, about: (name) => aboutOf(name, of(name)) };
}

function isTls(url: string): boolean {
  return /^https:/i.test(url);
}

function checkTogether(url: string, options: VenCliOptions): void {
  const { cert, key, ca, tls, certKind, certKey, tlsProfile } = options;
  const named = Object.entries({
    '--cert': cert,
    '--key': key,
    '--ca': ca,
    '--tls': tls,
    '--cert-kind': certKind,
    '--cert-key': certKey,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (!isTls(url) && (named.length > 0 || tlsProfile !== 'openadr')) {
    throw new UsageError(`${named[0] ?? '--tls-profile'} is for TLS, and ${url} is plain HTTP`, '--url https://…');
  }
  const own = named.find((name) => ['--cert', '--key', '--ca'].includes(name));
  if (tls !== undefined && own) {
    throw new UsageError(`${own} and --tls are both there`, '--tls alone: the folder has all that is needed');
  }
  const made = named.find((name) => name.startsWith('--cert-'));
  if (tls === undefined && made) throw new UsageError(`${made} needs --tls <folder>`, 'oadr-sim certs init makes one');
}

/** Files that somebody made: the same for all VENs, so one VEN only. */
async function given(options: VenCliOptions, names: readonly string[]): Promise<ReadonlyMap<string, ClientTls>> {
  const { cert, key, ca } = options;
  if (cert === undefined && key !== undefined) throw new UsageError('--key needs --cert', '--cert <file>');
  if (cert !== undefined && names.length > 1) {
    throw new UsageError('--cert goes with one VEN only', '--tls <folder> gives each VEN a certificate of its own');
  }
  const passphrase = await passphraseOf(options);
  const cas = await Promise.all((ca ?? []).map(async (file) => readBundle(await readBytes(file), file).certificates));
  const tls = {
    ...(cert !== undefined && (await ownFiles(cert, key, options, passphrase))),
    ...(ca && { ca: chainPem(cas.flat()) }),
  };
  return new Map(names.map((name) => [name, tls]));
}

async function ownFiles(
  cert: string,
  keyFile: string | undefined,
  options: VenCliOptions,
  passphrase: string | undefined,
): Promise<Required<Pick<ClientTls, 'cert' | 'key'>>> {
  const { bundle } = await loadBundle(cert, options);
  firstOf(bundle, cert);
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
  return { cert: chainPem(bundle.certificates), key: keyPem(key) };
}

/** From a lab's folder, each VEN its own. */
async function minted(
  folder: string,
  options: VenCliOptions,
  names: readonly string[],
): Promise<ReadonlyMap<string, ClientTls>> {
  const { certKind: kind = 'good', certKey } = options;
  const bad = kind === 'none' ? kind : isFault(kind) && faultsFor('ven').includes(kind) ? kind : undefined;
  if (!bad && kind !== 'good') {
    throw new UsageError(`there is no --cert-kind ${kind}`, `one of good, none, ${faultsFor('ven').join(', ')}`);
  }
  const passphrase = await passphraseOf(options);
  const mint = await Mint.open({ folder, kind: certKey, passphrase, now: () => Date.now() });
  const all = new Map<string, ClientTls>();
  for (const name of names) all.set(name, bad ? await mint.bad(name, bad) : mint.of(name));
  return all;
}

function aboutOf(venName: string, { cert, profile }: ClientTls): readonly AboutLine[] {
  const own: Certificate | undefined =
    cert === undefined ? undefined : readBundle(Buffer.from(cert), 'the certificate').certificates[0];
  const end = `; TLS profile ${profile}`;
  if (!own) return [{ level: 'info', message: `${venName} presents no certificate${end}` }];
  const message = `${venName} presents ${own.subject} (${own.key.name}), fingerprint ${fingerprint(own.der)}${end}`;
  const line: AboutLine = { level: 'info', message };
  const now = Date.now();
  if (!endsSoon(own, now)) return [line];
  const note = explainNote({
    note: 'endsSoon',
    certificate: `the certificate of ${venName}`,
    notAfter: own.notAfter,
    now,
  });
  return [line, { level: 'warning', message: `${note.message}; try: ${note.remedy}` }];
}

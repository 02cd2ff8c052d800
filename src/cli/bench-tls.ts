import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchOptions } from '../bench/bench.ts';
import { Mint } from '../bench/mint.ts';
import type { SessionRecord } from '../journal/record.ts';
import { readBundle } from '../pki/bundle.ts';
import { explainNote } from '../pki/explain.ts';
import { ALGORITHMS, type Material } from '../pki/material.ts';
import { PkiError } from '../pki/pki-error.ts';
import { readTrust, type Trust } from '../pki/trust.ts';
import { judgeChain } from '../pki/verdict.ts';
import { certificateFacts } from '../transport/tls/peer.ts';
import { TLS_PROFILES } from '../transport/tls/profile.ts';
import { passphraseOf, readBytes } from './certs-common.ts';
import { UsageError } from './exit.ts';
import type { BenchCliOptions } from './options.ts';

/** TLS of a session: what the bench is made with, what the record says, what a person is to be warned of. */
export interface BenchTls {
  readonly bench: Required<Pick<BenchOptions, 'tls'>> & Pick<BenchOptions, 'venTls'>;
  readonly session: NonNullable<SessionRecord['tls']>;
  readonly warnings: readonly string[];
}

/**
 * Reads the certificates that a session's VTN presents and trusts.
 * @param simulates simulated VENs want certificates too
 * @param now ms since the epoch
 * @returns undefined for plain HTTP
 * @throws UsageError, PkiError
 */
export async function benchTls(
  options: BenchCliOptions,
  simulates: boolean,
  now: number,
): Promise<BenchTls | undefined> {
  const { tls: folder, cert, tlsProfile: profile = 'openadr', requireClientCert = false, rejectWith = '403' } = options;
  checkTogether(options);
  if (folder === undefined && cert === undefined) return undefined;
  if (simulates && folder === undefined) {
    throw new UsageError(
      'simulated VENs need certificates of a lab',
      '--tls <folder> (oadr-sim certs init) instead of --cert',
    );
  }
  const passphrase = await passphraseOf(options);
  const files = cert ? { certs: cert, keys: options.key ?? [] } : labFiles(folder ?? '');
  const identities = await readIdentities(files, passphrase);
  const trust = await readTrust(options.ca ?? (folder === undefined ? [] : [folder]));
  const mint = simulates && folder !== undefined && (await Mint.open({ folder, passphrase, now: () => Date.now() }));
  return {
    bench: {
      tls: { identities, trust, profile, requireClientCert, rejectWith },
      ...(mint && { venTls: (venName) => ({ ...mint.of(venName), profile }) }),
    },
    session: {
      profile,
      about: TLS_PROFILES[profile].about,
      certificates: identities.map(({ chain }) => certificateFacts(chain[0])),
      clientCertificates: requireClientCert ? 'required' : 'requested',
      rejectWith,
    },
    warnings: [
      ...identities.flatMap((identity) => warningsOf(identity, trust, now)),
      ...lacking(identities),
      ...trustless(trust),
    ],
  };
}

function checkTogether({
  tls,
  cert,
  key,
  ca,
  passphraseFile,
  requireClientCert,
  tlsProfile,
  rejectWith,
}: BenchCliOptions): void {
  if (tls !== undefined && (cert || key)) {
    throw new UsageError(
      `${cert ? '--cert' : '--key'} and --tls are both there`,
      '--tls alone: the folder has all that is needed',
    );
  }
  if (tls !== undefined || cert) return;
  const alone = Object.entries({
    '--key': key,
    '--ca': ca,
    '--passphrase-file': passphraseFile,
    '--require-client-cert': requireClientCert,
    '--reject-with': rejectWith === '403' ? undefined : rejectWith,
    '--tls-profile': tlsProfile === 'openadr' ? undefined : tlsProfile,
  }).find(([, value]) => value !== undefined);
  if (alone)
    throw new UsageError(`${alone[0]} is for TLS, and there is no certificate`, '--tls <folder>, or --cert and --key');
}

interface Files {
  readonly certs: readonly string[];
  readonly keys: readonly string[];
}

/** Those that `oadr-sim certs init` wrote. @throws PkiError */
function labFiles(folder: string): Files {
  const names = ALGORITHMS.map((algorithm) => join(folder, `vtn-${algorithm}`)).filter((name) =>
    existsSync(`${name}.pem`),
  );
  if (names.length === 0) {
    throw new PkiError(
      'missing',
      `${folder} holds neither vtn-rsa.pem nor vtn-ecc.pem`,
      `oadr-sim certs init ${folder}`,
    );
  }
  return { certs: names.map((name) => `${name}.pem`), keys: names.map((name) => `${name}.key`) };
}

/** Each certificate with the key that fits it, in whichever file that is. */
async function readIdentities({ certs, keys }: Files, passphrase: string | undefined): Promise<readonly Material[]> {
  const read = async (file: string) => ({ file, bundle: readBundle(await readBytes(file), file, passphrase) });
  const [certFiles, keyFiles] = await Promise.all([Promise.all(certs.map(read)), Promise.all(keys.map(read))]);
  const all = [...keyFiles, ...certFiles];
  const locked = all.find(({ bundle }) => bundle.lockedKeys > 0);
  return certFiles.map(({ file, bundle }) => {
    const [own, ...rest] = bundle.certificates;
    if (!own) throw new PkiError('missing', `${file} holds no certificate`, "--cert <file> with the VTN's certificate");
    const key = all.flatMap((one) => one.bundle.keys).find((one) => own.x509.checkPrivateKey(one));
    if (key) return { name: file, chain: [own, ...rest], key };
    if (locked)
      throw new PkiError(
        'passphrase',
        `${locked.file} needs a passphrase`,
        '--passphrase-file <file>, or OADR_SIM_PASSPHRASE',
      );
    throw new PkiError(
      'missing',
      `no key fits the certificate in ${file} (${own.subject})`,
      '--key <file> with the key that belongs to it',
    );
  });
}

/** What VENs will dislike: such a certificate is served all the same, since it may be what is to be tested. */
function warningsOf({ name, chain }: Material, trust: Trust, now: number): readonly string[] {
  const verdict = judgeChain(
    chain.map(({ der }) => der),
    trust,
    { now, purpose: 'server' },
  );
  const told = [...(verdict.ok ? [] : [verdict]), ...verdict.notes.map(explainNote)];
  return told.map(({ message, remedy }) => `${name}: ${message}; try: ${remedy}`);
}

/** Rule 68: a VTN has both. */
function lacking(identities: readonly Material[]): readonly string[] {
  const types = new Set(identities.map(({ chain }) => chain[0].key.type));
  const absent = [types.has('rsa') ? undefined : 'RSA', types.has('ec') ? undefined : 'ECC'].filter(
    (one) => one !== undefined,
  );
  return absent.map(
    (one) =>
      `this VTN has no ${one} certificate: VENs that have ${one} only cannot connect (section 10.1); try: --cert twice, or --tls <folder>`,
  );
}

function trustless({ certificates }: Trust): readonly string[] {
  return certificates.length > 0 ? [] : ['no CA is trusted, so every client certificate is refused; try: --ca <file>'];
}

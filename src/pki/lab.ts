import { issue } from './issue.ts';
import { type KeyPair, type KeySpec, makeKeys } from './key.ts';
import { days } from './lifetime.ts';
import { ALGORITHMS, type Algorithm, type Authority, LEAF_KINDS, type LeafKind, type Material } from './material.ts';
import { OID } from './oids.ts';

/** The keys that the specification's suites want: RSA 2048 and P-256 (section 10.1, rule 68). */
export const KEYS: Readonly<Record<Algorithm, KeySpec>> = {
  rsa: { type: 'rsa', bits: 2048 },
  ecc: { type: 'ec', curve: 'prime256v1' },
};

/** Certificates begin a day back: a device's clock is seldom right. */
export const BACKDATE = days(1);
const ROOT_YEARS = days(20 * 365);
const CA_YEARS = days(15 * 365);
/** Of a device's or the VTN's certificate. */
export const LEAF_DAYS = 730;

/** Root and intermediate of one key type. */
export interface Branch {
  readonly root: Authority;
  readonly ca: Authority;
}

/** A lab's own PKI: two branches side by side. */
export type Lab = Readonly<Record<Algorithm, Branch>>;

/**
 * Makes the CAs of a lab.
 * @param id tells this lab's CAs from those of others, in their names
 * @param now ms since the epoch
 */
export async function makeLab(id: string, now: number): Promise<Lab> {
  const [rsa, ecc] = await Promise.all(ALGORITHMS.map((algorithm) => makeBranch(algorithm, id, now)));
  if (!rsa || !ecc) throw new Error('a branch for each algorithm');
  return { rsa, ecc };
}

/** Makes a root and an intermediate below it. */
export async function makeBranch(algorithm: Algorithm, id: string, now: number): Promise<Branch> {
  const [rootKeys, caKeys] = await Promise.all([makeKeys(KEYS[algorithm]), makeKeys(KEYS[algorithm])]);
  const organization = `oadr-sim lab ${id}`;
  const name = algorithm.toUpperCase();
  const common = { organization, notBefore: now - BACKDATE, usage: ['keyCertSign', 'cRLSign'] as const };
  const root = issue(
    { ...common, commonName: `${name} root ${id}`, publicKey: rootKeys.publicKey, notAfter: now + ROOT_YEARS, ca: {} },
    { key: rootKeys.privateKey },
  );
  const ca = issue(
    {
      ...common,
      commonName: `${name} CA ${id}`,
      publicKey: caKeys.publicKey,
      notAfter: now + CA_YEARS,
      ca: { pathLength: 0 },
    },
    { key: rootKeys.privateKey, certificate: root },
  );
  return { root: { certificate: root, key: rootKeys.privateKey }, ca: { certificate: ca, key: caKeys.privateKey } };
}

/** Whose certificate it is. */
export interface LeafRequest {
  /** `vtn`, or a VEN's name. */
  readonly commonName: string;
  /** File name without extension. */
  readonly name: string;
  readonly kind: LeafKind;
  /** Host names and addresses that it is to cover. */
  readonly hosts: readonly string[];
  /** Days of validity from now on. */
  readonly days: number;
  /** ms since the epoch. */
  readonly now: number;
}

/** What may differ from a good certificate; see spoil.ts. */
export interface LeafChange {
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly keys?: KeySpec;
  readonly hosts?: readonly string[];
  readonly usage?: readonly ('digitalSignature' | 'keyEncipherment' | 'keyCertSign' | 'cRLSign')[];
  readonly purposes?: readonly string[];
  readonly selfSigned?: boolean;
  readonly withoutIntermediate?: boolean;
}

/** Makes a key and its certificate, for a TLS client and server alike: in push a VEN is both. */
export async function makeLeaf(request: LeafRequest, ca: Authority, change: LeafChange = {}): Promise<Material> {
  return certifyLeaf(await makeKeys(change.keys ?? KEYS[LEAF_KINDS[request.kind].key]), request, ca, change);
}

/** Makes the certificate of keys that are there. */
export function certifyLeaf(keys: KeyPair, request: LeafRequest, ca: Authority, change: LeafChange = {}): Material {
  const { key: algorithm } = LEAF_KINDS[request.kind];
  const certificate = issue(
    {
      commonName: request.commonName,
      organization: ca.certificate.subjectOrganization ?? 'oadr-sim lab',
      publicKey: keys.publicKey,
      notBefore: change.notBefore ?? request.now - BACKDATE,
      notAfter: change.notAfter ?? request.now + days(request.days),
      // The suite AES128-SHA256 enciphers the premaster secret with an RSA key.
      usage: change.usage ?? ['digitalSignature', ...(algorithm === 'rsa' ? (['keyEncipherment'] as const) : [])],
      purposes: change.purposes ?? [OID.serverAuth, OID.clientAuth],
      hosts: change.hosts ?? request.hosts,
    },
    change.selfSigned ? { key: keys.privateKey } : { key: ca.key, certificate: ca.certificate },
  );
  const alone = change.selfSigned || change.withoutIntermediate;
  return {
    name: request.name,
    chain: alone ? [certificate] : [certificate, ca.certificate],
    key: keys.privateKey,
  };
}

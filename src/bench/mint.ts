import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBundle } from '../pki/bundle.ts';
import { issuedBy } from '../pki/certificate.ts';
import { chainPem, materialFiles } from '../pki/files.ts';
import { fingerprint } from '../pki/fingerprint.ts';
import { keyPem, makeKeysNow, readKey } from '../pki/key.ts';
import { certifyLeaf, KEYS, LEAF_DAYS, type LeafRequest } from '../pki/lab.ts';
import { type LabAuthority, readAuthority } from '../pki/lab-folder.ts';
import { endsSoon } from '../pki/lifetime.ts';
import { ALGORITHMS, LEAF_KINDS, type LeafKind, type Material } from '../pki/material.ts';
import { type FaultName, makeSpoilt } from '../pki/spoil.ts';
import { readTrust } from '../pki/trust.ts';
import type { ClientTls } from '../transport/client-tls.ts';
import type { VenSigning } from '../ven/signing.ts';
import { signingWith } from './ven-signing.ts';

/** Where and what certificates of simulated VENs are. */
export interface MintOptions {
  /** A lab's folder (`oadr-sim certs init`). */
  readonly folder: string;
  /** Key and CA; default `ecc`, whose keys are made at once. */
  readonly kind?: LeafKind;
  /** Opens the CA's key; what is kept is protected where that is. */
  readonly passphrase?: string;
  /** Certificates' time, ms since the epoch. */
  readonly now: () => number;
}

/** A subfolder of the lab's, for what nobody made by hand. */
const KEPT = 'simulated';

/** What may stand in a file's name, and in a common name. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Certificates for simulated VENs, one each: one fingerprint, one venID. A VEN of the same name has the same one in the next
 * session, as a device would: `ven-<name>-<kind>.pem` of the lab, else one that the mint keeps in its subfolder `simulated`.
 */
export class Mint {
  readonly #options: MintOptions;
  readonly #kind: LeafKind;
  readonly #authority: LabAuthority;
  readonly #ca: string;
  readonly #made = new Map<string, Material>();

  private constructor(options: MintOptions, authority: LabAuthority, ca: string) {
    this.#options = options;
    this.#kind = options.kind ?? 'ecc';
    this.#authority = authority;
    this.#ca = ca;
  }

  /** @throws PkiError the folder is no lab, or the passphrase does not open its CA's key */
  static async open(options: MintOptions): Promise<Mint> {
    const { folder, kind = 'ecc', passphrase } = options;
    const [authority, { certificates }] = await Promise.all([
      readAuthority(folder, LEAF_KINDS[kind].ca, passphrase),
      readTrust([folder]),
    ]);
    return new Mint(options, authority, chainPem(certificates));
  }

  /** A good certificate, and the lab's CAs. @throws PkiError a file of the lab cannot be read */
  of(venName: string): ClientTls {
    return this.#tls(this.#material(venName));
  }

  /**
   * To sign with the certificate of `of`, or with that of another TLS of the VEN's, such as one of `bad`; the VTN may sign with
   * the lab's certificates, which counts on plain HTTP.
   * @throws PkiError a file of the lab cannot be read, or `tls` has no certificate
   */
  signing(venName: string, tls?: ClientTls): VenSigning {
    const vtnFingerprint = this.#vtnFingerprints();
    if (tls) return { ...signingWith(tls), ...(vtnFingerprint.length > 0 && { vtnFingerprint }) };
    const { chain, key } = this.#material(venName);
    return { key, certificate: chain[0].x509, ...(vtnFingerprint.length > 0 && { vtnFingerprint }) };
  }

  /** One with a fault, or none at all; it is not kept. */
  async bad(venName: string, fault: FaultName | 'none'): Promise<ClientTls> {
    if (fault === 'none') return { ca: this.#ca };
    return this.#tls(await makeSpoilt(fault, this.#request(venName), this.#authority));
  }

  #material(venName: string): Material {
    const known = this.#made.get(venName) ?? this.#kept(venName) ?? this.#make(venName);
    this.#made.set(venName, known);
    return known;
  }

  /** Of the certificates that the VTN of this lab has. */
  #vtnFingerprints(): readonly string[] {
    return ALGORITHMS.flatMap((algorithm) => {
      const file = join(this.#options.folder, `vtn-${algorithm}.pem`);
      const [own] = existsSync(file) ? readBundle(readFileSync(file), file).certificates : [];
      return own ? [fingerprint(own.der)] : [];
    });
  }

  #tls({ chain, key }: Material): ClientTls {
    return { cert: chainPem(chain), key: keyPem(key), ca: this.#ca };
  }

  #request(venName: string): LeafRequest {
    const commonName = venName.slice(0, 64);
    const name = `ven-${venName}-${this.#kind}`;
    return { commonName, name, kind: this.#kind, hosts: [], days: LEAF_DAYS, now: this.#options.now() };
  }

  /** That of the lab, or of an earlier session; one that another CA issued, or that ends soon, is made anew. */
  #kept(venName: string): Material | undefined {
    if (!PLAIN_NAME.test(venName)) return undefined;
    const { folder, passphrase, now } = this.#options;
    const { name } = this.#request(venName);
    for (const place of [folder, join(folder, KEPT)]) {
      const [pem, keyFile] = [join(place, `${name}.pem`), join(place, `${name}.key`)];
      if (!existsSync(pem) || !existsSync(keyFile)) continue;
      const [own, ...rest] = readBundle(readFileSync(pem), pem).certificates;
      if (!own || !issuedBy(own, this.#authority.certificate) || now() > own.notAfter || endsSoon(own, now())) continue;
      const key = readKey(readFileSync(keyFile, 'latin1'), passphrase, keyFile);
      if (own.x509.checkPrivateKey(key)) return { name, chain: [own, ...rest], key };
    }
    return undefined;
  }

  #make(venName: string): Material {
    const keys = makeKeysNow(KEYS[LEAF_KINDS[this.#kind].key]);
    const material = certifyLeaf(keys, this.#request(venName), this.#authority);
    if (PLAIN_NAME.test(venName)) this.#keep(material);
    return material;
  }

  /**
   * A lab that cannot be written to still serves this session. Without a passphrase where the CA's key has none: the next
   * session, which need not give one, opens it too.
   */
  #keep(material: Material): void {
    const { folder } = this.#options;
    const passphrase = this.#authority.locked ? this.#options.passphrase : undefined;
    try {
      mkdirSync(join(folder, KEPT), { recursive: true, mode: 0o700 });
      for (const { name, content, secret } of materialFiles(material, { passphrase })) {
        const path = join(folder, KEPT, name);
        writeFileSync(path, content, { mode: secret ? 0o600 : 0o644 });
        if (secret) chmodSync(path, 0o600);
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}

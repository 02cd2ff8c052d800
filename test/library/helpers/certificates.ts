import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type ClientOptions, OpenADRClient, type ServerOptions } from '../../../src/index.ts';
import { chainPem } from '../../../src/pki/files.ts';
import { fingerprint } from '../../../src/pki/fingerprint.ts';
import { keyPem } from '../../../src/pki/key.ts';
import type { LeafKind, Material } from '../../../src/pki/material.ts';
import type { FaultName } from '../../../src/pki/spoil.ts';
import { leaf } from '../../helpers/pki.ts';
import { TlsLab } from '../../helpers/tls-lab.ts';

/** A client that is started, and stopped with its test. */
export async function startClient(t: ExecutionContext, options: ClientOptions): Promise<OpenADRClient> {
  const one = new OpenADRClient({ logger: false, seed: 'client', ...options });
  t.teardown(() => one.stop());
  await one.start();
  return one;
}

/** A certificate as programs give it. */
export interface Given {
  readonly cert: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** Certificates of one lab, as PEM text. */
export class Certificates {
  readonly #lab: TlsLab;

  private constructor(lab: TlsLab) {
    this.#lab = lab;
  }

  static async make(id?: string): Promise<Certificates> {
    return new Certificates(await TlsLab.make(id));
  }

  get ca(): string {
    return chainPem(this.#lab.trust.certificates);
  }

  material(name: string, kind: LeafKind = 'ecc', fault?: FaultName): Promise<Material> {
    return this.#lab.leaf(name, kind, fault);
  }

  async given(name: string, kind: LeafKind = 'ecc', { passphrase }: { passphrase?: string } = {}): Promise<Given> {
    return givenOf(await this.material(name, kind), passphrase);
  }

  /** Another one for the same subject, by the same CA. */
  async renewed(name: string): Promise<Given> {
    return givenOf(await leaf(this.#lab.lab, { commonName: name, name }));
  }

  /** A VTN with RSA and ECC that trusts this lab. */
  async server(): Promise<Pick<ServerOptions, 'cert' | 'key' | 'ca'>> {
    const [rsa, ecc] = await Promise.all([this.given('vtn', 'rsa'), this.given('vtn')]);
    return { cert: [rsa.cert, ecc.cert], key: [rsa.key, ecc.key], ca: this.ca };
  }

  /** What a client of this lab presents and trusts. */
  async client(name: string, kind: LeafKind = 'ecc'): Promise<{ cert: string; key: string; ca: string }> {
    const { cert, key } = await this.given(name, kind);
    return { cert, key, ca: this.ca };
  }
}

function givenOf({ chain, key }: Material, passphrase?: string): Given {
  return { cert: chainPem(chain), key: keyPem(key, passphrase), fingerprint: fingerprint(chain[0].der) };
}

/** Files in a folder that goes with the test; their paths. */
export async function filesOf<N extends string>(
  t: ExecutionContext,
  contents: Readonly<Record<N, string | Buffer>>,
): Promise<Record<N, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-library-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const paths = { ...contents } as Record<N, string>;
  for (const name in contents) {
    paths[name] = join(folder, name);
    await writeFile(paths[name], contents[name], { mode: 0o600 });
  }
  return paths;
}

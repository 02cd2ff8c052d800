import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { ExecutionContext } from 'ava';
import { chainPem } from '../../src/pki/files.ts';
import { keyPem } from '../../src/pki/key.ts';
import { type Lab, makeLab, makeLeaf } from '../../src/pki/lab.ts';
import { LEAF_KINDS, type LeafKind, type Material } from '../../src/pki/material.ts';
import { type FaultName, makeSpoilt } from '../../src/pki/spoil.ts';
import type { Trust } from '../../src/pki/trust.ts';
import type { TlsOptions } from '../../src/transport/tls/options.ts';
import { type RecordingListener, recordingListener } from './listener.ts';

const NOW = Date.now();

/** A lab of this test file, with the certificates that it asked for; each is made once. */
export class TlsLab {
  readonly lab: Lab;
  readonly #made = new Map<string, Promise<Material>>();

  private constructor(lab: Lab) {
    this.lab = lab;
  }

  static async make(id = 'test'): Promise<TlsLab> {
    return new TlsLab(await makeLab(id, NOW));
  }

  get trust(): Trust {
    const { rsa, ecc } = this.lab;
    return { certificates: [rsa.root, rsa.ca, ecc.root, ecc.ca].map(({ certificate }) => certificate) };
  }

  /** Of a VEN or of the VTN, spoilt or not. */
  leaf(name: string, kind: LeafKind, fault?: FaultName): Promise<Material> {
    const key = `${name} ${kind} ${fault ?? ''}`;
    const known = this.#made.get(key);
    if (known) return known;
    const request = { commonName: name, name, kind, hosts: ['localhost', '127.0.0.1'], days: 300, now: NOW };
    const { ca } = this.lab[LEAF_KINDS[kind].ca];
    const made = fault ? makeSpoilt(fault, request, ca) : makeLeaf(request, ca);
    this.#made.set(key, made);
    return made;
  }

  /** A listener with RSA and ECC certificates, unless told otherwise. */
  async listener(
    t: ExecutionContext,
    tls: Partial<TlsOptions> = {},
    options: Parameters<typeof recordingListener>[1] = {},
    reply?: Parameters<typeof recordingListener>[2],
  ): Promise<RecordingListener> {
    const identities = tls.identities ?? (await Promise.all([this.leaf('vtn', 'rsa'), this.leaf('vtn', 'ecc')]));
    return recordingListener(t, { ...options, tls: { trust: this.trust, ...tls, identities } }, reply);
  }

  /** Certificate and key as Node's client takes them. */
  async credentials(kind: LeafKind, fault?: FaultName): Promise<ConnectionOptions> {
    const { chain, key } = await this.leaf('ven', kind, fault);
    return { cert: chainPem(chain), key: keyPem(key) };
  }

  /** The same as files for openssl; the folder goes with the test. */
  async files(
    t: ExecutionContext,
    kind: LeafKind,
    fault?: FaultName,
  ): Promise<{ cert: string; key: string; trust: string }> {
    const folder = await mkdtemp(join(tmpdir(), 'oadr-tls-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const { chain, key } = await this.leaf('ven', kind, fault);
    const paths = { cert: join(folder, 'ven.pem'), key: join(folder, 'ven.key'), trust: join(folder, 'trust.pem') };
    await writeFile(paths.cert, chainPem(chain));
    await writeFile(paths.key, keyPem(key), { mode: 0o600 });
    await writeFile(paths.trust, chainPem(this.trust.certificates));
    return paths;
  }
}

/** A TLS client that trusts anybody, and shows keys that a newer OpenSSL finds too weak. @throws Error the handshake failed */
export async function secureClient(
  t: ExecutionContext,
  port: number,
  options: ConnectionOptions = {},
): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port,
    rejectUnauthorized: false,
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ...options,
  });
  t.teardown(() => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return socket;
}

/** What `openssl s_client` printed, and how it ended. */
export interface OpensslEnd {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `openssl s_client` with this input, or none; it ends when the connection does. */
export function sClient(port: number, args: readonly string[], input = ''): Promise<OpensslEnd> {
  const child: ChildProcessWithoutNullStreams = spawn('openssl', [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    ...args,
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('latin1')));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { chainPem } from '../../src/pki/files.ts';
import { fingerprint } from '../../src/pki/fingerprint.ts';
import { keyPem } from '../../src/pki/key.ts';
import type { Material } from '../../src/pki/material.ts';
import type { RecordingListener } from './listener.ts';
import { TlsLab } from './tls-lab.ts';
import { expected, type Outcome, type Program, type Row, rowName } from './tls-rows.ts';

/** What a client is started with. Files, since openssl wants such. */
export interface Client {
  readonly port: number;
  readonly row: Row;
  /** None: it presents none. */
  readonly own?: { readonly cert: string; readonly key: string };
  /** The roots alone: who trusts intermediates too never misses one. */
  readonly roots: string;
}

/** Makes one connection; what the client saw. */
export type Connect = (client: Client) => Promise<Outcome['client']>;

/** Connections at a time: openssl is a process each. */
const POOL = 4;

/** A lab, its files, and rows run against listeners of their own. */
export class TlsTable {
  readonly folder = mkdtempSync(join(tmpdir(), 'oadr-tls-table-'));
  readonly #lab: TlsLab;
  readonly #program: Program;
  readonly #connect: Connect;
  readonly #written = new Map<string, { readonly cert: string; readonly key: string }>();
  readonly #roots = join(this.folder, 'roots.pem');
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  private constructor(lab: TlsLab, program: Program, connect: Connect) {
    this.#lab = lab;
    this.#program = program;
    this.#connect = connect;
    writeFileSync(this.#roots, chainPem(this.#trusted));
  }

  /** @param connect how the program makes a connection */
  static async make(program: Program, connect: Connect): Promise<TlsTable> {
    return new TlsTable(await TlsLab.make(`table-${program}`), program, connect);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs rows, and compares outcome and cause of each with what is expected. */
  async check(t: ExecutionContext, rows: readonly Row[]): Promise<void> {
    const outcomes = await Promise.all(rows.map((row) => this.#inTurn(() => this.#run(t, row))));
    t.deepEqual(
      rows.map((row, at) => ({ row: rowName(row), ...outcomes[at] })),
      rows.map((row) => ({ row: rowName(row), ...expected(row, this.#program) })),
    );
  }

  get #trusted() {
    return [this.#lab.lab.rsa.root.certificate, this.#lab.lab.ecc.root.certificate];
  }

  async #inTurn<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running >= POOL) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async #run(t: ExecutionContext, row: Row): Promise<Outcome> {
    const { whose, certificate, kind, profile, rejectWith } = row;
    const fault = certificate === 'good' || certificate === 'none' ? undefined : certificate;
    const second = whose === 'vtn' && kind === 'hybrid' ? 'hybrid' : 'ecc';
    const identities = await Promise.all(
      (['rsa', second] as const).map((one) => this.#lab.leaf('vtn', one, whose === 'vtn' ? fault : undefined)),
    );
    const trust = { certificates: this.#trusted };
    const listener = await this.#lab.listener(t, { identities, trust, profile, rejectWith, requireClientCert: true });
    try {
      const material =
        certificate === 'none' ? undefined : await this.#lab.leaf('ven', kind, whose === 'ven' ? fault : undefined);
      const client = await this.#connect({
        ...{ port: listener.port, row, roots: this.#roots },
        ...(material && { own: this.#files(`${kind}-${material.name}`, material) }),
      });
      await listener.until(() => listener.of('closed').length === 1);
      return { client, ...diagnosis(listener, material) };
    } finally {
      await listener.close(0);
    }
  }

  #files(name: string, material: Material): { readonly cert: string; readonly key: string } {
    const known = this.#written.get(name);
    if (known) return known;
    const at = join(this.folder, name);
    const paths = { cert: `${at}.pem`, key: `${at}.key` };
    writeFileSync(paths.cert, chainPem(material.chain));
    writeFileSync(paths.key, keyPem(material.key), { mode: 0o600 });
    this.#written.set(name, paths);
    return paths;
  }
}

/** What the VTN told of its one connection. */
function diagnosis(listener: RecordingListener, material: Material | undefined): Omit<Outcome, 'client'> {
  const [refused, ...more] = listener.of('tlsRefused');
  if (more.length > 0) throw new Error('a refusal is told once');
  if (!refused) {
    const known = material && fingerprint(material.chain[0].der);
    if (listener.requests[0]?.remote.fingerprint !== known) throw new Error('the VEN is known by its fingerprint');
    return { cause: 'none', answer: 'HTTP' };
  }
  if (listener.requests.length > 0) throw new Error('what a refused client sends reaches nobody');
  const { cause, answer, message } = refused;
  const alert = /alert (\w+)$/.exec(message)?.[1];
  return { cause, answer, ...(cause === 'deviceRefused' && { alert }) };
}

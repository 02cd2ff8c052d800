import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Mint } from '../src/bench/mint.ts';
import { PROGRAM } from './build.ts';
import type { Credentials } from './load/credentials.ts';

/** A lab as `oadr-sim certs init` makes it, for one section. */
export interface Lab {
  readonly folder: string;
  /** The certificate of a VEN (ECC), and whom it believes. */
  of(venName: string): Credentials;
  remove(): void;
}

/** @throws Error the program cannot make it */
export async function makeLab(): Promise<Lab> {
  const parent = mkdtempSync(join(tmpdir(), 'oadr-sim-bench-'));
  const folder = join(parent, 'certs');
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'certs', 'init', folder, '--san', '127.0.0.1']);
  if (status !== 0) throw new Error(`certs init failed: ${stderr}`);
  const mint = await Mint.open({ folder, now: Date.now });
  return {
    folder,
    of(venName) {
      const { cert, key, ca } = mint.of(venName);
      if (cert === undefined || key === undefined || typeof ca !== 'string') throw new Error('a VEN has all three');
      return { cert, key, ca };
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

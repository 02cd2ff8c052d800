import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from '../../src/pki/certificate.ts';
import { chainPem } from '../../src/pki/files.ts';
import { type Lab, type LeafChange, type LeafRequest, makeLeaf } from '../../src/pki/lab.ts';
import { LEAF_KINDS, type Material } from '../../src/pki/material.ts';
import type { Trust } from '../../src/pki/trust.ts';

/** The moment at which test certificates are made: openssl judges by the real clock. */
export const NOW = Math.floor(Date.now() / 1000) * 1000;
export const DAY = 86_400_000;

export function request(overrides: Partial<LeafRequest> = {}): LeafRequest {
  const kind = overrides.kind ?? 'ecc';
  return { commonName: 'ven-1', name: `ven-1-${kind}`, kind, hosts: [], days: 730, now: NOW, ...overrides };
}

/** A certificate of the lab's CA. */
export function leaf(lab: Lab, overrides: Partial<LeafRequest> = {}, change: LeafChange = {}): Promise<Material> {
  const wanted = request(overrides);
  return makeLeaf(wanted, lab[LEAF_KINDS[wanted.kind].ca].ca, change);
}

/** Everything that a lab's `trust.pem` holds. */
export function trustOf(lab: Lab): Trust {
  return { certificates: [lab.rsa.root, lab.rsa.ca, lab.ecc.root, lab.ecc.ca].map(({ certificate }) => certificate) };
}

/** The roots alone. */
export function rootsOf(lab: Lab): Trust {
  return { certificates: [lab.rsa.root, lab.ecc.root].map(({ certificate }) => certificate) };
}

export function ders(chain: readonly Certificate[]): readonly Buffer[] {
  return chain.map(({ der }) => der);
}

/** A new folder with files in it; returns their paths. */
export function filesIn(contents: Readonly<Record<string, string | Buffer>>): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'oadr-sim-pki-'));
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return [name, join(folder, name)];
    }),
  );
}

/** Runs openssl; what it printed. */
export function openssl(...args: readonly string[]): string {
  return execFileSync('openssl', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** `openssl verify -x509_strict` of a chain against roots: its output, and whether it accepts. */
export function strictVerify(
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  ...more: readonly string[]
): { readonly ok: boolean; readonly output: string } {
  const [own, ...rest] = chain;
  if (!own) throw new Error('a chain has a certificate');
  const files = filesIn({ 'own.pem': chainPem([own]), 'rest.pem': chainPem(rest), 'roots.pem': chainPem(roots) });
  const { status, stdout, stderr } = spawnSync(
    'openssl',
    [
      ...['verify', '-x509_strict', '-no-CApath', '-no-CAstore', '-CAfile', files['roots.pem'] ?? ''],
      ...(rest.length > 0 ? ['-untrusted', files['rest.pem'] ?? ''] : []),
      ...[...more, files['own.pem'] ?? ''],
    ],
    { encoding: 'utf8' },
  );
  return { ok: status === 0, output: stdout + stderr };
}

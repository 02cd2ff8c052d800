import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The program as it is published: what a user starts, and what the bench measures. */
export const PROGRAM = `${root}dist/cli/main.js`;

/**
 * Builds `dist/` where a source is newer.
 * @throws Error it cannot be built
 */
export function build(): void {
  const sources = readdirSync(`${root}src`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const newest = Math.max(...sources.map(({ parentPath, name }) => statSync(`${parentPath}/${name}`).mtimeMs));
  if (newest <= (statSync(PROGRAM, { throwIfNoEntry: false })?.mtimeMs ?? 0)) return;
  const { status } = spawnSync(process.execPath, [`${root}scripts/build.mjs`], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the program cannot be built; try: npm run build');
}

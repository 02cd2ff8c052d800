import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Figure, median } from '../figure.ts';
import type { Settings } from '../settings.ts';

const run = promisify(execFile);
const built = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Cold start of the built program beside that of Node itself. */
export async function start({ starts }: Settings): Promise<Figure[]> {
  await access(built).catch((cause: unknown) => {
    throw new Error(`${built} is not there; try: npm run build`, { cause });
  });
  const pairs: { ours: number; bare: number }[] = [];
  // The first of each fills the disk cache.
  for (let index = -1; index < starts; index++) {
    const pair = { ours: await timed([built, '--help']), bare: await timed(['-e', '0']) };
    if (index >= 0) pairs.push(pair);
  }
  const ours = median(pairs.map((pair) => pair.ours));
  const bare = median(pairs.map((pair) => pair.bare));
  return [
    {
      name: 'oadr-sim --help',
      value: median(pairs.map((pair) => pair.ours / pair.bare)),
      unit: '× node -e 0',
      target: { at: 'most', value: 4 },
      detail: `${ours.toFixed(0)} to ${bare.toFixed(0)} ms`,
    },
  ];
}

async function timed(args: readonly string[]): Promise<number> {
  const since = performance.now();
  await run(process.execPath, [...args]);
  return performance.now() - since;
}

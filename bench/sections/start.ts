import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PROGRAM } from '../build.ts';
import { type Figure, median } from '../figure.ts';
import type { Settings } from '../settings.ts';

const run = promisify(execFile);

/** Cold start of the built program beside that of Node itself. */
export async function start({ starts }: Settings): Promise<Figure[]> {
  const pairs: { ours: number; bare: number }[] = [];
  // The first of each fills the disk cache.
  for (let index = -1; index < starts; index++) {
    const pair = { ours: await timed([PROGRAM, '--help']), bare: await timed(['-e', '0']) };
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { Store } from '../../src/store/store.ts';

const KILLS = Number(process.env.KILL_ROUNDS ?? 20);
const SEED = process.env.KILL_SEED ?? 'kill';

/** Saves without end; prints a number once the VEN that bears it is acknowledged. */
const WRITER = `
  import { Store } from './src/store/store.ts';
  import { venSnapshot } from './test/helpers/snapshots.ts';
  const store = await Store.open(process.argv[1]);
  const padding = 'x'.repeat(20_000);
  let next = Number(store.snapshot()?.vens.find(({ venID }) => venID === 'ven')?.venName ?? 0);
  for (;;) {
    const number = String(++next);
    await store.save(['ven', 'other' + (next % 50)], (venID) => venSnapshot(venID, { venName: number, profile: padding }));
    process.stdout.write(number + '\\n');
  }
`;

test(`an acknowledged change survives kill -9 at any moment (${KILLS} kills, seed ${SEED})`, async (t) => {
  t.timeout(120_000);
  const random = new SeededRandom(SEED);
  const folder = await mkdtemp(join(tmpdir(), 'oadr-kill-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'state.json');
  for (let round = 0; round < KILLS; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', WRITER, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const killAfter = 1 + Math.floor(random.next() * 30);
    let acknowledged = 0;
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      // The writer goes on while the signal is on its way, so it dies somewhere within a write.
      if (++lines === killAfter) child.kill('SIGKILL');
    }
    t.deepEqual((await exited)[1], 'SIGKILL');
    const store = await Store.open(file);
    const kept = Number(store.snapshot()?.vens.find(({ venID }) => venID === 'ven')?.venName);
    await store.close();
    t.deepEqual(store.warnings, [], `round ${round}`);
    t.true(kept >= acknowledged, `round ${round}: ${acknowledged} was acknowledged, ${kept} is kept`);
  }
});

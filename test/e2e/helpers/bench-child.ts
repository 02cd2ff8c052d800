import { SystemClock } from '../../../src/base/clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { Bench } from '../../../src/bench/bench.ts';
import type { Command } from '../../../src/bench/command.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { Store } from '../../../src/store/store.ts';
import type { CommandOutcome } from '../../../src/vtn/types.ts';
import type { VenView } from '../../../src/vtn/view.ts';

/** What the parent asks of the bench. */
export interface Order {
  readonly id: number;
  readonly command: Command;
}

/** What the bench tells its parent. */
export type Report =
  | {
      readonly ready: string;
      /** As restored from the state file. */
      readonly vens: readonly VenView[];
      readonly warnings: readonly string[];
    }
  | { readonly id: number; readonly outcome: CommandOutcome }
  | { readonly id: number; readonly error: string };

/** A bench on a state file, to be killed: requests come over HTTP, commands from the parent. */
async function main(file: string): Promise<void> {
  const clock = new SystemClock();
  const journal = new Journal({ clock });
  const store = await Store.open(file);
  const bench = new Bench({
    config: {
      vtnID: 'OADR-SIM',
      pollInterval: 10_000,
      marketContext: 'http://example.com/oadr-sim',
      registerReports: false,
      rejectInvalid: false,
      anyVenID: false,
      cancelRetries: 5,
    },
    host: '127.0.0.1',
    port: 0,
    clock,
    ioClock: clock,
    speed: 1,
    random: new SeededRandom(),
    journal,
    store,
  });
  await bench.start();
  process.on('message', ({ id, command }: Order) => {
    bench.execute(command, 'library').then(
      (outcome) => tell({ id, outcome }),
      (error: unknown) => tell({ id, error: String(error) }),
    );
  });
  tell({ ready: bench.url, vens: bench.vens, warnings: store.warnings.map(({ message }) => message) });
}

function tell(report: Report): void {
  process.send?.(report);
}

await main(process.argv[2] ?? '');

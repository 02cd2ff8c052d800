import { SystemClock } from '../../../src/base/clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { Bench } from '../../../src/bench/bench.ts';
import type { Command } from '../../../src/bench/command.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { Store } from '../../../src/store/store.ts';
import type { Change } from '../../../src/vtn/change.ts';
import type { CommandOutcome } from '../../../src/vtn/types.ts';
import type { VenView } from '../../../src/vtn/view.ts';

/** What the parent asks of the bench. */
export interface Order {
  readonly id: number;
  readonly command: Command;
}

/** What was restored of a VEN's reports. */
export interface Reporting {
  readonly venID: string;
  /** reportSpecifierIDs of its metadata. */
  readonly offered: string[];
  /** reportRequestIDs of what it was asked for and has not come to an end. */
  readonly requests: string[];
}

/** What the bench tells its parent. */
export type Report =
  | {
      readonly ready: string;
      /** As restored from the state file. */
      readonly vens: readonly VenView[];
      readonly reporting: readonly Reporting[];
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
  const reporting = new Map<string, Reporting>();
  journal.subscribe((record) => {
    if (record.kind === 'state') restored(record.change, reporting);
  });
  await bench.start();
  process.on('message', ({ id, command }: Order) => {
    bench.execute(command, 'library').then(
      (outcome) => tell({ id, outcome }),
      (error: unknown) => tell({ id, error: String(error) }),
    );
  });
  tell({
    ready: bench.url,
    vens: bench.vens,
    reporting: [...reporting.values()],
    warnings: store.warnings.map(({ message }) => message),
  });
}

function restored(change: Change, into: Map<string, Reporting>): void {
  if (change.what !== 'reports' && change.what !== 'reportRequest') return;
  const { venID } = change;
  const of = into.get(venID) ?? { venID, offered: [], requests: [] };
  into.set(venID, of);
  if (change.what === 'reports') of.offered.push(...change.reports.map((report) => report.reportSpecifierID));
  else if (change.state === 'restored') of.requests.push(change.reportRequestID);
}

function tell(report: Report): void {
  process.send?.(report);
}

await main(process.argv[2] ?? '');

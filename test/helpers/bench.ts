import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { ScaledClock, SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Bench, type BenchOptions } from '../../src/bench/bench.ts';
import type { Handlers } from '../../src/bench/handlers.ts';
import { Journal } from '../../src/journal/journal.ts';
import type { JournalRecord, MessageRecord, StateRecord } from '../../src/journal/record.ts';
import { type RunOptions, runScenario, type ScenarioResult, VenDirectory } from '../../src/scenario/engine/index.ts';
import type { ScenarioPlan } from '../../src/scenario/format/index.ts';
import { Store } from '../../src/store/store.ts';
import type { VtnConfig } from '../../src/vtn/types.ts';

/** What of a bench under test differs from the usual. */
export interface TestBenchOptions {
  /** Default 1. */
  readonly speed?: number;
  /** State file; default: none is kept. */
  readonly file?: string;
  /** Instead of one made from `file`; closed with the bench. */
  readonly store?: Store;
  readonly seed?: string;
  readonly config?: Partial<VtnConfig>;
  readonly handlers?: Handlers;
  readonly limits?: BenchOptions['limits'];
  readonly tls?: BenchOptions['tls'];
  readonly venTls?: BenchOptions['venTls'];
  readonly sign?: BenchOptions['sign'];
  readonly venSign?: BenchOptions['venSign'];
  /** Nothing listens: the test serves `bench.middleware()` there. */
  readonly mountedAt?: () => string;
  /** Default true; false leaves the listening to the test. */
  readonly start?: boolean;
}

type Changes = StateRecord['change'];

/** A whole bench in this process, on 127.0.0.1 and a free port, with all that it recorded. */
export class TestBench {
  readonly bench: Bench;
  readonly journal: Journal;
  readonly store: Store;
  readonly records: JournalRecord[] = [];
  readonly directory: VenDirectory;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  private constructor(store: Store, options: TestBenchOptions) {
    const { speed = 1, seed = 'e2e', config, handlers, mountedAt, limits, tls, venTls, sign, venSign } = options;
    const ioClock = new SystemClock();
    const clock = speed === 1 ? ioClock : new ScaledClock(ioClock, speed);
    this.journal = new Journal({ clock });
    this.store = store;
    this.journal.subscribe((record) => {
      this.records.push(record);
      for (const look of [...this.#waiting]) look();
    });
    // As in the program: whoever listens first hears first.
    this.directory = new VenDirectory(this.journal);
    this.bench = new Bench({
      config: { ...CONFIG, ...config },
      host: '127.0.0.1',
      port: 0,
      clock,
      ioClock,
      speed,
      random: new SeededRandom(seed),
      journal: this.journal,
      store,
      ...(handlers && { handlers }),
      ...(limits && { limits }),
      ...(tls && { tls }),
      ...(venTls && { venTls }),
      ...(sign && { sign }),
      ...(venSign && { venSign }),
      ...(mountedAt && { mountedAt }),
    });
  }

  /** Opens a bench; it is closed with its test, unless the test does. @throws StoreError */
  static async open(t: ExecutionContext, options: TestBenchOptions = {}): Promise<TestBench> {
    const bench = new TestBench(options.store ?? (await Store.open(options.file)), options);
    t.teardown(() => bench.close());
    if (options.start !== false) await bench.bench.start();
    return bench;
  }

  /** The records from now on do not count; for long runs whose records nobody reads. */
  forget(): void {
    this.records.length = 0;
  }

  /** Messages, of one name or all. */
  messages(name?: string, dir: MessageRecord['dir'] = 'in'): MessageRecord[] {
    return this.records.filter(
      (record): record is MessageRecord =>
        record.kind === 'message' && record.dir === dir && (name === undefined || record.name === name),
    );
  }

  /** Changes of one kind, in order. */
  changes<W extends Changes['what']>(what: W): Extract<Changes, { what: W }>[] {
    return this.records.flatMap((record) =>
      record.kind === 'state' && record.change.what === what ? [record.change as Extract<Changes, { what: W }>] : [],
    );
  }

  /** What a person would read. */
  logs(level?: 'info' | 'warning' | 'error'): string[] {
    return this.records.flatMap((record) =>
      record.kind === 'log' && (level === undefined || record.level === level) ? [record.message] : [],
    );
  }

  /** Resolves once it is so; looked at again with each record. */
  async until(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  /** Plays a scenario on it. */
  play(plan: ScenarioPlan, options: Partial<RunOptions> = {}): Promise<ScenarioResult> {
    return runScenario(plan, { bench: this.bench, directory: this.directory, ...options });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.bench.stop();
    await this.store.close();
  }
}

const CONFIG: VtnConfig = {
  vtnID: 'OADR-SIM',
  pollInterval: 2_000,
  marketContext: 'http://example.com/oadr-sim',
  registerReports: true,
  rejectInvalid: false,
  anyVenID: false,
  cancelRetries: 5,
};

/** A folder that is gone with its test. */
export async function folderOf(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'oadr-e2e-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

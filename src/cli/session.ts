import { readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ScaledClock, SystemClock } from '../base/clock.ts';
import { SeededRandom } from '../base/random.ts';
import { Bench } from '../bench/bench.ts';
import { Journal } from '../journal/journal.ts';
import { Store } from '../store/store.ts';
import type { VtnConfig } from '../vtn/types.ts';
import { benchSign } from './bench-sign.ts';
import { benchTls } from './bench-tls.ts';
import { checkSecurity } from './bench-usage.ts';
import { beyondLoopback, OPEN_WARNING } from './beyond.ts';
import { passphraseOf } from './certs-common.ts';
import type { BenchCliOptions } from './options.ts';
import { openRecording } from './recording.ts';
import { version } from './version.ts';

/** What the first scenario wants of the VTN: offered from the first connection on, not only from its own t0. */
export type VtnSettings = Partial<Pick<VtnConfig, 'pollInterval' | 'marketContext' | 'registerReports'>>;

/** What is known of a session before it begins. */
export interface SessionNeeds {
  readonly vtn?: VtnSettings;
  /** There will be simulated VENs; default: those of `--ven` alone. */
  readonly simulates?: boolean;
}

/** With capitals: OpenLEADR's VEN takes a vtnID in lower case alone for an invalid one. */
const VTN_ID = 'OADR-SIM';

/** Everything that a command with a VTN opens, and must close. The bench does not listen yet. */
export interface Session {
  readonly bench: Bench;
  readonly journal: Journal;
  /** Record files written, for the summary. */
  readonly paths: () => readonly string[];
  /** The record's files, also one that is only kept for reports; none before the bench listened. */
  readonly files: () => readonly string[];
  /** What could not be recorded: ends a run with 4. */
  readonly fault: () => Error | undefined;
  /** Listens, and says so in the record. @throws TransportError (port taken) */
  start(): Promise<void>;
  /** Stops bench and simulated VENs, finishes the state and the record. */
  close(): Promise<void>;
  /** Removes a record that was only kept for reports. */
  discard(): Promise<void>;
}

/**
 * Opens state, record and bench.
 * @throws StoreError (state file in use), JournalError (record cannot be written), PkiError (no usable certificate),
 * UsageError (options of TLS that do not go together)
 */
export async function openSession(
  options: BenchCliOptions,
  onFault: (error: Error) => void,
  { vtn = {}, simulates = options.ven !== undefined }: SessionNeeds = {},
): Promise<Session> {
  const ioClock = new SystemClock();
  const clock = options.speed === 1 ? ioClock : new ScaledClock(ioClock, options.speed);
  const random = new SeededRandom(options.seed);
  const journal = new Journal({ clock });
  checkSecurity(options);
  const needs = { passphrase: await passphraseOf(options), simulates, now: ioClock.now() };
  const secure = await benchTls(options, needs);
  const signing = await benchSign(options, needs, secure);
  const store = await Store.open(options.ephemeral ? undefined : await linked(options.state));
  let fault: Error | undefined;
  let listened = false;
  const recording = await openRecording(options, journal, (error) => {
    fault ??= error;
    onFault(error);
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const config = {
    vtnID: options.vtnId ?? store.vtnID ?? VTN_ID,
    pollInterval: options.pollInterval,
    marketContext: 'http://example.com/oadr-sim',
    registerReports: true,
    rejectInvalid: options.rejectInvalid ?? false,
    anyVenID: options.anyVenId ?? false,
    cancelRetries: 5,
    ...vtn,
  };
  const { host, port = secure ? 8443 : 8080, prefix, speed } = options;
  const bench = new Bench({
    config,
    host,
    port,
    prefix,
    clock,
    ioClock,
    speed,
    random,
    journal,
    store,
    ...secure?.bench,
    ...signing.bench,
  });
  return {
    bench,
    journal,
    paths: recording.paths,
    files: () => (listened ? recording.files() : []),
    fault: () => fault,
    async start() {
      await store.keepVtnID(config.vtnID);
      await bench.start(() => {
        listened = true;
        const { url } = bench;
        const { vtnID } = config;
        journal.append({
          kind: 'session',
          version: 1,
          program: `oadr-sim ${version()}, Node ${process.versions.node}, ${process.platform}`,
          vtnID,
          url,
          seed: random.seed,
          speed,
          ...(secure && { tls: secure.session }),
          ...(signing.session && { signatures: signing.session }),
        });
        // Not earlier: the face must be there to show it.
        for (const { message } of store.warnings)
          journal.append({ kind: 'log', level: 'warning', source: 'store', message });
        const warn = (source: string) => (message: string) =>
          void journal.append({ kind: 'log', level: 'warning', source, message });
        if (!secure && beyondLoopback(host)) warn('listen')(OPEN_WARNING);
        secure?.warnings.forEach(warn('tls'));
        signing.warnings.forEach(warn('signature'));
      });
      for (const [venID, fingerprint] of options.fingerprint ?? [])
        await bench.execute({ do: 'provision', venID, fingerprint }, 'cli');
    },
    async close() {
      await bench.stop();
      await store.close();
      await recording.close();
    },
    discard: recording.discard,
  };
}

/** The file behind a symbolic link: two names of one file are one state. */
async function linked(file: string): Promise<string> {
  const target = await readlink(file).catch(() => undefined);
  return target === undefined ? file : resolve(dirname(file), target);
}

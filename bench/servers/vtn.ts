import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignMode } from '../../src/bench/signing/options.ts';
import type { Session } from '../../src/cli/session.ts';
import type { ReportRequestSpec } from '../../src/vtn/types.ts';
import { serve } from '../child.ts';
import { tenEvents } from '../load/events.ts';
import { countMessages } from './count-messages.ts';
import { PollWatch } from './poll-watch.ts';
import { probe } from './probe.ts';

/** What a VTN offers to its VENs. */
export interface VtnStart {
  /** ms. */
  readonly pollInterval: number;
  /** A lab's folder: it speaks TLS, and wants certificates. */
  readonly tls?: string;
  readonly sign?: SignMode;
}

// As built: what runs the sources directly names each inner function anew, which costs a tenth.
const program: typeof import('../../src/cli/session.ts') = await import(
  new URL('../../dist/cli/session.js', import.meta.url).href
);

let session: Session | undefined;
let folder: string | undefined;
let watch: PollWatch | undefined;
let points = 0;

/** The product as `oadr-sim serve` runs it, with state file and record, less its face. */
const calls = {
  ...probe,
  async start({ pollInterval, tls, sign }: VtnStart): Promise<{ url: string }> {
    folder = await mkdtemp(join(tmpdir(), 'oadr-sim-bench-'));
    session = await program.openSession(
      {
        host: '127.0.0.1',
        port: 0,
        ui: 'none',
        speed: 1,
        state: join(folder, 'state.json'),
        record: join(folder, 'record.ndjson'),
        recordMax: Number.MAX_SAFE_INTEGER,
        color: 'never',
        pollInterval,
        seed: 'bench',
        ...(tls !== undefined && { tls, requireClientCert: true }),
        ...(sign && { sign }),
      },
      (error) => {
        throw error;
      },
    );
    await session.start();
    return { url: running().bench.url };
  },
  /** Gives ten events to each of these VENs. */
  async events({ vens }: { vens: readonly string[] }): Promise<void> {
    for (const event of tenEvents(Date.now())) await running().bench.execute({ do: 'event', vens, event }, 'library');
  },
  /** Changes one of the ten, so that the next poll of each brings all of them. */
  async modify({ vens, comment }: { vens: readonly string[]; comment: string }): Promise<void> {
    const command = { do: 'modify', vens, eventID: 'event-1', set: { comment } } as const;
    await running().bench.execute(command, 'library');
  },
  /** Asks each of these VENs for a report; they get it by poll. */
  async request({ vens, report }: { vens: readonly string[]; report: ReportRequestSpec }): Promise<void> {
    await running().bench.execute({ do: 'requestReport', vens, reports: [report] }, 'library');
  },
  /** Begins to count the points that become readings. */
  countPoints(): void {
    running().journal.subscribe((record) => {
      if (record.kind !== 'state' || record.change.what !== 'readings') return;
      for (const { count } of record.change.series) points += count;
    });
  },
  points: (): number => points,
  watchPolls({ pollInterval }: { pollInterval: number }): void {
    watch = new PollWatch(running().journal, pollInterval);
  },
  watched(): { polls: number; vens: number; missed: number } {
    const result = watch?.stop();
    watch = undefined;
    return result ?? { polls: 0, vens: 0, missed: 0 };
  },
  /** Ends it, and counts the messages that stand in the record. */
  async stop(): Promise<{ messages: number; bytes: number }> {
    const paths = session?.paths() ?? [];
    await session?.close();
    const counted = await countMessages(paths);
    if (folder) await rm(folder, { recursive: true, force: true });
    session = undefined;
    return counted;
  },
};

function running(): Session {
  if (!session) throw new Error('not started');
  return session;
}

export type VtnCalls = typeof calls;

serve(calls, () => calls.stop());

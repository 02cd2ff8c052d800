import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { JournalPort } from '../journal/port.ts';
import type { MessageRecord } from '../journal/record.ts';
import type { ReadResult } from '../openadr/index.ts';
import type { Command, Commander, CommandOutcome } from './command.ts';

/** Simulated VENs to start on this bench. */
export interface SimulateOptions {
  readonly venName: string;
  /** Provisioned venID; else the VTN assigns one. */
  readonly venID?: string;
  /** Name of a personality, default `cooperative`. */
  readonly personality?: string;
  /** ms of bench time until its first message, default 0. */
  readonly startDelay?: number;
}

/** The bench as scenarios, keys and the library see it. */
export interface BenchPort {
  /** Bench time. */
  readonly clock: Clock;
  /** Never scaled. */
  readonly ioClock: Clock;
  /** Factor of bench time to I/O time. */
  readonly speed: number;
  readonly random: Random;
  readonly journal: JournalPort;
  /** What the VTN was told to be at the start, before a scenario changed it. */
  readonly config: { readonly vtnID: string; readonly pollInterval: number; readonly marketContext: string };
  /** Carries out a command; resolves when its durable part is stored. @throws CommandError */
  execute(command: Command, by: Commander, step?: string): Promise<CommandOutcome>;
  /** The reading of a message record (cached while fresh, else read anew). */
  parsed(record: MessageRecord): ReadResult;
  /** Starts a simulated VEN against this bench. */
  simulate(options: SimulateOptions): void;
  /** The worst lateness of the bench's own event loop since `mono` (ms of I/O time), ms of I/O time. */
  lateness(sinceMono: number): number;
}

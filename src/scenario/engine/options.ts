import type { BenchPort } from '../../bench/port.ts';
import type { StepRecord, VerdictRecord } from '../../journal/record.ts';
import type { ConformanceLevel } from '../format/index.ts';
import type { Unclaimed } from './conformance.ts';
import type { Controller } from './controller.ts';
import type { VenDirectory } from './directory.ts';

/** How a scenario is run. */
export interface RunOptions {
  readonly bench: BenchPort;
  /** Hold, answers, interruption. */
  readonly controller?: Controller;
  /** Simulated VENs to start; they fill free aliases first, the rest only speak. Default 0. */
  readonly simulate?: number;
  /** ms that a step other than `expect` waits for a VEN that is not there; default 2 minutes. */
  readonly wait?: number;
  /** Answers to prompts, by their ids. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Somebody is there to answer prompts; default false: one without an answer means that the run cannot go on. */
  readonly interactive?: boolean;
  /** Replaces the scenario's own `vtn.conformance`. */
  readonly conformance?: ConformanceLevel;
  /** ms, replaces the scenario's own. */
  readonly timeout?: number;
  /** The bench's VENs, begun before the bench started; without it those of earlier runs are unknown until restated. */
  readonly directory?: VenDirectory;
}

/** How a scenario came out; the same stands in its verdict record. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly file: string;
  readonly verdict: VerdictRecord['verdict'];
  readonly reason?: string;
  readonly expectations: VerdictRecord['expectations'];
  /** Failed steps and expectations, soft ones too, in the order in which they failed. */
  readonly failures: readonly StepRecord[];
  /** Findings at `error` that no expectation allows. */
  readonly unclaimed: readonly Unclaimed[];
  /** What the teardown left behind. */
  readonly left: readonly string[];
}

import type { Command, CommandOutcome } from '../../../bench/command.ts';
import type { BenchPort } from '../../../bench/port.ts';
import type { StepDetail } from '../../../journal/record.ts';
import type { Anchor, Lookup, PlanStep, ScenarioPlan, StartPlan } from '../../format/index.ts';
import type { FactSink } from '../attribution.ts';
import type { DeliveryLog } from '../deliveries.ts';
import type { Events } from '../events.ts';
import type { Instance } from '../instances.ts';
import type { Measures } from '../measures.ts';
import type { Border, Moment, Stamp } from '../moment.ts';
import type { Prompts } from '../prompts.ts';
import type { Pulse } from '../pulse.ts';
import type { Recorder } from '../recorder.ts';
import type { Reports } from '../reports.ts';
import type { ScenarioClock } from '../scenario-clock.ts';
import type { Slot, Slots } from '../slots.ts';

/** What a step may use of the run that plays it. */
export interface StepWorld {
  readonly plan: ScenarioPlan;
  readonly bench: BenchPort;
  readonly clock: ScenarioClock;
  readonly pulse: Pulse;
  readonly slots: Slots;
  readonly events: Events;
  readonly recorder: Recorder;
  readonly prompts: Prompts;
  /** Now. */
  stamp(): Stamp;
  /** Records that a step begins; from here on `now` is known and windows open. */
  begin(step: Instance, deadline?: Moment): Stamp;
  /** Waits for the VENs of a step, as long as `--wait` says. @throws RunEnded */
  vens(step: Instance): Promise<Slot[]>;
  /** Waits for an anchor. @throws StepFailed if it can no longer come, or its status is over */
  until(anchor: Anchor, step: Instance): Promise<{ readonly lateBy: number }>;
  /** An anchor that must be known now. @throws StepFailed */
  border(anchor: Anchor, step: Instance): Border;
  /** The bench time of a start. @throws StepFailed if it is not known now */
  startOf(start: StartPlan, step: Instance): number;
  /** @throws StepFailed what the VTN refuses, RunEnded if the bench is broken */
  execute(command: Command, step: Instance): Promise<CommandOutcome>;
  lookup(step: Instance): Lookup;
  /** The wire ID of an event by the id of its step. @throws StepFailed */
  eventID(id: string, step: Instance): string;
  /** The wire ID of a report request by the id of its step. @throws StepFailed */
  reportRequestID(id: string, step: Instance): string;
  /** Gives what a step makes its wire ID, `<id>-<run>` if it has none of its own, and returns it. */
  name(step: Instance, wireID?: string): string;
  readonly reports: Reports;
  readonly measures: Measures;
  /** How often a VEN is to poll, ms. */
  pollInterval(slot: Slot): number;
  /** Calls `listener` with each fact of the run's VENs from now on. @returns what ends it */
  listen(listener: FactSink): () => void;
  /** Keeps deliveries from now on. */
  deliveries(): { readonly log: DeliveryLog; readonly stop: () => void };
  /** Worst lateness of the bench since a moment, ms of bench time. */
  lateness(sinceMono: number): number;
}

/** Plays one kind of step: begins it, and resolves when it is done. What it returns stands in the record. */
export type Play<S extends PlanStep> = (step: Instance<S>, world: StepWorld) => Promise<StepDetail | undefined>;

/** Where a step stands in its file, for what is said about it. */
export function placeOf({ step }: Instance): Pick<StepDetail, 'file' | 'line' | 'column' | 'source' | 'why'> {
  const { file, line, column, source } = step.place;
  return { file, line, column, source, ...(step.why === undefined ? {} : { why: step.why }) };
}

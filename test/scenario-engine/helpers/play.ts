import type { StepRecord, VerdictRecord } from '../../../src/journal/record.ts';
import { Controller, type RunOptions, runScenario, type ScenarioResult } from '../../../src/scenario/engine/index.ts';
import type { PlanStep, ScenarioPlan } from '../../../src/scenario/format/index.ts';
import { FakeBench } from './bench.ts';
import { planOf } from './plan.ts';

/** A run on a fake bench, moved by hand. */
export class Play {
  readonly bench: FakeBench;
  readonly controller = new Controller();
  readonly result: Promise<ScenarioResult>;
  over: ScenarioResult | undefined;

  constructor(plan: ScenarioPlan, options: Partial<RunOptions> = {}, bench = new FakeBench()) {
    this.bench = bench;
    this.result = runScenario(plan, { bench, controller: this.controller, ...options });
    this.result.then((result) => {
      this.over = result;
    });
  }

  /** Lets all that is due happen. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Moves the clock by `ms` in steps of at most `grain`, with room for what each brings. */
  async advance(ms: number, grain = 1000): Promise<void> {
    await this.settle();
    for (let left = ms; left > 0; left -= grain) {
      this.bench.clock.advance(Math.min(grain, left));
      await this.settle();
    }
  }

  /** Advances until the run is over, with polls every 5 s of `vens`. @throws if it never ends */
  async finish({
    vens = ['v1'],
    most = 10 * 60_000,
  }: {
    vens?: readonly string[];
    most?: number;
  } = {}): Promise<ScenarioResult> {
    await this.settle();
    for (let spent = 0; !this.over && spent < most; spent += 1000) {
      if (spent % 5000 === 0) for (const ven of vens) this.bench.poll(ven);
      await this.advance(1000);
    }
    if (!this.over) throw new Error('the run did not end');
    return this.over;
  }

  steps(place?: string): StepRecord[] {
    return this.bench.journal.records.filter(
      (record): record is StepRecord => record.kind === 'step' && (place === undefined || record.step === place),
    );
  }

  /** The last state of a step. */
  state(place: string): StepRecord['state'] | undefined {
    return this.steps(place).at(-1)?.state;
  }

  get verdict(): VerdictRecord | undefined {
    return this.bench.journal.records.find((record): record is VerdictRecord => record.kind === 'verdict');
  }
}

/** Starts a run of some steps and lets it come to its first wait. */
export async function play(
  steps: readonly PlanStep[],
  overrides: Partial<ScenarioPlan> = {},
  options: Partial<RunOptions> = {},
  bench?: FakeBench,
): Promise<Play> {
  const run = new Play(planOf(steps, overrides), options, bench);
  await run.settle();
  return run;
}

import { BENCH_FAULT } from '../../bench/guarded.ts';
import type { JournalRecord, StepDetail } from '../../journal/record.ts';
import type { Expectation, Judgement } from '../expect/expectation.ts';
import type { ScenarioPlan } from '../format/index.ts';
import { finishRun } from './aftermath.ts';
import type { ScenarioController } from './controller.ts';
import { RunEnded } from './ending.ts';
import { scenarioMoment } from './moment.ts';
import type { RunOptions, ScenarioResult } from './options.ts';
import { Player } from './player.ts';
import { prepareBench, startSimulated } from './preparation.ts';
import { Pulse } from './pulse.ts';
import { Suitability, unanswerable } from './requires.ts';
import { RunParts } from './run-parts.ts';
import { stepWorld } from './run-steps.ts';
import { Timeout } from './timeout.ts';

/**
 * Plays a scenario on a bench: commands before t0, steps in order, watches beside them, verdict, teardown. Acts through
 * `bench.execute` alone and writes its step, scenario and verdict records to the bench's journal. Never rejects for what
 * a device or a scenario does: that is the result.
 */
export function runScenario(plan: ScenarioPlan, options: RunOptions): Promise<ScenarioResult> {
  return new ScenarioRun(plan, options).play();
}

class ScenarioRun {
  readonly #plan: ScenarioPlan;
  readonly #options: RunOptions;
  readonly #parts: RunParts;
  readonly #timeout: Timeout;
  /** The teardown's own heartbeat: it goes on when the run has ended. */
  readonly #aftermath: Pulse;
  #tearingDown = false;
  readonly #suit: Suitability;

  constructor(plan: ScenarioPlan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#parts = new RunParts(plan, options, (expectation, judgement, detail) =>
      this.#settled(expectation, judgement, detail),
    );
    this.#timeout = new Timeout(this.#parts.clock, this.#parts.prompts);
    this.#aftermath = new Pulse(options.bench.clock);
    this.#suit = new Suitability(this.#parts);
  }

  async play(): Promise<ScenarioResult> {
    const { bench, controller, directory } = this.#options;
    const stop = bench.journal.subscribe((record) => this.#see(record));
    try {
      this.#parts.recorder.started(this.#parts.instances);
      controller?.attach(this.#controlled());
      const ended = await this.#play().then(() => undefined, asEnding);
      this.#timeout.stop();
      this.#tearingDown = true;
      return await finishRun(ended, this.#parts, this.#options, this.#aftermath);
    } finally {
      controller?.detach();
      stop();
      if (!directory) this.#parts.directory.close();
    }
  }

  async #play(): Promise<void> {
    const parts = this.#parts;
    const options = this.#options;
    const { pulse } = parts;
    await pulse.guard(prepareBench(this.#plan, options.bench, parts.directory));
    parts.events.clear();
    parts.reports.clear();
    const t0 = parts.stamp();
    parts.t0 = scenarioMoment(t0);
    parts.judging.began(undefined, t0);
    this.#timeout.start(parts.t0, options.timeout ?? this.#plan.timeout, pulse);
    const signals = unanswerable(this.#plan);
    if (signals.length > 0)
      parts.recorder.log('info', `nothing tells whether a VEN understands ${signals.join(', ')}: taken as offered`);
    await pulse.guard(
      startSimulated(parts.slots, options.simulate ?? 0, options.bench, parts.directory, this.#plan.vtn.pollInterval),
    );
    const player = new Player(parts, stepWorld(parts, options));
    for (const instance of parts.instances) await player.play(instance);
    this.#timeout.stop();
    parts.end = parts.stamp();
    pulse.beat();
    await pulse.wait(() => parts.judging.open === 0 || undefined);
  }

  #settled({ instance }: Expectation, { passed, tooSlow }: Judgement, detail: StepDetail): void {
    const { recorder, pulse } = this.#parts;
    recorder.step(instance, passed ? 'passed' : 'failed', { detail });
    if (tooSlow !== undefined) pulse.end(new RunEnded('error', `${detail.message} (step ${instance.place})`));
    else if (!passed && !instance.step.soft)
      pulse.end(new RunEnded('failed', `step ${instance.place} failed: ${instance.step.title}`));
  }

  #see(record: JournalRecord): void {
    const parts = this.#parts;
    parts.saw(record.seq, record.mono);
    // What the bench did wrong itself is not the device's.
    if (record.kind === 'log' && record.source === BENCH_FAULT)
      parts.pulse.end(new RunEnded('error', record.message.split('\n')[0] ?? record.message));
    if (record.kind === 'command' && record.command.do === 'restart' && record.error === undefined) {
      const { seq, time, mono } = record;
      const at = { seq, mono, bench: time, scenario: parts.clock.of(time) };
      if (record.command.state === 'lose') {
        parts.events.lost(at);
        parts.reports.lost(at);
      }
      parts.facts.restarted(at);
    }
    if (record.kind === 'step' || record.kind === 'log' || record.kind === 'command' || record.kind === 'verdict')
      return;
    try {
      const { seq, time, mono } = record;
      parts.facts.see(record, { seq, mono, bench: time, scenario: parts.clock.of(time) });
      if (record.kind === 'state' || record.kind === 'message') this.#suit.look(record.ven);
      if (record.kind === 'state') parts.judging.tryOpen();
    } catch (error) {
      // A subscriber that throws is dropped by the journal, and the run would wait for ever.
      const message = error instanceof Error ? error.message : String(error);
      parts.pulse.end(new RunEnded('error', `the record could not be followed: ${message}`, { cause: error }));
    }
    parts.pulse.beat();
    this.#aftermath.beat();
  }

  #controlled(): ScenarioController {
    const { gate, prompts, pulse } = this.#parts;
    return {
      hold: () => gate.hold(),
      resume: () => {
        gate.resume();
        this.#retellDeadlines();
      },
      next: () => gate.next(),
      answer: (id, text, note) => {
        const taken = prompts.answer(id, text, note);
        if (taken) pulse.beat();
        return taken;
      },
      interrupt: () => {
        if (this.#tearingDown) this.#aftermath.end(new RunEnded('interrupted', 'interrupted'));
        else pulse.end(new RunEnded('interrupted', 'interrupted'));
      },
      abort: (reason) => pulse.end(new RunEnded('error', reason)),
      skipTeardown: () => this.#aftermath.end(new RunEnded('interrupted', 'the teardown was skipped')),
    };
  }

  /** A hold moved them. */
  #retellDeadlines(): void {
    const { judging, recorder, clock } = this.#parts;
    for (const instance of judging.watching) {
      const deadline = judging.deadlineOf(instance);
      if (deadline?.clock === 'scenario') recorder.step(instance, 'running', { deadline: clock.benchTime(deadline) });
    }
  }
}

/** Whatever stopped the steps, as an ending; a fault of our own says that the run could not go on. */
function asEnding(error: unknown): RunEnded {
  if (error instanceof RunEnded) return error;
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof Error && 'remedy' in error && typeof error.remedy === 'string' ? error.remedy : '';
  return new RunEnded('error', remedy ? `${message}; try: ${remedy}` : message, { cause: error });
}

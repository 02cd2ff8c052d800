import type { JournalRecord, StepDetail } from '../../journal/record.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import type { Expectation, Judgement } from '../expect/expectation.ts';
import type { ExpectStep, ScenarioPlan } from '../format/index.ts';
import type { ScenarioController } from './controller.ts';
import { RunEnded, StepFailed } from './ending.ts';
import type { Instance, Round } from './instances.ts';
import { scenarioMoment } from './moment.ts';
import type { RunOptions, ScenarioResult } from './options.ts';
import { prepareBench, startSimulated } from './preparation.ts';
import { Pulse } from './pulse.ts';
import { missingFrom, unanswerable } from './requires.ts';
import { RunParts } from './run-parts.ts';
import { asStepFailure, begin, stepWorld, waitForAnchor } from './run-steps.ts';
import type { Slot } from './slots.ts';
import { isPlayed, playStep } from './steps/index.ts';
import type { StepWorld } from './steps/world.ts';
import { tearDown } from './teardown.ts';
import { Timeout } from './timeout.ts';
import { countExpectations, verdictOf } from './verdict.ts';

/** Less than this nobody calls late, ms. */
const LATE = 100;

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
  readonly #world: StepWorld;
  readonly #timeout: Timeout;
  /** The teardown's own heartbeat: it goes on when the run has ended. */
  readonly #aftermath: Pulse;
  #tearingDown = false;
  readonly #checked = new Set<Slot>();

  constructor(plan: ScenarioPlan, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#parts = new RunParts(plan, options, (expectation, judgement, detail) =>
      this.#settled(expectation, judgement, detail),
    );
    this.#world = stepWorld(this.#parts, options);
    this.#timeout = new Timeout(this.#parts.clock, this.#parts.prompts);
    this.#aftermath = new Pulse(options.bench.clock);
  }

  async play(): Promise<ScenarioResult> {
    const { bench, controller, directory } = this.#options;
    const stop = bench.journal.subscribe((record) => this.#see(record));
    try {
      this.#parts.recorder.started(this.#parts.instances);
      controller?.attach(this.#controlled());
      const ended = await this.#play().then(() => undefined, asEnding);
      return await this.#finish(ended);
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
    for (const instance of parts.instances) await this.#one(instance);
    this.#timeout.stop();
    parts.end = parts.stamp();
    pulse.beat();
    await pulse.wait(() => parts.judging.open === 0 || undefined);
  }

  async #one(instance: Instance): Promise<void> {
    startRounds(instance.round, this.#parts);
    if (instance.closes) {
      this.#done(instance, undefined);
      return;
    }
    try {
      const late = await this.#between(instance);
      if (isExpect(instance)) await this.#expect(instance);
      else if (!isPlayed(instance)) begin(instance, undefined, this.#parts);
      else this.#done(instance, withLateness(await playStep(instance, this.#world), late));
    } catch (error) {
      this.#failed(instance, asStepFailure(error, instance));
    }
  }

  /** Holds, then waits for the step's anchor. @returns how late it is, ms */
  async #between(instance: Instance): Promise<number> {
    const { gate, pulse, clock, recorder, anchors } = this.#parts;
    const { at } = instance.step;
    if (!at) await pulse.wait(() => gate.passes() || undefined);
    const resolution = at && anchors.resolve(at, instance);
    const border = resolution && resolution !== 'pending' && 'border' in resolution ? resolution.border : undefined;
    if (at && !(border && clock.isDue(border.moment))) {
      recorder.step(instance, 'waiting', border ? { deadline: clock.benchTime(border.moment) } : {});
    }
    const lateBy = at ? (await waitForAnchor(at, instance, this.#parts, () => gate.passes())).lateBy : 0;
    gate.passed();
    return lateBy;
  }

  async #expect(instance: Instance<ExpectStep>): Promise<void> {
    const { clock, judging, recorder } = this.#parts;
    const at = this.#parts.stamp();
    instance.begin = at;
    const deadline = judging.deadlineOf(instance);
    recorder.step(instance, 'running', deadline ? { deadline: clock.benchTime(deadline) } : {});
    judging.began(instance.position, at);
    await judging.reach(instance, at);
    instance.done = this.#parts.stamp();
    judging.tryOpen();
  }

  #done(instance: Instance, detail: StepDetail | undefined): void {
    const { recorder, judging } = this.#parts;
    const at = this.#parts.stamp();
    instance.done = at;
    if (instance.closes) {
      const opened = this.#parts.instances.find(
        ({ step, round, closes }) => step === instance.step && round === instance.round && !closes,
      );
      if (opened) opened.done = at;
    }
    const state = instance.step.do === 'prompt' ? 'passed' : 'done';
    recorder.step(instance, state, detail ? { detail } : {});
    judging.tryOpen();
    this.#parts.pulse.beat();
  }

  /** A failed step: soft ones are recorded and the run goes on. @throws RunEnded */
  #failed(instance: Instance, error: unknown): void {
    if (!(error instanceof StepFailed)) throw error;
    this.#parts.recorder.step(instance, 'failed', { detail: error.detail });
    if (!instance.step.soft)
      throw new RunEnded('failed', `step ${instance.place} failed: ${instance.step.title}`, { cause: error });
    instance.begin ??= this.#parts.stamp();
    instance.done = this.#parts.stamp();
    this.#parts.judging.tryOpen();
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
    if (record.kind === 'step' || record.kind === 'log' || record.kind === 'command' || record.kind === 'verdict')
      return;
    try {
      const { seq, time, mono } = record;
      parts.facts.see(record, { seq, mono, bench: time, scenario: parts.clock.of(time) });
      if (record.kind === 'state' || record.kind === 'message') this.#check(record.ven);
      if (record.kind === 'state') parts.judging.tryOpen();
    } catch (error) {
      // A subscriber that throws is dropped by the journal, and the run would wait for ever.
      const message = error instanceof Error ? error.message : String(error);
      parts.pulse.end(new RunEnded('error', `the record could not be followed: ${message}`, { cause: error }));
    }
    parts.pulse.beat();
    this.#aftermath.beat();
  }

  /** What a VEN says of itself may make the scenario pointless. */
  #check(venID: string | undefined): void {
    const { slots, pulse } = this.#parts;
    const slot = venID === undefined ? undefined : slots.withVen(venID);
    if (!slot) return;
    if (this.#plan.requires.length > 0) {
      const missing = missingFrom(this.#plan, slots);
      if (missing !== undefined) pulse.end(new RunEnded('skipped', missing));
    }
    if (this.#checked.has(slot) || !slots.facts(slot)?.reportOnly) return;
    this.#checked.add(slot);
    const event = this.#parts.instances.find(({ step }) => step.do === 'event' && step.vens.includes(slot.alias));
    if (event)
      pulse.end(
        new RunEnded(
          'failed',
          `${slot.label} is report-only and takes no events, but step ${event.place} sends it one (rule 510)`,
        ),
      );
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

  async #finish(ended: RunEnded | undefined): Promise<ScenarioResult> {
    const { recorder, instances, conformance, gate } = this.#parts;
    this.#timeout.stop();
    this.#tearingDown = true;
    this.#parts.pulse.end(ended ?? new RunEnded('failed', 'the run is over'));
    gate.open();
    if (ended) this.#skipRest(ended.message);
    const outcome = verdictOf(ended, instances, recorder, conformance);
    const expectations = countExpectations(instances, recorder);
    recorder.scenario('teardown');
    const left = await this.#tearDown();
    const { name: scenario, file } = this.#plan;
    this.#options.bench.journal.append({
      kind: 'verdict',
      scenario,
      file,
      ...outcome,
      expectations,
      ...(left.length > 0 ? { left } : {}),
    });
    return {
      scenario,
      file,
      ...outcome,
      expectations,
      failures: recorder.failures,
      unclaimed: conformance.unclaimed,
      left,
    };
  }

  /** What was not judged is skipped, running watches and the step that was under way too. */
  #skipRest(reason: string): void {
    const { instances, recorder } = this.#parts;
    for (const instance of instances) {
      const ends = instance.step.do !== 'repeat' || instance.closes;
      const state = recorder.stateOf(instance);
      const over = state === 'passed' || state === 'failed' || state === 'done' || state === 'skipped';
      if (ends && !over) recorder.step(instance, 'skipped', { detail: { message: reason } });
    }
  }

  async #tearDown(): Promise<string[]> {
    const { events, slots, directory, facts, t0 } = this.#parts;
    if (!t0) return [];
    return tearDown({
      plan: this.#plan,
      bench: this.#options.bench,
      events,
      slots,
      pulse: this.#aftermath,
      nameOf: (venID) => slots.withVen(venID)?.label ?? directory.get(venID)?.venName ?? venID,
      isOffline: (venID) =>
        directory.get(venID)?.presence === 'offline' || directory.get(venID)?.state !== 'registered',
      queued: (venID) => facts.queued(venID),
    });
  }
}

/** `start` in the anchors of a round's steps is when its first step was reached. */
function startRounds(round: Round | undefined, parts: RunParts): void {
  if (!round) return;
  round.begin ??= scenarioMoment(parts.stamp());
  startRounds(round.outer, parts);
}

function withLateness(detail: StepDetail | undefined, lateBy: number): StepDetail | undefined {
  if (lateBy < LATE) return detail;
  const words = `late by ${formatHumanDuration(lateBy)}`;
  return { ...detail, message: detail ? `${detail.message}, ${words}` : words };
}

function isExpect(instance: Instance): instance is Instance<ExpectStep> {
  return instance.step.do === 'expect';
}

/** Whatever stopped the steps, as an ending; a fault of our own says that the run could not go on. */
function asEnding(error: unknown): RunEnded {
  if (error instanceof RunEnded) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new RunEnded('error', message, { cause: error });
}

import type { StepDetail } from '../../journal/record.ts';
import { formatHumanDuration } from '../../openadr/time.ts';
import type { ExpectStep } from '../format/index.ts';
import { RunEnded, StepFailed } from './ending.ts';
import type { Instance, Round } from './instances.ts';
import { scenarioMoment } from './moment.ts';
import type { RunParts } from './run-parts.ts';
import { asStepFailure, begin, waitForAnchor } from './run-steps.ts';
import { isPlayed, playStep } from './steps/index.ts';
import type { StepWorld } from './steps/world.ts';

/** Less than this nobody calls late, ms. */
const LATE = 100;

/** Plays steps one after the other: hold, anchor, begin, done or failed, each with its record. */
export class Player {
  readonly #parts: RunParts;
  readonly #world: StepWorld;

  constructor(parts: RunParts, world: StepWorld) {
    this.#parts = parts;
    this.#world = world;
  }

  /** Plays one step, holds and anchor first. @throws RunEnded */
  async play(instance: Instance): Promise<void> {
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

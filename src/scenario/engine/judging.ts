import type { StepDetail } from '../../journal/record.ts';
import { Expectation, type Judgement, type JudgeWorld } from '../expect/expectation.ts';
import { detailOf } from '../expect/explain.ts';
import type { Fact } from '../expect/fact.ts';
import type { SubjectWorld } from '../expect/folds.ts';
import type { Anchor, ExpectStep } from '../format/index.ts';
import type { Anchors } from './anchors.ts';
import type { Instance } from './instances.ts';
import { type Border, later, type Moment, type Stamp } from './moment.ts';
import type { Pulse } from './pulse.ts';
import type { ScenarioClock } from './scenario-clock.ts';
import type { Slot, Slots } from './slots.ts';
import type { Stray } from './strays.ts';
import type { WindowRule } from './windows.ts';

/** What judging takes from the run. */
export interface JudgingWorld extends JudgeWorld {
  readonly clock: ScenarioClock;
  readonly pulse: Pulse;
  readonly anchors: Anchors;
  readonly slots: Slots;
  stamp(): Stamp;
  /** The done stamp of a step, or t0. */
  clockStart(rule: WindowRule): Moment;
  subjects(step: Instance): SubjectWorld;
  /** What came to nothing in this run. */
  stray(): Stray | undefined;
  /** Records the outcome; a hard failure ends the run. */
  settled(expectation: Expectation, judgement: Judgement, detail: StepDetail): void;
}

/**
 * The run's expectations from load to judgement: opens their windows, feeds them, knows their deadlines, judges those
 * that run in the background.
 */
export class Judging {
  readonly #world: JudgingWorld;
  readonly #rules: ReadonlyMap<number, WindowRule>;
  readonly #all = new Map<number, Expectation>();
  readonly #openers = new Map<number | undefined, Expectation[]>();
  /** With `from`, window not open yet. */
  readonly #unopened = new Set<Expectation>();
  readonly #background = new Set<Expectation>();
  readonly #settled = new Set<Expectation>();
  /** Those whose opening has a timer. */
  readonly #timed = new Set<Expectation>();
  readonly #fed = new Map<Slot, Set<Expectation>>();

  constructor(steps: readonly Instance[], rules: ReadonlyMap<number, WindowRule>, world: JudgingWorld) {
    this.#world = world;
    this.#rules = rules;
    for (const step of steps) if (isExpect(step)) this.#add(step);
  }

  /** Watches that are still open. */
  get open(): number {
    return this.#background.size;
  }

  /** A step began (`undefined`: t0): its windows open. */
  began(position: number | undefined, at: Stamp): void {
    const opening: Border = { moment: { clock: 'scenario', time: at.scenario }, seq: at.seq };
    for (const expectation of this.#openers.get(position) ?? []) expectation.open(opening, at);
    this.#openers.delete(position);
    this.tryOpen();
  }

  /** Opens the windows of `from` anchors that have come. */
  tryOpen(): void {
    for (const expectation of this.#unopened) {
      const border = this.#from(expectation);
      if (!border) continue;
      if (border.seq !== undefined || this.#world.clock.isDue(border.moment)) {
        this.#unopened.delete(expectation);
        expectation.open(border, this.#world.stamp());
      } else this.#openLater(expectation, border.moment);
    }
  }

  feed(slot: Slot, fact: Fact): void {
    for (const expectation of this.#fed.get(slot) ?? []) expectation.feed(slot, fact);
  }

  /** The step of an expectation is reached. `within`: resolves when judged; `until`: at once, and it goes on. */
  async reach(step: Instance<ExpectStep>, at: Stamp): Promise<void> {
    const expectation = this.#all.get(step.position);
    if (!expectation) return;
    expectation.reached = at;
    this.tryOpen();
    const judged = this.#world.pulse.wait(
      () => this.#judge(expectation),
      () => this.#wake(expectation),
    );
    if ('within' in step.step.window) {
      await judged;
      return;
    }
    // The run's end reaches a watch too; there is nothing to do about it here.
    judged.catch(() => undefined);
    if (!this.#settled.has(expectation)) this.#background.add(expectation);
  }

  /** Bench time at which a reached expectation ends, as far as is known. */
  deadlineOf(step: Instance<ExpectStep>): Moment | undefined {
    const expectation = this.#all.get(step.position);
    return expectation && this.#deadline(expectation).border?.moment;
  }

  /** Open watches, for their deadlines to be told anew. */
  get watching(): Instance<ExpectStep>[] {
    return [...this.#background].map(({ instance }) => instance);
  }

  #add(step: Instance<ExpectStep>): void {
    const { from, vens } = step.step;
    const slots = this.#world.slots.of(vens);
    const expectation = new Expectation(
      step,
      slots,
      this.#world.subjects(step),
      from !== undefined && mayOpenLate(from),
    );
    this.#all.set(step.position, expectation);
    if (from) this.#unopened.add(expectation);
    else {
      const opener = this.#rules.get(step.position)?.opener;
      this.#openers.set(opener, [...(this.#openers.get(opener) ?? []), expectation]);
    }
    for (const slot of slots) {
      const fed = this.#fed.get(slot) ?? new Set();
      this.#fed.set(slot, fed.add(expectation));
    }
  }

  #judge(expectation: Expectation): Judgement | undefined {
    if (this.#settled.has(expectation)) return undefined;
    if (!expectation.opened) this.tryOpen();
    const { border, never } = this.#deadline(expectation);
    expectation.setDeadline(border);
    const lost = never ?? this.#neverOpens(expectation);
    const judgement =
      lost === undefined
        ? expectation.opened || isPast(expectation, this.#world.clock)
          ? expectation.judge(this.#world)
          : undefined
        : { passed: false, met: [], missed: [], never: lost };
    if (judgement) this.#settle(expectation, judgement);
    return judgement;
  }

  #settle(expectation: Expectation, judgement: Judgement): void {
    this.#settled.add(expectation);
    this.#background.delete(expectation);
    this.#unopened.delete(expectation);
    const { deadline, instance } = expectation;
    for (const { slot } of expectation.watches) {
      // What a `finding` allows it allows until its deadline, met or not.
      if (instance.step.subject.subject !== 'finding') this.#fed.get(slot)?.delete(expectation);
    }
    if (deadline) for (const watch of expectation.watches) watch.close(deadline);
    this.#world.settled(expectation, judgement, detailOf(expectation, judgement, this.#world.stray()));
  }

  #wake(expectation: Expectation): number | undefined {
    const { clock } = this.#world;
    const opening = expectation.opened ? undefined : this.#from(expectation)?.moment;
    const moment = opening ?? expectation.nextMoment;
    return moment && clock.wakeTime(moment);
  }

  #openLater(expectation: Expectation, moment: Moment): void {
    // Before its step is reached nobody asks; the window must open in time all the same.
    if (expectation.reached) return;
    const { pulse, clock } = this.#world;
    const border = (): Border | undefined => (expectation.opened ? undefined : this.#from(expectation));
    if (this.#timed.has(expectation)) return;
    this.#timed.add(expectation);
    pulse
      .wait(
        () => {
          const at = border();
          if (!at) return true;
          if (!clock.isDue(at.moment)) return undefined;
          this.#unopened.delete(expectation);
          expectation.open(at, this.#world.stamp());
          return true;
        },
        () => clock.wakeTime(border()?.moment ?? moment),
      )
      .catch(() => undefined);
  }
  #from({ instance }: Expectation): Border | undefined {
    const { from } = instance.step;
    const resolution = from && this.#world.anchors.resolve(from, instance);
    return resolution && resolution !== 'pending' && 'border' in resolution ? resolution.border : undefined;
  }

  #neverOpens({ instance, opened }: Expectation): string | undefined {
    const { from } = instance.step;
    const resolution = opened || !from ? undefined : this.#world.anchors.resolve(from, instance);
    return resolution && resolution !== 'pending' && 'never' in resolution ? resolution.never : undefined;
  }

  #deadline(expectation: Expectation): { border?: Border; never?: string } {
    const { instance } = expectation;
    const { window, from } = instance.step;
    const start = from
      ? this.#from(expectation)?.moment
      : this.#world.clockStart(this.#rules.get(instance.position) ?? {});
    if (start) expectation.clock = start;
    if ('within' in window) return start ? { border: { moment: later(start, window.within) } } : {};
    const resolution = this.#world.anchors.resolve(window.until, instance);
    return resolution === 'pending' ? {} : 'never' in resolution ? resolution : { border: resolution.border };
  }
}

function isExpect(step: Instance): step is Instance<ExpectStep> {
  return step.step.do === 'expect';
}

/** A window whose begin may be known only after it: it keeps candidates until then. */
function mayOpenLate({ base, offset }: Anchor): boolean {
  const { part } = typeof base === 'string' ? {} : base;
  return offset !== 0 || (part !== undefined && part !== 'done');
}

/** A deadline that came before the window ever opened. */
function isPast({ deadline }: Expectation, clock: ScenarioClock): boolean {
  return deadline !== undefined && clock.isDue(deadline.moment);
}

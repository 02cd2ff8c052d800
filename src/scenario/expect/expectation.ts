import type { Instance } from '../engine/instances.ts';
import { type Border, elapsed, isWithin, later, type Moment, type Stamp } from '../engine/moment.ts';
import type { Slot } from '../engine/slots.ts';
import type { ExpectStep } from '../format/index.ts';
import type { Fact } from './fact.ts';
import type { Break, Closing } from './fold.ts';
import { foldOf, type SubjectWorld } from './folds.ts';
import { Watch } from './watch.ts';

/** How an expectation came out. */
export interface Judgement {
  readonly passed: boolean;
  /** ms by which the bench itself was late: a failure that it may have caused is not the device's. */
  readonly tooSlow?: number;
  /** The moment that decided. */
  readonly at?: Stamp;
  /** ms from the clock's start to that moment. */
  readonly after?: number;
  /** VENs that met it. */
  readonly met: readonly Watch[];
  /** VENs that did not, with what spoiled it. */
  readonly missed: readonly { readonly watch: Watch; readonly broken?: Partial<Break> & { readonly what: string } }[];
  /** The anchor that can no longer come. */
  readonly never?: string;
}

/** What judging takes from the run. */
export interface JudgeWorld {
  isDue(moment: Moment): boolean;
  /** The bench's own lateness since a moment of the run, ms of bench time. */
  lateness(sinceMono: number): number;
}

const PASSED: Judgement = { passed: true, met: [], missed: [] };

/**
 * One `expect`: a fold for each of its VENs, opened when its window opens, judged from when its step is reached until its
 * deadline. Which border is which comes from the engine.
 */
export class Expectation {
  readonly instance: Instance<ExpectStep>;
  readonly watches: readonly Watch[];
  /** Where its clock starts; known once its step is reached, for `from` perhaps later. */
  clock: Moment | undefined;
  reached: Stamp | undefined;
  #opening: Border | undefined;
  #opened: Stamp | undefined;
  #deadline: Border | undefined;
  #grace: { readonly slack: number; readonly until: Moment } | undefined;

  constructor(instance: Instance<ExpectStep>, slots: readonly Slot[], world: SubjectWorld, keeps: boolean) {
    this.instance = instance;
    this.watches = slots.map((slot) => new Watch(slot, foldOf(instance.step.subject, slot, world), keeps));
  }

  get opened(): boolean {
    return this.#opening !== undefined;
  }

  /** When to look again at the latest. */
  get nextMoment(): Moment | undefined {
    return this.#grace?.until ?? (this.#deadline && this.#due(this.#deadline));
  }

  get deadline(): Border | undefined {
    return this.#deadline;
  }

  open(opening: Border, now: Stamp): void {
    if (this.#opening) return;
    this.#opening = opening;
    this.#opened = now;
    for (const watch of this.watches) watch.open(this.#border(opening), now);
  }

  /** Where the window ends, as far as is known now; it may move with an event. */
  setDeadline(deadline: Border | undefined): void {
    this.#deadline = deadline && this.#border(deadline);
  }

  feed(slot: Slot, fact: Fact): void {
    for (const watch of this.watches) if (watch.slot === slot) watch.feed(fact);
  }

  /** The outcome, or `undefined` as long as it is open. */
  judge(world: JudgeWorld): Judgement | undefined {
    return 'within' in this.instance.step.window ? this.#judgeWithin(world) : this.#judgeUntil(world);
  }

  #judgeWithin(world: JudgeWorld): Judgement | undefined {
    const deadline = this.#deadline;
    if (!deadline) return undefined;
    const slack = this.#grace?.slack ?? 0;
    const met = this.watches.map((watch) => this.#metBy(watch, deadline, 0));
    if (met.every((at) => at !== undefined)) return this.#pass(latest(met));
    const spoiled = this.#spoiled(this.#closing(deadline, 0), 'within');
    if (spoiled) return spoiled;
    if (!world.isDue(this.#due(deadline))) return undefined;
    if (slack === 0 && this.#startGrace(world, deadline)) return undefined;
    if (this.#grace && !world.isDue(this.#grace.until)) {
      return this.#allMet(deadline, slack) ? this.#slow(slack) : undefined;
    }
    if (slack > 0 && this.#allMet(deadline, slack)) return this.#slow(slack);
    const missed = this.watches.filter((_, index) => met[index] === undefined);
    return this.#fail(
      missed.map((watch) => ({ watch })),
      undefined,
    );
  }

  #judgeUntil(world: JudgeWorld): Judgement | undefined {
    const deadline = this.#deadline;
    // Not known yet, but never before now: what is spoiled already stays so.
    const sofar = deadline ?? this.#openEnd();
    const spoiled = sofar && this.#spoiled(this.#closing(sofar, 0), 'until');
    if (spoiled) {
      const slack = world.lateness(this.#opened?.mono ?? 0);
      if (slack > 0 && !this.#spoiled(this.#closing(deadline ?? sofar, slack), 'until')) {
        // Which of the two it was is known at the deadline.
        return deadline && world.isDue(this.#due(deadline)) ? this.#slow(slack) : undefined;
      }
      return spoiled;
    }
    if (!deadline || !world.isDue(this.#due(deadline))) return undefined;
    const wrong = this.#wrong(this.#closing(deadline, 0));
    if (wrong.length === 0) return { ...PASSED, met: this.watches };
    const slack = this.#grace?.slack ?? 0;
    if (slack === 0 && this.#startGrace(world, deadline)) return undefined;
    if (slack > 0 && this.#wrong(this.#closing(deadline, slack)).length === 0) return this.#slow(slack);
    if (this.#grace && !world.isDue(this.#grace.until)) return undefined;
    return this.#fail(wrong, undefined);
  }

  #metBy({ fold }: Watch, deadline: Border, slack: number): Stamp | undefined {
    const at = slack > 0 && fold.metWith ? fold.metWith(slack) : fold.met(this.clock);
    return at && isWithin(at, deadline, slack) ? at : undefined;
  }

  #allMet(deadline: Border, slack: number): boolean {
    return this.watches.every((watch) => this.#metBy(watch, deadline, slack) !== undefined);
  }

  #spoiled(closing: Closing, mode: 'within' | 'until'): Judgement | undefined {
    const missed = this.watches.flatMap((watch) => {
      const broken = watch.fold.broken(closing, mode);
      return broken ? [{ watch, broken }] : [];
    });
    return missed.length === 0 ? undefined : this.#fail(missed, missed[0]?.broken.at);
  }

  #wrong(closing: Closing): { watch: Watch; broken: { what: string } }[] {
    return this.watches.flatMap((watch) => {
      const unheard = watch.slot.venID === undefined && !watch.slot.heard;
      const broken = unheard ? { what: `no VEN came for ${watch.slot.label}` } : watch.fold.wrongAt(closing);
      return broken ? [{ watch, broken }] : [];
    });
  }

  /** Waits as long as the bench was late: what comes in that time may have been there in time. */
  #startGrace(world: JudgeWorld, deadline: Border): boolean {
    const slack = world.lateness(this.#opened?.mono ?? 0);
    if (slack <= 0) return false;
    this.#grace = { slack, until: later(this.#due(deadline), slack) };
    return !world.isDue(this.#grace.until);
  }

  /** What is told by samples has borders in time alone: a record may come long after the moment that it tells of. */
  #border(border: Border): Border {
    return this.watches.some(({ fold }) => fold.lag) ? { moment: border.moment } : border;
  }

  /** When all that belongs to the window must have come. */
  #due({ moment }: Border): Moment {
    const lag = Math.max(0, ...this.watches.map(({ fold }) => fold.lag?.() ?? 0));
    return lag === 0 ? moment : later(moment, lag);
  }

  #closing(deadline: Border, slack: number): Closing {
    const opening = this.#opening ?? deadline;
    const reached = this.instance.step.from === undefined ? this.reached : undefined;
    return { opening, deadline, slack, ...(reached ? { reached } : {}) };
  }

  /** While `until` is not known: everything so far lies before it, unless its offset is negative. */
  #openEnd(): Border | undefined {
    const { window } = this.instance.step;
    if (!('until' in window) || window.until.offset < 0) return undefined;
    return { moment: { clock: 'bench', time: Number.POSITIVE_INFINITY } };
  }

  #pass(at: Stamp | undefined): Judgement {
    const after = this.#after(at);
    return { ...PASSED, met: this.watches, ...(at ? { at } : {}), ...(after === undefined ? {} : { after }) };
  }

  #fail(missed: Judgement['missed'], at: Stamp | undefined): Judgement {
    const met = this.watches.filter((watch) => !missed.some((one) => one.watch === watch));
    const after = this.#after(at);
    return { passed: false, met, missed, ...(at ? { at } : {}), ...(after === undefined ? {} : { after }) };
  }

  /** What came in the window before the clock started was there at its start. */
  #after(at: Stamp | undefined): number | undefined {
    return at && this.clock ? Math.max(0, elapsed(at, this.clock)) : undefined;
  }

  #slow(slack: number): Judgement {
    return { ...this.#fail([], undefined), tooSlow: slack };
  }
}

function latest(stamps: readonly (Stamp | undefined)[]): Stamp | undefined {
  return stamps.reduce((last, stamp) => (!last || (stamp && stamp.seq > last.seq) ? stamp : last), undefined);
}

import type { Clock } from '../../base/clock.ts';
import type { Moment } from './moment.ts';

/** Sums of fractions of scaled time do not come out even; a timer must not be set anew for the rest. */
const GRAIN = 0.01;

/** Scenario time: bench time less holds (architecture, decision 6). */
export class ScenarioClock {
  readonly #bench: Clock;
  #held = 0;
  #since: number | undefined;

  constructor(bench: Clock) {
    this.#bench = bench;
  }

  get holding(): boolean {
    return this.#since !== undefined;
  }

  /** Stops scenario time. Does nothing while it stands. */
  hold(): void {
    this.#since ??= this.#bench.now();
  }

  /** Lets it go on. Does nothing while it runs. */
  resume(): void {
    if (this.#since === undefined) return;
    this.#held += this.#bench.now() - this.#since;
    this.#since = undefined;
  }

  /** ms since the epoch of scenario time. */
  now(): number {
    return this.of(this.#bench.now());
  }

  /** Scenario time at a bench time since the latest hold began. */
  of(bench: number): number {
    return Math.min(bench, this.#since ?? bench) - this.#held;
  }

  /** Bench time at which a moment comes, should no hold come between. */
  benchTime(moment: Moment): number {
    if (moment.clock === 'bench') return moment.time;
    const standing = this.#since === undefined ? 0 : this.#bench.now() - this.#since;
    return moment.time + this.#held + standing;
  }

  /** Whether a moment has come. */
  isDue(moment: Moment): boolean {
    return this.lateBy(moment) >= -GRAIN;
  }

  /** ms since a moment came, on its own clock; negative before it. */
  lateBy(moment: Moment): number {
    return (moment.clock === 'bench' ? this.#bench.now() : this.now()) - moment.time;
  }

  /** Bench time at which to look at a moment again; `undefined` while a hold keeps it off. */
  wakeTime(moment: Moment): number | undefined {
    return moment.clock === 'scenario' && this.holding ? undefined : this.benchTime(moment);
  }
}

import type { Clock } from '../../base/clock.ts';
import type { Moment } from './moment.ts';

/** Sums of fractions of scaled time do not come out even; a timer must not be set anew for the rest. */
const GRAIN = 0.01;

/** Holds that are remembered, for times that lie before them. */
const KEPT = 1000;

/** Scenario time: bench time less holds (architecture, decision 6). */
export class ScenarioClock {
  readonly #bench: Clock;
  #held = 0;
  /** Holds that are over, in bench time. */
  readonly #holds: { readonly from: number; readonly to: number }[] = [];
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
    const to = this.#bench.now();
    this.#held += to - this.#since;
    this.#holds.push({ from: this.#since, to });
    if (this.#holds.length > KEPT) this.#holds.shift();
    this.#since = undefined;
  }

  /** ms since the epoch of scenario time. */
  now(): number {
    return this.of(this.#bench.now());
  }

  /** Scenario time at a bench time; during a hold it stood. */
  of(bench: number): number {
    let held = this.#held;
    for (let at = this.#holds.length - 1; at >= 0; at--) {
      const { from, to } = this.#holds[at] ?? { from: bench, to: bench };
      if (to <= bench) break;
      held -= to - Math.max(from, bench);
    }
    return Math.min(bench, this.#since ?? bench) - held;
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

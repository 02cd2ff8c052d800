import { formatHumanDuration } from '../../openadr/time.ts';
import { RunEnded } from './ending.ts';
import { later, type Moment } from './moment.ts';
import type { Prompts } from './prompts.ts';
import type { Pulse } from './pulse.ts';
import type { ScenarioClock } from './scenario-clock.ts';

/** The scenario's `timeout`: from t0 to the last step, without prompts and holds. */
export class Timeout {
  readonly #clock: ScenarioClock;
  readonly #prompts: Prompts;
  #prompted = 0;
  #since: number | undefined;
  #over = false;

  constructor(clock: ScenarioClock, prompts: Prompts) {
    this.#clock = clock;
    this.#prompts = prompts;
  }

  /** @param ms from `t0` */
  start(t0: Moment, ms: number, pulse: Pulse): void {
    const end = (): Moment => later(t0, ms + this.#prompted);
    pulse
      .wait(
        () => {
          if (this.#over) return true;
          this.#watchPrompts();
          if (this.#since !== undefined || !this.#clock.isDue(end())) return undefined;
          pulse.end(new RunEnded('failed', `the scenario's timeout of ${formatHumanDuration(ms)} is over`));
          return true;
        },
        () => (this.#since === undefined ? this.#clock.wakeTime(end()) : undefined),
      )
      .catch(() => undefined);
  }

  /** The last step is done. */
  stop(): void {
    this.#over = true;
  }

  #watchPrompts(): void {
    const now = this.#clock.now();
    if (this.#prompts.anyOpen) this.#since ??= now;
    else if (this.#since !== undefined) {
      this.#prompted += now - this.#since;
      this.#since = undefined;
    }
  }
}

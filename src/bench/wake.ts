import type { Clock, Timer } from '../base/clock.ts';

/** One pending call at the earliest time asked for: drives the core's clock without a timer an event. */
export class Wake {
  readonly #clock: Clock;
  readonly #fn: () => void;
  #timer: Timer | undefined;
  #time = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, fn: () => void) {
    this.#clock = clock;
    this.#fn = fn;
  }

  /** Sees to it that `fn` is called at `time` (ms, this clock) or earlier; `undefined` asks for nothing. */
  by(time: number | undefined): void {
    if (time === undefined || time >= this.#time) return;
    this.#timer?.cancel();
    this.#time = time;
    this.#timer = this.#clock.at(time, () => {
      this.#time = Number.POSITIVE_INFINITY;
      this.#fn();
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#time = Number.POSITIVE_INFINITY;
  }
}

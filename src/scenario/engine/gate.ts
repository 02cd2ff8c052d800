import type { Recorder } from './recorder.ts';
import type { ScenarioClock } from './scenario-clock.ts';

/** Hold acts between steps: asked for at any time, it comes into force at the next gap, and scenario time stands. */
export class Gate {
  readonly #clock: ScenarioClock;
  readonly #recorder: Recorder;
  readonly #changed: () => void;
  #asked = false;
  #allowed = 0;

  /** @param changed called when the gate opened or may have to close */
  constructor(clock: ScenarioClock, recorder: Recorder, changed: () => void) {
    this.#clock = clock;
    this.#recorder = recorder;
    this.#changed = changed;
  }

  hold(): void {
    this.#asked = true;
    this.#changed();
  }

  resume(): void {
    this.#asked = false;
    this.#allowed = 0;
    this.open();
    this.#changed();
  }

  /** Lets one step more through. */
  next(): void {
    if (!this.#asked) return;
    this.#allowed = 1;
    this.#changed();
  }

  /** Between two steps: whether the next one may begin. Closes or opens the gate as asked. */
  passes(): boolean {
    if (this.#asked && this.#allowed === 0) {
      if (!this.#clock.holding) {
        this.#clock.hold();
        this.#recorder.scenario('held');
      }
      return false;
    }
    this.open();
    return true;
  }

  /** A step begins: it used up what was allowed. */
  passed(): void {
    this.#allowed = 0;
  }

  /** Lets time go on, also for the teardown. */
  open(): void {
    if (!this.#clock.holding) return;
    this.#clock.resume();
    this.#recorder.scenario('resumed');
  }
}

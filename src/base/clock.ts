/** A pending call; cancelling it twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * Source of time. Three clocks run in a bench (architecture, decision 6): bench time (scaled by `--speed`; protocol,
 * events, everything on the wire), scenario time (bench time less holds) and I/O time (never scaled).
 */
export interface Clock {
  /** Milliseconds since the Unix epoch (UTC) in this clock's time. */
  now(): number;
  /** Calls `fn` once this clock shows `time` (ms since the epoch, any distance); in the next turn if that is past. */
  at(time: number, fn: () => void): Timer;
}

/** Calls `fn` after `ms` milliseconds of this clock's time. */
export function after(clock: Clock, ms: number, fn: () => void): Timer {
  return clock.at(clock.now() + ms, fn);
}

/** Resolves after `ms` milliseconds of this clock's time. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    after(clock, ms, resolve);
  });
}

/** `setTimeout` fires at once beyond 2^31-1 ms (Node's timers), so longer waits are set in parts. */
const LONGEST = 2 ** 31 - 1;

/** Wall-clock time of the host: I/O time, and bench time at speed 1. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  at(time: number, fn: () => void): Timer {
    return wait(() => time - this.now(), fn);
  }
}

/** Time that runs `speed` times as fast as `base` from the moment of construction, starting at the base's time. */
export class ScaledClock implements Clock {
  readonly #base: Clock;
  #origin: number;
  #started: number;
  #speed: number;
  readonly #waiting = new Set<{ retime(): void }>();

  constructor(base: Clock, speed: number, start = base.now()) {
    this.#base = base;
    this.#speed = speed;
    this.#origin = start;
    this.#started = base.now();
  }

  get speed(): number {
    return this.#speed;
  }

  /** Changes the speed from now on; time does not jump, pending calls are set anew. */
  setSpeed(speed: number): void {
    const now = this.now();
    this.#started = this.#base.now();
    this.#origin = now;
    this.#speed = speed;
    for (const pending of this.#waiting) pending.retime();
  }

  now(): number {
    return this.#origin + (this.#base.now() - this.#started) * this.#speed;
  }

  at(time: number, fn: () => void): Timer {
    let timer: Timer | undefined;
    const pending = {
      retime: () => {
        timer?.cancel();
        timer = wait(
          () => (time - this.now()) / this.#speed,
          () => {
            this.#waiting.delete(pending);
            fn();
          },
        );
      },
    };
    this.#waiting.add(pending);
    pending.retime();
    return {
      cancel: () => {
        this.#waiting.delete(pending);
        timer?.cancel();
      },
    };
  }
}

/** Sets a host timer in parts until `left()` (host ms) is used up. */
function wait(left: () => number, fn: () => void): Timer {
  let handle: NodeJS.Timeout;
  const arm = (): void => {
    const ms = left();
    handle = setTimeout(
      () => (left() > 0 ? arm() : fn()),
      // Rounded up: a timer a fraction of a millisecond early would find the time not yet come and spin.
      Math.min(LONGEST, Math.max(0, Math.ceil(ms))),
    );
  };
  arm();
  return { cancel: () => clearTimeout(handle) };
}

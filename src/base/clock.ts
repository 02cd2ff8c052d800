import type { Clock, Timer } from './time.ts';

export type { Clock, Timer } from './time.ts';

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

/** A call that a scaled clock has to make. */
interface Pending {
  readonly time: number;
  readonly fn: () => void;
}

/**
 * Time that runs `speed` times as fast as `base` from the moment of construction, starting at the base's time. Calls
 * come in the order of their times, however many fall into one millisecond of the host: one timer, for the first.
 */
export class ScaledClock implements Clock {
  readonly #base: Clock;
  #origin: number;
  #started: number;
  #speed: number;
  /** By time, those asked for earlier first; the next is the last one, where taking it costs nothing. */
  readonly #pending: Pending[] = [];
  #timer: Timer | undefined;

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
    this.#arm();
  }

  now(): number {
    return this.#origin + (this.#base.now() - this.#started) * this.#speed;
  }

  at(time: number, fn: () => void): Timer {
    const entry: Pending = { time, fn };
    const place = this.#placeOf(time);
    this.#pending.splice(place, 0, entry);
    if (place === this.#pending.length - 1) this.#arm();
    return {
      cancel: () => {
        const index = this.#pending.indexOf(entry, this.#placeOf(time));
        if (index < 0) return;
        this.#pending.splice(index, 1);
        if (index === this.#pending.length) this.#arm();
      },
    };
  }

  /** The first place after all that is due later: among equals, in front of those asked for earlier. */
  #placeOf(time: number): number {
    let [low, high] = [0, this.#pending.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pending[middle]?.time ?? 0) > time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #arm(): void {
    this.#timer?.cancel();
    const next = this.#pending.at(-1);
    this.#timer =
      next &&
      wait(
        () => (next.time - this.now()) / this.#speed,
        () => this.#run(),
      );
  }

  /** One call a turn of the event loop, so that what one sets going is done before the next. */
  #run(): void {
    const next = this.#pending.pop();
    const following = this.#pending.at(-1);
    if (following && following.time <= this.now()) {
      const handle = setImmediate(() => this.#run());
      this.#timer = { cancel: () => clearImmediate(handle) };
    } else this.#arm();
    next?.fn();
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

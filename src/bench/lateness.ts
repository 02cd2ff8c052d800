/** How often the loop is asked whether it is on time, ms. */
const STEP = 20;
/** Lateness older than this cannot matter to a window that is still open, ms. */
const KEEP = 60 * 60_000;

/**
 * The bench's own event-loop delay (decision 6): a failure by time whose margin is smaller than this is not the
 * device's. Keeps the worst values only, so that memory does not grow: a value is dropped once a later one is larger.
 */
export class Lateness {
  readonly #worst: { mono: number; late: number }[] = [];
  #due: number;
  readonly #timer: NodeJS.Timeout;
  #from: number;

  constructor() {
    this.#from = performance.now();
    this.#due = this.#from + STEP;
    this.#timer = setInterval(() => this.#sample(performance.now()), STEP);
    this.#timer.unref();
  }

  /** The worst lateness since `mono` (a `performance.now()`), ms; counts a delay that is still going on. */
  since(mono: number): number {
    const now = performance.now();
    const current = Math.max(0, now - this.#due);
    // Values fall from front to back, so the first one in the window is its largest.
    const first = this.#worst.find((entry) => entry.mono >= mono);
    return Math.max(current, first?.late ?? 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(now: number): void {
    const late = Math.max(0, now - this.#due);
    this.#due = now + STEP;
    if (late < 1) return;
    while (this.#worst.length > 0 && (this.#worst.at(-1)?.late ?? 0) <= late) this.#worst.pop();
    this.#worst.push({ mono: now, late });
    while ((this.#worst[0]?.mono ?? now) < now - KEEP) this.#worst.shift();
  }
}

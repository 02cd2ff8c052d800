import type { Clock, Timer } from '../base/clock.ts';
import { drawFrame, type Frame } from './frame.ts';
import { span } from './text.ts';
import type { Ui } from './ui.ts';

/** ms of I/O time between frames that records cause: 15 a second. */
const FRAME_MS = 1000 / 15;

/**
 * The store outside React: records only change the view, and at most 15 times a second one snapshot is taken of it. A
 * key is answered at once.
 */
export class Frames {
  readonly #ui: Ui;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #frame: Frame;
  #timer: Timer | undefined;
  #version = -1;
  #second = -1;

  constructor(ui: Ui, ioClock: Clock) {
    this.#ui = ui;
    this.#clock = ioClock;
    this.#frame = drawFrame(ui);
    ui.onChange(() => this.draw());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): Frame => this.#frame;

  start(): void {
    this.#timer = this.#clock.at(this.#clock.now() + FRAME_MS, () => {
      this.#tick();
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Takes a snapshot now. What goes wrong in drawing is shown; it must not end the run. */
  draw(): void {
    this.#version = this.#ui.live.version;
    this.#second = this.#now();
    const frame = this.#drawn();
    // Drawing on the terminal costs far more than comparing: what looks the same is not drawn again.
    if (JSON.stringify(frame) === JSON.stringify(this.#frame)) return;
    this.#frame = frame;
    for (const listener of this.#listeners) listener();
  }

  #drawn(): Frame {
    try {
      return drawFrame(this.#ui);
    } catch (error) {
      return failed(error);
    }
  }

  #tick(): void {
    const { status } = this.#ui;
    const over = status !== undefined && status.until <= this.#clock.now();
    if (this.#ui.live.version !== this.#version || this.#now() !== this.#second || over) this.draw();
  }

  /** Countdowns are in seconds of bench time. */
  #now(): number {
    return Math.floor(this.#ui.options.bench.clock.now() / 1000);
  }
}

function failed(error: unknown): Frame {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = text.split('\n').slice(0, 8);
  return {
    header: [[span('the picture could not be drawn; the run goes on', 'error')], ...lines.map((each) => [span(each)])],
    columns: [],
    panel: [],
    footer: [],
  };
}

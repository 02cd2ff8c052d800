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

/** How late a server's event loop was during a measurement, ms. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/** What a figure has to reach. */
export interface Target {
  readonly at: 'least' | 'most';
  readonly value: number;
}

/** One thing measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `×` for a ratio, else `ms`, `MB`, `/s`, … */
  readonly unit: string;
  readonly target?: Target;
  /** What stands behind it, for people. */
  readonly detail?: string;
  /** Of the process that was measured; absent where it has no loop worth the name. */
  readonly loop?: LoopDelay;
}

/** Whether a figure is as it should be; one without a target always is. */
export function reached({ value, target }: Figure): boolean {
  if (!target) return true;
  return target.at === 'least' ? value >= target.value : value <= target.value;
}

/** The middle value; the mean of the two middle ones if there is no single one. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}

/** The value below which a share (0 to 1) of all values lies. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

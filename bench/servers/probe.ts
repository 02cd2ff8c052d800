import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { LoopDelay } from '../figure.ts';

/** How often the loop is looked at, ms; the histogram counts it in. */
const RESOLUTION = 5;
const MB = 1024 * 1024;

/** What a server used since the last time it was asked. */
export interface Usage {
  readonly loop: LoopDelay;
  /** ms of processor time, user and system. */
  readonly cpu: number;
}

/** Memory after a collection, MB. */
export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
histogram.enable();
let cpu = process.cpuUsage();

/** Calls that every server process answers. */
export const probe = {
  usage(): Usage {
    const late = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION);
    const { user, system } = process.cpuUsage(cpu);
    const loop =
      histogram.count === 0 ? { p99: 0, max: 0 } : { p99: late(histogram.percentile(99)), max: late(histogram.max) };
    cpu = process.cpuUsage();
    histogram.reset();
    return { loop, cpu: (user + system) / 1000 };
  },
  async memory(): Promise<Memory> {
    // Twice, with a turn of the loop between: what was freed by finalizers in the first goes in the second.
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heapUsed: heapUsed / MB, external: external / MB, rss: rss / MB };
  },
};

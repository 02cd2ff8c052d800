import { quantile } from '../figure.ts';

/** What a load of requests met. */
export interface LoadResult {
  readonly requests: number;
  /** Answers other than 200, and requests without one. */
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** ms from request to whole answer. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** Times requests. */
export class Meter {
  readonly #since = performance.now();
  readonly #latencies: number[] = [];
  #failed = 0;

  /** @param request resolves to whether it was answered by 200 */
  async time(request: () => Promise<boolean>): Promise<void> {
    const sent = performance.now();
    if (await request()) this.#latencies.push(performance.now() - sent);
    else this.#failed++;
  }

  /** A request that was timed by who made it, ms. */
  add(latency: number): void {
    this.#latencies.push(latency);
  }

  fail(): void {
    this.#failed++;
  }

  result(): LoadResult {
    const latencies = this.#latencies;
    const requests = latencies.length + this.#failed;
    const seconds = (performance.now() - this.#since) / 1000;
    return {
      requests,
      failed: this.#failed,
      seconds,
      perSecond: requests / seconds,
      latency: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) },
    };
  }
}

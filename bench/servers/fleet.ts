import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import type { Fleet } from '../../src/ven/index.ts';
import { serve } from '../child.ts';
import { type LoadResult, Meter } from '../load/result.ts';
import { probe } from './probe.ts';

const program: typeof import('../../src/ven/index.ts') = await import(
  new URL('../../dist/ven/index.js', import.meta.url).href
);

let fleet: Fleet | undefined;
let polling = 0;
let meter = new Meter();
const sent = new WeakMap<ClientRequest, number>();

interface ClientMessage {
  readonly request: ClientRequest;
}

// What Node's own client tells of its requests: the VENs need not know that they are measured.
subscribe('http.client.request.start', (message) => {
  sent.set((message as ClientMessage).request, performance.now());
});
subscribe('http.client.response.finish', (message) => {
  const start = sent.get((message as ClientMessage).request);
  if (start !== undefined) meter.add(performance.now() - start);
});

const calls = {
  ...probe,
  /** Starts `count` simulated VENs over one poll interval (ms), as `--ven sim:N` does. */
  start({ url, count, pollInterval }: { url: string; count: number; pollInterval: number }): void {
    const clock = new SystemClock();
    fleet = program.startFleet({
      url,
      count,
      clock,
      ioClock: clock,
      random: new SeededRandom('bench'),
      pollInterval,
      spread: pollInterval,
      onFact: (_ven, fact) => {
        if (fact.fact === 'phase' && fact.phase === 'polling') polling++;
        if (fact.fact === 'backoff') meter.fail();
      },
    });
  },
  /** VENs that have finished their start-up. */
  polling: (): number => polling,
  /** Begins to count. */
  begin(): void {
    meter = new Meter();
  },
  result: (): LoadResult => meter.result(),
  stop: (): Promise<void> => fleet?.stop() ?? Promise.resolve(),
};

export type FleetCalls = typeof calls;

serve(calls);

import autocannon from 'autocannon';
import { serve } from '../child.ts';
import { Lane, requestOf } from './lane.ts';
import { type LoadResult, Meter } from './result.ts';

/** Which requests are sent over how many connections. */
export interface Load {
  /** Of the endpoint. */
  readonly url: string;
  /** Shared out evenly: a VEN speaks on one connection. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Until when; without it each body is sent once. */
  readonly seconds?: number;
  /** Or how many requests in all. */
  readonly amount?: number;
  /** ms between the end of a request and the next on the same connection. */
  readonly pause?: number;
}

let ended = false;

const calls = {
  /** By autocannon: one body a connection, as fast as it goes. */
  async cannon({ url, bodies, connections, seconds, amount }: Load): Promise<LoadResult> {
    let next = 0;
    const result = await autocannon({
      url,
      connections,
      ...(amount === undefined ? { duration: seconds ?? 1 } : { amount }),
      method: 'POST',
      headers: { 'Content-Type': 'application/xml' },
      setupClient: (client) => client.setBody(bodies[next++ % bodies.length] ?? ''),
    });
    const { latency, errors, non2xx } = result;
    // autocannon counts whole seconds of a run that need not end with one.
    const took = (result.finish.getTime() - result.start.getTime()) / 1000;
    const requests = result['2xx'] + non2xx + errors;
    return {
      requests,
      failed: errors + non2xx,
      seconds: took,
      perSecond: requests / took,
      latency: { p50: latency.p50, p99: latency.p99, max: latency.max },
    };
  },
  /** By the bench's own client. */
  async lanes({ connections, bodies, pause, ...load }: Load): Promise<LoadResult> {
    const url = new URL(load.url);
    const meter = new Meter();
    ended = false;
    const until = performance.now() + (load.seconds ?? Number.POSITIVE_INFINITY) * 1000;
    const forever = load.seconds !== undefined || load.amount !== undefined;
    let left = load.amount ?? Number.POSITIVE_INFINITY;
    const speak = async (place: number): Promise<void> => {
      const lane = new Lane(url);
      const own = bodies.filter((_body, index) => index % connections === place).map((body) => requestOf(url, body));
      const last = forever ? Number.POSITIVE_INFINITY : own.length;
      for (let index = 0; index < last && left-- > 0 && !ended && performance.now() < until; index++) {
        const request = own[index % own.length];
        if (!request) break;
        await meter.time(() => lane.send(request));
        if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      lane.close();
    };
    await Promise.all(Array.from({ length: connections }, (_, place) => speak(place)));
    return meter.result();
  },
  /** Ends such a load. */
  enough(): void {
    ended = true;
  },
  /** A connection for each request. */
  async visits({ connections, bodies, amount = 0, ...load }: Load): Promise<LoadResult> {
    const url = new URL(load.url);
    const requests = bodies.map((body) => requestOf(url, body, true));
    const meter = new Meter();
    let left = amount;
    const visitor = async (): Promise<void> => {
      for (let request = requests[0]; left-- > 0 && request; request = requests[left % requests.length]) {
        const lane = new Lane(url);
        const now = request;
        await meter.time(() => lane.send(now));
        lane.close();
      }
    };
    await Promise.all(Array.from({ length: connections }, visitor));
    return meter.result();
  },
};

export type LoadCalls = typeof calls;

serve(calls);

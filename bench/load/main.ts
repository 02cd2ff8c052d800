import autocannon from 'autocannon';
import { serve } from '../child.ts';
import { type Credentials, contextOf, signerOf } from './credentials.ts';
import { Lane, type Request, requestOf } from './lane.ts';
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
  /** For https: those of the VEN of each body. */
  readonly credentials?: readonly Credentials[];
  /** What the clients offer; default the suites of rule 67. */
  readonly ciphers?: string;
  /** With these it also signs `amount` messages, before the load begins. */
  readonly sign?: boolean;
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
  async lanes({ connections, bodies, pause, credentials = [], ciphers, sign, ...load }: Load): Promise<LoadResult> {
    const url = new URL(load.url);
    const contexts = credentials.map((one) => contextOf(one, ciphers));
    const signers = sign ? credentials.map(signerOf) : [];
    const places = Array.from({ length: connections }, (_, place): readonly Request[] => {
      const own = bodies.filter((_body, index) => index % connections === place);
      const signer = signers[place % signers.length];
      if (!signer) return own.map((body) => requestOf(url, body));
      const share = Math.ceil((load.amount ?? 0) / connections);
      return Array.from({ length: share }, (_one, index) => requestOf(url, signer(own[index % own.length] ?? '')));
    });
    const meter = new Meter();
    ended = false;
    const until = performance.now() + (load.seconds ?? Number.POSITIVE_INFINITY) * 1000;
    const forever = load.seconds !== undefined || load.amount !== undefined;
    let left = load.amount ?? Number.POSITIVE_INFINITY;
    const speak = async (place: number): Promise<void> => {
      const lane = new Lane(url, contexts[place % contexts.length]);
      const own = places[place] ?? [];
      // What is signed is sent once.
      const last = forever && !sign ? Number.POSITIVE_INFINITY : own.length;
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
  async visits({ connections, bodies, amount = 0, credentials = [], ciphers, ...load }: Load): Promise<LoadResult> {
    const url = new URL(load.url);
    const contexts = credentials.map((one) => contextOf(one, ciphers));
    const requests = bodies.map((body) => requestOf(url, body, true));
    const meter = new Meter();
    let left = amount;
    const visitor = async (): Promise<void> => {
      while (left-- > 0) {
        const place = left % requests.length;
        const request = requests[place];
        if (!request) break;
        const lane = new Lane(url, contexts[place % contexts.length]);
        await meter.time(() => lane.send(request));
        lane.close();
      }
    };
    await Promise.all(Array.from({ length: connections }, visitor));
    return meter.result();
  },
};

export type LoadCalls = typeof calls;

serve(calls);

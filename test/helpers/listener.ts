import type { ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { type ListenOptions, listen } from '../../src/transport/listen.ts';
import type {
  HttpPlan,
  HttpRequest,
  HttpSent,
  Listener,
  TransportFact,
  TransportHandlers,
} from '../../src/transport/types.ts';

/** A listener on a free port that remembers what it told. */
export interface RecordingListener extends Listener {
  readonly requests: HttpRequest[];
  readonly sent: HttpSent[];
  readonly facts: TransportFact[];
  /** The facts of one kind. */
  of<K extends TransportFact['fact']>(kind: K): Extract<TransportFact, { fact: K }>[];
  /** Resolves once `condition` holds; looked at after each fact, request and answer. */
  until(condition: () => boolean): Promise<void>;
}

export const REPLY: HttpPlan = { status: 200, body: '<oadrResponse/>' };

/** Starts a listener that is closed with its test. @param reply what the handler answers, default `REPLY` */
export async function recordingListener(
  t: ExecutionContext,
  options: Partial<Omit<ListenOptions, 'handlers'>> = {},
  reply: TransportHandlers['request'] = async () => REPLY,
): Promise<RecordingListener> {
  const requests: HttpRequest[] = [];
  const sent: HttpSent[] = [];
  const facts: TransportFact[] = [];
  let waiting: { condition: () => boolean; resolve: () => void }[] = [];
  const look = (): void => {
    const met = waiting.filter(({ condition }) => condition());
    waiting = waiting.filter((entry) => !met.includes(entry));
    for (const { resolve } of met) resolve();
  };
  const listener = await listen({
    host: '127.0.0.1',
    port: 0,
    ioClock: new SystemClock(),
    ids: new SeededRandom('transport'),
    ...options,
    handlers: {
      request: (request) => {
        requests.push(request);
        look();
        return reply(request);
      },
      sent: (one) => {
        sent.push(one);
        look();
      },
      fact: (fact) => {
        facts.push(fact);
        look();
      },
    },
  });
  t.teardown(() => listener.close(0));
  const isKind = <K extends TransportFact['fact']>(kind: K) => {
    return (fact: TransportFact): fact is Extract<TransportFact, { fact: K }> => fact.fact === kind;
  };
  return {
    ...listener,
    requests,
    sent,
    facts,
    of: (kind) => facts.filter(isKind(kind)),
    until: (condition) =>
      new Promise((resolve) => {
        waiting.push({ condition, resolve });
        look();
      }),
  };
}

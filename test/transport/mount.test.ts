import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { type Mount, type MountOptions, middlewareOf, mount } from '../../src/transport/mount.ts';
import type { HttpPlan, HttpRequest, HttpSent, TransportFact } from '../../src/transport/types.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

const REPLY: HttpPlan = { status: 200, body: '<oadrResponse/>' };

interface Mounted {
  readonly mounted: Mount;
  readonly port: number;
  readonly server: Server;
  readonly clock: ManualClock;
  readonly requests: HttpRequest[];
  readonly sent: HttpSent[];
  readonly facts: TransportFact[];
  /** Resolves once it is so; looked at after whatever is told. */
  until(isSo: () => boolean): Promise<void>;
}

interface How {
  readonly options?: Partial<MountOptions>;
  readonly reply?: (request: HttpRequest) => HttpPlan | Promise<HttpPlan>;
  /** What the app has before the VTN. */
  readonly before?: Koa.Middleware;
  readonly isDown?: () => boolean;
}

/** A Koa app with a route of its own, and the VTN under `/lab`. */
async function app(t: ExecutionContext, { options, reply = () => REPLY, before, isDown }: How = {}): Promise<Mounted> {
  const requests: HttpRequest[] = [];
  const sent: HttpSent[] = [];
  const facts: TransportFact[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const one of [...waiting]) one();
  };
  const clock = new ManualClock(0);
  const mounted = mount({
    prefix: 'lab',
    ioClock: clock,
    ids: new SeededRandom('mount'),
    ...options,
    handlers: {
      request(request) {
        requests.push(request);
        look();
        return reply(request);
      },
      sent(one) {
        sent.push(one);
        look();
      },
      fact(fact) {
        facts.push(fact);
        look();
      },
    },
  });
  const koa = new Koa();
  koa.use(async (ctx, next) => {
    ctx.set('X-App', 'yes');
    await next();
  });
  if (before) koa.use(before);
  koa.use(middlewareOf('/lab/', () => (isDown?.() ? undefined : mounted)));
  koa.use((ctx) => {
    ctx.body = `app: ${ctx.method} ${ctx.path}`;
  });
  const server = createServer(koa.callback());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!isSo()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { mounted, port, server, clock, requests, sent, facts, until };
}

const kinds = (facts: readonly TransportFact[]) => facts.map(({ fact }) => fact);
const post = (body: string) => rawPost({ path: '/lab/OpenADR2/Simple/2.0b/OadrPoll', body });

/** An answer that the test gives when it likes. */
function laterPlan() {
  let resolve = (_: HttpPlan): void => {};
  const promise = new Promise<HttpPlan>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test('a Koa app serves the VTN under its prefix, and its own routes as before, on one connection', async (t) => {
  const { port, requests, facts, sent, until } = await app(t);
  const socket = await RawSocket.open(port);
  await socket.send('GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  t.is((await socket.answer()).body.toString(), 'app: GET /health');
  t.deepEqual(facts, []);
  await socket.send(post('<oadrPoll/>'));
  const answer = await socket.answer();
  t.is(answer.statusLine, 'HTTP/1.1 200 OK');
  t.is(answer.body.toString(), '<oadrResponse/>');
  t.true(answer.headers.includes('Content-Length: 15'));
  t.false(
    answer.headers.some((line) => line.startsWith('Keep-Alive')),
    'the time is that of the app',
  );
  await socket.send('GET /OpenADR2/Simple/2.0b/OadrPoll HTTP/1.1\r\nHost: a\r\n\r\n');
  t.is((await socket.answer()).body.toString(), 'app: GET /OpenADR2/Simple/2.0b/OadrPoll');
  await until(() => sent.length === 1);
  socket.destroy();
  await until(() => kinds(facts).includes('closed'));
  t.deepEqual(kinds(facts), ['opened', 'closed']);
  t.is(requests.length, 1);
  t.like(requests[0], {
    service: 'OadrPoll',
    url: '/lab/OpenADR2/Simple/2.0b/OadrPoll',
    remote: { address: '127.0.0.1' },
  });
  t.like(sent[0], { delivered: true, status: 200 });
});

test('below the base path the VTN answers for itself: 404 with a hint, 501', async (t) => {
  const { port, facts } = await app(t);
  const socket = await RawSocket.open(port);
  await socket.send('POST /lab/OpenADR2/Simple/2.0b/OadrPol HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
  const lost = await socket.answer();
  t.is(lost.statusLine, 'HTTP/1.1 404 Not Found');
  t.regex(lost.body.toString(), /did you mean \/lab\/OpenADR2\/Simple\/2\.0b\/OadrPoll\?/);
  await socket.send('GET /lab/OpenADR2/Simple/2.0b/OadrPoll HTTP/1.1\r\nHost: a\r\n\r\n');
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 501 Not Implemented');
  t.deepEqual(kinds(facts), ['opened', 'answered', 'answered']);
});

test('a connection that closes before its answer: not delivered', async (t) => {
  const plan = laterPlan();
  const { port, requests, sent, facts, until } = await app(t, { reply: () => plan.promise });
  const socket = await RawSocket.open(port);
  await socket.send(post('<oadrPoll/>'));
  await until(() => requests.length === 1);
  socket.destroy();
  await until(() => kinds(facts).includes('closed'));
  plan.resolve(REPLY);
  await until(() => sent.length === 1);
  t.like(sent[0], { exchange: requests[0]?.exchange, delivered: false });
});

test('a body above the limit is refused with 413', async (t) => {
  const { port, requests } = await app(t, { options: { limits: { bodyBytes: 10 } } });
  const socket = await RawSocket.open(port);
  await socket.send(post('<oadrPoll></oadrPoll>'));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 413 Payload Too Large');
  t.deepEqual(requests, []);
});

test('a request that does not come whole in time gets a 408', async (t) => {
  const { port, facts, clock, until } = await app(t, { options: { limits: { requestMs: 1_000 } } });
  const socket = await RawSocket.open(port);
  await socket.send('POST /lab/OpenADR2/Simple/2.0b/OadrPoll HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n<oadr');
  await until(() => kinds(facts).includes('opened'));
  clock.advance(1_001);
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 408 Request Timeout');
  t.like(
    facts.find(({ fact }) => fact === 'clientError'),
    { code: 'ERR_HTTP_REQUEST_TIMEOUT', status: 408 },
  );
});

test('a body that was read before is the mistake of the app, and is said to be', async (t) => {
  const { port, facts } = await app(t, {
    before: async (ctx, next) => {
      for await (const _ of ctx.req);
      await next();
    },
  });
  const socket = await RawSocket.open(port);
  await socket.send(post('<oadrPoll/>'));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 500 Internal Server Error');
  const reason = 'the body was read before the VTN got the request; try: put the VTN before what parses bodies';
  t.like(facts.at(-1), { fact: 'answered', status: 500, reason });
});

test('closing lets the answer under way out, and the connection of the app open', async (t) => {
  const plan = laterPlan();
  let down = false;
  const { port, mounted, requests, facts, until } = await app(t, { reply: () => plan.promise, isDown: () => down });
  const socket = await RawSocket.open(port);
  await socket.send(post('<oadrPoll/>'));
  await until(() => requests.length === 1);
  const closed = mounted.close();
  plan.resolve(REPLY);
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  await closed;
  down = true;
  t.like(facts.at(-1), { fact: 'closed', requests: 1, error: 'the VTN stopped' });
  await socket.send(post('<oadrPoll/>'));
  t.is((await socket.answer()).statusLine, 'HTTP/1.1 503 Service Unavailable');
  await socket.send('GET /health HTTP/1.1\r\nHost: a\r\n\r\n');
  t.is((await socket.answer()).body.toString(), 'app: GET /health');
  t.is(requests.length, 1);
});

test('closing does not wait for what never ends', async (t) => {
  const { port, mounted, requests, clock, until } = await app(t, { reply: () => new Promise(() => {}) });
  const socket = await RawSocket.open(port);
  await socket.send(post('<oadrPoll/>'));
  await until(() => requests.length === 1);
  const closed = mounted.close(500);
  clock.advance(500);
  await closed;
  t.pass();
});

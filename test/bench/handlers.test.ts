import { once } from 'node:events';
import { createServer } from 'node:http';
import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import type { Handlers } from '../../src/bench/handlers.ts';
import { type Message, read, write } from '../../src/openadr/index.ts';
import type { Ask, HandlerName } from '../../src/vtn/ask.ts';
import { TestBench } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';

/** A program around a bench; what it was asked, and what it was told of its failures. */
class Program implements Handlers {
  readonly asks = new Set<HandlerName>();
  readonly timeout: number;
  readonly asked: Ask[] = [];
  readonly failures: [Ask, unknown][] = [];
  answer: (ask: Ask) => unknown = () => undefined;
  onFailed: () => unknown = () => undefined;

  constructor(timeout = 60_000) {
    this.timeout = timeout;
  }

  ask(ask: Ask): unknown {
    this.asked.push(ask);
    return this.answer(ask);
  }

  failed(ask: Ask, error: unknown): unknown {
    this.failures.push([ask, error]);
    return this.onFailed();
  }
}

async function send(url: string, message: Message): Promise<Message> {
  const headers = { 'Content-Type': 'application/xml' };
  const response = await fetch(`${url}/${m.serviceOf(message.name)}`, {
    method: 'POST',
    headers,
    body: write(message),
  });
  const { message: reply } = read(await response.text());
  if (!reply) throw new Error(`no OpenADR, but status ${response.status}`);
  return reply;
}

const codeOf = ({ body }: Message) => ('eiResponse' in body ? body.eiResponse?.responseCode : undefined);

/** A bench with VENs that have registered before anything was asked; they have got what follows a registration. */
async function setting(t: ExecutionContext, program: Program, ...names: string[]) {
  const bench = await TestBench.open(t, { handlers: program, config: { registerReports: false } });
  const { url } = bench.bench;
  const vens = [];
  for (const oadrVenName of names) {
    const { body } = await send(url, m.oadrCreatePartyRegistration({ oadrVenName }));
    vens.push('venID' in body ? (body.venID ?? '') : '');
  }
  return { bench, url, vens, post: (message: Message) => send(url, message) };
}

/** Something that the test brings about when it likes. */
function later<T>() {
  let settle = (_: T): void => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

test('an answer that comes later is waited for, and its message is recorded once', async (t) => {
  const program = new Program();
  const { bench, vens, post } = await setting(t, program, 'a');
  const [venID = ''] = vens;
  program.asks.add('createOpt');
  program.answer = async () => undefined;
  t.is(codeOf(await post(m.oadrCreateOpt(venID))), '200');
  t.like(program.asked, [{ handler: 'createOpt', input: { venID, optID: 'opt-1', optType: 'optOut' } }]);
  t.is(bench.messages('oadrCreateOpt').length, 1);
  t.is(bench.changes('opt').length, 1);
  t.deepEqual(program.failures, []);
});

for (const [how, fail] of Object.entries({
  throws: () => {
    throw new Error('no data base');
  },
  rejects: () => Promise.reject(new Error('no data base')),
})) {
  test(`a handler that ${how}: the VEN gets 469, the program its error, the bench goes on`, async (t) => {
    const program = new Program();
    const { bench, vens, post } = await setting(t, program, 'a');
    const [venID = ''] = vens;
    program.asks.add('createOpt');
    program.answer = fail;
    program.onFailed = fail;
    t.is(codeOf(await post(m.oadrCreateOpt(venID))), '469');
    t.like(program.failures[0]?.[1], { message: 'no data base' });
    t.deepEqual(bench.bench.vens[0]?.schedules, []);
    await bench.until(() => bench.logs('error').length === 2);
    t.deepEqual(bench.logs('error'), [
      `the handler of createOpt failed, asked about ${venID}: no data base`,
      'what is told of failed handlers has failed itself: no data base',
    ]);
    program.answer = () => undefined;
    t.is(codeOf(await post(m.oadrCreateOpt(venID))), '200');
  });
}

test('a handler that never answers is given up; what comes later is dropped', async (t) => {
  const program = new Program(30);
  const { bench, vens, post } = await setting(t, program, 'a');
  const [venID = ''] = vens;
  const answer = later<Message>();
  program.asks.add('poll');
  program.answer = () => answer.promise;
  t.is(codeOf(await post(m.oadrPoll(venID))), '469');
  t.like(program.failures[0]?.[1], { name: 'HandlerTimeout' });
  answer.settle({ name: 'oadrRequestReregistration', body: { schemaVersion: '2.0b', venID } });
  program.asks.clear();
  t.is((await post(m.oadrPoll(venID))).name, 'oadrResponse');
  t.deepEqual(bench.bench.vens[0]?.queue, []);
  t.is(program.failures.length, 1);
});

test('a lane keeps its order while it waits; another VEN does not wait', async (t) => {
  const program = new Program();
  const { bench, vens, post } = await setting(t, program, 'a', 'b');
  const [a = '', b = ''] = vens;
  const answer = later<undefined>();
  program.asks.add('createOpt');
  program.answer = () => answer.promise;
  const opted = post(m.oadrCreateOpt(a));
  while (program.asked.length === 0) t.is((await post(m.oadrPoll(b))).name, 'oadrResponse');
  const polled = post(m.oadrPoll(a));
  t.is((await post(m.oadrPoll(b))).name, 'oadrResponse');
  answer.settle(undefined);
  await Promise.all([opted, polled]);
  const ofA = bench.messages().filter(({ ven, name }) => ven === a && name !== 'oadrCreatePartyRegistration');
  t.deepEqual(
    ofA.map(({ name }) => name),
    ['oadrCreateOpt', 'oadrPoll'],
  );
});

test('a registration that is refused by false: 463 without IDs', async (t) => {
  const program = new Program();
  const { bench, post } = await setting(t, program);
  program.asks.add('createPartyRegistration');
  program.answer = () => false;
  const reply = await post(m.oadrCreatePartyRegistration());
  t.is(codeOf(reply), '463');
  t.false('venID' in reply.body && reply.body.venID !== undefined);
  t.deepEqual(bench.bench.vens, []);
});

test('an answer that cannot be used is the error of the program', async (t) => {
  const program = new Program();
  const { vens, post } = await setting(t, program, 'a');
  program.asks.add('poll');
  program.answer = () => ({ name: 'oadrCreatedOpt', body: { eiResponse: m.OK, optID: 'x' } });
  t.is(codeOf(await post(m.oadrPoll(vens[0]))), '469');
  t.like(program.failures[0]?.[1], { name: 'CommandError', rule: 500 });
});

test('a stop does not hang on a handler; the VEN gets its answer', async (t) => {
  const program = new Program();
  const { bench, vens, post } = await setting(t, program, 'a');
  program.asks.add('poll');
  program.answer = () => new Promise(() => {});
  const polled = post(m.oadrPoll(vens[0]));
  while (program.asked.length === 0) await post(m.oadrQueryRegistration());
  await bench.close();
  t.is(codeOf(await polled), '469');
  t.like(program.failures[0]?.[1], { message: 'no answer to poll before the VTN stopped' });
});

test('a bench that is mounted: a VEN registers, polls and survives a restart through the app', async (t) => {
  const koa = new Koa();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/OpenADR2/Simple/2.0b`;
  const bench = await TestBench.open(t, { mountedAt: () => url, config: { registerReports: false } });
  t.is(bench.bench.url, url);
  koa.use(bench.bench.middleware());
  server.on('request', koa.callback());
  const { body } = await send(url, m.oadrCreatePartyRegistration());
  const venID = 'venID' in body ? body.venID : undefined;
  t.is(codeOf(await send(url, m.oadrPoll(venID))), '200');
  await bench.until(() => bench.messages('oadrResponse', 'out').length === 1);
  t.is(bench.messages('oadrResponse', 'out')[0]?.status, 200);
  await bench.bench.execute({ do: 'restart', down: 0, state: 'keep' }, 'library');
  t.is(codeOf(await send(url, m.oadrPoll(venID))), '200');
  await bench.close();
  t.is((await fetch(`${url}/OadrPoll`, { method: 'POST', body: '' })).status, 503);
});

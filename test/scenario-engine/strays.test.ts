import test from 'ava';
import type { TransportFact } from '../../src/transport/types.ts';
import { MIN, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';

const wrongPath = {
  fact: 'answered',
  connection: 'k1',
  exchange: 'e1',
  method: 'POST',
  url: '/x/OadrPoll',
  headers: [],
  status: 404,
  reason: 'no service is there',
  findings: [{ layer: 'http', severity: 'error', message: 'wrong path', hint: 'the services are below /OpenADR2' }],
} as const;
const tls = {
  fact: 'clientError',
  connection: 'k2',
  code: 'HPE_INVALID_METHOD',
  message: 'Parse Error',
  findings: [{ layer: 'tls', severity: 'error', message: 'TLS on the plain HTTP port', hint: 'http, not https' }],
} as const;

function connection(run: Play, fact: TransportFact): number {
  const exchange = fact.fact === 'answered' ? { exchange: fact.exchange } : {};
  return run.bench.journal.append({ kind: 'connection', connection: fact.connection, fact, ...exchange }).seq;
}

test('where no VEN came, the requests that came to nothing are told', async (t) => {
  const run = await play([step.expect(that('registered'), { within: 10 * S })]);
  connection(run, tls);
  const seq = connection(run, wrongPath);
  await run.advance(10 * S);
  const detail = run.steps('1').at(-1)?.detail;
  t.regex(detail?.message ?? '', /no VEN came for dut$/);
  t.like(detail, {
    actual: '2 requests came to nothing; the last: POST /x/OadrPoll → 404 no service is there',
    exchange: 'e1',
    seq,
    hint: 'the services are below /OpenADR2',
  });
});

test('TLS on the plain port is one', async (t) => {
  const run = await play([step.expect(that('registered'), { within: 10 * S })]);
  connection(run, tls);
  await run.advance(10 * S);
  t.like(run.steps('1').at(-1)?.detail, {
    actual: '1 request came to nothing: TLS on the plain HTTP port',
    hint: 'http, not https',
  });
});

test('a message whose signature was refused is one, of a VEN that nobody knows', async (t) => {
  const run = await play([step.expect(that('registered'), { within: 10 * S })]);
  const finding = {
    layer: 'rule',
    severity: 'error',
    rule: 514,
    message: 'the digest does not hold',
    hint: 'sign',
  } as const;
  const message = {
    kind: 'message',
    dir: 'in',
    connection: 'k3',
    service: 'EiRegisterParty',
    size: 4,
    name: 'oadrCreatePartyRegistration',
    signature: { verdict: 'refused' },
  } as const;
  run.bench.journal.append({ ...message, exchange: 'e2', findings: [finding] });
  run.bench.journal.append({ ...message, exchange: 'e3', findings: [], signature: { verdict: 'holds' } });
  await run.advance(10 * S);
  t.like(run.steps('1').at(-1)?.detail, {
    actual: '1 request came to nothing: oadrCreatePartyRegistration → 403 the digest does not hold',
    exchange: 'e2',
    hint: 'sign',
  });
});

test('a step that found no VEN says so too', async (t) => {
  const run = await play([step.event()], {}, { wait: MIN });
  connection(run, wrongPath);
  await run.advance(MIN);
  t.regex(run.over?.reason ?? '', /could not run; 1 request came to nothing: POST \/x\/OadrPoll → 404/);
});

test('a VEN that came has its own nearest miss', async (t) => {
  const run = await play([step.expect(that('offline'), { within: 10 * S })]);
  run.bench.register();
  connection(run, wrongPath);
  await run.advance(10 * S);
  t.is(run.steps('1').at(-1)?.detail?.hint, undefined);
});

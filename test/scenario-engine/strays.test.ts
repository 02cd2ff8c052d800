import test from 'ava';
import type { MessageRecord } from '../../src/journal/record.ts';
import type { TransportFact } from '../../src/transport/types.ts';
import { EXPIRED, refusedConnections } from '../helpers/refused-connections.ts';
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

for (const answer of ['403', 'closed'] as const) {
  test(`connections that TLS refuses count once each: ${answer}`, async (t) => {
    const run = await play([step.expect(that('registered'), { within: 10 * S })]);
    for (const record of refusedConnections(answer, 2)) run.bench.journal.append(record);
    await run.advance(10 * S);
    t.like(run.steps('1').at(-1)?.detail, {
      actual: `2 requests came to nothing; the last: TLS: ${EXPIRED.message}`,
      hint: EXPIRED.remedy,
    });
  });
}

/** A registration whose digest does not hold, and its answer. */
function badDigest(run: Play, { exchange = 'e2', status = 403, name }: Partial<MessageRecord> = {}): void {
  const { journal } = run.bench;
  const message = 'the digest does not hold';
  const finding = { layer: 'rule', severity: 'error', rule: 514, message, hint: 'sign' } as const;
  const both = { kind: 'message', exchange, connection: 'k3', service: 'EiRegisterParty', size: 4 } as const;
  const signature = { verdict: 'refused' } as const;
  journal.append({ ...both, dir: 'in', name: 'oadrCreatePartyRegistration', signature, findings: [finding] });
  journal.append({ ...both, dir: 'out', status, name, findings: [] });
}

for (const [what, address] of [
  ['of a VEN that nobody knows', undefined],
  ['also where the only VEN may have sent it', '10.0.0.8'],
] as const) {
  test(`a message whose signature was refused is one, ${what}`, async (t) => {
    const run = await play([step.expect(that('registered'), { within: 10 * S })]);
    if (address) connection(run, { fact: 'opened', connection: 'k3', address, port: 9 });
    badDigest(run);
    await run.advance(10 * S);
    const detail = run.steps('1').at(-1)?.detail;
    t.regex(detail?.message ?? '', /no VEN came for dut$/);
    t.like(detail, {
      actual: '1 request came to nothing: oadrCreatePartyRegistration → 403 the digest does not hold',
      exchange: 'e2',
      hint: 'sign',
    });
    t.notRegex(run.over?.reason ?? '', /of dut/);
    if (address) t.regex(run.over?.reason ?? '', /oadrCreatePartyRegistration of \(unknown VEN\)/);
  });
}

test('where signatures are off a message with a bad one was heard', async (t) => {
  const run = await play([step.expect(that('registered'), { within: 10 * S })]);
  badDigest(run, { status: 200, name: 'oadrCreatedPartyRegistration' });
  await run.advance(10 * S);
  const detail = run.steps('1').at(-1)?.detail;
  t.is(detail?.actual, undefined);
  t.notRegex(detail?.message ?? '', /no VEN came/);
});

test('a step that waits for a VEN has the refused signature, and its remedy', async (t) => {
  const run = await play([step.event()], {}, { wait: MIN });
  connection(run, { fact: 'opened', connection: 'k3', address: '10.0.0.8', port: 9 });
  badDigest(run);
  await run.advance(MIN);
  t.regex(run.over?.reason ?? '', /; 1 request came to nothing: .* → 403 the digest does not hold; try: sign$/);
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

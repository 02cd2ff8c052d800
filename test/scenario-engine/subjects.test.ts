import test from 'ava';
import type { Finding } from '../../src/openadr/index.ts';
import type { ConformanceLevel } from '../../src/scenario/format/index.ts';
import { at, MIN, message, opt, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';

const registered = step.expect(that('registered'), { within: MIN });
const broken: Finding = { layer: 'rule', severity: 'error', rule: 42, message: 'another requestID' };
const odd: Finding = { layer: 'http', severity: 'warning', message: 'no Content-Length' };

/** A registered VEN that has fetched the event. */
async function delivered(
  subject: Parameters<typeof step.expect>[0],
  more: Parameters<typeof play>[0] = [],
): Promise<Play> {
  const run = await play([registered, step.event(), ...more, step.expect(subject, { within: 10 * S })]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  return run;
}

for (const [title, answer, actual] of [
  ['another opt', { optType: 'optOut' }, 'optOut'],
  ['another code', { responseCode: '450' }, 'responseCode 450'],
  ['another requestID', { match: 'wrongRequestID', requestID: 'zz' }, 'requestID "zz"'],
  ['an oadrCreateOpt', { via: 'oadrCreateOpt' }, 'oadrCreateOpt'],
] as const) {
  test(`an event is not answered by ${title}, and the failure shows it`, async (t) => {
    const run = await delivered(opt());
    run.bench.created('v1', answer);
    const result = await run.finish();
    t.is(result.verdict, 'failed');
    const detail = run.steps('3').at(-1)?.detail;
    t.is(detail?.actual, actual);
    t.is(typeof detail?.exchange, 'string');
    const exchange = detail?.exchange;
    t.like(run.bench.journal.records[detail?.seq ?? 0], { kind: 'message', dir: 'in', exchange });
    t.regex(
      detail?.message ?? '',
      /waited 10s for oadrCreatedEvent with optIn for peak \(peak-\w+, version 0\), responseCode 200; nearest: .*; came: /,
    );
  });
}

test('an oadrCreateOpt that is no answer to an event says how it is judged', async (t) => {
  const run = await delivered(opt());
  run.bench.created('v1', { via: 'oadrCreateOpt' });
  await run.finish();
  t.regex(run.steps('3').at(-1)?.detail?.hint ?? '', /"message": "oadrCreateOpt"/);
});

test('opt any takes both', async (t) => {
  const run = await delivered(opt('any'));
  run.bench.created('v1', { optType: 'optOut', responseCode: '460' });
  await run.settle();
  t.is(run.state('3'), 'passed');
  const met = run.bench.journal.records[run.steps('3').at(-1)?.detail?.seq ?? 0];
  t.like(met, { kind: 'message', dir: 'in', name: 'oadrCreatedEvent' });
});

test('only the newest delivered version is answered, opt any takes every version', async (t) => {
  const old = { modificationNumber: 0, match: 'staleVersion', newest: false } as const;
  for (const [subject, state] of [
    [opt(), 'running'],
    [opt('any'), 'passed'],
    [opt('optIn', { version: 0 }), 'passed'],
  ] as const) {
    const run = await delivered(subject, [step.modify()]);
    run.bench.created('v1', { modificationNumber: 0 }); // before the new version was fetched
    run.bench.poll();
    await run.settle();
    run.bench.created('v1', old);
    await run.settle();
    t.is(run.state('4'), state);
    if (state === 'passed') continue;
    run.bench.created('v1', { modificationNumber: 1 });
    await run.settle();
    t.is(run.state('4'), 'passed');
  }
});

test('an answer to an event that must not be answered counts', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.expect(opt('any', { count: { gte: 0, lte: 0 } }), { until: at('now', 20 * S) }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  run.bench.created('v1', { match: 'notRequired' });
  await run.settle();
  t.is(run.state('3'), 'failed');
});

test('where is resolved when each message comes', async (t) => {
  const where = [
    { venID: { not: { template: [{ variable: 'ven', alias: 'dut', field: 'venID' }], as: 'any' } } },
  ] as const;
  const run = await play([
    registered,
    step.expect({ ...message('*', { gte: 0, lte: 0 }), where }, { until: at('now', MIN) }, { from: at('now') }),
    step.wait({ for: MIN }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('2'), 'running');
  run.bench.message('oadrPoll', { ven: 'v1', body: { venID: 'stale' } });
  await run.settle();
  t.is(run.state('2'), 'failed');
});

test('a where that nearly fits names the key that differed', async (t) => {
  const run = await play([step.expect({ ...message('oadrPoll'), where: [{ venID: 'other' }] }, { within: 10 * S })]);
  run.bench.register();
  await run.finish();
  const detail = run.steps('1').at(-1)?.detail;
  t.is(detail?.expected, 'venID "other"');
  t.is(detail?.actual, 'venID "v1"');
});

test('a sequence fails when a later one comes before its turn; others may lie between', async (t) => {
  const sequence = [
    { message: 'oadrCreatePartyRegistration' },
    { message: 'oadrRegisterReport' },
    { message: 'oadrRequestEvent' },
  ] as const;
  const good = await play([step.expect({ subject: 'sequence', sequence }, { within: MIN })]);
  good.bench.register();
  for (const name of ['oadrPoll', 'oadrRegisterReport', 'oadrPoll', 'oadrRegisterReport', 'oadrRequestEvent'])
    good.bench.message(name, { ven: 'v1' });
  await good.settle();
  t.is(good.state('1'), 'passed');
  const bad = await play([step.expect({ subject: 'sequence', sequence }, { within: MIN })]);
  bad.bench.register();
  bad.bench.message('oadrRequestEvent', { ven: 'v1' });
  await bad.settle();
  t.is(bad.state('1'), 'failed');
  t.like(bad.steps('1').at(-1)?.detail, { expected: 'oadrRegisterReport', actual: 'oadrRequestEvent' });
});

const cadence = { subject: 'poll', interval: 5 * S, tolerance: S, gaps: 3 } as const;

test('a cadence is so many gaps in a row that fit', async (t) => {
  const run = await play([registered, step.expect(cadence, { within: 2 * MIN }, { from: at('now') })]);
  run.bench.register();
  await run.settle();
  for (const gap of [0, 5, 5, 9, 5, 4, 6]) {
    t.is(run.state('2'), 'running');
    await run.advance(gap * S);
    run.bench.poll();
    await run.settle();
  }
  t.is(run.state('2'), 'passed');
});

test('after a poll that brought a payload a shorter gap fits, a longer one does not', async (t) => {
  const run = await play([
    registered,
    step.event('peak', {}, { deliver: 'none' }),
    step.registerReport({ deliver: 'none' }),
    step.expect(cadence, { within: MIN }),
  ]);
  run.bench.register();
  await run.settle();
  for (const gap of [0, 0.1, 0.1]) {
    await run.advance(gap * S, 100);
    run.bench.poll();
  }
  await run.advance(5 * S);
  run.bench.poll();
  await run.settle();
  t.is(run.state('4'), 'passed');
});

test('a gap outside says by how much, and one within the lateness of the bench is an error', async (t) => {
  for (const late of [0, 3 * S]) {
    const run = await play([registered, step.expect(cadence, { within: 40 * S }, { from: at('now') })]);
    run.bench.register();
    run.bench.late = late;
    await run.settle();
    for (let poll = 0; poll < 7; poll++) {
      run.bench.poll();
      await run.advance(8 * S);
    }
    t.is(run.over?.verdict, late === 0 ? 'failed' : 'error');
    const detail = run.steps('2').at(-1)?.detail;
    if (late === 0) t.like(detail, { expected: '5 s ± 1 s', actual: '8 s' });
    else t.regex(detail?.message ?? '', /bench too slow, 3000 ms/);
  }
});

test('an unclaimed finding at error fails the run, a warning does not', async (t) => {
  for (const [finding, verdict] of [
    [broken, 'failed'],
    [odd, 'passed'],
  ] as const) {
    const run = await play([registered, step.expect(message(), { within: MIN })]);
    run.bench.register();
    run.bench.poll('v1', [finding]);
    const result = await run.finish();
    t.is(result.verdict, verdict);
    t.is(result.unclaimed.length, verdict === 'failed' ? 1 : 0);
    if (verdict === 'failed')
      t.regex(result.reason ?? '', /1 finding at error: rule 42: another requestID \(oadrPoll of dut, record \d+\)/);
  }
});

test('conformance by rule goes over its layer, the layer over the default', async (t) => {
  const cases: readonly [Record<string, ConformanceLevel>, 'passed' | 'failed'][] = [
    [{ rule: 'warn' }, 'passed'],
    [{ '42': 'off' }, 'passed'],
    [{ '42': 'error', rule: 'off' }, 'failed'],
    [{ xml: 'off' }, 'failed'],
  ];
  for (const [overrides, verdict] of cases) {
    const vtn = {
      pollInterval: 5 * S,
      conformance: { default: 'error', overrides },
      marketContext: 'x',
      registerReports: true,
    } as const;
    const run = await play([registered, step.expect(message(), { within: MIN })], { vtn });
    run.bench.register();
    run.bench.poll('v1', [broken]);
    t.is((await run.finish()).verdict, verdict);
  }
});

test('an expected finding is claimed, one more than that is not forgiven by count 0', async (t) => {
  const run = await play([
    registered,
    step.expect({ subject: 'finding', finding: { layer: 'rule' }, count: { gte: 1 } }, { within: MIN }),
  ]);
  run.bench.register();
  run.bench.poll('v1', [broken]);
  run.bench.poll('v1', [broken]);
  t.is((await run.finish()).verdict, 'passed');
  const none = await play([
    step.expect(
      { subject: 'finding', finding: { severity: 'error' }, count: { gte: 0, lte: 0 } },
      { until: at('end') },
    ),
    registered,
    step.wait({ for: 5 * S }),
  ]);
  none.bench.register('v1');
  await none.settle();
  none.bench.poll('v1', [broken]);
  const result = await none.finish();
  t.is(result.verdict, 'failed');
});

test('a finding is expected in one payload only', async (t) => {
  const subject = {
    subject: 'finding',
    finding: { severity: 'error' },
    in: 'oadrCreatedEvent',
    count: { gte: 1 },
  } as const;
  const run = await play([registered, step.expect(subject, { within: 5 * S })]);
  run.bench.register();
  run.bench.poll('v1', [broken]);
  await run.settle();
  t.is(run.state('2'), 'running');
  run.bench.message('oadrCreatedEvent', { ven: 'v1', findings: [broken] });
  const result = await run.finish();
  t.is(run.state('2'), 'passed');
  t.is(result.unclaimed.length, 1);
});

test("a late answer within the bench's own lateness is an error, not a failure", async (t) => {
  const run = await delivered(opt());
  run.bench.late = 300;
  await run.advance(10 * S + 200, 100);
  t.is(run.state('3'), 'running');
  run.bench.created();
  await run.settle();
  t.is(run.over?.verdict ?? (await run.finish()).verdict, 'error');
  t.regex(run.over?.reason ?? '', /bench too slow, 300 ms/);
});

test('without an answer in that time it is the failure that it looks like', async (t) => {
  const run = await delivered(opt());
  run.bench.late = 300;
  await run.advance(10 * S + 200, 100);
  t.is(run.state('3'), 'running');
  await run.advance(100);
  t.is(run.state('3'), 'failed');
  t.is((await run.finish()).verdict, 'failed');
});

test('an event that nobody answered says how it was delivered and what came since', async (t) => {
  const run = await delivered(opt());
  run.bench.poll();
  run.bench.poll();
  await run.advance(10 * S);
  const detail = run.steps('3').at(-1)?.detail;
  t.like(run.bench.journal.records[detail?.seq ?? 0], { kind: 'message', dir: 'in', exchange: detail?.exchange });
  t.regex(
    detail?.actual ?? '',
    /^the event was delivered at 00:00:00\.000 in the answer to its oadrPoll \(exchange x\d+\) and the VEN sent 2 messages since, but no oadrCreatedEvent$/,
  );
});

test('or that the VEN did not poll', async (t) => {
  const run = await play([
    registered,
    step.event('peak', {}, { deliver: 'none' }),
    step.expect(opt(), { within: 10 * S }),
  ]);
  run.bench.register();
  await run.advance(10 * S);
  t.is(run.steps('3').at(-1)?.detail?.actual, 'the VEN did not poll since the event was made');
});

test('or that it must not be answered', async (t) => {
  const run = await play([
    registered,
    step.event('peak', { responseRequired: 'never' }),
    step.expect(opt(), { within: 10 * S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.advance(10 * S);
  t.like(run.steps('3').at(-1)?.detail, {
    actual: 'none, as the event says oadrResponseRequired never (rule 12)',
    hint: 'give the event "responseRequired": "always"',
  });
});

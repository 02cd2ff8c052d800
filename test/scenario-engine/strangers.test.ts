import test from 'ava';
import type { FakeBench } from './helpers/bench.ts';
import { MIN, message, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

const wrongPath = {
  layer: 'http',
  severity: 'error',
  message: 'wrong path',
} as const;

/** A connection from an address over which one POST goes to a wrong path. */
function wrong(bench: FakeBench, connection: string, address: string): void {
  const { journal } = bench;
  journal.append({ kind: 'connection', connection, fact: { fact: 'opened', connection, address, port: 1 } });
  const request = { method: 'POST', url: '/x', headers: [], status: 404, reason: 'wrong path', findings: [wrongPath] };
  journal.append({
    kind: 'connection',
    connection,
    exchange: `e-${connection}`,
    fact: { fact: 'answered', connection, exchange: `e-${connection}`, ...request },
  });
}

/** A VEN is known at an address: its connection is opened there and it polls over it. */
function knownAt(bench: FakeBench, ven: string, address: string): void {
  const connection = `c-${ven}`;
  bench.journal.append({ kind: 'connection', connection, fact: { fact: 'opened', connection, address, port: 1 } });
  bench.register(ven);
  bench.message('oadrPoll', { ven, connection });
}

const steps = [
  step.expect(that('registered'), { within: MIN }),
  step.expect(message('oadrRequestEvent'), { within: 5 * S }),
];

test("a wrong path over a connection of its own is the device's, by its address", async (t) => {
  const run = await play(steps);
  knownAt(run.bench, 'v1', '10.0.0.7');
  wrong(run.bench, 'c9', '10.0.0.7');
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  const result = await run.finish();
  t.is(result.verdict, 'failed');
  t.is(result.unclaimed.length, 1);
});

test('one from another address is not', async (t) => {
  const run = await play(steps);
  knownAt(run.bench, 'v1', '10.0.0.7');
  wrong(run.bench, 'c9', '10.0.0.8');
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  t.is((await run.finish()).verdict, 'passed');
});

test('one from an address that another VEN shares is nobody’s', async (t) => {
  const run = await play(steps);
  knownAt(run.bench, 'v1', '10.0.0.7');
  knownAt(run.bench, 'neighbour', '10.0.0.7');
  wrong(run.bench, 'c9', '10.0.0.7');
  run.bench.message('oadrRequestEvent', { ven: 'v1' });
  t.is((await run.finish()).verdict, 'passed');
});

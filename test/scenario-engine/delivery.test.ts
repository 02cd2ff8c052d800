import test from 'ava';
import { at, MIN, message, S, step, that } from './helpers/plan.ts';
import { play } from './helpers/play.ts';

const registered = step.expect(that('registered'), { within: MIN });

test('omit is done when a list without the event is delivered, and that ends the event', async (t) => {
  const run = await play([
    registered,
    step.event(),
    step.omit(),
    step.wait({ until: at('peak.end') }),
    step.expect(message(), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  run.bench.poll();
  await run.settle();
  t.is(run.state('3'), 'running');
  run.bench.poll();
  await run.settle();
  t.deepEqual([run.state('3'), run.state('4')], ['done', 'done']);
});

test('cancel is done by the cancelled version, not by the list that was fetched before', async (t) => {
  const run = await play([
    registered,
    step.event('peak', {}, { deliver: 'none' }),
    step.cancel(),
    step.expect(message(), { within: S }),
  ]);
  run.bench.register();
  await run.settle();
  const [eventID, venID] = [run.bench.eventID(), 'v1'];
  const events = [{ eventID, modificationNumber: 0, status: 'far' }] as const;
  run.bench.change(venID, { what: 'delivery', venID, payload: 'oadrDistributeEvent', state: 'delivered', events });
  await run.settle();
  t.is(run.state('3'), 'running');
  run.bench.poll();
  await run.settle();
  t.is(run.state('3'), 'done');
});

test('what the queue dropped can no longer be delivered', async (t) => {
  const run = await play([registered, step.registerReport()]);
  run.bench.register();
  await run.settle();
  const queued = run.bench.journal.records.findLast(
    (record) => record.kind === 'state' && record.change.what === 'delivery',
  );
  const change = queued?.kind === 'state' && queued.change.what === 'delivery' ? queued.change : undefined;
  if (!change) return t.fail();
  run.bench.change('v1', { ...change, state: 'dropped', reason: 'registered anew' });
  await run.settle();
  t.is(run.state('2'), 'failed');
  t.regex(run.steps('2').at(-1)?.detail?.message ?? '', /dut: registered anew/);
});

test('a step on several VENs is done when all have it, and says of how many', async (t) => {
  const steps = [registered, step.event('peak', {}, { deliver: 20 * S }), step.expect(message(), { within: S })];
  for (const fetch of [['v1', 'v2'], ['v2']]) {
    const run = await play(steps, { vens: { a: { count: 1, fresh: false }, b: { count: 1, fresh: false } } });
    run.bench.register('v1');
    run.bench.register('v2');
    await run.settle();
    for (const ven of fetch) run.bench.poll(ven);
    await run.advance(20 * S);
    const detail = run.steps('2').at(-1)?.detail?.message ?? '';
    if (fetch.length === 2) t.is(detail, 'delivered to 2 of 2 VENs');
    else t.regex(detail, /not delivered within 20s \(1 of 2 VENs\): a: it did not fetch it/);
  }
});

test('what came too late by less than the bench itself was late is an error', async (t) => {
  const run = await play([registered, step.registerReport({ deliver: 10 * S })]);
  run.bench.register();
  run.bench.late = 500;
  await run.advance(10 * S + 300, 100);
  t.is(run.state('2'), 'running');
  run.bench.poll();
  await run.settle();
  t.is(run.over?.verdict, 'error');
  t.regex(run.over?.reason ?? '', /bench too slow, 500 ms/);
});

test('a lost registration loses the event, and the step fails at once', async (t) => {
  const run = await play([registered, step.event()]);
  run.bench.register();
  await run.settle();
  const told = run.bench.journal.records.findLast(
    (record) => record.kind === 'state' && record.change.what === 'event',
  );
  const change = told?.kind === 'state' && told.change.what === 'event' ? told.change : undefined;
  if (!change) return t.fail();
  run.bench.change('v1', { ...change, cause: 'removed' });
  await run.settle();
  t.is(run.state('2'), 'failed');
});

import test from 'ava';
import { MIN, opt, S, step, that } from './helpers/plan.ts';
import { type Play, play } from './helpers/play.ts';

/** The VTN delivers the list again under a requestID of its own, the event unchanged. */
function again(run: Play, requestID: string): void {
  const events = [{ eventID: run.bench.eventID(), modificationNumber: 0, status: 'far' as const }];
  const payload = 'oadrDistributeEvent' as const;
  run.bench.change('v1', {
    what: 'delivery',
    venID: 'v1',
    payload,
    state: 'delivered',
    exchange: 'x9',
    requestID,
    events,
  });
}

async function delivered(): Promise<Play> {
  const run = await play([
    step.expect(that('registered'), { within: MIN }),
    step.event('peak'),
    step.expect(opt('optIn'), { within: 5 * S }),
    step.registerReport(),
    step.expect(opt('optIn'), { within: 5 * S }),
  ]);
  run.bench.register('v1');
  await run.settle();
  run.bench.poll('v1');
  run.bench.created('v1');
  await run.settle();
  run.bench.poll('v1');
  await run.settle();
  return run;
}

test('rules 42 and 62: a list that comes again wants an answer of its own, not the earlier one said once more', async (t) => {
  const run = await delivered();
  again(run, 'q2');
  run.bench.created('v1', { requestID: 'q1' });
  const { verdict, failures } = await run.finish();
  t.is(verdict, 'failed');
  t.is(failures[0]?.detail?.expected, 'the requestID of the delivery');
});

test('the answer to the list that came again counts', async (t) => {
  const run = await delivered();
  again(run, 'q2');
  run.bench.created('v1', { requestID: 'q1' });
  run.bench.created('v1', { requestID: 'q2' });
  t.is((await run.finish()).verdict, 'passed');
});

import test from 'ava';
import { Controller } from '../../src/scenario/engine/index.ts';
import { runForReal } from './helpers/real.ts';

const registered = { do: 'expect', that: 'registered', within: 'PT5M' };
const peak = {
  do: 'event',
  id: 'peak',
  deliver: 'PT3M',
  set: {
    start: 'PT30S',
    rampUp: 'PT5S',
    signals: [
      {
        name: 'SIMPLE',
        type: 'level',
        intervals: [
          { duration: 'PT1M', value: 1 },
          { duration: 'PT1M', value: 2 },
        ],
      },
    ],
  },
};
const optIn = { do: 'expect', event: 'peak', opt: 'optIn', within: 'PT3M' };

test('a cooperative VEN passes the main job over HTTP', async (t) => {
  const { result, records } = await runForReal(
    {
      steps: [
        registered,
        peak,
        optIn,
        { at: 'peak[1]+PT5S', do: 'cancel', event: 'peak', deliver: 'PT3M' },
        { ...optIn, opt: 'any' },
      ],
    },
    { simulate: 1 },
  );
  t.is(result.reason, undefined);
  t.is(result.verdict, 'passed');
  t.deepEqual(result.left, []);
  t.deepEqual(result.expectations, { passed: 3, failed: 0, skipped: 0 });
  t.like(
    records.find((record) => record.kind === 'verdict'),
    { verdict: 'passed', expectations: result.expectations },
  );
});

test('a VEN that opts out fails it, and the failure names the exchange', async (t) => {
  const { result, records } = await runForReal({
    vens: { dut: { simulated: { personality: 'opts-out' } } },
    steps: [registered, peak, { ...optIn, within: 'PT30S' }, { do: 'note', text: 'not reached' }],
  });
  t.is(result.verdict, 'failed');
  const [failure] = result.failures;
  t.like(failure?.detail, { expected: 'optIn', actual: 'optOut', line: 1 });
  const answer = records.find((record) => record.kind === 'message' && record.exchange === failure?.detail?.exchange);
  t.like(answer, { dir: 'in', name: 'oadrCreatedEvent' });
});

test('a VTN that lost its memory gets the same VEN back under its alias', async (t) => {
  const { result } = await runForReal(
    {
      steps: [
        registered,
        { do: 'restart', id: 'amnesia', down: 'PT5S', state: 'lose' },
        { do: 'expect', message: 'oadrCreatePartyRegistration', from: 'amnesia.done', within: 'PT5M' },
        peak,
        optIn,
      ],
    },
    { simulate: 1 },
  );
  t.is(result.reason, undefined);
  t.is(result.verdict, 'passed');
});

test('an interrupted run cancels its events before it ends', async (t) => {
  const controller = new Controller();
  const { result, records } = await runForReal(
    { steps: [registered, peak, optIn, { do: 'wait', for: 'PT5M' }] },
    {
      controller,
      simulate: 1,
      seen: (record) => {
        if (record.kind === 'step' && record.step === '4' && record.state === 'running') controller.interrupt();
      },
    },
  );
  t.is(result.verdict, 'interrupted');
  const last = records.findLast((record) => record.kind === 'state' && record.change.what === 'event');
  t.like(last, { change: { status: 'cancelled' } });
});

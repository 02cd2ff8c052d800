import test from 'ava';
import type { EventInterval, NewEvent, PollAnswer, ReportRequest, ServerHandlers } from '../../src/index.ts';
import { interval } from '../../src/index.ts';

// Checked by the compiler: each line after @ts-expect-error must be wrong.
const one = interval('2030-01-01T00:00:00Z', 'PT1H', 1);
const literal: EventInterval<1> = one;
const any = interval('2030-01-01T00:00:00Z', 'PT1H', 0.5);
const venId = 'v';

const right: readonly NewEvent[] = [
  { venId, signalName: 'SIMPLE', signalType: 'level', intervals: [one] },
  { venId, signalName: 'x-own', signalType: 'delta', intervals: [any] },
  { venId, signals: [{ signalName: 'LOAD_DISPATCH', signalType: 'setpoint', intervals: [any] }] },
];
const wrong: readonly NewEvent[] = [
  // @ts-expect-error SIMPLE has levels 0 to 3 (rule 9)
  { venId, signalName: 'SIMPLE', signalType: 'level', intervals: [any] },
  // @ts-expect-error SIMPLE has no price (rule 116)
  { venId, signalName: 'SIMPLE', signalType: 'price', intervals: [one] },
  // @ts-expect-error a name that the profile does not know (rule 104)
  { venId, signalName: 'SIMPEL', signalType: 'level', intervals: [one] },
  // @ts-expect-error an event has at least one signal
  { venId, signals: [] },
  // @ts-expect-error no venId
  { signalName: 'SIMPLE', signalType: 'level', intervals: [one] },
];
// @ts-expect-error oadrPoll answers no poll (rule 500)
const poll: PollAnswer = { name: 'oadrPoll', body: { venID: venId, schemaVersion: '2.0b' } };
// @ts-expect-error which report?
const report: ReportRequest = { samplingInterval: 'PT1S' };
const handlers: Partial<ServerHandlers> = {
  onCreatePartyRegistration: () => false,
  onRegisterReport: async () => undefined,
  // @ts-expect-error a point's request is no report's
  onRegisterReports: () => [{ samplingInterval: 'PT1S' }],
  // @ts-expect-error no answer to a poll
  onPoll: () => ({ name: 'oadrPoll' }),
};

test('the types hold what they say', (t) => {
  t.is(literal.signalPayload, 1);
  t.deepEqual([right.length, wrong.length], [3, 5]);
  t.truthy([poll, report, handlers]);
});

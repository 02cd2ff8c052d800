import test from 'ava';
import { isActing, type PlanStep } from '../../src/scenario/format/index.ts';
import { load, planOf, scenarioText } from './load.ts';

const EVENT = `{ "do": "event", "id": "peak", "set": { "start": "PT10S", "rampUp": "PT5S",
  "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }`;

async function stepOf(step: string): Promise<Partial<PlanStep>> {
  const { steps } = await planOf([EVENT, step]);
  const { place: _, vens: __, index: ___, soft: ____, ...rest } = steps[1] ?? { place: 0, vens: 0, index: 0, soft: 0 };
  return rest;
}

/** Step → what of it stands in the plan beside place, vens, index and soft. */
const plans: readonly [string, Record<string, unknown>][] = [
  [
    '{ "do": "modify", "event": "peak", "set": { "priority": 1 }, "deliver": "none" }',
    { do: 'modify', event: 'peak', set: { priority: 1 }, patch: [], deliver: 'none', title: 'modify peak' },
  ],
  [
    '{ "at": "peak[1]+PT5S", "do": "cancel", "event": "peak", "why": "early" }',
    {
      do: 'cancel',
      event: 'peak',
      at: { base: { id: 'peak', part: { interval: 1 } }, offset: 5_000 },
      why: 'early',
      title: 'at peak[1]+5s: cancel peak',
    },
  ],
  [
    '{ "do": "omit", "event": "peak", "deliver": "PT1M", "id": "gone" }',
    { do: 'omit', id: 'gone', event: 'peak', deliver: 60_000, title: 'omit peak' },
  ],
  [
    '{ "do": "registerReport", "patch": { "requestID": null } }',
    { do: 'registerReport', patch: [{ path: 'requestID', value: null }], title: 'send our oadrRegisterReport' },
  ],
  [
    '{ "do": "requestReregistration", "pollInterval": "PT15S" }',
    { do: 'requestReregistration', pollInterval: 15_000, title: 'request re-registration, poll every 15s' },
  ],
  ['{ "do": "cancelRegistration" }', { do: 'cancelRegistration', title: 'cancel the registration' }],
  [
    '{ "do": "send", "message": "oadrRequestReregistration", "body": { "venID": "v" } }',
    {
      do: 'send',
      payload: { name: 'oadrRequestReregistration', body: { venID: 'v' } },
      title: 'send oadrRequestReregistration',
    },
  ],
  ['{ "do": "send", "xml": "<a/>" }', { do: 'send', xml: '<a/>', title: 'send XML' }],
  [
    '{ "do": "restart", "down": "PT10S", "state": "lose" }',
    { do: 'restart', down: 10_000, state: 'lose', title: 'restart the VTN, down 10s, its state lost' },
  ],
  [
    '{ "do": "prompt", "text": "Is it off?" }',
    { do: 'prompt', text: 'Is it off?', answers: ['pass', 'fail'], pass: ['pass'], title: 'ask: Is it off?' },
  ],
  [
    '{ "do": "prompt", "text": "?", "answers": ["yes", "no"], "pass": ["no"], "within": "PT1M" }',
    { do: 'prompt', text: '?', answers: ['yes', 'no'], pass: ['no'], within: 60_000, title: 'ask: ?' },
  ],
  ['{ "do": "wait", "for": "PT1.5S" }', { do: 'wait', wait: { for: 1_500 }, title: 'wait 1.5s' }],
  [
    '{ "do": "wait", "until": "peak.near-PT1S" }',
    {
      do: 'wait',
      wait: { until: { base: { id: 'peak', part: 'near' }, offset: -1_000 } },
      title: 'wait until peak.near-1s',
    },
  ],
  [
    '{ "do": "expect", "that": "offline", "within": "PT1M", "from": "peak" }',
    {
      do: 'expect',
      subject: { subject: 'that', that: 'offline' },
      window: { within: 60_000 },
      from: { base: { id: 'peak' }, offset: 0 },
      title: 'expect offline from peak within 1m',
    },
  ],
  [
    '{ "do": "expect", "message": "*", "count": { "lte": 2 }, "until": "PT1M" }',
    {
      do: 'expect',
      subject: { subject: 'message', message: '*', count: { lte: 2 } },
      window: { until: { base: 'start', offset: 60_000 } },
      title: 'expect at most 2 any message until start+1m',
    },
  ],
  [
    '{ "do": "expect", "event": "peak", "opt": "optIn", "within": "PT10S" }',
    {
      do: 'expect',
      subject: { subject: 'event', event: 'peak', opt: 'optIn', code: 200, count: { gte: 1 } },
      window: { within: 10_000 },
      title: 'expect peak optIn within 10s',
    },
  ],
  [
    '{ "do": "expect", "event": "peak", "opt": "optOut", "code": 460, "version": 1, "within": "PT10S" }',
    {
      do: 'expect',
      subject: { subject: 'event', event: 'peak', opt: 'optOut', code: 460, version: 1, count: { gte: 1 } },
      window: { within: 10_000 },
      title: 'expect peak optOut 460 within 10s',
    },
  ],
  [
    '{ "do": "expect", "event": "peak", "opt": "any", "count": 0, "until": "end" }',
    {
      do: 'expect',
      subject: { subject: 'event', event: 'peak', opt: 'any', count: { gte: 0, lte: 0 } },
      window: { until: { base: 'end', offset: 0 } },
      title: 'expect no peak any opt until end',
    },
  ],
  [
    '{ "do": "expect", "poll": "PT2S", "within": "PT1M" }',
    {
      do: 'expect',
      subject: { subject: 'poll', interval: 2_000, tolerance: 500, gaps: 3 },
      window: { within: 60_000 },
      title: 'expect 3 polls every 2s within 1m',
    },
  ],
  [
    '{ "do": "expect", "poll": "PT1M", "count": 5, "within": "PT9M" }',
    {
      do: 'expect',
      subject: { subject: 'poll', interval: 60_000, tolerance: 6_000, gaps: 5 },
      window: { within: 540_000 },
      title: 'expect 5 polls every 1m within 9m',
    },
  ],
  [
    '{ "do": "expect", "sequence": ["oadrPoll", { "message": "oadrResponse", "where": { "responseCode": 200 } }], "within": "PT1M" }',
    {
      do: 'expect',
      subject: {
        subject: 'sequence',
        sequence: [{ message: 'oadrPoll' }, { message: 'oadrResponse', where: [{ responseCode: 200 }] }],
      },
      window: { within: 60_000 },
      title: 'expect oadrPoll, then oadrResponse where responseCode 200 within 1m',
    },
  ],
  [
    '{ "do": "expect", "finding": "schema", "in": "oadrPoll", "count": 0, "until": "end" }',
    {
      do: 'expect',
      subject: { subject: 'finding', finding: { layer: 'schema' }, in: 'oadrPoll', count: { gte: 0, lte: 0 } },
      window: { until: { base: 'end', offset: 0 } },
      title: 'expect no schema finding in oadrPoll until end',
    },
  ],
  [
    '{ "do": "expect", "finding": "warning", "count": 3, "from": "start", "until": "end" }',
    {
      do: 'expect',
      subject: { subject: 'finding', finding: { severity: 'warning' }, count: { gte: 3, lte: 3 } },
      from: { base: 'start', offset: 0 },
      window: { until: { base: 'end', offset: 0 } },
      title: 'expect exactly 3 warning from start until end',
    },
  ],
];
for (const [step, plan] of plans) {
  test(`plan of ${step}`, async (t) => {
    t.deepEqual<unknown, unknown>(await stepOf(step), plan);
  });
}

test('an event stands in the plan with all that it says', async (t) => {
  const set = {
    start: 'PT10S',
    signals: [
      {
        name: 'LOAD_DISPATCH',
        type: 'setpoint',
        signalID: 's',
        deviceClass: 'Thermostat',
        unit: { name: 'powerReal', units: 'W', scale: 'k' },
        intervals: [{ duration: 'PT0S', value: 2.5 }],
      },
    ],
    baseline: { name: 'b', intervals: [{ duration: 'PT1H', value: 5 }], resourceIDs: ['r'] },
    responseRequired: 'never',
    marketContext: 'http://m',
    priority: 1,
    notification: 'PT1H',
    rampUp: '-PT5M',
    recovery: 'PT5M',
    startAfter: 'PT30S',
    targets: { groupID: ['g'], transportInterface: [{ pointOfReceipt: 'a', pointOfDelivery: 'b' }] },
    testEvent: true,
    comment: 'c',
    eventID: 'e',
  };
  const [step] = (await planOf([JSON.stringify({ do: 'event', id: 'peak', set })])).steps;
  const [signal] = set.signals;
  t.deepEqual<unknown, unknown>(step?.do === 'event' ? step.set : undefined, {
    ...set,
    start: { base: 'now', offset: 10_000 },
    signals: [{ ...signal, deviceClass: ['Thermostat'] }],
  });
  t.is(step?.title, 'event peak: LOAD_DISPATCH setpoint 2.5; start now+10s');
});

test('a step says where it stands and what it is about', async (t) => {
  const text = scenarioText([EVENT, '{ "do": "note", "text": "x", "soft": true, "ven": ["b", "a", "b"] }']).replace(
    '"dut": {}',
    '"a": {}, "b": {}',
  );
  const loaded = await load(text, { file: 'lab/peak.json' });
  const [event, note] = 'plan' in loaded ? loaded.plan.steps : [];
  t.like(event, { index: '1', vens: ['a', 'b'], soft: false });
  t.like(note, { index: '2', vens: ['b', 'a'], soft: true });
  t.deepEqual(note?.place, {
    file: 'lab/peak.json',
    line: 6,
    column: 5,
    source: '    { "do": "note", "text": "x", "soft": true, "ven": ["b", "a", "b"] }',
  });
});

test('a name with a dash is not taken for a difference', async (t) => {
  const steps = [
    '{ "do": "note", "id": "a", "text": "x" }',
    '{ "do": "note", "id": "a-P1D", "text": "x" }',
    '{ "at": "a-P1D", "do": "note", "text": "y" }',
    '{ "at": "a-PT1M", "do": "note", "text": "y" }',
    '{ "at": "a-P1D+PT1S", "do": "note", "text": "y" }',
  ];
  const anchors = (await planOf(steps)).steps.map(({ at }) => at);
  t.deepEqual(anchors.slice(2), [
    { base: { id: 'a-P1D' }, offset: 0 },
    { base: { id: 'a' }, offset: -60_000 },
    { base: { id: 'a-P1D' }, offset: 1_000 },
  ]);
});

test('a modification may bring the ramp-up and the interval that an anchor names', async (t) => {
  const event = EVENT.replace(' "rampUp": "PT5S",', '').replace(', { "duration": "PT20S", "value": 2 }', '');
  const modify =
    '{ "do": "modify", "event": "peak", "set": { "rampUp": "PT1S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT1S", "value": 1 }, { "duration": "PT1S", "value": 1 }] }] } }';
  await t.notThrowsAsync(planOf([event, modify, '{ "at": "peak.near", "do": "wait", "until": "peak[1]" }']));
});

test('an expectation in the background may speak of what comes later', async (t) => {
  const watch =
    '{ "do": "expect", "event": "peak", "opt": "any", "count": 0, "from": "peak.active", "until": "peak.end" }';
  await t.notThrowsAsync(planOf([watch, EVENT]));
});

test('all steps but those that look on, wait or repeat are acting', (t) => {
  t.deepEqual((['event', 'send', 'restart', 'prompt'] as const).map(isActing), [true, true, true, true]);
  t.deepEqual((['expect', 'wait', 'note', 'repeat'] as const).map(isActing), [false, false, false, false]);
});

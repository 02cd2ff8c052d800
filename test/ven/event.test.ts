import test from 'ava';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import { distribute, oadrEvent, ok, VEN_ID } from '../helpers/vtn-messages.ts';

const START = T0 + 60_000;
const MINUTE = 60_000;

test('one oadrCreatedEvent answers all events that want it, each with the received requestID (r12, r42)', (t) => {
  const ven = new VenBench().register();
  const posted = ven.poll(
    distribute(
      [
        oadrEvent({ eventID: 'a', start: START }),
        oadrEvent({ eventID: 'b', start: START + MINUTE, required: 'never' }),
        oadrEvent({ eventID: 'c', start: START + 2 * MINUTE, modificationNumber: 3 }),
      ],
      'dist-7',
    ),
  );
  const response = (eventID: string, modificationNumber: number) => ({
    responseCode: '200',
    responseDescription: 'OK',
    requestID: 'dist-7',
    qualifiedEventID: { eventID, modificationNumber },
    optType: 'optIn',
  });
  t.deepEqual(posted, [
    {
      name: 'oadrCreatedEvent',
      body: {
        eiCreatedEvent: {
          eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: '' },
          eventResponses: { eventResponse: [response('a', 0), response('c', 3)] },
          venID: VEN_ID,
        },
        schemaVersion: '2.0b',
      },
    },
  ] as typeof posted);
});

test('an unchanged event is answered each time it is listed (r62), and told once', (t) => {
  const ven = new VenBench().register();
  const list = [oadrEvent({ start: START })];
  t.deepEqual(ven.answers(ven.poll(distribute(list, 'd1'))), ['e1/0 200 optIn']);
  const again = ven.poll(distribute(list, 'd2'));
  t.deepEqual(ven.answers(again), ['e1/0 200 optIn']);
  const [message] = again;
  t.true(
    message?.name === 'oadrCreatedEvent' &&
      message.body.eiCreatedEvent.eventResponses?.eventResponse?.[0]?.requestID === 'd2',
  );
  t.is(ven.of('event').length, 1);
});

test('an event is carried out by the own clock: near, active, intervals, completed', (t) => {
  const ven = new VenBench().register();
  ven.poll(
    distribute([
      oadrEvent({ start: START, rampUp: 'PT10S', intervals: [20_000, 30_000], values: [1, 3], priority: 1 }),
    ]),
  );
  ven.facts.length = 0;
  const moments: unknown[] = [];
  while (ven.now < START + 51_000) {
    ven.pass(1_000);
    while (ven.outbox.length > 0) ven.reply(ok());
    for (const fact of ven.facts.splice(0)) {
      if (fact.fact === 'event')
        moments.push([ven.now - START, fact.status, fact.interval, fact.values.map(({ value }) => value)]);
      if (fact.fact === 'level')
        moments.push([ven.now - START, 'level', fact.eventID, fact.values.map(({ value }) => value)]);
    }
  }
  t.deepEqual(moments, [
    [-10_000, 'near', undefined, []],
    [0, 'active', 0, [1]],
    [0, 'level', 'e1', [1]],
    [20_000, 'active', 1, [3]],
    [20_000, 'level', 'e1', [3]],
    [50_000, 'completed', undefined, []],
    [50_000, 'level', undefined, []],
  ]);
});

test('without ramp-up far goes straight to active; a negative one is inside the event (rule 13)', (t) => {
  for (const rampUp of [undefined, '-PT10S']) {
    const ven = new VenBench().register();
    ven.poll(distribute([oadrEvent({ start: START, rampUp })]));
    ven.pass(START - ven.now);
    t.deepEqual(
      ven.of('event').map(({ status }) => status),
      ['far', 'active'],
    );
  }
});

test('an event that began before it came is active at once, in its running interval', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 5_000, intervals: [1_000, MINUTE], values: [1, 2] })]));
  t.deepEqual(
    ven.of('event').map(({ status, interval, values }) => [status, interval, values[0]?.value]),
    [['active', 1, 2]],
  );
});

test('eventStatus completed has no say while it runs (r66), and neither has active before its start', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: START, status: 'active' })]));
  t.is(ven.state.events[0]?.status, 'far');
  ven.pass(START - ven.now);
  ven.poll(distribute([oadrEvent({ start: START, status: 'completed' })]));
  t.is(ven.state.events[0]?.status, 'active');
});

test('an open-ended event stays active until cancelled (r47)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: START, intervals: [0] })]));
  ven.pass(30 * 24 * 3_600_000);
  t.is(ven.state.events[0]?.status, 'active');
  t.deepEqual(
    ven.of('level').map(({ values }) => values[0]?.value),
    [1],
  );
});

test('a modification replaces the event (r57); a lower number is 450 with optOut and changes nothing (r58)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: START })]));
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: START + MINUTE, modificationNumber: 2 })]))), [
    'e1/2 200 optIn',
  ]);
  const known = ven.state.events[0];
  t.is(known?.start, START + MINUTE);
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: START, modificationNumber: 1 })]))), [
    'e1/1 450 optOut',
  ]);
  t.deepEqual(
    ven.answers(ven.poll(distribute([oadrEvent({ start: START, modificationNumber: 1, status: 'cancelled' })]))),
    ['e1/1 450 optOut'],
  );
  t.deepEqual(ven.state.events[0], known);
});

test('a cancel is confirmed with optIn and takes the event away (r36, r59)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })]));
  ven.facts.length = 0;
  const cancel = distribute([oadrEvent({ start: START, modificationNumber: 1, status: 'cancelled' })]);
  t.deepEqual(ven.answers(ven.poll(cancel)), ['e1/1 200 optIn']);
  t.deepEqual(ven.state.events, []);
  t.deepEqual(
    ven.facts.filter(({ fact }) => fact !== 'opt'),
    [
      {
        fact: 'event',
        eventID: 'e1',
        modificationNumber: 1,
        status: 'cancelled',
        cause: 'cancelled',
        test: false,
        values: [],
      },
      { fact: 'level', values: [] },
    ],
  );
  // Listed again until the VTN has its acknowledgement: unknown by now, acknowledged all the same (r60).
  t.deepEqual(ven.answers(ven.poll(cancel)), ['e1/1 200 optIn']);
  t.is(ven.of('event').length, 1);
});

test('a cancelled event that was never known is acknowledged without error (r21, r60)', (t) => {
  const ven = new VenBench().register();
  const cancelled = { start: START, modificationNumber: 4, status: 'cancelled' } as const;
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent(cancelled)]))), ['e1/4 200 optIn']);
  t.deepEqual(ven.poll(distribute([oadrEvent({ ...cancelled, required: 'never' })])), []);
  t.deepEqual(ven.of('event'), []);
});

test('an event left out is cancelled by implication (r61), unless it is over or the list is damaged', (t) => {
  const ven = new VenBench().register();
  ven.poll(
    distribute([oadrEvent({ eventID: 'over', start: START }), oadrEvent({ eventID: 'far', start: START + 3_600_000 })]),
  );
  ven.pass(3 * MINUTE);
  while (ven.outbox.length > 0) ven.reply(ok());
  ven.facts.length = 0;
  ven.poll(distribute([]), { whole: false });
  t.is(ven.state.events.length, 2);
  ven.poll(distribute([]));
  t.deepEqual(ven.state.events, []);
  t.deepEqual(
    ven.of('event').map(({ eventID, cause, status }) => [eventID, cause, status]),
    [['far', 'omitted', 'cancelled']],
  );
});

test('startafter: a random start within the window, kept over a modification unless it changes (r30)', (t) => {
  const ven = new VenBench().register();
  const event = { start: START, startAfter: 'PT5M' };
  ven.poll(distribute([oadrEvent(event)]));
  const offset = ven.state.events[0]?.offset ?? -1;
  t.true(offset > 0 && offset < 5 * MINUTE, String(offset));
  t.is(ven.state.events[0]?.start, START + offset);
  t.is(ven.state.events[0]?.end, START + offset + MINUTE);
  ven.poll(distribute([oadrEvent({ ...event, start: START + 1_000, modificationNumber: 1 })]));
  t.is(ven.state.events[0]?.start, START + 1_000 + offset);
  ven.poll(distribute([oadrEvent({ ...event, startAfter: 'PT1M', modificationNumber: 2 })]));
  t.true((ven.state.events[0]?.offset ?? -1) < MINUTE);
  t.not(ven.state.events[0]?.offset, offset);
});

for (const how of ['cancelled', 'omitted'] as const) {
  test(`startafter: an event that runs and is ${how} ends at a random moment within the window (r65)`, (t) => {
    const ven = new VenBench().register();
    const event = { start: ven.now - 10 * MINUTE, intervals: [60 * MINUTE], startAfter: 'PT5M' };
    ven.poll(distribute([oadrEvent(event)]));
    ven.poll(
      distribute(how === 'omitted' ? [] : [oadrEvent({ ...event, modificationNumber: 1, status: 'cancelled' })]),
    );
    const [known] = ven.state.events;
    const left = (known?.ending ?? 0) - ven.now;
    t.true(left > 0 && left < 5 * MINUTE, String(left));
    t.is(ven.state.level.eventID, 'e1');
    // A second list with the same cancel draws no second end.
    ven.poll(distribute([oadrEvent({ ...event, modificationNumber: 1, status: 'cancelled' })]));
    t.is(ven.state.events[0]?.ending, known?.ending);
    while (ven.now < (known?.ending ?? 0)) {
      ven.pass(1_000);
      while (ven.outbox.length > 0) ven.reply(ok());
    }
    t.deepEqual(ven.state.events, []);
    t.is(ven.state.level.eventID, undefined);
    t.deepEqual(
      ven
        .of('event')
        .map(({ cause }) => cause)
        .slice(-2),
      [how, 'ended'],
    );
  });
}

test('the event that rules: priority 1 before 5 before none, then the earlier start (r3, r15)', (t) => {
  const ven = new VenBench().register();
  const at = ven.now - 10_000;
  const events = [
    { eventID: 'none', start: at - 3_000, priority: 0, values: [1] },
    { eventID: 'five', start: at - 2_000, priority: 5, values: [2] },
    { eventID: 'one', start: at - 1_000, priority: 1, values: [3] },
    { eventID: 'one-later', start: at, priority: 1, values: [0] },
  ];
  for (const [listed, ruling] of [
    [events.slice(0, 1), 'none'],
    [events.slice(0, 2), 'five'],
    [events, 'one'],
  ] as const) {
    ven.poll(distribute(listed.map((event) => oadrEvent({ intervals: [60 * MINUTE], ...event }))));
    t.is(ven.state.level.eventID, ruling);
  }
});

test('at the border of two adjacent events the later one has begun and the earlier one has ended (r18)', (t) => {
  const ven = new VenBench().register();
  ven.poll(
    distribute([
      oadrEvent({ eventID: 'a', start: START, priority: 1, values: [1] }),
      oadrEvent({ eventID: 'b', start: START + MINUTE, values: [2] }),
    ]),
  );
  ven.pass(START + MINUTE - ven.now);
  t.deepEqual(
    ven.of('level').map(({ eventID }) => eventID),
    ['a', 'b'],
  );
});

test('any testEvent but false makes a test event (r6): carried out, without effect on the level', (t) => {
  for (const [testEvent, expected] of [
    ['true', true],
    ['yes, please', true],
    ['false', false],
    ['', false],
    [undefined, false],
  ] as const) {
    const ven = new VenBench().register();
    ven.poll(distribute([oadrEvent({ start: ven.now - 1_000, testEvent })]));
    t.is(ven.of('event')[0]?.test, expected, testEvent);
    t.is(ven.of('level').length, expected ? 0 : 1);
  }
});

test('a list of another VTN is refused as a whole with 452 (rules 21, 35)', (t) => {
  const ven = new VenBench().register();
  const [refusal] = ven.poll(distribute([oadrEvent({ start: START })], 'd1', 'other'));
  t.deepEqual(refusal, {
    name: 'oadrCreatedEvent',
    body: {
      eiCreatedEvent: {
        eiResponse: { responseCode: '452', responseDescription: 'vtnID is other, expected vtn-1', requestID: 'd1' },
        venID: VEN_ID,
      },
      schemaVersion: '2.0b',
    },
  });
  t.deepEqual(ven.state.events, []);
});

test('opt by command: an oadrCreatedEvent with the requestID under which the event came last', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })], 'd9'));
  ven.posted.length = 0;
  t.is(ven.state.level.eventID, 'e1');
  ven.command({ command: 'opt', eventID: 'e1', optType: 'optOut', via: 'oadrCreatedEvent', optID: 'o' });
  t.deepEqual(ven.answers(), ['e1/0 200 optOut']);
  t.is(ven.state.level.eventID, undefined);
  ven.reply(ok());
  // From now on that is its answer.
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })]))), ['e1/0 200 optOut']);
});

import test from 'ava';
import { PERSONALITIES, personalityNames } from '../../src/ven/personalities.ts';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import {
  cancelRegistration,
  created,
  distribute,
  oadrEvent,
  ok,
  REGISTRATION_ID,
  requestReregistration,
  vtnRegisterReport,
} from '../helpers/vtn-messages.ts';

const START = T0 + 600_000;

test('the table: sentences of one kind, cooperative first', (t) => {
  t.is(personalityNames[0], 'cooperative');
  t.snapshot(Object.fromEntries(personalityNames.map((name) => [name, PERSONALITIES[name].explain])));
  for (const name of personalityNames) t.regex(PERSONALITIES[name].explain, /^[a-z][^.]*$/, name);
});

/** What each VEN does in the same small story: a list, the list again, a modification, a cancel. */
function story(personality: (typeof personalityNames)[number]): string[][] {
  const ven = new VenBench({ personality }).register();
  const first = [oadrEvent({ start: START }), oadrEvent({ eventID: 'n', start: START, required: 'never' })];
  const modified = [oadrEvent({ start: START, modificationNumber: 1 }), ...first.slice(1)];
  const cancel = [oadrEvent({ start: START, modificationNumber: 2, status: 'cancelled' }), ...first.slice(1)];
  return [first, first, modified, cancel].map((list) => ven.answers(ven.poll(distribute(list))));
}

const COOPERATIVE = [['e1/0 200 optIn'], ['e1/0 200 optIn'], ['e1/1 200 optIn'], ['e1/2 200 optIn']];
const STORIES: Partial<Record<(typeof personalityNames)[number], string[][]>> = {
  cooperative: COOPERATIVE,
  'opts-out': [['e1/0 200 optOut'], ['e1/0 200 optOut'], ['e1/1 200 optOut'], ['e1/2 200 optIn']],
  late: [[], [], [], []],
  silent: [[], [], [], []],
  eager: COOPERATIVE.map((answers) => [...answers, 'n/0 200 optIn']),
  forgetful: [['e1/0 200 optIn'], ['e1/0 200 optIn'], ['e1/1 452 optOut'], ['e1/2 452 optOut']],
  'stale-version': [['e1/0 200 optIn'], ['e1/0 200 optIn'], ['e1/0 200 optIn'], ['e1/1 200 optIn']],
  'ignores-cancel': [...COOPERATIVE.slice(0, 3), []],
  'cannot-cancel': [...COOPERATIVE.slice(0, 3), ['e1/2 200 optOut']],
  // Its schedule begins with this event.
  unavailable: [['e1/0 200 optOut'], ['e1/0 200 optOut'], ['e1/1 200 optOut'], ['e1/2 200 optIn']],
  'changes-only': [['e1/0 200 optIn'], [], ['e1/1 200 optIn'], ['e1/2 200 optIn']],
};

for (const name of personalityNames) {
  test(`${name} answers events as its sentence says`, (t) => {
    if (name === 'storm') {
      // It does not stay registered long enough for a story.
      t.pass();
      return;
    }
    t.deepEqual(story(name), STORIES[name] ?? COOPERATIVE);
  });
}

test('late sends what it decided six polls of the cadence later', (t) => {
  const ven = new VenBench({ personality: 'late' }).register();
  ven.poll(distribute([oadrEvent({ start: START })]));
  const seen: number[] = [];
  for (let polls = 1; polls <= 8; polls++) {
    if (ven.pass(10_000).includes('oadrCreatedEvent')) seen.push(polls);
    while (ven.outbox.length > 0) ven.reply(ok());
  }
  t.deepEqual(seen, [6]);
  t.deepEqual(ven.answers(), ['e1/0 200 optIn']);
});

test('silent carries the event out all the same', (t) => {
  const ven = new VenBench({ personality: 'silent' }).register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })]));
  t.is(ven.state.level.eventID, 'e1');
});

test('forgetful carries nothing out', (t) => {
  const ven = new VenBench({ personality: 'forgetful' }).register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })]));
  t.is(ven.state.level.eventID, undefined);
});

test('wrong-request-id answers under a requestID that the VTN never used', (t) => {
  const ven = new VenBench({ personality: 'wrong-request-id' }).register();
  const [message] = ven.poll(distribute([oadrEvent({ start: START })], 'd1'));
  const requestID =
    message?.name === 'oadrCreatedEvent' && message.body.eiCreatedEvent.eventResponses?.eventResponse?.[0]?.requestID;
  t.regex(String(requestID), /^[0-9a-f]{16}$/);
});

for (const name of ['ignores-cancel', 'cannot-cancel'] as const) {
  test(`${name} goes on with a cancelled event, until its own end`, (t) => {
    const ven = new VenBench({ personality: name }).register();
    const event = { start: ven.now - 1_000, intervals: [300_000] };
    ven.poll(distribute([oadrEvent(event)]));
    ven.poll(distribute([oadrEvent({ ...event, modificationNumber: 1, status: 'cancelled' })]));
    ven.poll(distribute([]));
    t.is(ven.state.level.eventID, 'e1');
    ven.pass(300_000);
    t.is(ven.state.level.eventID, undefined);
    t.deepEqual(ven.state.events, []);
  });
}

test('locks-active answers a change of an active event with optOut, and goes on as it was', (t) => {
  const ven = new VenBench({ personality: 'locks-active' }).register();
  const event = { start: ven.now + 1_000, intervals: [300_000], values: [1] };
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent(event)]))), ['e1/0 200 optIn']);
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ ...event, modificationNumber: 1, values: [2] })]))), [
    'e1/1 200 optOut',
  ]);
  const cancel = distribute([oadrEvent({ ...event, modificationNumber: 2, status: 'cancelled' })]);
  for (const _ of [1, 2]) t.deepEqual(ven.answers(ven.poll(cancel)), ['e1/2 200 optOut']);
  ven.poll(distribute([]));
  t.deepEqual([ven.state.level.eventID, ven.state.level.values[0]?.value], ['e1', 1]);
});

test('clings answers what is not in the list any more, until its end', (t) => {
  const ven = new VenBench({ personality: 'clings' }).register();
  const e2 = oadrEvent({ eventID: 'e2', start: ven.now + 1_000, intervals: [60_000] });
  ven.poll(distribute([oadrEvent({ start: START }), e2]));
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: START })]))), ['e1/0 200 optIn', 'e2/0 200 optIn']);
  ven.pass(60_000);
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: START })]))), ['e1/0 200 optIn']);
});

test('no-open-end, one-event and simple-only refuse what they cannot do', (t) => {
  const answers = (personality: (typeof personalityNames)[number], events: Parameters<typeof distribute>[0]) => {
    const ven = new VenBench({ personality }).register();
    return ven.answers(ven.poll(distribute(events)));
  };
  const minute = { intervals: [60_000] };
  t.deepEqual(
    answers('no-open-end', [oadrEvent({ start: START, intervals: [0] }), oadrEvent({ eventID: 'e2', start: START })]),
    ['e1/0 451 optOut', 'e2/0 200 optIn'],
  );
  t.deepEqual(
    answers('one-event', [
      oadrEvent({ ...minute, start: START }),
      oadrEvent({ ...minute, eventID: 'e2', start: START + 30_000 }),
      oadrEvent({ ...minute, eventID: 'e3', start: START + 60_000 }),
    ]),
    ['e1/0 200 optIn', 'e2/0 200 optOut', 'e3/0 200 optIn'],
  );
  const price = { signalName: 'ELECTRICITY_PRICE', signalType: 'price' } as const;
  const [refused] = answers('simple-only', [oadrEvent({ start: START, signal: price })]);
  t.is(refused, 'e1/0 460 optOut');
});

test("no-report-handshake leaves the VTN's oadrRegisterReport unanswered", (t) => {
  const ven = new VenBench({ personality: 'no-report-handshake' }).register();
  t.deepEqual(ven.poll(vtnRegisterReport()), []);
});

test('wrong-cadence and hasty poll at half and at twice the pace', (t) => {
  const gap = (personality: 'wrong-cadence' | 'hasty' | 'cooperative') => {
    const ven = new VenBench({ personality }).register('PT10S');
    return (ven.wake ?? 0) - ven.now;
  };
  t.deepEqual([gap('wrong-cadence'), gap('hasty'), gap('cooperative')], [20_000, 5_000, 10_000]);
});

test('no-reregistration takes no notice', (t) => {
  const ven = new VenBench({ personality: 'no-reregistration' }).register();
  t.deepEqual(ven.poll(requestReregistration()), []);
  t.is(ven.state.registrationID, REGISTRATION_ID);
});

test('new-ids acknowledges and then registers without IDs', (t) => {
  const ven = new VenBench({ personality: 'new-ids' }).register();
  const [response, create] = ven.poll(requestReregistration());
  t.true(response?.name === 'oadrResponse' && response.body.eiResponse.responseCode === '200');
  t.true(create?.name === 'oadrCreatePartyRegistration');
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.venID === undefined);
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.registrationID === undefined);
  ven.reply(ok());
  // A new registration, with all that belongs to one.
  t.deepEqual(ven.reply(created()), ['oadrRegisterReport']);
});

test('skip-query begins with the create', (t) => {
  t.deepEqual(new VenBench({ personality: 'skip-query' }).start(), ['oadrCreatePartyRegistration']);
  t.deepEqual(new VenBench().start(), ['oadrQueryRegistration']);
});

test('storm registers anew at every poll', (t) => {
  const ven = new VenBench({ personality: 'storm' }).register('PT10S');
  t.deepEqual(ven.pass(10_000), ['oadrCreatePartyRegistration']);
  t.deepEqual(ven.of('unregistered'), [{ fact: 'unregistered', cause: 'anew' }]);
});

test('stays-away is the one that does not come back after a cancel', (t) => {
  // storm has registered anew before it could be cancelled.
  const names = personalityNames.filter((name) => name !== 'storm');
  const back = names.filter((personality) => {
    const ven = new VenBench({ personality }).register();
    ven.poll(cancelRegistration());
    while (ven.outbox.length > 0) ven.reply(ok());
    return ven.pass(60_000).length > 0;
  });
  t.deepEqual(
    names.filter((name) => !back.includes(name)),
    ['stays-away'],
  );
});

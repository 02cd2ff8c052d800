import test from 'ava';
import type { EventSpec } from '../../src/vtn/event-spec.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND, T0 } from '../helpers/vtn-rig.ts';

const SHORT: Partial<EventSpec> = {
  signals: [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT1M', value: 1 }] }],
};

function rigWith(t: ConstructorParameters<typeof Rig>[0], ...specs: Partial<EventSpec>[]) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (const spec of specs) rig.command({ do: 'event', vens: [venID], event: event({ ...SHORT, ...spec }) });
  const list = (limit?: number) => listOf(rig.say(m.oadrRequestEvent(venID, limit)).payload).events;
  const answer = (eventID: string, modificationNumber: number, optType: 'optIn' | 'optOut' = 'optIn') => {
    const { requestID } = listOf(rig.say(m.oadrRequestEvent(venID)).payload);
    return rig.say(m.oadrCreatedEvent(venID, [{ eventID, modificationNumber, requestID, optType }])).code;
  };
  return { rig, venID, list, answer };
}

test('rules 3, 15: active before pending; active by priority, then start; pending by start; ties as created', (t) => {
  const at = (seconds: number) => T0 + seconds * SECOND;
  const { rig, list } = rigWith(
    t,
    { eventID: 'pending late', start: at(500), priority: 1 },
    { eventID: 'none', start: at(90), priority: 0 },
    { eventID: 'low', start: at(92), priority: 7 },
    { eventID: 'high late', start: at(95), priority: 1 },
    { eventID: 'high early', start: at(91), priority: 1 },
    { eventID: 'pending a', start: at(400) },
    { eventID: 'pending b', start: at(400) },
  );
  rig.advance(at(100) - rig.now);
  const order = ['high early', 'high late', 'low', 'none', 'pending a', 'pending b', 'pending late'];
  t.deepEqual(
    list().map((text) => text.replace(/ 0 (active|far)$/, '')),
    order,
  );
  t.deepEqual(
    list(3).map((text) => text.replace(/ 0 (active|far)$/, '')),
    order.slice(0, 3),
    'rule 27',
  );
  t.deepEqual(list(0), []);
});

test('rule 50: opted-out events stay in the list', (t) => {
  const { list, answer } = rigWith(t, {});
  t.is(answer('peak', 0, 'optOut'), '200');
  t.deepEqual(list(), ['peak 0 far']);
});

test('rule 13: far, near from the begin of the ramp-up, active, gone; rule 502: no poll is answered for it', (t) => {
  const { rig, venID, list } = rigWith(t, { start: T0 + 60 * SECOND, rampUp: 'PT20S' });
  rig.drain(venID);
  rig.changed();
  const seen = [];
  for (let second = 15; second <= 125; second += 5) {
    rig.advance(T0 + second * SECOND - rig.now);
    seen.push(...list().map((text) => `${second} ${text}`));
    t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse');
  }
  t.is(seen.filter((text) => text.endsWith('far')).at(-1), '35 peak 0 far');
  t.deepEqual(
    seen.filter((text) => text.endsWith('near')),
    ['40 peak 0 near', '45 peak 0 near', '50 peak 0 near', '55 peak 0 near'],
  );
  t.is(seen.filter((text) => text.endsWith('active')).at(0), '60 peak 0 active');
  t.is(seen.at(-1), '115 peak 0 active');
  t.deepEqual(
    rig.changed('event').map(({ status, cause }) => [status, cause]),
    [
      ['near', 'clock'],
      ['active', 'clock'],
      ['completed', 'clock'],
    ],
  );
});

test('rule 13: a negative ramp-up lies inside the event: no near', (t) => {
  const { rig, venID } = rigWith(t, { start: T0 + 60 * SECOND, rampUp: '-PT20S' });
  rig.advance(60 * SECOND);
  t.deepEqual(
    rig.changed('event').map(({ status }) => status),
    ['far', 'active'],
  );
  t.truthy(venID);
});

test('rules 47, 102: an open-ended event is never completed by the clock', (t) => {
  const signals = [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT0S', value: 1 }] }];
  const { rig, venID, list, answer } = rigWith(t, { signals });
  t.like(rig.changed('event')[0]?.schedule, { start: event().start, intervals: [{ uid: 0, start: event().start }] });
  rig.advance(90 * 86_400 * SECOND);
  t.deepEqual(list(), ['peak 0 active']);
  rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
  t.deepEqual(list(), ['peak 1 cancelled']);
  t.is(answer('peak', 1), '200');
  t.deepEqual(list(), []);
});

test('rule 66: with startafter a completed event stays until dtstart + duration + startafter', (t) => {
  const { rig, list } = rigWith(t, { start: T0 + 60 * SECOND, startAfter: 'PT30S' });
  rig.advance(T0 + 119 * SECOND - rig.now);
  t.deepEqual(list(), ['peak 0 active']);
  rig.advance(1 * SECOND);
  t.deepEqual(list(), ['peak 0 completed']);
  rig.advance(29 * SECOND);
  t.deepEqual(list(), ['peak 0 completed']);
  rig.advance(1 * SECOND);
  t.deepEqual(list(), []);
});

test('rules 36, 50: a cancelled event is listed until acknowledged, by optIn or optOut', (t) => {
  for (const optType of ['optIn', 'optOut'] as const) {
    const { rig, venID, list, answer } = rigWith(t, {});
    answer('peak', 0);
    rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
    t.deepEqual(
      rig.drain(venID).map((one) => listOf(one).events),
      [['peak 1 cancelled']],
    );
    t.is(answer('peak', 0), '450', 'an answer to the version before is no acknowledgement');
    t.deepEqual(list(), ['peak 1 cancelled']);
    t.is(answer('peak', 1, optType), '200');
    t.deepEqual(list(), []);
  }
});

test('rule 52: an unacknowledged cancellation goes out again by poll, once an interval, within the retry limit', (t) => {
  const { rig, venID, list } = rigWith(t, {});
  rig.drain(venID);
  rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
  const sent = [];
  for (let round = 0; round < 8; round++) {
    rig.advance(10 * SECOND);
    sent.push(rig.drain(venID).length);
  }
  t.deepEqual(sent, [1, 1, 1, 1, 0, 0, 0, 0], 'once, and three times again');
  t.deepEqual(list(), []);
});

test('rule 52: after its end a cancelled event is not listed any more', (t) => {
  const { rig, venID, list } = rigWith(t, { start: T0 + 20 * SECOND });
  rig.drain(venID);
  rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
  t.deepEqual(list(), ['peak 1 cancelled']);
  rig.advance(70 * SECOND);
  t.deepEqual(list(), []);
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse');
});

test('rule 36: with never a cancelled event is delivered once, then dropped', (t) => {
  const { rig, venID, list } = rigWith(t, { responseRequired: 'never' });
  rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
  rig.say(m.oadrPoll(venID), { fate: 'undelivered' });
  t.deepEqual(
    rig.drain(venID).map((one) => listOf(one).events),
    [['peak 1 cancelled']],
  );
  t.deepEqual(list(), []);
});

test('rule 15: a cancelled event keeps its place', (t) => {
  const at = (seconds: number) => T0 + seconds * SECOND;
  const { rig, venID, list } = rigWith(
    t,
    { eventID: 'a', start: at(20) },
    { eventID: 'b', start: at(30) },
    { eventID: 'c', start: at(400) },
    { eventID: 'd', start: at(500) },
  );
  rig.advance(at(40) - rig.now);
  rig.command({ do: 'cancel', vens: [venID], eventID: 'a' });
  rig.command({ do: 'cancel', vens: [venID], eventID: 'c' });
  t.deepEqual(list(), ['a 1 cancelled', 'b 0 active', 'c 1 cancelled', 'd 0 far']);
});

test('rule 61, 8.1: omitting the only event sends a list of none, with eiResponse and its own requestID', (t) => {
  const { rig, venID } = rigWith(t, {});
  rig.drain(venID);
  rig.changed();
  const { items } = rig.command({ do: 'omit', vens: [venID], eventID: 'peak' });
  const { payload } = rig.say(m.oadrPoll(venID));
  if (payload.name !== 'oadrDistributeEvent') return t.fail();
  const { requestID, ...body } = payload.body;
  t.regex(requestID, /./);
  t.deepEqual(body, {
    schemaVersion: '2.0b',
    eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: '' },
    vtnID: 'vtn-1',
  });
  const changes = rig.changed('event', 'delivery');
  t.like(changes[0], { what: 'event', status: 'cancelled', cause: 'omitted', modificationNumber: 0 });
  t.like(changes.at(-1), { what: 'delivery', state: 'delivered', item: items[0]?.item, events: [] });
});

test('omitting one of two leaves the other', (t) => {
  const { rig, venID, list } = rigWith(t, {}, { eventID: 'second' });
  rig.command({ do: 'omit', vens: [venID], eventID: 'peak' });
  t.deepEqual(list(), ['second 0 far']);
});

import test from 'ava';
import { CommandError } from '../../src/vtn/command-error.ts';
import type { EventSpec, IntervalSpec } from '../../src/vtn/event-spec.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND, T0 } from '../helpers/vtn-rig.ts';

const level = (...intervals: IntervalSpec[]) => [{ name: 'SIMPLE', type: 'level', intervals }];

function rigWith(t: ConstructorParameters<typeof Rig>[0], over: Partial<EventSpec> = {}) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event(over) });
  const modify = (set: Partial<EventSpec>, allowInvalid = false) =>
    rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set, allowInvalid }).versions[0]?.modificationNumber;
  const refused = (set: Partial<EventSpec>) => t.throws(() => modify(set), { instanceOf: CommandError });
  return { rig, venID, modify, refused };
}

test('rules 4, 5, 10: 0 at first, 1 more with each change and with the cancellation', (t) => {
  const { rig, venID, modify } = rigWith(t);
  t.is(modify({ priority: 1 }), 1);
  t.is(modify({ comment: 'x' }), 2);
  t.deepEqual(rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' }).versions, [
    { venID, eventID: 'peak', modificationNumber: 3 },
  ]);
  t.deepEqual(
    rig.changed('event').map(({ modificationNumber, status, cause }) => [modificationNumber, status, cause]),
    [
      [0, 'far', 'added'],
      [1, 'far', 'modified'],
      [2, 'far', 'modified'],
      [3, 'cancelled', 'cancelled'],
    ],
  );
});

test('rule 5: oadrResponseRequired is no part of eiEvent', (t) => {
  const { rig, venID, modify } = rigWith(t);
  rig.drain(venID);
  t.is(modify({ responseRequired: 'never' }), 0);
  const [payload] = rig.drain(venID);
  t.like(payload, { body: { oadrEvent: [{ oadrResponseRequired: 'never' }] } });
});

test('rule 20: a pending event can be changed in everything but into the past', (t) => {
  const { modify, refused } = rigWith(t);
  t.is(modify({ start: T0 + 60 * SECOND }), 1);
  t.like(refused({ start: T0 - 60 * SECOND }), { rule: 20, message: 'the new start is past' });
  t.is(modify({ start: T0 - 60 * SECOND }, true), 2);
});

test('rule 20: of an active event the start and what has elapsed stay, the rest can be changed', (t) => {
  const { rig, modify, refused } = rigWith(t, {
    signals: level({ duration: 'PT1M', value: 1 }, { duration: 'PT1M', value: 2 }, { duration: 'PT1M', value: 3 }),
  });
  rig.advance(event().start + 90 * SECOND - rig.now);
  t.like(refused({ start: event().start + SECOND }), { rule: 20, message: 'the start of an active event stays' });
  t.like(refused({ signals: level({ duration: 'PT1M', value: 0 }, { duration: 'PT2M', value: 2 }) }), {
    rule: 20,
    expected: 'PT1M with 1',
    actual: 'PT1M with 0',
  });
  t.like(refused({ signals: level({ duration: 'PT1M', value: 1 }) }), { rule: 20, message: 'the event would be over' });
  t.is(modify({ signals: level({ duration: 'PT60S', value: 1 }, { duration: 'PT3M', value: 0 }) }), 1);
});

test('rule 20: a finished event cannot be changed or cancelled', (t) => {
  const { rig, venID, refused } = rigWith(t);
  rig.command({ do: 'cancel', vens: [venID], eventID: 'peak' });
  t.like(refused({ priority: 1 }), { rule: 20, actual: 'cancelled' });
  for (const what of ['cancel', 'omit'] as const) {
    t.throws(() => rig.command({ do: what, vens: [venID], eventID: 'peak' }), { message: /cancelled already/ });
  }
  const other = rigWith(t);
  other.rig.advance(2000 * SECOND);
  t.like(other.refused({ priority: 1 }), { rule: 20, actual: 'completed' });
  t.throws(() => other.rig.command({ do: 'cancel', vens: [other.venID], eventID: 'peak' }), { message: /completed/ });
});

test('an unknown eventID is refused with those that there are', (t) => {
  const { rig, venID } = rigWith(t);
  const error = t.throws(() => rig.command({ do: 'cancel', vens: [venID], eventID: 'x' }), {
    instanceOf: CommandError,
  });
  t.like(error, { expected: 'peak', actual: 'x' });
});

test('rule 70: an eventID cannot be used twice for a VEN, but for two VENs', (t) => {
  const { rig, venID } = rigWith(t);
  const other = rig.register({ oadrVenName: 'other' }).venID;
  t.like(
    t.throws(() => rig.command({ do: 'event', vens: [venID], event: event() })),
    { rule: 70 },
  );
  t.notThrows(() => rig.command({ do: 'event', vens: [other], event: event() }));
  rig.advance(2000 * SECOND);
  t.like(
    t.throws(() => rig.command({ do: 'event', vens: [venID], event: event({ start: rig.now }) })),
    { rule: 70 },
  );
  rig.command({ do: 'event', vens: [venID], event: event({ start: rig.now }), allowInvalid: true });
  t.is(rig.vtn.ven(venID)?.events[0]?.modificationNumber, 0);
});

test('rule 33: an event that is over is refused; one that has begun is active at once', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  t.like(
    t.throws(() => rig.command({ do: 'event', vens: [venID], event: event({ start: T0 - 600 * SECOND }) })),
    { rule: 33 },
  );
  rig.command({ do: 'event', vens: [venID], event: event({ start: T0 }) });
  t.deepEqual(listOf(rig.say(m.oadrPoll(venID)).payload).events, ['peak 0 active']);
});

test('rule 510, 7.2.2: a report-only VEN gets no events', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register({ oadrReportOnly: true });
  t.like(
    t.throws(() => rig.command({ do: 'event', vens: [venID], event: event() })),
    { rule: 510 },
  );
});

test('rule 63: with several VENs each gets its own venID or none', (t) => {
  const rig = new Rig(t);
  const a = rig.register({ oadrVenName: 'a' }).venID;
  const b = rig.register({ oadrVenName: 'b' }).venID;
  const targetOf = (venID: string) => {
    const [payload] = rig.drain(venID);
    return payload?.name === 'oadrDistributeEvent'
      ? payload.body.oadrEvent?.map(({ eiEvent }) => eiEvent.eiTarget)
      : payload;
  };
  rig.command({ do: 'event', vens: [a, b], event: event({ targets: { venID: [a], resourceID: ['r'] } }) });
  t.deepEqual(targetOf(a), [{ resourceID: ['r'], venID: [a] }]);
  t.deepEqual(targetOf(b), [{ resourceID: ['r'] }]);
  t.like(
    t.throws(() => rig.command({ do: 'event', vens: [a], event: event({ eventID: 'x', targets: { venID: [a, b] } }) })),
    {
      rule: 63,
    },
  );
});

test('patches belong to a version and to its event', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const patch = [
    { path: 'eventDescriptor.eventID', value: 'other' },
    { path: 'priority', value: 9 },
  ];
  rig.command({ do: 'event', vens: [venID], event: event(), patch });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'second' }) });
  t.deepEqual(rig.say(m.oadrPoll(venID)).reply.patch, [
    { path: 'priority', value: 9, event: 'peak' },
    { path: 'eventDescriptor.eventID', value: 'other', event: 'peak' },
  ]);
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  t.deepEqual(rig.say(m.oadrPoll(venID)).reply.patch, []);
});

test('what the clock brought before a refused command is told with the next call', (t) => {
  const { rig, venID } = rigWith(t);
  rig.changed();
  rig.now = event().start;
  t.throws(() => rig.command({ do: 'cancel', vens: [venID], eventID: 'x' }));
  t.is(rig.vtn.nextTick(), 0);
  rig.advance(0);
  t.deepEqual(
    rig.changed('event').map(({ status }) => status),
    ['active'],
  );
});

import test from 'ava';
import { CommandError } from '../../src/vtn/command-error.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig } from '../helpers/vtn-rig.ts';

const send = (venID: string, name: 'oadrCreateReport' | 'oadrCancelReport' | 'oadrResponse') =>
  ({
    do: 'send',
    vens: [venID],
    payload: { name, body: name === 'oadrCancelReport' ? { reportRequestID: ['r'] } : {} },
    allowInvalid: true,
  }) as const;

test('rule 500: one payload a poll, in order, then oadrResponse', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command(send(venID, 'oadrCancelReport'));
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'requestReregistration', vens: [venID] });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'second' }) });
  t.deepEqual(
    rig.drain(venID).map(({ name }) => name),
    ['oadrCancelReport', 'oadrDistributeEvent', 'oadrRequestReregistration'],
  );
});

test('rules 301, 309: the own metadata comes before all that waits', (t) => {
  const rig = new Rig(t);
  rig.command({ do: 'provision', venID: 'mine' });
  rig.command(send('mine', 'oadrCreateReport'));
  rig.command({ do: 'event', vens: ['mine'], event: event() });
  rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' }));
  t.deepEqual(
    rig.drain('mine').map(({ name }) => name),
    ['oadrRegisterReport', 'oadrCreateReport', 'oadrDistributeEvent'],
  );
});

test('delivery: queued, sent, delivered, with the events and the requestID', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const { items, versions } = rig.command({ do: 'event', vens: [venID], event: event() });
  t.deepEqual(versions, [{ venID, eventID: 'peak', modificationNumber: 0 }]);
  const item = items[0]?.item;
  const { payload, exchange } = rig.say(m.oadrPoll(venID));
  const { requestID } = listOf(payload);
  const sent = {
    what: 'delivery',
    venID,
    item,
    payload: 'oadrDistributeEvent',
    exchange,
    requestID,
    events: [{ eventID: 'peak', modificationNumber: 0, status: 'far' }],
    reportRequestIDs: undefined,
  };
  t.deepEqual(rig.changed('delivery', 'queue') as object[], [
    { what: 'delivery', venID, item, payload: 'oadrDistributeEvent', state: 'queued' },
    { what: 'queue', venID, items: [{ item, payload: 'oadrDistributeEvent', label: 'events' }] },
    { ...sent, state: 'sent' },
    { what: 'queue', venID, items: [] },
    { ...sent, state: 'delivered' },
  ]);
});

test('undelivered: back in its place, and sent again', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.command({ do: 'requestReregistration', vens: [venID] });
  const first = rig.say(m.oadrPoll(venID), { fate: 'open' });
  const second = rig.say(m.oadrPoll(venID), { fate: 'open' });
  t.deepEqual([first.payload.name, second.payload.name], ['oadrRegisterReport', 'oadrRequestReregistration']);
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse', 'what is on its way is not sent twice');
  rig.fate(second.exchange, 'undelivered');
  rig.fate(first.exchange, 'undelivered');
  t.deepEqual(rig.drain(venID), [first.payload, second.payload]);
});

test('an event marker is one, joined, and rendered at delivery (rule 502)', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const a = rig.command({ do: 'event', vens: [venID], event: event() });
  const b = rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 2 } });
  t.deepEqual(b.items, a.items);
  rig.advance(400_000);
  t.deepEqual(
    rig.drain(venID).map((payload) => listOf(payload).events),
    [['peak 1 active']],
  );
});

test('what changes while a list is on its way is marked anew; both go in one when it comes back', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const a = rig.command({ do: 'event', vens: [venID], event: event() }).items[0]?.item;
  const { exchange } = rig.say(m.oadrPoll(venID), { fate: 'open' });
  const b = rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 2 } }).items[0]?.item;
  t.not(a, b);
  rig.fate(exchange, 'undelivered');
  rig.changed();
  t.deepEqual(
    rig.drain(venID).map((payload) => listOf(payload).events),
    [['peak 1 far']],
  );
  t.deepEqual(
    rig.changed('delivery').map(({ item, state }) => [item, state]),
    [
      [a, 'sent'],
      [b, 'sent'],
      [a, 'delivered'],
      [b, 'delivered'],
    ],
  );
});

test('oadrRequestEvent clears the marker, unless undelivered or cut by replyLimit', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'second', start: event().start + 1000 }) });
  rig.say(m.oadrRequestEvent(venID), { fate: 'undelivered' });
  t.is(rig.vtn.ven(venID)?.queue.length, 1);
  t.deepEqual(listOf(rig.say(m.oadrRequestEvent(venID, 1)).payload).events, ['peak 0 far']);
  t.is(rig.vtn.ven(venID)?.queue.length, 1);
  t.deepEqual(listOf(rig.say(m.oadrRequestEvent(venID, 2)).payload).events, ['peak 0 far', 'second 0 far']);
  t.is(rig.vtn.ven(venID)?.queue.length, 0);
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse');
});

test('a poll that changes nothing durable is not dirty', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrPoll(venID));
  rig.say(m.oadrRequestEvent(venID));
  t.deepEqual(rig.dirty, []);
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.dirty.length = 0;
  const { result, exchange } = rig.say(m.oadrPoll(venID), { fate: 'open' });
  t.deepEqual(result.dirty, [], 'taking is durable once it is delivered');
  t.deepEqual(rig.fate(exchange, 'delivered').dirty, [venID]);
  t.deepEqual(rig.fate(exchange, 'delivered'), {
    reply: undefined,
    ven: undefined,
    sends: [],
    changes: [],
    findings: [],
    dirty: [],
  });
});

test('rule 500: what may not answer a poll is refused unless the fault is meant', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const payload = { name: 'oadrPoll', body: {} } as const;
  const error = t.throws(() => rig.command({ do: 'send', vens: [venID], payload }), { instanceOf: CommandError });
  t.like(error, { rule: 500, actual: 'oadrPoll' });
  rig.command({ do: 'send', vens: [venID], payload, allowInvalid: true });
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrPoll');
});

test('send fills up what lacks, refuses what is not valid, and takes raw XML', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const body = { reportRequestID: ['r1', 'r2'] };
  rig.command({ do: 'send', vens: [venID], payload: { name: 'oadrCancelReport', body } });
  const { payload } = rig.say(m.oadrPoll(venID));
  t.like(payload, { name: 'oadrCancelReport', body: { ...body, reportToFollow: false, schemaVersion: '2.0b' } });
  t.deepEqual(rig.changed('delivery').at(-1)?.reportRequestIDs, ['r1', 'r2']);
  const wrong = { name: 'oadrCancelReport', body: { reportRequestID: null } } as const;
  t.throws(() => rig.command({ do: 'send', vens: [venID], payload: wrong }), { message: /reportRequestID is missing/ });
  t.throws(() =>
    rig.command({ do: 'send', vens: [venID], payload: { name: 'oadrPoll', body: 1 }, allowInvalid: true }),
  );
  t.throws(() => rig.command({ do: 'send', vens: [venID], raw: '<html/>' }), { instanceOf: CommandError });
  rig.command({ do: 'send', vens: [venID], raw: '<html/>', allowInvalid: true });
  t.is(rig.say(m.oadrPoll(venID)).reply.raw, '<html/>');
  t.like(rig.changed('delivery').at(-1), { payload: 'raw', state: 'delivered' });
});

test('drop and move', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const [a, b, c] = [
    rig.command({ do: 'registerReport', vens: [venID] }),
    rig.command({ do: 'requestReregistration', vens: [venID] }),
    rig.command({ do: 'cancelRegistration', vens: [venID] }),
  ].map(({ items }) => items[0]?.item ?? '');
  rig.command({ do: 'move', venID, item: c ?? '', by: -1 });
  rig.command({ do: 'move', venID, item: a ?? '', by: -1 });
  rig.command({ do: 'drop', venID, item: a ?? '' });
  t.deepEqual(
    rig.vtn.ven(venID)?.queue.map(({ item }) => item),
    [c, b],
  );
  t.throws(() => rig.command({ do: 'drop', venID, item: a ?? '' }), { instanceOf: CommandError });
  t.throws(() => rig.command({ do: 'drop', venID: 'nobody', item: 'x' }), { message: /no VEN/ });
});

test('commands to a VEN that is not known or not registered are refused as a whole', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  t.throws(() => rig.command({ do: 'event', vens: [venID, 'nobody'], event: event() }), { message: /no VEN/ });
  t.deepEqual(rig.vtn.ven(venID)?.events, []);
  rig.command({ do: 'provision', venID: 'mine' });
  t.throws(() => rig.command({ do: 'cancelRegistration', vens: ['mine'] }), { message: /not registered/ });
  t.throws(() => rig.command({ do: 'requestReregistration', vens: ['mine'] }), { message: /not registered/ });
  t.throws(() => rig.command({ do: 'offer', pollInterval: 10 }), { message: /too short/ });
});

test('clear: events, requests and queue are gone; what a registration owes stays', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.drain(venID);
  rig.say(m.oadrCreatePartyRegistration());
  rig.command({ do: 'requestReregistration', vens: [venID] });
  rig.command({ do: 'clear' });
  t.deepEqual(rig.vtn.ven(venID)?.events, []);
  t.deepEqual(
    rig.drain(venID).map(({ name }) => name),
    ['oadrRegisterReport'],
  );
  t.deepEqual(listOf(rig.say(m.oadrRequestEvent(venID)).payload).events, []);
  t.notThrows(() => rig.command({ do: 'event', vens: [venID], event: event() }), 'its eventID is free again');
});

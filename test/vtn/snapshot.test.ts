import test from 'ava';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND } from '../helpers/vtn-rig.ts';

const json = (value: unknown) => JSON.parse(JSON.stringify(value));

test('all that is durable survives a restart, what was on its way is sent again', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'second' }) });
  rig.drain(venID);
  rig.command({ do: 'modify', vens: [venID], eventID: 'second', set: { priority: 1 } });
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.say(m.oadrCreateOpt(venID));
  rig.say(m.oadrPoll(venID), { fate: 'open' });
  const before = json(rig.vtn.snapshot());
  const view = rig.vtn.ven(venID);
  rig.restart();
  t.deepEqual(json(rig.vtn.snapshot()), before);
  t.deepEqual(json({ ...rig.vtn.ven(venID), lastHeard: 0, presence: 0 }), json({ ...view, lastHeard: 0, presence: 0 }));
  t.deepEqual(json(rig.vtn.venSnapshot(venID)), before.vens[0]);
  t.deepEqual(
    rig.drain(venID).map(({ name }) => name),
    ['oadrDistributeEvent', 'oadrRegisterReport'],
  );
});

test('a restored VTN tells first what it restored', (t) => {
  const rig = new Rig(t);
  const { venID, registrationID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.restart();
  rig.changed();
  t.is(rig.vtn.nextTick(), 0);
  rig.advance(400 * SECOND);
  const [ven, reports, restored, queue, ...others] = rig.changed('ven', 'reports', 'event', 'queue', 'presence');
  t.like(ven, { what: 'ven', cause: 'restored', state: 'registered', registrationID });
  t.like(reports, { what: 'reports', reports: [{ reportSpecifierID: 'usage' }] });
  t.like(restored, { what: 'event', cause: 'restored', status: 'far' });
  t.like(queue, { what: 'queue', items: [{ payload: 'oadrDistributeEvent' }] });
  t.like(others, [{ what: 'event', cause: 'clock', status: 'active' }]);
});

test('answers to what went out before the restart count, whatever their requestID', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  const { requestID } = listOf(rig.say(m.oadrPoll(venID), { fate: 'open' }).payload);
  rig.restart();
  t.is(rig.say(m.oadrCreatedEvent(venID, [{ eventID: 'peak', modificationNumber: 0, requestID }])).code, '200');
  t.is(rig.changed('response')[0]?.match, 'matched');
  t.is(rig.say(m.oadrRegisteredReport({ venID })).code, '200');
  t.deepEqual(rig.found(), []);
});

test('an acknowledged cancellation stays acknowledged, an open one goes on', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (const eventID of ['a', 'b']) rig.command({ do: 'event', vens: [venID], event: event({ eventID }) });
  for (const eventID of ['a', 'b']) rig.command({ do: 'cancel', vens: [venID], eventID });
  const [payload] = rig.drain(venID);
  rig.say(m.oadrCreatedEvent(venID, [{ eventID: 'a', modificationNumber: 1, requestID: listOf(payload!).requestID }]));
  rig.restart();
  rig.advance(10 * SECOND);
  t.deepEqual(
    rig.drain(venID).map((one) => listOf(one).events),
    [['b 1 cancelled']],
  );
});

test('a snapshot is not touched by what comes later', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  const snapshot = rig.vtn.snapshot();
  const text = JSON.stringify(snapshot);
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  rig.drain(venID);
  rig.say(m.oadrCreateOpt(venID));
  t.is(JSON.stringify(snapshot), text);
});

test('an event that ended while nobody was there is completed and finished', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.drain(venID);
  rig.restart();
  rig.changed();
  rig.now += 5000 * SECOND;
  t.deepEqual(listOf(rig.say(m.oadrRequestEvent(venID)).payload).events, []);
  t.deepEqual(
    rig.changed('event').map(({ cause, status }) => [cause, status]),
    [['restored', 'completed']],
  );
  t.true(rig.vtn.ven(venID)?.events[0]?.finished);
});

import test from 'ava';
import * as m from '../helpers/messages.ts';
import { Rig, SECOND, T0 } from '../helpers/vtn-rig.ts';

test('online, late, offline by silence; online again when heard; only transitions are told', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrPoll(venID));
  const heard = rig.now;
  rig.advance(60 * SECOND);
  t.deepEqual(rig.changed('presence'), [
    { what: 'presence', venID, presence: 'late', lastHeard: heard },
    { what: 'presence', venID, presence: 'offline', lastHeard: heard },
  ]);
  rig.say(m.oadrPoll(venID));
  t.deepEqual(rig.changed('presence'), [{ what: 'presence', venID, presence: 'online', lastHeard: rig.now }]);
});

test('online is heard within two poll intervals and 5 s, or half an interval late', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrPoll(venID));
  const at = (ms: number) => {
    rig.advance(ms);
    return rig.vtn.ven(venID)?.presence;
  };
  t.deepEqual([at(16_000), at(1), at(8_999), at(1)], ['online', 'late', 'late', 'offline']);
});

test('a slower VEN is judged by its own cadence, one outage does not change it', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (const gap of [60, 60, 60, 600, 60]) {
    rig.advance(gap * SECOND);
    rig.say(m.oadrPoll(venID));
  }
  t.is(rig.vtn.ven(venID)?.ownInterval, 60_000);
  rig.changed();
  rig.advance(90 * SECOND);
  t.deepEqual(rig.changed('presence'), []);
});

test('nextTick is cheap and never too late: polls do not move it', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrPoll(venID));
  const due = rig.vtn.nextTick() ?? 0;
  for (let second = 0; second < 10; second++) {
    rig.now += SECOND;
    rig.say(m.oadrPoll(venID));
  }
  t.is(rig.vtn.nextTick(), due);
  rig.advance(T0);
  t.is(rig.vtn.ven(venID)?.presence, 'offline');
  t.is(rig.vtn.nextTick(), undefined);
});

test('a tick at the same time brings nothing', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.now += 100 * SECOND;
  t.is(rig.vtn.tick(rig.now).changes.length, 1);
  t.deepEqual(rig.vtn.tick(rig.now).changes, []);
  t.is(rig.vtn.ven(venID)?.presence, 'offline');
});

test('a VEN whose registration ended is neither online nor offline', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.say(m.oadrCancelPartyRegistration(both));
  rig.changed();
  rig.advance(1000 * SECOND);
  t.deepEqual(rig.changed('presence'), []);
  t.is(rig.vtn.ven(both.venID)?.presence, undefined);
});

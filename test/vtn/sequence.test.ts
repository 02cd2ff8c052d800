import test from 'ava';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND } from '../helpers/vtn-rig.ts';

test('8.4.1: registering without a query is an info', (t) => {
  const rig = new Rig(t);
  rig.say(m.oadrCreatePartyRegistration());
  t.like(rig.found(), [{ layer: 'sequence', severity: 'info' }]);
});

test('rule 309: a poll before the own oadrRegisterReport is an error, once', (t) => {
  const rig = new Rig(t);
  rig.say(m.oadrQueryRegistration());
  rig.say(m.oadrCreatePartyRegistration());
  const { venID = '' } = rig.vtn.vens()[0] ?? {};
  rig.say(m.oadrRequestEvent(venID));
  t.deepEqual(rig.found(), [], 'oadrRequestEvent may come before');
  rig.say(m.oadrPoll(venID));
  rig.say(m.oadrPoll(venID));
  t.like(rig.found(), [{ layer: 'sequence', severity: 'error', rule: 309 }]);
});

test('rule 405: no oadrRequestEvent after a new registration is a warning, once', (t) => {
  const rig = new Rig(t);
  rig.say(m.oadrQueryRegistration());
  rig.say(m.oadrCreatePartyRegistration());
  const { venID = '' } = rig.vtn.vens()[0] ?? {};
  rig.say(m.oadrRegisterReport({ venID }));
  rig.drain(venID);
  rig.say(m.oadrRegisteredReport({ venID }));
  for (let round = 0; round < 3; round++) {
    rig.advance(10 * SECOND);
    rig.say(m.oadrPoll(venID));
  }
  t.like(rig.found(), [{ severity: 'warning', rule: 405 }]);
});

test('neither is wanted after a re-registration or from a report-only VEN', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.say(m.oadrCreatePartyRegistration(both));
  rig.advance(10 * SECOND);
  rig.say(m.oadrPoll(both.venID));
  t.deepEqual(rig.found(), []);
});

test('rule 500: polls faster than requested; repeats that drain the queue are none', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (const gap of [10, 9, 8.9]) {
    rig.advance(gap * SECOND);
    rig.say(m.oadrPoll(venID));
  }
  t.deepEqual(rig.found(), [
    {
      layer: 'sequence',
      severity: 'warning',
      rule: 500,
      message: 'polls faster than requested',
      expected: 'every 10s',
      actual: 'after 8.9s',
    },
  ]);
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.advance(10 * SECOND);
  rig.drain(venID);
  t.deepEqual(rig.found(), []);
});

test('rule 500: a slower poll is legal, a warning only above a fifth of the mean event duration', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.advance(119 * SECOND);
  rig.say(m.oadrPoll(venID));
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.advance(119 * SECOND);
  rig.drain(venID);
  t.deepEqual(rig.found(), []);
  rig.advance(121 * SECOND);
  rig.say(m.oadrPoll(venID));
  t.like(rig.found()[0], {
    severity: 'warning',
    rule: 500,
    expected: 'at least every 2m, 20 % of the mean event duration',
  });
});

test('rule 12: no oadrCreatedEvent before the next poll is a warning, once a version', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.command({ do: 'event', vens: [venID], event: event({ eventID: 'broadcast', responseRequired: 'never' }) });
  rig.drain(venID);
  const poll = () => {
    rig.advance(10 * SECOND);
    rig.drain(venID);
    return rig.found().map(({ rule, severity, message }) => `${rule} ${severity} ${message}`);
  };
  const remark = '12 warning no oadrCreatedEvent for event peak before the next poll';
  t.deepEqual([poll(), poll()], [[remark], []]);
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  t.deepEqual([poll(), poll(), poll()], [[], [remark], []]);
  const { requestID } = listOf(rig.say(m.oadrRequestEvent(venID)).payload);
  rig.say(m.oadrCreatedEvent(venID, [{ eventID: 'peak', modificationNumber: 1, requestID }]));
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 2 } });
  const [payload] = rig.drain(venID);
  const answer = { eventID: 'peak', modificationNumber: 2, requestID: listOf(payload!).requestID };
  rig.say(m.oadrCreatedEvent(venID, [answer]));
  rig.found();
  t.deepEqual(poll(), []);
});

test('rule 500: a missing logical response is a warning at the next poll, an error after three more', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.drain(venID);
  const seen = [];
  for (let round = 1; round <= 6; round++) {
    rig.advance(10 * SECOND);
    rig.drain(venID);
    seen.push(...rig.found().map(({ severity, message }) => `${round} ${severity} ${message}`));
  }
  t.deepEqual(seen, [
    '1 warning no oadrRegisteredReport to the oadrRegisterReport',
    '5 error no oadrRegisteredReport to the oadrRegisterReport',
  ]);
  rig.say(m.oadrRegisteredReport({ venID }));
  t.deepEqual(rig.found(), []);
});

test('a logical response that nothing asked for, and one that refuses', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.say(m.oadrRegisteredReport({ venID }));
  rig.say(m.oadrResponse({ venID, eiResponse: { ...m.OK, responseCode: '452', responseDescription: 'no' } }));
  t.deepEqual(
    rig.found().map(({ severity, message, actual }) => [severity, message, actual]),
    [
      ['warning', 'oadrRegisteredReport though nothing asked for it', 'oadrRegisteredReport'],
      ['warning', 'oadrResponse though nothing asked for it', 'oadrResponse'],
      ['warning', 'oadrResponse with responseCode 452', '452 no'],
    ],
  );
});

import test from 'ava';
import type { ResponseChange } from '../../src/vtn/change.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND } from '../helpers/vtn-rig.ts';

function rigWith(t: ConstructorParameters<typeof Rig>[0], ...events: Parameters<typeof event>[0][]) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  for (const over of events) rig.command({ do: 'event', vens: [venID], event: event(over) });
  /** The event list, and how the VEN answers it. */
  const list = () => listOf(rig.say(m.oadrRequestEvent(venID)).payload);
  const answer = (...answers: m.Answer[]) => rig.say(m.oadrCreatedEvent(venID, answers));
  return { rig, venID, list, answer };
}

const short = ({ eventID, modificationNumber, optType, match, newest }: ResponseChange) =>
  `${eventID} ${modificationNumber} ${optType} ${match}${newest ? ' newest' : ''}`;

test('rules 16, 42: a matching answer is 200 and a response change; repeated it changes nothing', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const { requestID } = list();
  rig.changed();
  const { code, exchange, result } = answer({ eventID: 'peak', modificationNumber: 0, requestID });
  t.is(code, '200');
  t.deepEqual(rig.changed('response'), [
    {
      what: 'response',
      venID,
      eventID: 'peak',
      modificationNumber: 0,
      optType: 'optIn',
      responseCode: '200',
      requestID,
      via: 'oadrCreatedEvent',
      exchange,
      match: 'matched',
      newest: true,
    },
  ]);
  t.deepEqual(result.dirty, [venID]);
  const again = answer({ eventID: 'peak', modificationNumber: 0, requestID });
  t.deepEqual(rig.changed('response').map(short), ['peak 0 optIn matched newest']);
  t.deepEqual(again.result.dirty, []);
  t.deepEqual(rig.found(), []);
});

test('rule 17: an asynchronous change of the opt, however late', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const { requestID } = list();
  answer({ eventID: 'peak', modificationNumber: 0, requestID });
  rig.advance(2000 * SECOND);
  t.is(
    answer({ eventID: 'peak', modificationNumber: 0, requestID, optType: 'optOut' }).code,
    '200',
    'finished events stay known',
  );
  t.is(rig.vtn.ven(venID)?.events[0]?.opt, 'optOut');
});

test('rule 43: every requestID under which a version went out is right', (t) => {
  const { rig, list, answer } = rigWith(t, {});
  const first = list().requestID;
  const second = list().requestID;
  t.not(first, second);
  rig.changed();
  answer({ eventID: 'peak', modificationNumber: 0, requestID: first });
  answer({ eventID: 'peak', modificationNumber: 0, requestID: second });
  t.deepEqual(
    rig.changed('response').map(({ match }) => match),
    ['matched', 'matched'],
  );
  t.deepEqual(rig.found(), []);
});

test('rule 42: a wrong requestID is a finding, the answer counts', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const { requestID } = list();
  t.is(answer({ eventID: 'peak', modificationNumber: 0, requestID: 'x' }).code, '200');
  t.deepEqual(rig.changed('response').map(short), ['peak 0 optIn wrongRequestID newest']);
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 42, expected: requestID, actual: 'x' }]);
  t.is(rig.vtn.ven(venID)?.events[0]?.opt, 'optIn');
});

test('rule 42: the requestID of a list without that version is wrong too', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const old = list().requestID;
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  list();
  answer({ eventID: 'peak', modificationNumber: 1, requestID: old });
  t.deepEqual(
    rig.changed('response').map(({ match }) => match),
    ['wrongRequestID'],
  );
});

test('rule 48: an unknown eventID is 452', (t) => {
  const { rig, list, answer } = rigWith(t, {});
  const { requestID } = list();
  t.is(answer({ eventID: 'toString', modificationNumber: 0, requestID }).code, '452');
  t.deepEqual(rig.changed('response').map(short), ['toString 0 optIn unknownEvent']);
  t.like(rig.found(), [{ layer: 'sequence', severity: 'error', rule: 48 }]);
});

test('rule 48: a wrong modificationNumber is 450; an old one only a warning', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const { requestID } = list();
  t.is(answer({ eventID: 'peak', modificationNumber: 1, requestID }).code, '450');
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  t.is(answer({ eventID: 'peak', modificationNumber: 0, requestID }).code, '200', 'the newest that was delivered');
  t.is(answer({ eventID: 'peak', modificationNumber: 1, requestID }).code, '450', 'not delivered yet');
  list();
  t.is(answer({ eventID: 'peak', modificationNumber: 0, requestID }).code, '450');
  t.deepEqual(rig.changed('response').map(short), [
    'peak 1 optIn wrongVersion',
    'peak 0 optIn matched newest',
    'peak 1 optIn wrongVersion',
    'peak 0 optIn staleVersion',
  ]);
  t.deepEqual(
    rig.found().map(({ severity }) => severity),
    ['error', 'error', 'warning'],
  );
});

test('an answer may overtake the news that its list was delivered', (t) => {
  const { rig, venID, answer } = rigWith(t, {});
  const { payload, exchange } = rig.say(m.oadrPoll(venID), { fate: 'open' });
  t.is(answer({ eventID: 'peak', modificationNumber: 0, requestID: listOf(payload).requestID }).code, '200');
  rig.fate(exchange, 'delivered');
  t.deepEqual(rig.changed('response').map(short), ['peak 0 optIn matched newest']);
});

test('rule 25: good and bad answers in one message', (t) => {
  const { rig, list, answer } = rigWith(t, {}, { eventID: 'second' });
  const { requestID } = list();
  const { payload, code } = answer(
    { eventID: 'peak', modificationNumber: 0, requestID },
    { eventID: 'other', modificationNumber: 0, requestID },
    { eventID: 'second', modificationNumber: 5, requestID, optType: 'optOut' },
  );
  t.is(payload.name, 'oadrResponse');
  t.is(code, '452');
  t.deepEqual(rig.changed('response').map(short), [
    'peak 0 optIn matched newest',
    'other 0 optIn unknownEvent',
    'second 5 optOut wrongVersion',
  ]);
});

test('rule 12: an answer to an event that wants none', (t) => {
  const { rig, list, answer } = rigWith(t, { responseRequired: 'never' });
  const { requestID } = list();
  t.is(answer({ eventID: 'peak', modificationNumber: 0, requestID }).code, '200');
  t.deepEqual(
    rig.changed('response').map(({ match }) => match),
    ['notRequired'],
  );
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 12 }]);
});

test("rule 109: the VEN's own error code is kept", (t) => {
  const { rig, list, answer } = rigWith(t, {});
  const { requestID } = list();
  t.is(
    answer({ eventID: 'peak', modificationNumber: 0, requestID, responseCode: '460', optType: 'optOut' }).code,
    '200',
  );
  t.like(rig.changed('response')[0], { responseCode: '460', optType: 'optOut', match: 'matched' });
});

test('rule 206: after oadrCreateOpt about all resources later answers have no effect, in later versions too', (t) => {
  const { rig, venID, list, answer } = rigWith(t, {});
  const { requestID } = list();
  answer({ eventID: 'peak', modificationNumber: 0, requestID });
  rig.changed();
  const about = { vavailability: undefined, qualifiedEventID: { eventID: 'peak', modificationNumber: 0 } };
  t.is(rig.say(m.oadrCreateOpt(venID, { ...about, eiTarget: { venID: [venID] } })).code, '200');
  t.deepEqual(
    rig
      .changed('opt', 'response')
      .map((change) => (change.what === 'opt' ? [change.state, change.eventID] : [short(change), change.via])),
    [
      ['created', 'peak'],
      ['peak 0 optOut matched newest', 'oadrCreateOpt'],
    ],
  );
  rig.command({ do: 'modify', vens: [venID], eventID: 'peak', set: { priority: 1 } });
  t.is(answer({ eventID: 'peak', modificationNumber: 1, requestID: list().requestID }).code, '200');
  t.deepEqual(rig.changed('response').map(short), ['peak 1 optIn noEffect newest']);
  t.like(rig.vtn.ven(venID)?.events[0], {
    opt: 'optIn',
    opts: [['', { optType: 'optOut', optID: 'opt-1' }]],
    answered: 1,
  });
  t.like(rig.found(), [{ severity: 'info', rule: 206 }]);
});

test('rule 206: about some resources the others still follow oadrCreatedEvent', (t) => {
  const { rig, venID, list, answer } = rigWith(t, { targets: { resourceID: ['a', 'b'] } });
  const { requestID } = list();
  const opt = (resource: string, over = {}) =>
    rig.say(
      m.oadrCreateOpt(venID, {
        vavailability: undefined,
        qualifiedEventID: { eventID: 'peak', modificationNumber: 0 },
        eiTarget: { resourceID: [resource] },
        ...over,
      }),
    ).code;
  t.is(opt('a'), '200');
  t.deepEqual(
    rig.changed('response').map(({ resourceIDs }) => resourceIDs),
    [['a']],
  );
  answer({ eventID: 'peak', modificationNumber: 0, requestID });
  t.deepEqual(
    rig.changed('response').map(({ match }) => match),
    ['matched'],
  );
  t.is(opt('b'), '200');
  rig.changed();
  answer({ eventID: 'peak', modificationNumber: 0, requestID });
  t.deepEqual(
    rig.changed('response').map(({ match }) => match),
    ['noEffect'],
  );
  t.is(opt('c'), '462', 'outside of the event');
  t.is(opt('a', { vavailability: { components: {} } }), '459');
  t.is(opt('a', { marketContext: 'http://x' }), '459');
  t.is(opt('a', { eiTarget: { venID: ['other'] } }), '452');
  t.is(opt('a', { qualifiedEventID: { eventID: 'x', modificationNumber: 0 } }), '452');
  t.is(opt('a', { qualifiedEventID: { eventID: 'peak', modificationNumber: 3 } }), '450');
  t.deepEqual(rig.changed('opt'), []);
});

test('rule 206: not for an event that wants no response, nor one that is over', (t) => {
  const { rig, venID, list } = rigWith(t, { responseRequired: 'never' }, { eventID: 'over' });
  list();
  const about = (eventID: string, modificationNumber = 0) =>
    rig.say(m.oadrCreateOpt(venID, { vavailability: undefined, qualifiedEventID: { eventID, modificationNumber } }))
      .code;
  t.is(about('peak'), '459');
  rig.command({ do: 'cancel', vens: [venID], eventID: 'over' });
  list();
  t.is(about('over', 1), '451');
});

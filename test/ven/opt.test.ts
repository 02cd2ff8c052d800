import test from 'ava';
import { optRefusal } from '../../src/ven/opt.ts';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import { distribute, oadrEvent, ok, VEN_ID } from '../helpers/vtn-messages.ts';

const START = T0 + 600_000;
const command = { command: 'opt', eventID: 'e1', optType: 'optOut', via: 'oadrCreateOpt', optID: 'o-1' } as const;

test('oadrCreateOpt about an event names it and its resources, without availability (r206)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: START, modificationNumber: 2 })]));
  ven.command({ ...command, resourceIDs: ['load'] });
  const message = ven.posted.at(-1);
  t.is(ven.outbox[0]?.service, 'EiOpt');
  t.deepEqual(message, {
    name: 'oadrCreateOpt',
    body: {
      optID: 'o-1',
      optType: 'optOut',
      optReason: 'notParticipating',
      venID: VEN_ID,
      createdDateTime: new Date(ven.now).toISOString().replace('.000', ''),
      requestID: message?.name === 'oadrCreateOpt' ? message.body.requestID : '',
      qualifiedEventID: { eventID: 'e1', modificationNumber: 2 },
      eiTarget: { resourceID: ['load'] },
      schemaVersion: '2.0b',
    },
  });
  // Only a part of it opted out, so the event as a whole is carried out.
  t.is(ven.state.events[0]?.optType, 'optIn');
});

test('for all resources it decides the event, also through a modification (r206)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: ven.now - 1_000 })]));
  ven.command(command);
  ven.reply({
    name: 'oadrCreatedOpt',
    body: { eiResponse: { responseCode: '200', requestID: '' }, optID: 'o-1', schemaVersion: '2.0b' },
  });
  t.is(ven.state.level.eventID, undefined);
  t.deepEqual(ven.answers(ven.poll(distribute([oadrEvent({ start: ven.now, modificationNumber: 1 })]))), [
    'e1/1 200 optOut',
  ]);
});

test('a schedule has availability and the venID as its target, and can be cancelled', (t) => {
  const ven = new VenBench().register();
  ven.command({ command: 'schedule', optID: 's-1', optType: 'optOut', start: START, duration: 3_600_000 });
  const message = ven.posted.at(-1);
  t.true(message?.name === 'oadrCreateOpt');
  if (message?.name !== 'oadrCreateOpt') return;
  t.deepEqual(message.body.vavailability, {
    components: {
      available: [{ properties: { dtstart: { 'date-time': '2026-01-01T00:10:00Z' }, duration: { duration: 'PT1H' } } }],
    },
  });
  t.deepEqual(message.body.eiTarget, { venID: [VEN_ID] });
  t.is(message.body.qualifiedEventID, undefined);
  t.deepEqual(ven.command({ command: 'cancelOpt', optID: 's-1' }), ['oadrCancelOpt']);
  t.deepEqual(ven.state.opts, []);
});

test('what must not be sent is refused with the reason (r12, r206, r211)', (t) => {
  const ven = new VenBench().register();
  ven.poll(distribute([oadrEvent({ start: START }), oadrEvent({ eventID: 'n', start: START, required: 'never' })]));
  t.is(optRefusal(ven.state, { ...command, eventID: 'x' }), 'no event x; known: e1, n');
  t.is(optRefusal(ven.state, { ...command, eventID: 'n' }), 'event n must not be answered');
  t.is(optRefusal(ven.state, command), undefined);
  ven.command(command);
  ven.reply(ok());
  t.is(optRefusal(ven.state, { command: 'cancelOpt', optID: 'o-1' }), 'o-1 is about event e1: opt again instead');
  t.is(optRefusal(ven.state, { command: 'cancelOpt', optID: 'x' }), 'no opt schedule x; known: o-1');
});

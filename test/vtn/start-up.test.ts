import test from 'ava';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig } from '../helpers/vtn-rig.ts';

test('a VEN queries, registers, gets metadata, an event, and answers it', (t) => {
  const rig = new Rig(t);
  const query = rig.say(m.oadrQueryRegistration());
  t.is(query.payload.name, 'oadrCreatedPartyRegistration');
  const { payload } = rig.say(m.oadrCreatePartyRegistration());
  const { venID = '', registrationID = '' } = rig.vtn.vens()[0] ?? {};
  t.regex(venID, /^ven-[0-9a-f]{8}$/);
  t.deepEqual(payload, {
    name: 'oadrCreatedPartyRegistration',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'create-1' },
      registrationID,
      venID,
      vtnID: 'vtn-1',
      oadrProfiles: {
        oadrProfile: [
          { oadrProfileName: '2.0b', oadrTransports: { oadrTransport: [{ oadrTransportName: 'simpleHttp' }] } },
        ],
      },
      oadrRequestedOadrPollFreq: { duration: 'PT10S' },
    },
  });
  t.is(rig.say(m.oadrRegisterReport({ venID })).payload.name, 'oadrRegisteredReport');
  rig.command({ do: 'event', vens: [venID], event: event() });
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrRegisterReport');
  t.is(rig.say(m.oadrRegisteredReport({ venID })).code, '200');
  const list = listOf(rig.say(m.oadrPoll(venID)).payload);
  t.deepEqual(list.events, ['peak 0 far']);
  const answered = rig.say(
    m.oadrCreatedEvent(venID, [{ eventID: 'peak', modificationNumber: 0, requestID: list.requestID }]),
  );
  t.is(answered.code, '200');
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse');
  t.deepEqual(rig.found(), []);
});

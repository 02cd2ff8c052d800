import test from 'ava';
import * as m from '../helpers/messages.ts';
import { codeOf, event, listOf, Rig } from '../helpers/vtn-rig.ts';

const ids = ({ payload }: { payload: ReturnType<Rig['say']>['payload'] }) => {
  if (payload.name !== 'oadrCreatedPartyRegistration') throw new Error(payload.name);
  const { venID, registrationID, oadrRequestedOadrPollFreq } = payload.body;
  return { venID, registrationID, poll: oadrRequestedOadrPollFreq?.duration };
};

test('rule 404: a query of an unregistered VEN gets no IDs, but profiles', (t) => {
  const rig = new Rig(t);
  const { payload } = rig.say(m.oadrQueryRegistration({ requestID: 'q' }));
  t.deepEqual(payload, {
    name: 'oadrCreatedPartyRegistration',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'q' },
      vtnID: 'vtn-1',
      oadrProfiles: {
        oadrProfile: [
          { oadrProfileName: '2.0b', oadrTransports: { oadrTransport: [{ oadrTransportName: 'simpleHttp' }] } },
        ],
      },
      oadrRequestedOadrPollFreq: { duration: 'PT10S' },
    },
  });
  t.deepEqual(rig.vtn.vens(), []);
});

test('rule 404: a query of a VEN that its certificate shows to be registered gets its IDs', (t) => {
  const rig = new Rig(t);
  const how = { peer: { fingerprint: 'AA' } };
  const { venID, registrationID } = rig.register({}, how);
  t.deepEqual(ids(rig.say(m.oadrQueryRegistration(), how)), { venID, registrationID, poll: 'PT10S' });
  t.deepEqual(ids(rig.say(m.oadrQueryRegistration())), { venID: undefined, registrationID: undefined, poll: 'PT10S' });
});

test('a new registration: VEN change, own metadata queued, durable', (t) => {
  const rig = new Rig(t);
  rig.say(m.oadrQueryRegistration());
  const { result, exchange } = rig.say(m.oadrCreatePartyRegistration());
  const { venID = '', registrationID } = rig.vtn.vens()[0] ?? {};
  const { item = '' } = rig.vtn.vens()[0]?.queue[0] ?? {};
  t.deepEqual(result.changes, [
    {
      what: 'ven',
      venID,
      state: 'registered',
      cause: 'new',
      venName: 'thermostat',
      registrationID,
      fingerprint: undefined,
      profile: '2.0b',
      transport: 'simpleHttp',
      pullModel: true,
      reportOnly: false,
      xmlSignature: false,
      pollInterval: 10_000,
      exchange,
    },
    { what: 'delivery', venID, item, payload: 'oadrRegisterReport', state: 'queued' },
    { what: 'queue', venID, items: [{ item, payload: 'oadrRegisterReport', label: 'own metadata: none' }] },
    { what: 'presence', venID, presence: 'online', lastHeard: rig.now },
  ]);
  t.deepEqual(result.dirty, [venID]);
  t.deepEqual(result.findings, []);
});

test('rule 406: a create without IDs wipes metadata, requests and queue, keeps events and venID', (t) => {
  const rig = new Rig(t);
  const { venID, registrationID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.drain(venID);
  const { items } = rig.command({
    do: 'send',
    vens: [venID],
    payload: { name: 'oadrCreateReport', body: {} },
    allowInvalid: true,
  });
  rig.changed();
  const again = ids(rig.say(m.oadrCreatePartyRegistration()));
  t.is(again.venID, venID);
  t.not(again.registrationID, registrationID);
  const changes = rig.changed('ven', 'delivery', 'reports');
  t.deepEqual(
    changes.map((change) =>
      change.what === 'ven'
        ? change.cause
        : change.what === 'reports'
          ? change.reports
          : `${change.item === items[0]?.item} ${change.payload} ${change.state}`,
    ),
    [
      [],
      'true oadrCreateReport dropped',
      'anew',
      'false oadrRegisterReport queued',
      'false oadrDistributeEvent queued',
    ],
  );
  t.deepEqual(
    rig.drain(venID).map(({ name }) => name),
    ['oadrRegisterReport', 'oadrDistributeEvent'],
  );
});

test('rule 406: known by certificate, else by name', (t) => {
  const rig = new Rig(t);
  const cert = rig.register({ oadrVenName: 'a' }, { peer: { fingerprint: 'AA' } });
  t.is(
    ids(rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'renamed' }), { peer: { fingerprint: 'AA' } })).venID,
    cert.venID,
  );
  t.not(
    ids(rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'renamed' }), { peer: { fingerprint: 'BB' } })).venID,
    cert.venID,
    'the name of a VEN with a certificate is not enough',
  );
  const plain = rig.register({ oadrVenName: 'b' });
  t.is(ids(rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'b' }))).venID, plain.venID);
  t.not(ids(rig.say(m.oadrCreatePartyRegistration({ oadrVenName: undefined }))).venID, plain.venID);
});

test('re-registration with both IDs changes neither them nor events nor reports', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.command({ do: 'event', vens: [both.venID], event: event() });
  rig.command({ do: 'offer', pollInterval: 30_000, vens: [both.venID] });
  rig.changed();
  const { payload, result } = rig.say(m.oadrCreatePartyRegistration({ ...both, oadrVenName: 'renamed' }));
  t.deepEqual(ids({ payload }), { ...both, poll: 'PT30S' });
  t.deepEqual(
    result.changes.map((change) => change.what),
    ['ven'],
  );
  t.like(result.changes[0], { cause: 'renewed', venName: 'renamed', pollInterval: 30_000 });
  t.deepEqual(rig.vtn.ven(both.venID)?.reports, ['METADATA_TELEMETRY_USAGE']);
  t.deepEqual(
    rig.drain(both.venID).map(({ name }) => name),
    ['oadrDistributeEvent'],
  );
  t.deepEqual(rig.found(), []);
});

test('rules 400, 452: a re-registration with a wrong registrationID', (t) => {
  const rig = new Rig(t);
  const { venID, registrationID } = rig.register();
  const { payload, code } = rig.say(m.oadrCreatePartyRegistration({ venID, registrationID: 'other' }));
  t.is(code, '452');
  t.deepEqual(ids({ payload }), { venID: undefined, registrationID: undefined, poll: undefined });
  t.like(rig.found()[0], { severity: 'error', rule: 400, expected: registrationID, actual: 'other' });
});

test('463: a re-registration of what this VTN does not know', (t) => {
  const rig = new Rig(t);
  t.is(rig.say(m.oadrCreatePartyRegistration({ venID: 'lost', registrationID: 'lost' })).code, '463');
  t.is(rig.say(m.oadrCreatePartyRegistration({ registrationID: 'lost' })).code, '463');
});

test('rule 402: a venID of its own only where it was provisioned or any is welcome', (t) => {
  const rig = new Rig(t);
  t.is(rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' })).code, '452');
  t.like(rig.found(), [{ rule: 402, actual: 'mine' }]);
  t.deepEqual(rig.vtn.vens(), []);
  rig.command({ do: 'provision', venID: 'mine', venName: 'boiler' });
  t.like(rig.changed('ven')[0], { venID: 'mine', state: 'known', cause: 'provisioned' });
  t.is(ids(rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' }))).venID, 'mine');
  const open = new Rig(t, { anyVenID: true });
  t.is(ids(open.say(m.oadrCreatePartyRegistration({ venID: '__proto__' }))).venID, '__proto__');
});

test('a pre-provisioned VEN is known by name, by certificate, or registered out of band (rule 405)', (t) => {
  const rig = new Rig(t);
  rig.command({ do: 'provision', venID: 'by-name', venName: 'boiler' });
  rig.command({ do: 'provision', venID: 'by-cert', fingerprint: 'CC' });
  rig.command({ do: 'provision', venID: 'out-of-band', registrationID: 'r1' });
  t.is(ids(rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'boiler' }))).venID, 'by-name');
  t.is(ids(rig.say(m.oadrCreatePartyRegistration({}), { peer: { fingerprint: 'CC' } })).venID, 'by-cert');
  t.is(rig.say(m.oadrPoll('out-of-band')).code, '200');
});

for (const [what, over] of Object.entries({
  'profile 2.0a': { oadrProfileName: '2.0a' as const },
  'transport xmpp': { oadrTransportName: 'xmpp' as const },
  'the push model': { oadrHttpPullModel: false, oadrTransportAddress: 'http://ven' },
})) {
  test(`rules 403, 404: 469 without IDs for ${what}`, (t) => {
    const rig = new Rig(t);
    const { payload, code } = rig.say(m.oadrCreatePartyRegistration(over));
    t.is(code, '469');
    t.deepEqual(ids({ payload }), { venID: undefined, registrationID: undefined, poll: undefined });
    t.deepEqual(rig.vtn.vens(), []);
  });
}

test('rule 402: oadrHttpPullModel is missing', (t) => {
  const rig = new Rig(t);
  t.is(rig.say(m.oadrCreatePartyRegistration({ oadrHttpPullModel: undefined })).code, '200');
  t.like(rig.found()[0], { layer: 'rule', severity: 'error', rule: 402 });
});

test('rule 407: the VEN cancels; all about it is erased, later requests get 463', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.command({ do: 'registerReport', vens: [both.venID] });
  rig.say(m.oadrCreateOpt(both.venID));
  rig.changed();
  const { payload } = rig.say(m.oadrCancelPartyRegistration({ ...both, requestID: 'bye' }));
  t.deepEqual(payload, {
    name: 'oadrCanceledPartyRegistration',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'bye' },
      ...both,
    },
  });
  t.like(rig.changed('ven')[0], { state: 'cancelled', cause: 'byVen', registrationID: undefined });
  t.like(rig.vtn.ven(both.venID), { state: 'cancelled', reports: [], schedules: [], queue: [] });
  t.is(rig.say(m.oadrPoll(both.venID)).code, '463');
  t.is(rig.say(m.oadrCancelPartyRegistration(both)).code, '463');
  t.is(rig.say(m.oadrRequestEvent(both.venID)).code, '463');
  const again = ids(rig.say(m.oadrCreatePartyRegistration()));
  t.is(again.venID, both.venID);
  t.not(again.registrationID, both.registrationID);
});

test('rule 400: cancelling with a wrong registrationID changes nothing', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  t.is(rig.say(m.oadrCancelPartyRegistration({ venID, registrationID: 'other' })).code, '452');
  t.is(rig.say(m.oadrPoll(venID)).code, '200');
});

test('rule 407: the VTN cancels by poll; the answer is still taken, all else gets 463', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.command({ do: 'cancelRegistration', vens: [both.venID] });
  const { payload } = rig.say(m.oadrPoll(both.venID));
  t.like(payload, { name: 'oadrCancelPartyRegistration', body: both });
  t.like(rig.changed('ven')[0], { state: 'cancelled', cause: 'byVtn' });
  t.is(rig.say(m.oadrPoll(both.venID)).code, '463');
  rig.found();
  t.is(rig.say(m.oadrCanceledPartyRegistration(both)).code, '200');
  t.deepEqual(rig.found(), []);
  t.is(rig.say(m.oadrCanceledPartyRegistration(both)).code, '463');
});

test('an undelivered oadrCancelPartyRegistration cancels nothing', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.command({ do: 'cancelRegistration', vens: [both.venID] });
  rig.say(m.oadrPoll(both.venID), { fate: 'undelivered' });
  t.is(rig.vtn.ven(both.venID)?.state, 'registered');
  t.is(rig.say(m.oadrPoll(both.venID)).payload.name, 'oadrCancelPartyRegistration');
});

test('re-registration by poll: oadrResponse at EiRegisterParty, then both IDs, then the new interval', (t) => {
  const rig = new Rig(t);
  const both = rig.register();
  rig.command({ do: 'requestReregistration', vens: [both.venID], pollInterval: 15_000 });
  t.deepEqual(rig.say(m.oadrPoll(both.venID)).payload, {
    name: 'oadrRequestReregistration',
    body: { schemaVersion: '2.0b', venID: both.venID },
  });
  t.is(rig.vtn.ven(both.venID)?.pollInterval, 10_000, 'not before it was told');
  const answer = rig.say(m.oadrResponse({ venID: both.venID }));
  t.is(answer.payload.name, 'oadrResponse');
  t.is(answer.code, '200');
  t.deepEqual(ids(rig.say(m.oadrCreatePartyRegistration(both))), { ...both, poll: 'PT15S' });
  t.deepEqual(rig.found(), []);
});

test('forget: the VEN is unknown; a provisioned one is as it was provisioned', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'event', vens: [venID], event: event() });
  rig.changed();
  rig.command({ do: 'forget', vens: [venID] });
  t.deepEqual(
    rig
      .changed('event', 'delivery', 'ven')
      .map((change) => `${change.what} ${change.what === 'delivery' ? change.state : change.cause}`),
    ['event removed', 'delivery dropped', 'ven forgotten'],
  );
  t.is(rig.vtn.venSnapshot(venID), undefined);
  t.is(rig.say(m.oadrPoll(venID)).code, '452');
  t.not(ids(rig.say(m.oadrCreatePartyRegistration())).venID, venID);
  rig.command({ do: 'provision', venID: 'mine', venName: 'boiler' });
  rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' }));
  rig.command({ do: 'forget', vens: ['mine'] });
  t.like(rig.vtn.ven('mine'), { state: 'known', venName: 'boiler', registrationID: undefined });
  t.is(rig.say(m.oadrPoll('mine')).code, '463');
});

test('without registerReports a new registration queues nothing; events wait for the first one', (t) => {
  const rig = new Rig(t);
  rig.command({ do: 'configure', registerReports: false });
  rig.command({ do: 'provision', venID: 'mine' });
  rig.command({ do: 'event', vens: ['mine'], event: event() });
  t.is(codeOf(rig.say(m.oadrPoll('mine')).reply), '463');
  rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' }));
  t.deepEqual(
    rig.drain('mine').map((payload) => listOf(payload).events),
    [['peak 0 far']],
  );
});

test("rule 406: without certificates two devices of one name take each other's place, which is remarked", (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const { result } = rig.say(m.oadrCreatePartyRegistration(), { peer: { address: '10.0.0.2', connection: 'c2' } });
  t.is(result.ven, venID);
  t.like(rig.found(), [{ severity: 'warning', rule: 406, expected: '127.0.0.1', actual: '10.0.0.2' }]);
});

test('the result names the VEN, unless nobody knows it', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  t.is(rig.say(m.oadrPoll(venID)).result.ven, venID);
  t.is(rig.say(m.oadrPoll('nobody')).result.ven, undefined);
});

test('a forgotten VEN is not recognised by its connection', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'forget', vens: [venID] });
  t.is(rig.say(m.oadrPoll(undefined)).code, '452');
});

test('9.2.1.1: a create with the IDs of a VEN that has another certificate is 463, also without any over TLS', (t) => {
  const rig = new Rig(t);
  const both = rig.register({}, { peer: { fingerprint: 'AA', tls: true } });
  for (const peer of [{ fingerprint: 'BB', tls: true as const }, { tls: true as const }]) {
    t.is(rig.say(m.oadrCreatePartyRegistration(both), { peer }).code, '463');
    t.is(rig.say(m.oadrCreatePartyRegistration({ venID: both.venID }), { peer }).code, '463');
    t.like(rig.found().at(-1), { rule: 517, expected: `certificate AA, to which venID ${both.venID} is bound` });
  }
  t.is(rig.say(m.oadrCreatePartyRegistration(both), { peer: { fingerprint: 'AA', tls: true } }).code, '200');
});

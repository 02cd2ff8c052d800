import test from 'ava';
import type { Finding } from '../../src/openadr/finding.ts';
import type { Message } from '../../src/openadr/index.ts';
import * as m from '../helpers/messages.ts';
import { Rig, T0 } from '../helpers/vtn-rig.ts';

const REQUESTS: readonly [(venID: string) => Message, string][] = [
  [(venID) => m.oadrPoll(venID), 'oadrResponse'],
  [(venID) => m.oadrRequestEvent(venID), 'oadrDistributeEvent'],
  [(venID) => m.oadrCreatedEvent(venID, []), 'oadrResponse'],
  [(venID) => m.oadrCancelPartyRegistration({ venID, registrationID: 'r' }), 'oadrCanceledPartyRegistration'],
  [(venID) => m.oadrCanceledPartyRegistration({ venID }), 'oadrResponse'],
  [(venID) => m.oadrResponse({ venID }), 'oadrResponse'],
  [(venID) => m.oadrRegisterReport({ venID }), 'oadrRegisteredReport'],
  [(venID) => m.oadrRegisteredReport({ venID }), 'oadrResponse'],
  [(venID) => m.oadrCreateReport(venID, { r: 'METADATA' }), 'oadrCreatedReport'],
  [(venID) => m.oadrUpdateReport(venID, 'r'), 'oadrUpdatedReport'],
  [(venID) => m.oadrCancelReport(venID, ['r']), 'oadrCanceledReport'],
  [(venID) => m.oadrCreateOpt(venID), 'oadrCreatedOpt'],
  [(venID) => m.oadrCancelOpt(venID), 'oadrCanceledOpt'],
];

for (const [make, reply] of REQUESTS) {
  const { name } = make('x');
  test(`8.6: ${name} of a stranger is refused by ${reply}`, (t) => {
    const rig = new Rig(t);
    const { payload, code } = rig.say(make('nobody'));
    t.is(payload.name, reply as Message['name']);
    // Rules 500 and 517 disagree about polls on plain HTTP.
    t.is(code, name === 'oadrPoll' ? '452' : '463');
    t.is(rig.say(make('nobody'), { peer: { fingerprint: 'AA' } }).code, '463');
    t.true(rig.found().every(({ severity, layer }) => severity === 'warning' && layer === 'sequence'));
    if (payload.name === 'oadrDistributeEvent') t.is(payload.body.oadrEvent, undefined);
    if (payload.name === 'oadrCreatedOpt') t.is(payload.body.optID, 'opt-1');
  });

  test(`rules 21, 517: ${name} with the venID of another certificate is 463, with one that no certificate has 452`, (t) => {
    const rig = new Rig(t);
    const a = rig.register({ oadrVenName: 'a' }, { peer: { fingerprint: 'AA' } });
    rig.register({ oadrVenName: 'b' }, { peer: { fingerprint: 'BB' } });
    const other = rig.say(make(a.venID), { peer: { fingerprint: 'BB' } });
    t.is(other.payload.name, reply as Message['name']);
    t.is(other.code, '463');
    t.like(rig.found().at(-1), { rule: 517, actual: `venID ${a.venID}, bound to certificate AA` });
    t.is(rig.say(make('nobody'), { peer: { fingerprint: 'BB' } }).code, '452');
    const plain = rig.register({ oadrVenName: 'c' });
    t.is(rig.say(make(plain.venID), { peer: { fingerprint: 'BB' } }).code, '452');
    t.is(rig.say(make(a.venID), { peer: { fingerprint: 'CC' } }).code, '463');
    t.regex(rig.found().at(-1)?.hint ?? '', /changed since registration/);
  });

  test(`9.2.1.1: ${name} over TLS without the certificate of its VEN is 463`, (t) => {
    const rig = new Rig(t);
    const { venID } = rig.register({ oadrVenName: 'a' }, { peer: { fingerprint: 'AA', tls: true } });
    t.is(rig.say(make(venID), { peer: { tls: true } }).code, '463');
    t.like(rig.found().at(-1), { rule: 517, actual: 'no certificate' });
  });

  test(`rule 33: ${name} at the wrong endpoint is 459 in its own reply`, (t) => {
    const rig = new Rig(t);
    const { venID } = rig.register();
    const wrong = m.serviceOf(name) === 'EiOpt' ? 'OadrPoll' : 'EiOpt';
    const { payload, code } = rig.say(make(venID), { service: wrong });
    t.is(payload.name, reply as Message['name']);
    t.is(code, '459');
    t.like(rig.found()[0], { severity: 'error', rule: 33, expected: m.serviceOf(name), actual: wrong });
  });
}

test('rule 33: what a VTN never receives is 459 in an oadrResponse', (t) => {
  const rig = new Rig(t);
  const never: Message[] = [
    m.message('oadrDistributeEvent', { requestID: 'r', vtnID: 'v' }),
    m.message('oadrCreatedPartyRegistration', { eiResponse: m.OK, vtnID: 'v' }),
    m.message('oadrRequestReregistration', { venID: 'v' }),
    m.message('oadrCreatedOpt', { eiResponse: m.OK, optID: 'o' }),
    m.message('oadrCanceledOpt', { eiResponse: m.OK }),
  ];
  for (const one of never) {
    const { payload, code } = rig.say(one);
    t.is(payload.name, 'oadrResponse');
    t.is(code, '459');
  }
});

test('rule 401: oadrQueryRegistration at the wrong endpoint too', (t) => {
  const rig = new Rig(t);
  t.is(rig.say(m.oadrQueryRegistration(), { service: 'OadrPoll' }).code, '459');
});

test('9.1.5: what is no payload is 406 with a plain reason', (t) => {
  const rig = new Rig(t);
  const result = rig.vtn.receive(
    {
      exchange: 'x',
      peer: { connection: 'c', address: 'a' },
      service: 'OadrPoll',
      ids: { root: 'html' },
      findings: [],
    },
    T0,
  );
  t.deepEqual(result.reply, { status: 406, patch: [], reason: 'not acceptable: no OpenADR 2.0b payload, but html' });
});

test('9.1.5: an oadrPayload that cannot be read to its end is 406 with what is wrong with it', (t) => {
  const rig = new Rig(t);
  const message = 'elements are nested more than 64 deep';
  const result = rig.vtn.receive(
    {
      exchange: 'x',
      peer: { connection: 'c', address: 'a' },
      service: 'OadrPoll',
      ids: { root: 'oadrPayload' },
      findings: [{ layer: 'xml', severity: 'error', message }],
    },
    T0,
  );
  t.deepEqual(result.reply, { status: 406, patch: [], reason: `not acceptable: ${message}` });
});

test('9.1.5: with rejectInvalid any error below is 406; lenient it is processed', (t) => {
  const findings: Finding[] = [{ layer: 'schema', severity: 'error', message: 'wrong order' }];
  const strict = new Rig(t, { rejectInvalid: true });
  const { reply } = strict.say(m.oadrCreatePartyRegistration(), { findings });
  t.deepEqual(reply, { status: 406, patch: [], reason: 'not acceptable: wrong order' });
  t.deepEqual(strict.vtn.vens(), []);
  const warned = strict.say(m.oadrCreatePartyRegistration(), {
    findings: [{ layer: 'http', severity: 'warning', message: 'odd' }],
  });
  t.is(warned.code, '200');
  t.is(new Rig(t).say(m.oadrCreatePartyRegistration(), { findings }).code, '200');
});

test('rule 508: a message without venID is taken as from who spoke on that connection or address', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.say(m.oadrPoll(venID));
  t.is(rig.say(m.oadrRegisteredReport()).code, '200');
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 508, expected: venID }]);
  t.is(rig.say(m.oadrPoll(undefined), { peer: { connection: 'c2' } }).code, '200', 'the only VEN at that address');
  t.is(rig.say(m.oadrPoll(undefined), { peer: { connection: 'c3', address: '10.0.0.9' } }).code, '452');
  rig.register({ oadrVenName: 'b' }, { peer: { connection: 'c4' } });
  t.is(rig.say(m.oadrPoll(undefined), { peer: { connection: 'c5' } }).code, '452', 'two VENs at that address');
});

test('rule 207, 303: the requestID of the request is in the reply', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const { payload } = rig.say(m.oadrRegisterReport({ venID, requestID: 'abc' }));
  t.like(payload, { body: { eiResponse: { requestID: 'abc' } } });
  const list = rig.say(m.oadrRequestEvent(venID)).payload;
  t.like(list, { body: { eiResponse: { requestID: 'request-1' } } });
});

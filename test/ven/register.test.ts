import test from 'ava';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import {
  cancelRegistration,
  created,
  distribute,
  ok,
  queried,
  REGISTRATION_ID,
  registered,
  requestReregistration,
  VEN_ID,
  VTN_ID,
} from '../helpers/vtn-messages.ts';

test('start-up: query, create, metadata, events, poll, in this order', (t) => {
  const ven = new VenBench();
  t.deepEqual(ven.start(), ['oadrQueryRegistration']);
  t.deepEqual(ven.reply(queried()), ['oadrCreatePartyRegistration']);
  t.deepEqual(ven.posted[1], {
    name: 'oadrCreatePartyRegistration',
    body: {
      requestID: ven.posted[1]?.name === 'oadrCreatePartyRegistration' ? ven.posted[1].body.requestID : '',
      oadrProfileName: '2.0b',
      oadrTransportName: 'simpleHttp',
      oadrReportOnly: false,
      oadrXmlSignature: false,
      oadrVenName: 'sim',
      oadrHttpPullModel: true,
      schemaVersion: '2.0b',
    },
  });
  t.deepEqual(ven.reply(created({ poll: 'PT2S' })), ['oadrRegisterReport']);
  t.deepEqual(ven.reply(registered()), ['oadrRequestEvent']);
  t.deepEqual(ven.reply(distribute([])), ['oadrPoll']);
  t.deepEqual(ven.reply(ok()), []);
  t.is(ven.wake, T0 + 2_000);
  t.deepEqual(ven.facts, [
    { fact: 'phase', phase: 'querying' },
    { fact: 'phase', phase: 'registering' },
    {
      fact: 'registered',
      cause: 'new',
      venID: VEN_ID,
      registrationID: REGISTRATION_ID,
      vtnID: VTN_ID,
      pollInterval: 2_000,
    },
    { fact: 'phase', phase: 'reporting' },
    { fact: 'phase', phase: 'requesting' },
    { fact: 'phase', phase: 'polling' },
  ]);
});

test('a step changes no state in place', (t) => {
  const ven = new VenBench().register();
  const before = structuredClone(ven.state);
  const kept = ven.state;
  ven.poll(requestReregistration());
  ven.reply(ok());
  ven.reply(created());
  t.deepEqual(kept, before);
  t.not(ven.state, kept);
});

test('a preconfigured venID goes with the first registration, without registrationID (rule 402)', (t) => {
  const ven = new VenBench({ venID: 'mine' });
  ven.start();
  ven.reply(queried());
  const create = ven.posted[1];
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.venID === 'mine');
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.registrationID === undefined);
});

test('a registration that it already has is renewed with both IDs, and given up when the VTN does not know it', (t) => {
  const ven = new VenBench({ venID: 'mine', registrationID: 'old' });
  ven.start();
  ven.reply(queried());
  const create = ven.posted[1];
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.registrationID === 'old');
  ven.reply(created({ eiResponse: { responseCode: '452', requestID: '' } }));
  t.deepEqual(ven.pass(1_200), ['oadrQueryRegistration']);
  ven.reply(queried());
  const again = ven.posted.at(-1);
  t.true(again?.name === 'oadrCreatePartyRegistration' && again.body.registrationID === undefined);
  t.true(again?.name === 'oadrCreatePartyRegistration' && again.body.venID === 'mine');
});

test('oadrRequestReregistration: oadrResponse with venID to EiRegisterParty, then create with both IDs (8.4.1, r508)', (t) => {
  const ven = new VenBench().register();
  ven.poll(requestReregistration());
  t.deepEqual(
    ven.outbox.map(({ service }) => service),
    ['EiRegisterParty', 'EiRegisterParty'],
  );
  const [response, create] = ven.outbox.map(({ message }) => message);
  t.deepEqual(response, {
    name: 'oadrResponse',
    body: {
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: '' },
      venID: VEN_ID,
      schemaVersion: '2.0b',
    },
  });
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.venID === VEN_ID);
  t.true(create?.name === 'oadrCreatePartyRegistration' && create.body.registrationID === REGISTRATION_ID);
  ven.reply(ok());
  // No metadata and no oadrRequestEvent after a renewal; the poll goes on at the new pace.
  t.deepEqual(ven.reply(created({ poll: 'PT5S' })), ['oadrPoll']);
  ven.reply(ok());
  t.is(ven.wake, ven.now + 5_000);
  t.deepEqual(
    ven.of('registered').map(({ cause, pollInterval }) => ({ cause, pollInterval })),
    [{ cause: 'renewed', pollInterval: 5_000 }],
  );
});

test('a re-registration asked of another venID is refused with 452', (t) => {
  const ven = new VenBench().register();
  const [response, ...more] = ven.poll(requestReregistration('other'));
  t.true(response?.name === 'oadrResponse' && response.body.eiResponse.responseCode === '452');
  t.deepEqual(more, []);
  t.is(ven.state.phase, 'polling');
});

test('the VTN cancels: acknowledged, all erased, back after two poll intervals', (t) => {
  const ven = new VenBench().register();
  const [canceled] = ven.poll(cancelRegistration());
  t.deepEqual(canceled, {
    name: 'oadrCanceledPartyRegistration',
    body: {
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'cancel-1' },
      registrationID: REGISTRATION_ID,
      venID: VEN_ID,
      schemaVersion: '2.0b',
    },
  });
  t.deepEqual({ ...ven.state, retryAt: 0 }, { ...new VenBench().state, phase: 'away', generation: 1, retryAt: 0 });
  ven.reply(ok());
  t.deepEqual(ven.pass(19_999), []);
  t.deepEqual(ven.pass(1), ['oadrQueryRegistration']);
  t.deepEqual(ven.of('unregistered'), [{ fact: 'unregistered', cause: 'byVtn' }]);
});

test('stays-away does not come back after a cancel', (t) => {
  const ven = new VenBench({ personality: 'stays-away' }).register();
  ven.poll(cancelRegistration());
  ven.reply(ok());
  t.is(ven.state.phase, 'stopped');
  t.deepEqual(ven.pass(3_600_000), []);
});

test('a cancel of another registration is refused with 452 and changes nothing (rule 400)', (t) => {
  const ven = new VenBench().register();
  const [canceled] = ven.poll(cancelRegistration('other'));
  t.true(canceled?.name === 'oadrCanceledPartyRegistration' && canceled.body.eiResponse.responseCode === '452');
  t.is(ven.state.registrationID, REGISTRATION_ID);
});

test('the VEN cancels: it falls silent, and registers again when told', (t) => {
  const ven = new VenBench().register();
  t.deepEqual(ven.command({ command: 'cancelRegistration' }), ['oadrCancelPartyRegistration']);
  t.deepEqual(ven.pass(60_000), []);
  ven.reply({
    name: 'oadrCanceledPartyRegistration',
    body: { eiResponse: { responseCode: '200', requestID: '' }, schemaVersion: '2.0b' },
  });
  t.is(ven.state.phase, 'stopped');
  t.is(ven.state.venID, undefined);
  t.deepEqual(ven.pass(60_000), []);
  t.deepEqual(ven.command({ command: 'reregister' }), ['oadrQueryRegistration']);
});

test('a refusal is told with what the VTN says about it, else with what its code means, and what to do', (t) => {
  const told = (ven: VenBench) => ven.of('problem').at(-1);
  const polling = new VenBench().register();
  polling.pass(10_000);
  polling.reply(ok('463', 'this certificate is not registered.'));
  t.like(told(polling), {
    problem: 'oadrPoll was answered with 463: this certificate is not registered',
    remedy: 'wait: this VEN registers anew by itself',
  });
  const strange = new VenBench();
  strange.input({ input: 'start' });
  strange.reply(queried());
  strange.reply(created({ eiResponse: { responseCode: '463', requestID: '' } }));
  t.like(told(strange), {
    problem:
      'oadrCreatePartyRegistration was answered with 463: The sender is not registered here and has to register anew',
    remedy:
      'have the VTN take this VEN: its venID, and the fingerprint of its certificate (10.5.1); it tries again by itself',
  });
});

for (const code of ['463', '452']) {
  test(`${code} to a poll: registers anew at once, then ever later until a poll is answered well`, (t) => {
    const ven = new VenBench().register();
    const times: number[] = [];
    ven.pass(10_000);
    const since = ven.now;
    for (let round = 0; round < 4; round++) {
      const from = ven.posted.length;
      ven.reply(ok(code));
      if (ven.posted.length === from) ven.pass((ven.wake ?? 0) - ven.now);
      times.push(ven.now - since);
      ven.reply(queried());
      ven.reply(created());
      ven.reply(registered());
      ven.reply(distribute([]));
    }
    // At once, then about 2, 4 and 8 s after the one before (±10 %).
    t.is(times[0], 0);
    const waits = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    t.true(
      waits.every((wait, i) => wait >= 0.9 * 2_000 * 2 ** i && wait <= 1.1 * 2_000 * 2 ** i),
      String(waits),
    );
    ven.reply(ok());
    t.is(ven.state.failures, 0);
  });
}

test('a VTN that refuses is asked again after a back-off, never in a storm', (t) => {
  const ven = new VenBench();
  ven.start();
  let creates = 0;
  for (let minutes = 0; minutes < 10; minutes++) {
    for (const name of ven.pass(60_000)) if (name === 'oadrCreatePartyRegistration') creates++;
    while (ven.outbox.length > 0) {
      const name = ven.outbox[0]?.message.name;
      if (name === 'oadrCreatePartyRegistration') creates++;
      ven.reply(
        name === 'oadrQueryRegistration' ? queried() : created({ eiResponse: { responseCode: '469', requestID: '' } }),
      );
    }
  }
  t.true(creates >= 8 && creates <= 20, String(creates));
});

test('answers that do not fit the VEN are no registration (rules 21, 400, 403)', (t) => {
  for (const [config, body, problem] of [
    [{ vtnID: 'expected' }, {}, `vtnID is ${VTN_ID}, expected expected`],
    [{ venID: 'mine' }, {}, `venID is ${VEN_ID}, expected mine`],
    [{}, { registrationID: undefined }, 'the VTN accepted without venID or registrationID'],
  ] as const) {
    const ven = new VenBench(config);
    ven.start();
    ven.reply(queried());
    t.deepEqual(ven.reply(created(body)), []);
    t.deepEqual(
      ven.of('problem').map((fact) => fact.problem),
      [problem],
    );
    t.is(ven.state.phase, 'away');
  }
});

test('a refused create (404, 406, 501) is not sent again', (t) => {
  for (const status of [404, 406, 501]) {
    const ven = new VenBench();
    ven.start();
    ven.reply(queried());
    t.deepEqual(ven.refuse(status), []);
    t.deepEqual(ven.pass(3_600_000), []);
    t.is(ven.state.phase, 'stopped');
  }
});

test('a query without a readable answer does not keep it from registering', (t) => {
  const ven = new VenBench();
  ven.start();
  t.deepEqual(ven.reply(), ['oadrCreatePartyRegistration']);
  const other = new VenBench();
  other.start();
  t.deepEqual(other.refuse(404), ['oadrCreatePartyRegistration']);
});

test('an answer that belongs to an earlier registration is void', (t) => {
  const ven = new VenBench().register();
  ven.pass(10_000);
  const old = ven.outbox[0];
  ven.command({ command: 'cancelRegistration' });
  ven.outbox.shift();
  ven.reply({
    name: 'oadrCanceledPartyRegistration',
    body: { eiResponse: { responseCode: '200', requestID: '' }, schemaVersion: '2.0b' },
  });
  const before = ven.state;
  if (old) ven.input({ input: 'reply', to: old, message: ok('463'), same: false, whole: true });
  t.deepEqual(ven.state, before);
});

test('registration commands while one is under way begin nothing twice', (t) => {
  const ven = new VenBench();
  ven.start();
  t.deepEqual(ven.command({ command: 'reregister' }), []);
  ven.command({ command: 'cancelRegistration' });
  t.is(ven.state.phase, 'stopped');
  t.deepEqual(ven.outbox, []);
});

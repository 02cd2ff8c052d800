import test from 'ava';
import { VenBench } from '../helpers/ven-bench.ts';
import {
  created,
  createReport,
  distribute,
  oadrEvent,
  ok,
  registered,
  reportRequest,
  VEN_ID,
  vtnRegisterReport,
} from '../helpers/vtn-messages.ts';

test('a poll that brings something is repeated at once, and the next one of the cadence is a whole interval away', (t) => {
  const ven = new VenBench().register('PT5S');
  t.deepEqual(ven.pass(4_999), []);
  t.deepEqual(ven.pass(1), ['oadrPoll']);
  const since = ven.now;
  // One payload a poll, each answered before the next poll, at once until nothing is left (r500).
  t.deepEqual(ven.reply(vtnRegisterReport()), ['oadrRegisteredReport', 'oadrPoll']);
  ven.reply(ok());
  t.deepEqual(ven.reply(distribute([oadrEvent({ start: since + 60_000 })])), ['oadrCreatedEvent', 'oadrPoll']);
  // The cadence counts from the last poll that went out: no gap is shorter than requested but in a drain (r500).
  ven.now = since + 700;
  ven.reply(ok());
  t.deepEqual(ven.reply(ok()), []);
  t.is(ven.wake, since + 5_700);
});

test('a poll that is answered late is followed by the next one at once, never by two', (t) => {
  const ven = new VenBench().register('PT5S');
  t.deepEqual(ven.pass(30_000), ['oadrPoll']);
  t.deepEqual(ven.reply(ok()), ['oadrPoll']);
});

test('a VTN that repeats the same bytes is not polled in a storm', (t) => {
  const ven = new VenBench().register('PT5S');
  ven.pass(5_000);
  const list = distribute([oadrEvent({ start: ven.now + 60_000 })]);
  t.deepEqual(ven.reply(list), ['oadrCreatedEvent', 'oadrPoll']);
  ven.reply(ok());
  // Answered again (r62), but the next poll is that of the cadence.
  t.deepEqual(ven.reply(list, { same: true }), ['oadrCreatedEvent']);
  t.is(ven.wake, ven.now + 5_000);
});

test('a queue without end ends the drain', (t) => {
  const ven = new VenBench().register('PT5S');
  let polls = ven.pass(5_000).length;
  while (ven.outbox.length > 0 && polls < 1_000) {
    const poll = ven.outbox[0]?.message.name === 'oadrPoll';
    const posted = ven.reply(poll ? vtnRegisterReport(`rr-${polls}`) : ok());
    if (posted.includes('oadrPoll')) polls++;
  }
  t.is(polls, 101);
});

test('jitter makes polls late, never early (9.1.8, r500)', (t) => {
  const ven = new VenBench({ pollJitter: 0.2 }).register('PT10S');
  const gaps: number[] = [];
  for (let i = 0; i < 50; i++) {
    const wait = (ven.wake ?? 0) - ven.now;
    gaps.push(wait);
    ven.pass(wait);
    ven.reply(ok());
  }
  t.true(Math.min(...gaps) >= 10_000);
  t.true(Math.max(...gaps) <= 12_000);
  t.true(new Set(gaps).size > 40);
});

test('no usable answer: the next poll is that of the cadence', (t) => {
  const ven = new VenBench().register('PT5S');
  ven.pass(5_000);
  t.deepEqual(ven.reply(), []);
  t.is(ven.wake, ven.now + 5_000);
  ven.pass(5_000);
  t.deepEqual(ven.refuse(406), []);
  t.is(ven.wake, ven.now + 5_000);
  // Refused after the next turn had come: a whole interval passes before anything is sent again.
  ven.pass(5_000);
  ven.now += 8_000;
  t.deepEqual(ven.refuse(406), []);
  t.is(ven.wake, ven.now + 5_000);
});

test('a payload that must not answer a poll is a problem, and ends the drain', (t) => {
  const ven = new VenBench().register('PT5S');
  ven.pass(5_000);
  t.deepEqual(ven.reply(created()), []);
  t.regex(ven.of('problem')[0]?.problem ?? '', /^oadrPoll was answered with oadrCreatedPartyRegistration, expected/);
  t.is(ven.wake, ven.now + 5_000);
});

test("the VTN's oadrRegisterReport is answered with oadrRegisteredReport", (t) => {
  const ven = new VenBench().register();
  t.deepEqual(ven.poll(vtnRegisterReport('rr-9')), [
    {
      name: 'oadrRegisteredReport',
      body: {
        eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'rr-9' },
        venID: VEN_ID,
        schemaVersion: '2.0b',
      },
    },
  ]);
});

test('a METADATA request: oadrCreatedReport, then oadrRegisterReport with its reportRequestID at the root (r311)', (t) => {
  const ven = new VenBench().register();
  ven.pass(10_000);
  t.deepEqual(ven.reply(createReport([reportRequest('m-1')])), ['oadrCreatedReport', 'oadrRegisterReport', 'oadrPoll']);
  const [createdReport, register] = ven.posted.slice(-3);
  t.true(createdReport?.name === 'oadrCreatedReport' && createdReport.body.eiResponse.responseCode === '200');
  t.true(register?.name === 'oadrRegisterReport' && register.body.reportRequestID === 'm-1');
  t.true(
    register?.name === 'oadrRegisterReport' &&
      register.body.oadrReport?.every(({ reportRequestID }) => reportRequestID === '0'),
  );
});

test('periodic METADATA is sent again and again until cancelled, once more where that is wanted (r324, r345)', (t) => {
  const ven = new VenBench().register('PT1H');
  ven.poll(createReport([reportRequest('m-1', { back: 'PT1M' })]));
  const drain = () => {
    while (ven.outbox.length > 0) ven.reply(ven.outbox[0]?.message.name === 'oadrRegisterReport' ? registered() : ok());
  };
  drain();
  ven.posted.length = 0;
  for (let i = 0; i < 3; i++) {
    ven.pass(60_000);
    drain();
  }
  t.deepEqual(
    ven.posted.map((message) => message.name === 'oadrRegisterReport' && message.body.reportRequestID),
    ['m-1', 'm-1', 'm-1'],
  );
  ven.poll({
    name: 'oadrCancelReport',
    body: { requestID: 'c-1', reportRequestID: ['m-1'], reportToFollow: true, schemaVersion: '2.0b' },
  });
  const last = ven.posted.slice(-3).map(({ name }) => name);
  t.deepEqual(last, ['oadrCanceledReport', 'oadrRegisterReport', 'oadrPoll']);
  t.deepEqual(ven.state.metadata, []);
});

test('cancelling a report that does not exist is 452 (r336)', (t) => {
  const ven = new VenBench().register();
  const [canceled] = ven.poll({
    name: 'oadrCancelReport',
    body: { requestID: 'c-1', reportRequestID: ['none'], reportToFollow: false, schemaVersion: '2.0b' },
  });
  t.true(canceled?.name === 'oadrCanceledReport' && canceled.body.eiResponse.responseCode === '452');
});

test('a report request piggy-backed on oadrRegisteredReport is answered with oadrCreatedReport (r344)', (t) => {
  const ven = new VenBench();
  ven.start();
  ven.reply(created());
  ven.reply(created());
  const posted = ven.reply(registered([reportRequest('t-1', { reportSpecifierID: 'telemetry-status', back: 'PT1M' })]));
  t.deepEqual(posted, ['oadrCreatedReport', 'oadrRequestEvent']);
});

test('reports of the VTN that nobody asked for are answered with 452', (t) => {
  const ven = new VenBench().register();
  const [updated] = ven.poll({ name: 'oadrUpdateReport', body: { requestID: 'u-1', schemaVersion: '2.0b' } });
  t.true(updated?.name === 'oadrUpdatedReport' && updated.body.eiResponse.responseCode === '452');
});

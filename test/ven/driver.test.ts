import test, { type ExecutionContext } from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { write } from '../../src/openadr/index.ts';
import { SimulatedVen, type SimulatedVenOptions, type VenFact } from '../../src/ven/index.ts';
import { FakeVtn, type Reply } from '../helpers/fake-vtn.ts';
import {
  cancelRegistration,
  createReport,
  distribute,
  oadrEvent,
  ok,
  reportRequest,
  requestReregistration,
  VEN_ID,
  vtnRegisterReport,
} from '../helpers/vtn-messages.ts';

/** A VEN on standing clocks against a fake VTN; stopped with its test. */
function simulate(t: ExecutionContext, vtn: FakeVtn, options: Partial<SimulatedVenOptions> = {}) {
  const clock = new ManualClock();
  const ioClock = new ManualClock();
  const facts: VenFact[] = [];
  const ven = new SimulatedVen({
    url: vtn.url,
    venName: 'sim',
    clock,
    ioClock,
    random: new SeededRandom('driver'),
    onFact: (fact) => {
      facts.push(fact);
      vtn.look();
    },
    ...options,
  });
  t.teardown(() => ven.stop());
  const polls = (count: number) => vtn.until(() => vtn.of('oadrPoll').length >= count);
  return { ven, clock, ioClock, facts, polls };
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const PREFIXES = {
  oadr: 'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07"',
  pyld: 'xmlns:pyld="http://docs.oasis-open.org/ns/energyinterop/201110/payloads"',
  ei: 'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"',
};

test('start-up over HTTP: each payload at its endpoint, without a finding', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, facts, polls } = simulate(t, vtn);
  ven.start();
  await polls(1);
  t.deepEqual(
    vtn.got.map(({ name, path }) => `${path.split('/').at(-1)} ${name}`),
    [
      'EiRegisterParty oadrQueryRegistration',
      'EiRegisterParty oadrCreatePartyRegistration',
      'EiReport oadrRegisterReport',
      'EiEvent oadrRequestEvent',
      'OadrPoll oadrPoll',
    ],
  );
  t.deepEqual(
    vtn.got.flatMap(({ findings }) => findings),
    [],
  );
  t.deepEqual(
    facts.filter(({ fact }) => fact === 'problem'),
    [],
  );
  t.true(ven.state.registered);
  t.is(ven.state.venID, VEN_ID);
});

test('the bytes of oadrPoll and oadrCreatedEvent', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  vtn.queue.push(distribute([oadrEvent({ start: clock.now() + 60_000, modificationNumber: 2 })], 'dist-7'));
  ven.start();
  await polls(2);
  t.is(
    vtn.of('oadrPoll')[0]?.body,
    `${HEAD}<oadr:oadrPayload ${PREFIXES.oadr} ${PREFIXES.ei}><oadr:oadrSignedObject>` +
      '<oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>ven-1</ei:venID></oadr:oadrPoll>' +
      '</oadr:oadrSignedObject></oadr:oadrPayload>',
  );
  t.is(
    vtn.of('oadrCreatedEvent')[0]?.body,
    `${HEAD}<oadr:oadrPayload ${PREFIXES.oadr} ${PREFIXES.ei} ${PREFIXES.pyld}><oadr:oadrSignedObject>` +
      '<oadr:oadrCreatedEvent ei:schemaVersion="2.0b"><pyld:eiCreatedEvent>' +
      '<ei:eiResponse><ei:responseCode>200</ei:responseCode><ei:responseDescription>OK</ei:responseDescription>' +
      '<pyld:requestID/></ei:eiResponse><ei:eventResponses><ei:eventResponse>' +
      '<ei:responseCode>200</ei:responseCode><ei:responseDescription>OK</ei:responseDescription>' +
      '<pyld:requestID>dist-7</pyld:requestID>' +
      '<ei:qualifiedEventID><ei:eventID>e1</ei:eventID><ei:modificationNumber>2</ei:modificationNumber>' +
      '</ei:qualifiedEventID><ei:optType>optIn</ei:optType></ei:eventResponse></ei:eventResponses>' +
      '<ei:venID>ven-1</ei:venID></pyld:eiCreatedEvent></oadr:oadrCreatedEvent>' +
      '</oadr:oadrSignedObject></oadr:oadrPayload>',
  );
});

test('polls come by bench time, at the requested pace', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  ven.start();
  await polls(1);
  for (let count = 2; count <= 5; count++) {
    // The answer to the last poll must have been taken before the next is due.
    await ven.idle();
    clock.advance(10_000);
    await polls(count);
  }
  t.is(vtn.of('oadrPoll').length, 5);
});

test('everything it can be made to send is valid', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn, { resources: ['a', 'b'] });
  const start = clock.now() + 60_000;
  vtn.queue.push(
    vtnRegisterReport(),
    createReport([reportRequest('m', { back: 'PT1H' })]),
    createReport([
      reportRequest('u', { reportSpecifierID: 'telemetry-usage', rIDs: ['a-power', 'b-energy'] }),
      reportRequest('s', { reportSpecifierID: 'telemetry-status', rIDs: ['a-status', 'b-status'] }),
      reportRequest('h', { reportSpecifierID: 'history-usage', rIDs: ['a-power'], start: clock.now() - 3_000_000 }),
      reportRequest('p', {
        ...{ reportSpecifierID: 'telemetry-usage', rIDs: ['a-power', 'a-energy'] },
        ...{ back: 'PT10S', granularity: 'PT1S', start: clock.now() },
      }),
    ]),
    {
      name: 'oadrCancelReport',
      body: { requestID: 'c', reportRequestID: ['p', 'm'], reportToFollow: true, schemaVersion: '2.0b' },
    },
    { name: 'oadrUpdateReport', body: { requestID: 'u', schemaVersion: '2.0b' } },
    distribute([oadrEvent({ start }), oadrEvent({ eventID: 'bad', start, values: [9] })]),
    distribute([oadrEvent({ start })], 'd2', 'another VTN'),
    distribute([oadrEvent({ start, modificationNumber: 1, status: 'cancelled' }), oadrEvent({ eventID: 'e2', start })]),
    requestReregistration(),
  );
  ven.start();
  await polls(10);
  await ven.idle();
  ven.opt('e2', 'optOut');
  ven.opt('e2', 'optIn', { resourceIDs: ['a'] });
  ven.cancelOpt(ven.optSchedule('optOut', start, 0));
  await ven.idle();
  vtn.queue.push(cancelRegistration());
  clock.advance(10_000);
  await vtn.until(() => vtn.of('oadrCanceledPartyRegistration').length > 0);
  await ven.idle();
  clock.advance(20_000);
  await polls(12);
  ven.cancelRegistration();
  await ven.idle();
  const names = [...new Set(vtn.names)].sort();
  t.deepEqual(names, [
    'oadrCancelOpt',
    'oadrCancelPartyRegistration',
    'oadrCanceledPartyRegistration',
    'oadrCanceledReport',
    'oadrCreateOpt',
    'oadrCreatePartyRegistration',
    'oadrCreatedEvent',
    'oadrCreatedReport',
    'oadrPoll',
    'oadrQueryRegistration',
    'oadrRegisterReport',
    'oadrRegisteredReport',
    'oadrRequestEvent',
    'oadrResponse',
    'oadrUpdateReport',
    'oadrUpdatedReport',
  ]);
  t.deepEqual(
    vtn.got.flatMap(({ name, findings }) => findings.map(({ message }) => `${name}: ${message}`)),
    [],
  );
});

test('malformed breaks the schema in oadrCreatedEvent, and only there', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn, { personality: 'malformed' });
  vtn.queue.push(distribute([oadrEvent({ start: clock.now() + 60_000 })]));
  ven.start();
  await polls(2);
  const faulty = vtn.got.filter(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  t.is(faulty.length, 1);
  t.true(faulty[0]?.body.includes('<oadr:oadrCreatedEvent'));
  t.true(faulty[0]?.findings.every(({ layer }) => layer === 'schema'));
});

test('back-off: about 1 s, doubling, by I/O time and never by bench time (9.1.7)', async (t) => {
  const replies: Reply[] = ['reset', { status: 503 }, { status: 500 }, { status: 503 }, { status: 502 }];
  const vtn = await FakeVtn.start(t, () => replies.shift());
  const { ven, clock, ioClock, facts } = simulate(t, vtn, { longestBackoff: 6_000 });
  const tries = () => facts.filter((fact) => fact.fact === 'backoff');
  ven.start();
  const delays: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    await vtn.until(() => tries().length === attempt);
    const last = tries().at(-1);
    t.like(last, { fact: 'backoff', service: 'EiRegisterParty', payload: 'oadrQueryRegistration', attempt });
    const delay = last?.delay ?? 0;
    delays.push(delay);
    clock.advance(3_600_000);
    ioClock.advance(delay - 1);
    await turns();
    t.is(vtn.got.length, attempt);
    ioClock.advance(1);
  }
  await vtn.until(() => vtn.names.includes('oadrCreatePartyRegistration'));
  for (const [i, delay] of delays.entries()) {
    const interval = Math.min(1_000 * 2 ** i, 6_000);
    t.true(delay >= 0.9 * interval && delay <= 1.1 * interval, `${i}: ${delay}`);
  }
  t.is(new Set(vtn.got.slice(0, 6).map(({ body }) => body)).size, 1);
});

test('what a VTN says about a status is told: a server that is busy, HTTP at the port of TLS', async (t) => {
  const text = { 'Content-Type': 'Text/Plain; charset=utf-8' };
  const answers = [
    { status: 503, headers: text, text: '503: too much is under way.\ntry: send it again later\n' },
    { status: 503, headers: { 'Content-Type': 'text/html' }, text: '<p>busy</p>' },
    { status: 400, headers: text, text: '400: this port speaks TLS.\ntry: https:// in the URL of the VTN\n' },
  ];
  const vtn = await FakeVtn.start(t, () => answers.shift());
  const { ven, ioClock, facts } = simulate(t, vtn);
  const tries = () => facts.filter((fact) => fact.fact === 'backoff');
  ven.start();
  for (const count of [1, 2]) {
    await vtn.until(() => tries().length === count);
    ioClock.advance(2_500);
  }
  await vtn.until(() => facts.some(({ fact }) => fact === 'problem'));
  t.like(tries()[0], { reason: 'HTTP 503: too much is under way', remedy: 'send it again later' });
  t.like(tries()[1], { reason: 'HTTP 503', remedy: undefined });
  t.like(
    facts.find(({ fact }) => fact === 'problem'),
    {
      problem: 'the VTN answered oadrQueryRegistration with HTTP 400: this port speaks TLS',
      remedy: 'https:// in the URL of the VTN',
    },
  );
});

test('Retry-After is a floor for the back-off, the longest back-off its ceiling', async (t) => {
  let asked = 0;
  const vtn = await FakeVtn.start(t, () =>
    asked++ < 2 ? { status: 503, headers: { 'Retry-After': asked === 1 ? '7' : '86400' } } : undefined,
  );
  const { ven, ioClock, facts } = simulate(t, vtn, { longestBackoff: 60_000 });
  const tries = () => facts.filter((fact) => fact.fact === 'backoff');
  ven.start();
  await vtn.until(() => tries().length === 1);
  ioClock.advance(7_000);
  await vtn.until(() => tries().length === 2);
  t.deepEqual(
    tries().map(({ delay }) => delay),
    [7_000, 60_000],
  );
});

for (const status of [404, 406, 501]) {
  test(`HTTP ${status} to an oadrCreatedEvent: not sent again, the polls go on`, async (t) => {
    const vtn = await FakeVtn.start(t, ({ name }) => (name === 'oadrCreatedEvent' ? { status } : undefined));
    const { ven, clock, ioClock, facts, polls } = simulate(t, vtn);
    vtn.queue.push(distribute([oadrEvent({ start: clock.now() + 60_000 })]));
    ven.start();
    await polls(2);
    await ven.idle();
    ioClock.advance(3_600_000);
    clock.advance(10_000);
    await polls(3);
    t.is(vtn.of('oadrCreatedEvent').length, 1);
    t.is(facts.filter(({ fact }) => fact === 'problem').length, 1);
  });
}

test('an unreadable answer is a problem, and the VEN goes on', async (t) => {
  const unreadable = ['<html>not what you think</html>', '', 'no XML at all', '<a><b></a>'];
  const vtn = await FakeVtn.start(t);
  const { ven, clock, facts, polls } = simulate(t, vtn);
  vtn.queue.push(...unreadable);
  ven.start();
  for (let i = 1; i <= unreadable.length; i++) {
    await vtn.until(() => facts.filter(({ fact }) => fact === 'problem').length >= i);
    await ven.idle();
    clock.advance(10_000);
    await polls(i + 1);
  }
  for (const fact of facts) if (fact.fact === 'problem') t.regex(fact.problem, /^the answer to oadrPoll has faults: /);
  t.is(ven.state.phase, 'polling');
});

test('answers with holes are survived', async (t) => {
  const inner = (xml: string) =>
    `<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><oadrSignedObject>${xml}</oadrSignedObject></oadrPayload>`;
  const holes = [
    '<oadrDistributeEvent/>',
    '<oadrDistributeEvent><oadrEvent/></oadrDistributeEvent>',
    '<oadrCreateReport><oadrReportRequest/></oadrCreateReport>',
    '<oadrCancelReport/>',
    '<oadrCancelPartyRegistration/>',
    '<oadrRequestReregistration/>',
    '<oadrRegisterReport/>',
    '<oadrResponse/>',
  ];
  const vtn = await FakeVtn.start(t);
  const { ven, clock, facts, polls } = simulate(t, vtn);
  ven.start();
  await polls(1);
  for (const [i, hole] of holes.entries()) {
    await ven.idle();
    vtn.queue.push(inner(hole));
    const seen = facts.length;
    clock.advance(10_000);
    await vtn.until(() => facts.slice(seen).some(({ fact }) => fact === 'problem'));
    t.true(ven.state.registered, holes[i]);
  }
});

test('the same bytes are read once and answered each time', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  const list = distribute([oadrEvent({ start: clock.now() + 60_000 })], 'd1');
  vtn.queue.push(list, list);
  ven.start();
  await polls(2);
  await ven.idle();
  // The drain ended though no oadrResponse came.
  t.is(vtn.of('oadrPoll').length, 2);
  clock.advance(10_000);
  await polls(3);
});

test('a list of more than 64 KiB is read and answered whole', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  const start = clock.now() + 60_000;
  const events = Array.from({ length: 100 }, (_, i) => oadrEvent({ eventID: `event-${i}`, start }));
  t.true(write(distribute(events)).length > 64 * 1024);
  vtn.queue.push(distribute(events));
  ven.start();
  await polls(2);
  const [answer] = vtn.of('oadrCreatedEvent');
  t.true(answer?.message?.name === 'oadrCreatedEvent');
  if (answer?.message?.name !== 'oadrCreatedEvent') return;
  t.is(answer.message.body.eiCreatedEvent.eventResponses?.eventResponse?.length, 100);
});

test('stop closes all sockets and sends no more', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  ven.start();
  await polls(1);
  await ven.stop();
  const count = vtn.got.length;
  clock.advance(3_600_000);
  await turns();
  t.is(vtn.got.length, count);
  for (let left = 1; left > 0; left = await vtn.connections()) await turns();
  t.is(await vtn.connections(), 0);
});

test('stop does not wait for a VTN that does not answer', async (t) => {
  const vtn = await FakeVtn.start(t, () => 'reset');
  const { ven, facts } = simulate(t, vtn);
  ven.start();
  await vtn.until(() => facts.some(({ fact }) => fact === 'backoff'));
  await ven.stop();
  t.is(vtn.got.length, 1);
});

test('start waits for the start delay of bench time', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn, { startDelay: 5_000 });
  ven.start();
  clock.advance(4_999);
  await turns();
  t.is(vtn.got.length, 0);
  clock.advance(1);
  await polls(1);
});

test('what it is told in vain, it says with a remedy', async (t) => {
  const vtn = await FakeVtn.start(t);
  t.throws(() => simulate(t, vtn, { personality: 'nice' }), {
    name: 'VenError',
    message: 'there is no personality nice',
  });
  const { ven, polls } = simulate(t, vtn);
  t.throws(() => ven.opt('e1', 'optOut'), { name: 'VenError', message: 'sim is not registered' });
  ven.start();
  await polls(1);
  t.throws(() => ven.opt('e1', 'optOut'), { name: 'VenError', message: 'sim: no event e1; known: none' });
});

test('the view: events with status, decision and current values', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { ven, clock, polls } = simulate(t, vtn);
  const start = clock.now() - 1_000;
  vtn.queue.push(distribute([oadrEvent({ start, values: [2] })]), ok());
  ven.start();
  await polls(2);
  const values = [{ signalID: 's1', name: 'SIMPLE', type: 'level', value: 2 }];
  t.deepEqual(ven.state.events, [
    {
      eventID: 'e1',
      modificationNumber: 0,
      status: 'active',
      optType: 'optIn',
      responseCode: '200',
      test: false,
      start,
      end: start + 60_000,
      interval: 0,
      values,
    },
  ]);
  t.deepEqual(ven.state.level, { eventID: 'e1', values });
});

/** Lets what is under way in this process and on loopback go on for some turns of the event loop. */
async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

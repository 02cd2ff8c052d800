import test, { type ExecutionContext } from 'ava';
import type { Message } from '../../src/openadr/index.ts';
import type { Answered, HandlerName } from '../../src/vtn/ask.ts';
import type { VtnConfig } from '../../src/vtn/types.ts';
import * as m from '../helpers/messages.ts';
import { event, listOf, Rig, SECOND } from '../helpers/vtn-rig.ts';

const FAILED: Answered = { failed: 'the data base is down' };

/** A rig whose VEN is registered, has an event, an opt schedule and a report request; only then it asks. */
function rigAsking(t: ExecutionContext, ...handlers: HandlerName[]) {
  const asks = new Set<HandlerName>();
  const rig = new Rig(t, { asks });
  const ids = rig.register();
  const { venID } = ids;
  rig.command({ do: 'event', vens: [venID], event: event() });
  const report = { reportRequestID: 'usage', reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S' };
  rig.say(m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }));
  rig.command({ do: 'requestReport', vens: [venID], reports: [report] });
  const [list] = rig.drain(venID);
  const requestID = list ? listOf(list).requestID : '';
  rig.say(m.oadrCreateOpt(venID, { optID: 'kept' }));
  rig.advance(rig.vtn.config.pollInterval);
  rig.changes.length = 0;
  rig.findings.length = 0;
  for (const handler of handlers) asks.add(handler);
  const answers = [{ eventID: 'peak', modificationNumber: 0, requestID }];
  return { rig, ...ids, asks, answers };
}

type Asking = ReturnType<typeof rigAsking>;

/** Of each question the message that raises it, from a VEN that does all right. */
const MESSAGES: Readonly<Record<HandlerName, (asking: Asking) => Message>> = {
  createPartyRegistration: ({ venID, registrationID }) => m.oadrCreatePartyRegistration({ venID, registrationID }),
  cancelPartyRegistration: ({ venID, registrationID }) => m.oadrCancelPartyRegistration({ venID, registrationID }),
  registerReport: ({ venID }) => m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }),
  updateReport: ({ venID }) => m.oadrUpdateReport(venID, 'usage'),
  createOpt: ({ venID }) => m.oadrCreateOpt(venID),
  cancelOpt: ({ venID }) => m.oadrCancelOpt(venID, 'kept'),
  createdEvent: ({ venID, answers }) => m.oadrCreatedEvent(venID, answers),
  poll: ({ venID }) => m.oadrPoll(venID),
};
const HANDLERS = Object.keys(MESSAGES).filter((name): name is HandlerName => name in MESSAGES);

/** A request without its question being answered. */
function raise(rig: Rig, message: Message, exchange = 'raised') {
  const peer = { connection: 'c1', address: '127.0.0.1' };
  const service = m.serviceOf(message.name);
  return rig.vtn.receive({ exchange, peer, service, message, ids: {}, findings: [] }, rig.now);
}

for (const handler of HANDLERS) {
  test(`${handler}: the question comes before anything is changed, and once`, (t) => {
    const asking = rigAsking(t, handler);
    const { rig } = asking;
    const before = JSON.stringify(rig.vtn.snapshot());
    const result = raise(rig, MESSAGES[handler](asking));
    t.is(result.ask?.handler, handler);
    t.is(result.reply, undefined);
    t.deepEqual([result.changes, result.findings, result.dirty], [[], [], []]);
    t.is(JSON.stringify(rig.vtn.snapshot()), before);
  });

  test(`${handler}: without an opinion all is as without a question`, (t) => {
    const plain = rigAsking(t);
    const asking = rigAsking(t, handler);
    asking.rig.program = () => ({ answer: undefined });
    const said = [plain, asking].map((one) => {
      const { reply, result } = one.rig.say(MESSAGES[handler](one));
      return { reply, changes: result.changes, findings: result.findings, dirty: result.dirty };
    });
    t.deepEqual(said[1], said[0]);
    t.is(asking.rig.asked.length, 1);
    t.is(plain.rig.asked.length, 0);
  });

  test(`${handler}: where it fails the VEN gets 469 in the right payload`, (t) => {
    const asking = rigAsking(t, handler);
    const { rig } = asking;
    rig.program = () => FAILED;
    const before = JSON.stringify(rig.vtn.snapshot());
    const plain = rigAsking(t);
    const usual = plain.rig.say(MESSAGES[handler](plain));
    const { code, payload, result } = rig.say(MESSAGES[handler](asking));
    t.is(code, '469');
    // What the queue would have given is no answer of its own.
    t.is(payload.name, handler === 'poll' ? 'oadrResponse' : usual.payload.name);
    // Facts, which are taken over all the same.
    if (handler === 'createdEvent' || handler === 'registerReport') return;
    t.deepEqual([result.changes, result.dirty], [[], []]);
    t.is(JSON.stringify(rig.vtn.snapshot()), before);
  });

  test(`${handler}: a stranger reaches no handler`, (t) => {
    const { rig, registrationID, answers, asks } = rigAsking(t, handler);
    const stranger = { rig, registrationID, answers, asks, venID: 'nobody' };
    t.true(['452', '463'].includes(rig.say(MESSAGES[handler](stranger)).code ?? ''));
    t.deepEqual(rig.asked, []);
  });
}

test('a VEN that was offline is told to be heard with the question, not again with the answer', (t) => {
  const { rig, venID } = rigAsking(t, 'poll');
  rig.advance(100 * SECOND);
  const asked = raise(rig, m.oadrPoll(venID));
  t.deepEqual(
    asked.changes.map(({ what }) => what),
    ['presence'],
  );
  const resumed = rig.vtn.resume('raised', { answer: undefined }, rig.now);
  t.deepEqual(resumed.changes, []);
  t.is(resumed.reply?.payload?.name, 'oadrResponse');
});

test('what is found once only is found with a question, too', (t) => {
  const asks = new Set<HandlerName>(['createOpt']);
  const rig = new Rig(t, { asks });
  rig.program = () => ({ answer: undefined });
  rig.say(m.oadrQueryRegistration());
  const { payload } = rig.say(m.oadrCreatePartyRegistration());
  const { venID = '' } = payload.name === 'oadrCreatedPartyRegistration' ? payload.body : {};
  rig.findings.length = 0;
  rig.say(m.oadrCreateOpt(venID));
  t.deepEqual(
    rig.found().map(({ rule }) => rule),
    [309],
  );
});

test('the state is looked at anew: what has gone meanwhile is refused', (t) => {
  const { rig, venID } = rigAsking(t, 'cancelOpt');
  t.is(raise(rig, m.oadrCancelOpt(venID, 'kept')).ask?.handler, 'cancelOpt');
  rig.command({ do: 'forget', vens: [venID] });
  const { reply } = rig.vtn.resume('raised', { answer: undefined }, rig.now);
  t.like(reply?.payload, { name: 'oadrCanceledOpt', body: { eiResponse: { responseCode: '463' } } });
});

test('an answer is taken once; another finds nothing', (t) => {
  const { rig, venID } = rigAsking(t, 'poll');
  raise(rig, m.oadrPoll(venID));
  t.truthy(rig.vtn.resume('raised', { answer: undefined }, rig.now).reply);
  t.is(rig.vtn.resume('raised', { answer: undefined }, rig.now).reply, undefined);
});

test('oadrQueryRegistration is answered without a question', (t) => {
  const { rig } = rigAsking(t, ...HANDLERS);
  t.is(rig.say(m.oadrQueryRegistration()).code, '200');
  t.deepEqual(rig.asked, []);
});

test('an eventResponse is a fact: it counts though its handler failed', (t) => {
  const { rig, venID, answers } = rigAsking(t, 'createdEvent');
  rig.program = () => FAILED;
  t.is(rig.say(m.oadrCreatedEvent(venID, answers)).code, '469');
  t.like(rig.changed('response'), [{ eventID: 'peak', optType: 'optIn', match: 'matched' }]);
  t.deepEqual(rig.asked[0]?.input, {
    venID,
    responses: [{ eventID: 'peak', modificationNumber: 0, optType: 'optIn', responseCode: '200' }],
  });
});

test('reports that nobody asked for are no question', (t) => {
  const { rig, venID } = rigAsking(t, 'updateReport');
  t.is(rig.say(m.oadrUpdateReport(venID, 'other')).code, '452');
  t.deepEqual(rig.asked, []);
});

test('rule 344: reports that the program asks for ride on the oadrRegisteredReport', (t) => {
  const { rig, venID } = rigAsking(t, 'registerReport');
  rig.program = () => ({ answer: [{ reportRequestID: 'mine', reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S' }] });
  const { payload } = rig.say(m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }));
  t.is(payload.name, 'oadrRegisteredReport');
  t.like(payload.body, { oadrReportRequest: [{ reportRequestID: 'mine' }] });
});

for (const [what, answer] of Object.entries({
  'a report that is not offered': [{ reportName: 'HISTORY_USAGE', reportBack: 'PT0S' }],
  'no duration': [{ reportName: 'TELEMETRY_USAGE', reportBack: 'soon' }],
  'no list': 'TELEMETRY_USAGE',
  'a list of names': ['TELEMETRY_USAGE'],
})) {
  test(`a request for ${what} is the program's mistake: the VEN gets the others, and is known by its new reports`, (t) => {
    const { rig, venID } = rigAsking(t, 'registerReport');
    const good = { reportRequestID: 'good', reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S' };
    const list = Array.isArray(answer);
    rig.program = () => ({ answer: list ? [...answer, good] : answer });
    const { code, payload, result } = rig.say(m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }));
    t.is(code, '200');
    const asked = payload.name === 'oadrRegisteredReport' ? payload.body.oadrReportRequest : undefined;
    t.deepEqual(
      (asked ?? []).map(({ reportRequestID }) => reportRequestID),
      list ? ['good'] : [],
    );
    t.is(rig.changed('reports').length, 1);
    t.is(result.answerFault?.name, 'CommandError');
    t.truthy(result.answerFault?.expected);
    t.truthy(result.answerFault?.actual);
  });
}

test('several requests that cannot be made are told in one', (t) => {
  const { rig, venID } = rigAsking(t, 'registerReport');
  const wrong = { reportName: 'HISTORY_USAGE', reportBack: 'PT0S' };
  const twice = { reportRequestID: 'same', reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S' };
  rig.program = () => ({ answer: [wrong, twice, twice] });
  const { result } = rig.say(m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }));
  t.regex(result.answerFault?.message ?? '', /offers no such report/);
  t.is(result.answerFault?.actual, 'HISTORY_USAGE; besides: another request has that reportRequestID, same');
});

test('what a VEN offers is a fact: it is kept though the handler failed', (t) => {
  const { rig, venID } = rigAsking(t, 'registerReport');
  rig.program = () => FAILED;
  const { code, payload } = rig.say(m.oadrRegisterReport({ venID, oadrReport: [m.telemetryUsage()] }));
  t.is(code, '469');
  t.is(payload.name, 'oadrRegisteredReport');
  t.is(rig.changed('reports').length, 1);
  t.notThrows(() =>
    rig.command({
      do: 'requestReport',
      vens: [venID],
      reports: [{ reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S' }],
    }),
  );
});

test('poll: the answer of the program goes out filled, past the queue', (t) => {
  const { rig, venID } = rigAsking(t, 'poll');
  rig.command({ do: 'requestReregistration', vens: [venID] });
  rig.program = () => ({ answer: { name: 'oadrCancelReport', body: { reportRequestID: ['usage'] } } });
  const { payload } = rig.say(m.oadrPoll(venID));
  t.like(payload, { name: 'oadrCancelReport', body: { reportRequestID: ['usage'], reportToFollow: false } });
  t.regex('requestID' in payload.body ? payload.body.requestID : '', /./);
  t.deepEqual(
    rig.vtn.ven(venID)?.queue.map(({ payload: waiting }) => waiting),
    ['oadrRequestReregistration'],
  );
  rig.program = () => ({ answer: undefined });
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrResponse');
});

test('poll: an answer that did not arrive is given up, and the program asked again', (t) => {
  const { rig, venID } = rigAsking(t, 'poll');
  rig.program = () => ({ answer: { name: 'oadrRequestReregistration', body: {} } });
  rig.say(m.oadrPoll(venID), { fate: 'undelivered' });
  t.deepEqual(
    rig.changed('delivery').map(({ state }) => state),
    ['queued', 'sent', 'undelivered', 'dropped'],
  );
  t.deepEqual(rig.vtn.ven(venID)?.queue, []);
});

test('rule 500: what may not answer a poll is refused before it is written, unless it is meant', (t) => {
  const { rig, venID } = rigAsking(t, 'poll');
  const message = { name: 'oadrCreatedOpt', body: { eiResponse: m.OK, optID: 'x' } };
  rig.program = () => ({ answer: message });
  const { code, result } = rig.say(m.oadrPoll(venID));
  t.is(code, '469');
  t.is(result.answerFault?.rule, 500);
  rig.program = () => ({ answer: { message, allowInvalid: true } });
  t.is(rig.say(m.oadrPoll(venID)).payload.name, 'oadrCreatedOpt');
});

for (const [what, answer] of Object.entries({
  'a text': 'oadrResponse',
  'an unknown payload': { name: 'oadrNothing', body: {} },
  'a message without body': { name: 'oadrDistributeEvent' },
  'one that is not valid': { name: 'oadrDistributeEvent', body: { oadrEvent: [{ eiEvent: 7 }] } },
})) {
  test(`poll: ${what} is refused`, (t) => {
    const { rig, venID } = rigAsking(t, 'poll');
    rig.program = () => ({ answer });
    const { code, result } = rig.say(m.oadrPoll(venID));
    t.is(code, '469');
    t.is(result.answerFault?.name, 'CommandError');
    t.deepEqual(result.changes, []);
  });
}

/** A rig that asks about registrations; nobody has registered. */
function registrar(t: ExecutionContext, answer: unknown, config: Partial<VtnConfig> = {}) {
  const rig = new Rig(t, { asks: new Set<HandlerName>(['createPartyRegistration']), ...config });
  rig.program = () => ({ answer });
  rig.say(m.oadrQueryRegistration());
  return rig;
}

const idsOf = ({ body }: Message) => {
  const { venID, registrationID } = { venID: undefined, registrationID: undefined, ...body };
  return [venID, registrationID];
};

test('registration: the question says who comes, the answer gives the IDs', (t) => {
  const rig = registrar(t, { venID: 'ven-a', registrationID: 'reg-a' });
  const { payload } = rig.say(m.oadrCreatePartyRegistration());
  t.deepEqual(idsOf(payload), ['ven-a', 'reg-a']);
  t.like(rig.asked[0]?.input, { venID: undefined, venName: 'thermostat', profile: '2.0b', address: '127.0.0.1' });
  t.is(rig.vtn.ven('ven-a')?.state, 'registered');
});

test('registration: false is 463 without IDs, and nobody is known', (t) => {
  const rig = registrar(t, false);
  const { payload, code } = rig.say(m.oadrCreatePartyRegistration());
  t.is(code, '463');
  t.deepEqual(idsOf(payload), [undefined, undefined]);
  t.deepEqual(rig.vtn.vens(), []);
});

test('registration: what does not fit is refused without a question', (t) => {
  const rig = registrar(t, undefined);
  t.is(rig.say(m.oadrCreatePartyRegistration({ oadrHttpPullModel: false })).code, '469');
  t.deepEqual(rig.asked, []);
});

test('registration: a re-registration is asked about, and keeps its IDs', (t) => {
  const rig = registrar(t, { venID: 'ven-a', registrationID: 'reg-a' });
  rig.say(m.oadrCreatePartyRegistration());
  const again = () => rig.say(m.oadrCreatePartyRegistration({ venID: 'ven-a', registrationID: 'reg-a' }));
  t.deepEqual(idsOf(again().payload), ['ven-a', 'reg-a']);
  t.like(rig.asked[1]?.input, { venID: 'ven-a', registrationID: 'reg-a' });
  for (const answer of [{ venID: 'ven-b' }, { registrationID: 'reg-b' }]) {
    rig.program = () => ({ answer });
    const { code, result } = again();
    t.is(code, '469');
    t.is(result.answerFault?.name, 'CommandError');
  }
  rig.program = () => ({ answer: false });
  t.is(again().code, '463');
  t.is(rig.vtn.ven('ven-a')?.registrationID, 'reg-a');
});

for (const [what, answer] of Object.entries({
  'the venID of another VEN': { venID: 'ven-a' },
  'the registrationID of another VEN': { venID: 'ven-b', registrationID: 'reg-a' },
  'an empty venID': { venID: '' },
  'a number': { venID: 7 },
  true: true,
})) {
  test(`registration: ${what} cannot be given`, (t) => {
    const rig = registrar(t, { venID: 'ven-a', registrationID: 'reg-a' });
    rig.say(m.oadrCreatePartyRegistration());
    const before = JSON.stringify(rig.vtn.snapshot());
    rig.program = () => ({ answer });
    const { code, payload, result } = rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'other' }));
    t.is(code, '469');
    t.deepEqual(idsOf(payload), [undefined, undefined]);
    t.is(result.answerFault?.name, 'CommandError');
    t.is(JSON.stringify(rig.vtn.snapshot()), before);
  });
}

test('registration: a VEN that comes anew may be given another venID; the old one is forgotten', (t) => {
  const rig = registrar(t, { venID: 'ven-a' });
  rig.say(m.oadrCreatePartyRegistration());
  rig.program = () => ({ answer: { venID: 'ven-b' } });
  t.is(idsOf(rig.say(m.oadrCreatePartyRegistration()).payload)[0], 'ven-b');
  t.deepEqual(
    rig.vtn.vens().map(({ venID }) => venID),
    ['ven-b'],
  );
  t.is(rig.say(m.oadrPoll('ven-a')).code, '452');
  t.is(rig.say(m.oadrPoll('ven-b')).payload.name, 'oadrRegisterReport');
});

test('registration: the same venID for the same VEN is a registration anew (rule 406)', (t) => {
  const rig = registrar(t, { venID: 'ven-a' });
  rig.say(m.oadrCreatePartyRegistration());
  rig.changes.length = 0;
  rig.say(m.oadrCreatePartyRegistration());
  t.like(rig.changed('ven'), [{ venID: 'ven-a', cause: 'anew' }]);
});

test('rule 402: a venID that the VEN chose is its own if the program repeats it', (t) => {
  const rig = registrar(t, undefined);
  const claim = () => rig.say(m.oadrCreatePartyRegistration({ venID: 'mine' }));
  t.is(claim().code, '452');
  rig.program = ({ input }) => ({ answer: { venID: input.venID } });
  t.is(idsOf(claim().payload)[0], 'mine');
});

test('registration: a venID that was provisioned can be given to whoever comes', (t) => {
  const rig = registrar(t, { venID: 'ven-a' });
  rig.command({ do: 'provision', venID: 'ven-a' });
  t.is(idsOf(rig.say(m.oadrCreatePartyRegistration()).payload)[0], 'ven-a');
});

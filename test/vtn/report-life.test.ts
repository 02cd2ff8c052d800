import test from 'ava';
import type { Message } from '../../src/openadr/index.ts';
import { CommandError } from '../../src/vtn/command-error.ts';
import * as m from '../helpers/messages.ts';
import { canceledReport, createdReport, offers, ReportRig, report } from '../helpers/report-rig.ts';
import { SECOND } from '../helpers/vtn-rig.ts';

const requestIDOf = (message: Message | undefined): string =>
  message && 'requestID' in message.body ? (message.body.requestID ?? '') : '';

test('asked, delivered, accepted, and its values come until it is cancelled', (t) => {
  const rig = new ReportRig(t);
  rig.ask();
  const exchange = rig.say(m.oadrPoll(rig.venID), { fate: 'open' });
  t.deepEqual(rig.moves(), ['r1 asked']);
  rig.fate(exchange.exchange, 'delivered');
  t.deepEqual(rig.moves(), ['r1 delivered']);
  t.is(rig.say(createdReport(rig.venID, requestIDOf(exchange.payload), ['r1'])).code, '200');
  t.deepEqual(rig.moves(), ['r1 accepted']);
  rig.advance(10 * SECOND);
  t.is(
    rig.update(report({ start: rig.now - 10 * SECOND, step: 5, points: { power: [1, 2], energy: [3, 4] } })).code,
    '200',
  );
  t.is(rig.state(), 'accepted');
  rig.forget();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  const [cancel] = rig.drain(rig.venID);
  t.like(cancel, {
    name: 'oadrCancelReport',
    body: { reportRequestID: ['r1'], reportToFollow: false, venID: rig.venID, schemaVersion: '2.0b' },
  });
  t.deepEqual(rig.moves(), ['r1 cancelling']);
  rig.say(canceledReport(rig.venID, requestIDOf(cancel)));
  t.deepEqual(rig.moves(), ['r1 cancelled']);
  t.deepEqual(rig.found(), []);
});

test('a change tells all of a request, and the exchange that changed it', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ rIDs: ['power'], granularity: 'PT2S', duration: 'PT1H' });
  const { exchange, payload } = rig.say(m.oadrPoll(rig.venID));
  rig.say(createdReport(rig.venID, requestIDOf(payload), ['r1']));
  const [first, second, third] = rig.changed('reportRequest');
  const request = {
    what: 'reportRequest',
    venID: rig.venID,
    reportRequestID: 'r1',
    reportSpecifierID: 'usage',
    reportName: 'TELEMETRY_USAGE',
    rIDs: ['power'],
    reportBack: 10 * SECOND,
    granularity: 2 * SECOND,
    start: rig.now,
    duration: 3600 * SECOND,
    reason: undefined,
  };
  t.deepEqual(first, { ...request, what: 'reportRequest', state: 'asked', exchange: undefined });
  t.deepEqual(second, { ...request, what: 'reportRequest', state: 'delivered', exchange });
  t.like(third, { state: 'accepted' });
});

test('a request whose reply is lost goes out again; one taken out of the queue is dropped', (t) => {
  const rig = new ReportRig(t);
  const { items } = rig.ask();
  rig.say(m.oadrPoll(rig.venID), { fate: 'undelivered' });
  t.is(rig.state(), 'asked');
  rig.command({ do: 'drop', venID: rig.venID, item: items[0]?.item ?? '' });
  t.deepEqual(rig.moves(), ['r1 asked', 'r1 dropped']);
  t.is(rig.update(report({ start: rig.now, points: { power: [1] } })).code, '452');
});

test('one that comes before its oadrCreatedReport, and one whose delivery is not known yet, are asked for', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportBack: 'PT0S' });
  const { payload, exchange } = rig.say(m.oadrPoll(rig.venID), { fate: 'open' });
  t.is(rig.update(report({ start: rig.now, points: { power: [1], energy: [1] } })).code, '200');
  rig.fate(exchange, 'delivered');
  rig.say(createdReport(rig.venID, requestIDOf(payload)));
  t.is(rig.state(), 'done');
  t.deepEqual(rig.found(), []);
});

test('rule 304: refused are those that are not listed as pending', (t) => {
  const rig = new ReportRig(t);
  const reports = ['a', 'b'].map((reportRequestID) => ({
    reportRequestID,
    reportName: 'TELEMETRY_USAGE',
    reportBack: 'PT10S',
  }));
  rig.command({ do: 'requestReport', vens: [rig.venID], reports });
  const [asked] = rig.drain(rig.venID);
  rig.forget();
  rig.say(createdReport(rig.venID, requestIDOf(asked), ['b'], '454'));
  const told = rig.changed('reportRequest');
  t.deepEqual(
    told.map((one) => [one.reportRequestID, one.state, one.reason]),
    [
      ['a', 'refused', '454'],
      ['b', 'accepted', undefined],
    ],
  );
  t.is(rig.update(report({ id: 'a', start: rig.now, step: 5, points: { power: [1], energy: [1] } })).code, '200');
  t.deepEqual(rig.faults(), ['warning undefined: 454', 'warning 304: a']);
});

test('rule 329: pending IDs that lack a periodic report, or name what is not scheduled', (t) => {
  const rig = new ReportRig(t);
  rig.ask();
  const [asked] = rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, requestIDOf(asked), []));
  t.deepEqual(rig.faults(), ['error 329: none']);
  t.is(rig.state(), 'accepted');
  rig.ask({ reportRequestID: 'r2', reportBack: 'PT0S' });
  const [once] = rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, requestIDOf(once), ['r1', 'r2', 'x']));
  t.deepEqual(rig.faults(), ['error 329: x']);
});

test('rule 303: a requestID that no oadrCreateReport had; the oldest unanswered one is meant', (t) => {
  const rig = new ReportRig(t);
  rig.ask();
  rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, 'mine', ['r1']));
  t.deepEqual(rig.faults(), ['error 303: mine']);
  t.is(rig.state(), 'accepted');
});

test('two oadrCreateReports are told apart by their requestIDs, whatever the order', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportRequestID: 'a' });
  rig.ask({ reportRequestID: 'b' });
  const [first, second] = rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, requestIDOf(second), [], '452'));
  t.is(rig.state('a'), 'delivered');
  t.is(rig.state('b'), 'refused');
  rig.say(createdReport(rig.venID, requestIDOf(first), ['a']));
  t.is(rig.state('a'), 'accepted');
});

test('rule 336: a cancel that is refused leaves what is still pending', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  const [cancel] = rig.drain(rig.venID);
  rig.say(canceledReport(rig.venID, requestIDOf(cancel), ['r1'], '450'));
  t.deepEqual(rig.moves(), ['r1 cancelling', 'r1 accepted']);
  t.deepEqual(rig.faults(), ['warning undefined: 450']);
});

test('rules 329, 345: a report that is cancelled and still pending is a fault, unless one is to follow', (t) => {
  for (const reportToFollow of [false, true]) {
    const rig = new ReportRig(t);
    rig.accepted();
    rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], reportToFollow });
    const [cancel] = rig.drain(rig.venID);
    t.like(cancel, { body: { reportToFollow } });
    rig.say(canceledReport(rig.venID, requestIDOf(cancel), ['r1']));
    t.deepEqual(rig.faults(), reportToFollow ? [] : ['error 329: r1']);
    t.is(rig.state(), 'cancelled');
  }
});

test('rule 345: with reportToFollow one more report is taken, the next is 452', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], reportToFollow: true });
  const [cancel] = rig.drain(rig.venID);
  rig.say(canceledReport(rig.venID, requestIDOf(cancel), ['r1']));
  const one = () => rig.update(report({ start: rig.now, step: 5, points: { power: [1], energy: [1] } }));
  t.is(one().code, '200');
  t.deepEqual(rig.found(), []);
  t.is(one().code, '452');
  t.deepEqual(rig.faults(), ['error 345: r1']);
});

test('cancelReport: unknown IDs, over ones, none at all', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  const cancel = (ids: string[], allowInvalid = false) =>
    rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ids, allowInvalid });
  const error = t.throws(() => cancel(['r1', 'x']), { instanceOf: CommandError });
  t.like(error, { rule: 304, expected: 'r1', actual: 'x' });
  t.throws(() => cancel([]), { instanceOf: CommandError });
  t.deepEqual(rig.drain(rig.venID), []);
  cancel(['x'], true);
  t.like(rig.drain(rig.venID), [{ name: 'oadrCancelReport', body: { reportRequestID: ['x'] } }]);
  rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.throws(() => cancel(['r1']), { instanceOf: CommandError, message: /replaced already/ });
});

test('a cancel that is taken out of the queue is none', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  const { items } = rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  rig.command({ do: 'drop', venID: rig.venID, item: items[0]?.item ?? '' });
  t.deepEqual(rig.moves(), ['r1 cancelling', 'r1 accepted']);
});

test('rule 306: new metadata replaces what is scheduled, with cancels that wait for it; METADATA that is periodic stays', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.accepted({ reportRequestID: 'daily', reportName: 'METADATA', reportBack: 'P1D' });
  rig.ask({ reportRequestID: 'later' });
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  rig.forget();
  rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.deepEqual(rig.moves(), ['r1 replaced']);
  t.is(rig.state('daily'), 'accepted');
  t.like(rig.drain(rig.venID), [{ name: 'oadrCreateReport' }], 'what was not delivered is asked for after it');
  t.is(rig.update(report({ start: rig.now, points: { power: [1] } })).code, '452');
  t.deepEqual(rig.faults(), ['error 306: r1']);
});

test('rule 311: METADATA is answered by an oadrRegisterReport with its ID, once or again and again', (t) => {
  const rig = new ReportRig(t);
  const register = (reportRequestID?: string) =>
    rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers(), reportRequestID }));
  rig.accepted({ reportName: 'METADATA', reportBack: 'PT0S' });
  rig.accepted({ reportRequestID: 'daily', reportName: 'METADATA', reportBack: 'P1D' });
  register('r1');
  t.deepEqual(rig.moves(), ['r1 done']);
  register('daily');
  register('daily');
  t.deepEqual(rig.moves(), []);
  t.is(rig.state('daily'), 'accepted');
  t.deepEqual(rig.found(), []);
  register('r1');
  t.deepEqual(rig.faults(), ['error 311: r1']);
  rig.accepted({ reportRequestID: 'r2', reportName: 'METADATA', reportBack: 'PT0S' });
  register();
  t.deepEqual(rig.faults(), ['warning 311: none']);
  t.is(rig.state('r2'), 'done');
});

test('rules 406, 407: requests are gone with the registration', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.say(m.oadrCreatePartyRegistration());
  t.deepEqual(rig.moves(), ['r1 dropped']);
  t.deepEqual(rig.vtn.ven(rig.venID)?.requests, []);
  t.deepEqual(rig.vtn.ven(rig.venID)?.reports, []);
});

test("a new run: a device that still sends an earlier run's report is told to stop, first in the answer, then by poll", (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.ask({ reportRequestID: 'waiting' });
  rig.forget();
  rig.command({ do: 'clear' });
  t.deepEqual(rig.moves(), ['waiting dropped', 'r1 dropped']);
  t.deepEqual(rig.vtn.ven(rig.venID)?.requests, []);
  const one = () => rig.update(report({ start: rig.now, points: { power: [1] } }));
  const { payload, code } = one();
  t.is(code, '200');
  t.like(payload, { name: 'oadrUpdatedReport', body: { oadrCancelReport: { reportRequestID: ['r1'] } } });
  t.like(rig.changed('readings'), [{ reportRequestID: 'r1', asked: false, points: 1, series: [] }]);
  t.deepEqual(rig.vtn.series(rig.venID), []);
  const again = one().payload;
  t.false(again.name === 'oadrUpdatedReport' && again.body.oadrCancelReport !== undefined);
  one();
  const [cancel, ...none] = rig.drain(rig.venID);
  t.like(cancel, { name: 'oadrCancelReport', body: { reportRequestID: ['r1'] } });
  t.deepEqual(none, []);
  rig.say(canceledReport(rig.venID, requestIDOf(cancel)));
  t.deepEqual(rig.found(), []);
  rig.ask();
  t.is(rig.state(), 'asked', 'its ID is free');
});

test('a restart: metadata, requests and what waits for a reply are kept, values are not', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.update(report({ start: rig.now, step: 5, points: { power: [1], energy: [1] } }));
  rig.ask({ reportRequestID: 'asked' });
  rig.ask({ reportRequestID: 'riding' }, { via: 'registeredReport' });
  rig.restart();
  rig.forget();
  rig.advance(3600 * SECOND);
  t.deepEqual(rig.moves(), ['r1 restored', 'asked restored', 'riding restored']);
  t.deepEqual(
    ['r1', 'asked', 'riding'].map((id) => rig.state(id)),
    ['accepted', 'asked', 'asked'],
  );
  t.deepEqual(rig.vtn.series(rig.venID), []);
  t.is(rig.update(report({ start: rig.now, step: 5, points: { power: [1], energy: [1] } })).code, '200');
  t.like(rig.drain(rig.venID), [{ name: 'oadrCreateReport' }]);
  const { payload } = rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.like(payload, { body: { oadrReportRequest: [{ reportRequestID: 'riding' }] } });
});

test("rule 500: the VTN's own oadrRegisterReport that is not answered is a finding", (t) => {
  const rig = new ReportRig(t);
  rig.command({ do: 'registerReport', vens: [rig.venID] });
  rig.drain(rig.venID);
  for (let polls = 0; polls < 5; polls++) {
    rig.advance(10 * SECOND);
    rig.say(m.oadrPoll(rig.venID));
  }
  t.deepEqual(
    rig.found().map(({ severity, message }) => `${severity} ${message}`),
    [
      'warning no oadrRegisteredReport to the oadrRegisterReport',
      'error no oadrRegisteredReport to the oadrRegisterReport',
    ],
  );
});

import test from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { type Message, write } from '../../src/openadr/index.ts';
import { Vtn } from '../../src/vtn/vtn.ts';
import * as m from '../helpers/messages.ts';
import { canceledReport, createdReport, ReportRig, report } from '../helpers/report-rig.ts';
import { CONFIG, SECOND } from '../helpers/vtn-rig.ts';

const requestIDOf = (message: Message | undefined): string =>
  message && 'requestID' in message.body ? (message.body.requestID ?? '') : '';

test('a report that the VEN does not offer and sends all the same: its values are kept, without a unit', (t) => {
  const rig = new ReportRig(t);
  rig.ask({ reportSpecifierID: 'hidden', rIDs: ['noise'] }, { allowInvalid: true });
  const [asked] = rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, requestIDOf(asked), ['r1']));
  rig.forget();
  const over = { reportSpecifierID: 'hidden', reportName: 'x-noise' };
  t.is(rig.update(report({ start: rig.now, points: { noise: [60] }, over })).code, '200');
  t.deepEqual(rig.found(), []);
  t.like(rig.vtn.series(rig.venID), [{ rID: 'noise', reportSpecifierID: 'hidden', resourceIDs: [], length: 1 }]);
});

test('an oadrCreateReport and an oadrCancelReport sent as XML count too', (t) => {
  const rig = new ReportRig(t);
  const raw = (message: Message) =>
    rig.command({ do: 'send', vens: [rig.venID], raw: Buffer.from(write(message)).toString() });
  raw(m.oadrCreateReport(rig.venID, { mine: 'usage' }));
  const item = rig.say(m.oadrPoll(rig.venID)).reply;
  t.truthy(item.raw);
  t.is(rig.state('mine'), 'delivered');
  rig.say(createdReport(rig.venID, 'ask-1'));
  t.is(rig.state('mine'), 'accepted');
  raw(m.oadrCancelReport(rig.venID, ['mine']));
  t.is(rig.state('mine'), 'cancelling');
  rig.say(m.oadrPoll(rig.venID));
  rig.say(canceledReport(rig.venID, 'stop-1'));
  t.is(rig.state('mine'), 'cancelled');
});

test('of requests that are over only the newest 256 are remembered; open ones all', (t) => {
  const rig = new ReportRig(t);
  rig.accepted({ reportRequestID: 'open' });
  for (let count = 0; count < 300; count++) {
    const { items } = rig.ask({ reportRequestID: `r${count}` });
    rig.command({ do: 'drop', venID: rig.venID, item: items[0]?.item ?? '' });
  }
  const known = rig.vtn.ven(rig.venID)?.requests ?? [];
  t.is(known.length, 256);
  t.is(known[0]?.reportRequestID, 'open');
  t.is(known.at(-1)?.reportRequestID, 'r299');
});

test('a cancel before the request has gone out: both go, in order', (t) => {
  const rig = new ReportRig(t);
  rig.ask();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  const [asked, cancel] = rig.drain(rig.venID);
  rig.say(createdReport(rig.venID, requestIDOf(asked), ['r1']));
  rig.say(canceledReport(rig.venID, requestIDOf(cancel), ['r1'], '452'));
  t.is(rig.state(), 'delivered', 'refused: it runs on');
});

test('rule 303: an oadrCanceledReport under another requestID; one that nothing asked for', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  rig.drain(rig.venID);
  rig.say(canceledReport(rig.venID, 'mine'));
  t.deepEqual(rig.faults(), ['error 303: mine']);
  t.is(rig.state(), 'cancelled');
  rig.say(canceledReport(rig.venID, 'mine'));
  t.deepEqual(rig.faults(), ['warning undefined: oadrCanceledReport']);
  rig.say(createdReport(rig.venID, 'mine'));
  t.deepEqual(rig.faults(), ['warning undefined: oadrCreatedReport']);
});

test('rule 303: of two cancels of a report each is answered under its own requestID', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  const cancels = [true, false].map((reportToFollow) => {
    rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], reportToFollow });
    return requestIDOf(rig.drain(rig.venID)[0]);
  });
  t.not(cancels[0], cancels[1]);
  rig.say(canceledReport(rig.venID, cancels[0] ?? ''));
  t.is(rig.state(), 'cancelled');
  const last = report({ start: rig.now, points: { power: [1], energy: [1] } });
  t.is(rig.update(last).code, '200', 'rule 345: the first had one more to follow');
  t.is(rig.update(last).code, '452');
  rig.found();
  rig.say(canceledReport(rig.venID, cancels[1] ?? '', [], '452'));
  t.is(rig.state(), 'cancelled');
  t.deepEqual(rig.faults(), ['warning undefined: 452']);
});

test('rule 303: a piggy-backed cancel after an oadrCancelReport does not make its answer wrong', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  const [cancel] = rig.drain(rig.venID);
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], via: 'updatedReport' });
  rig.say(canceledReport(rig.venID, requestIDOf(cancel)));
  t.is(rig.state(), 'cancelled');
  t.deepEqual(rig.faults(), []);
});

test('a second cancel that is taken out of the queue leaves the first', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  const [cancel] = rig.drain(rig.venID);
  const { items } = rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'] });
  rig.command({ do: 'drop', venID: rig.venID, item: items[0]?.item ?? '' });
  t.is(rig.state(), 'cancelling');
  rig.say(canceledReport(rig.venID, requestIDOf(cancel)));
  t.is(rig.state(), 'cancelled');
  t.deepEqual(rig.faults(), []);
});

test('messages without what the schema requires break nothing', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  const { venID } = rig;
  t.is(rig.say(m.message('oadrCreatedReport', { venID })).code, '200');
  t.is(rig.say(m.message('oadrCanceledReport', { venID })).code, '200');
  t.is(rig.say(m.message('oadrUpdateReport', { venID })).code, '200');
  t.is(
    rig.say(
      m.message('oadrUpdateReport', { venID, oadrReport: [report({ id: '', start: rig.now, points: { a: [1] } })] }),
    ).code,
    '452',
  );
  t.is(rig.state(), 'accepted');
});

test('a state file of an earlier version knows requests by their IDs alone', (t) => {
  const rig = new ReportRig(t);
  const snapshot = JSON.parse(JSON.stringify(rig.vtn.snapshot()));
  const [ven] = snapshot.vens;
  ven.requests = [{ reportRequestID: 'old', reportSpecifierID: 'usage', reportBackDuration: 'PT10S' }];
  ven.piggyRequests = undefined;
  ven.piggyCancels = undefined;
  rig.vtn = new Vtn(CONFIG, { random: new SeededRandom('new'), snapshot });
  rig.advance(SECOND);
  t.deepEqual(rig.moves(), ['old restored']);
  t.is(rig.update(report({ id: 'old', start: rig.now, points: { power: [1] } })).code, '200');
  rig.say(m.oadrPoll(rig.venID));
  t.deepEqual(rig.found(), []);
});

test('several VENs get a request each, with the same ID', (t) => {
  const rig = new ReportRig(t);
  const second = rig.register({ oadrVenName: 'second' }).venID;
  const reports = [{ reportName: 'TELEMETRY_USAGE', reportBack: 'PT10S', reportRequestID: 'both' }];
  const { requests, items } = rig.command({ do: 'requestReport', vens: [rig.venID, second], reports });
  t.deepEqual(requests, [
    { venID: rig.venID, reportRequestID: 'both' },
    { venID: second, reportRequestID: 'both' },
  ]);
  t.is(items.length, 2);
});

import test from 'ava';
import type { Message } from '../../src/openadr/index.ts';
import * as m from '../helpers/messages.ts';
import { Rig } from '../helpers/vtn-rig.ts';

function rigWith(t: ConstructorParameters<typeof Rig>[0]) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  /** Asks for a report as a scenario may: by sending the whole payload. */
  const ask = (reportRequestID: string, reportSpecifierID: string, back = 'PT1M') => {
    const reportSpecifier = { reportSpecifierID, reportBackDuration: { duration: back } };
    const body = { oadrReportRequest: [{ reportRequestID, reportSpecifier }] };
    rig.command({ do: 'send', vens: [venID], payload: { name: 'oadrCreateReport', body }, allowInvalid: true });
  };
  return { rig, venID, ask };
}

test('rule 306: metadata is acknowledged, kept, and replaces all', (t) => {
  const { rig, venID } = rigWith(t);
  const { payload, result } = rig.say(
    m.oadrRegisterReport({
      venID,
      oadrReport: [m.telemetryUsage({ reportSpecifierID: 's2', reportName: 'METADATA_HISTORY_USAGE' })],
    }),
  );
  t.deepEqual(payload, {
    name: 'oadrRegisteredReport',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'register-1' },
      venID,
    },
  });
  const [told] = rig.changed('reports');
  t.like(told?.reports[0], { reportSpecifierID: 's2', reportName: 'METADATA_HISTORY_USAGE' });
  t.deepEqual(
    told?.reports[0]?.points.map(({ rID }) => rID),
    ['power'],
  );
  t.deepEqual(result.dirty, [venID]);
  rig.say(m.oadrRegisterReport({ venID, oadrReport: undefined }));
  t.deepEqual(rig.vtn.ven(venID)?.reports, []);
});

test('rule 306: new metadata cancels what was asked for, but periodic METADATA', (t) => {
  const { rig, venID, ask } = rigWith(t);
  ask('usage-1', 'usage');
  ask('meta-once', 'METADATA', 'PT0S');
  ask('meta-periodic', 'METADATA');
  rig.drain(venID);
  const states = () => rig.vtn.venSnapshot(venID)?.requests.map((one) => `${one.reportRequestID} ${one.state}`);
  t.deepEqual(states(), ['usage-1 delivered', 'meta-once delivered', 'meta-periodic delivered']);
  t.is(rig.say(m.oadrUpdateReport(venID, 'usage-1')).code, '200');
  rig.say(m.oadrRegisterReport({ venID, reportRequestID: 'meta-once' }));
  t.deepEqual(states(), ['usage-1 replaced', 'meta-once done', 'meta-periodic delivered']);
  t.is(rig.say(m.oadrUpdateReport(venID, 'usage-1')).code, '452');
});

test("rule 311: the VTN's own metadata has no reportRequestID at the root, and no oadrReport (rule 301)", (t) => {
  const { rig, venID } = rigWith(t);
  rig.command({ do: 'registerReport', vens: [venID] });
  const { payload } = rig.say(m.oadrPoll(venID));
  if (payload.name !== 'oadrRegisterReport') return t.fail();
  const { requestID, ...body } = payload.body;
  t.regex(requestID, /./);
  t.deepEqual(body, { schemaVersion: '2.0b', venID });
  const { payload: answer } = rig.say(m.oadrRegisteredReport({ venID }));
  t.is(answer.name, 'oadrResponse');
  t.deepEqual(rig.found(), []);
});

test('rules 301, 311, 327, 329: METADATA by request: oadrCreatedReport at once, then oadrRegisterReport by poll', (t) => {
  const { rig, venID } = rigWith(t);
  const { payload } = rig.say(m.oadrCreateReport(venID, { mine: 'METADATA' }));
  t.deepEqual(payload, {
    name: 'oadrCreatedReport',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'ask-1' },
      oadrPendingReports: { reportRequestID: ['mine'] },
      venID,
    },
  });
  rig.say(m.oadrCreateReport(venID, { mine: 'METADATA' }));
  t.deepEqual(
    rig.drain(venID).map((one) => [one.name, one.name === 'oadrRegisterReport' && one.body.reportRequestID]),
    [['oadrRegisterReport', 'mine']],
    'a repeated request is one',
  );
  t.deepEqual(rig.found(), []);
});

test('rule 304: a report that is not offered is 452, with what is pending', (t) => {
  const { rig, venID } = rigWith(t);
  const { payload, code } = rig.say(m.oadrCreateReport(venID, { a: 'usage', b: 'METADATA' }));
  t.is(code, '452');
  t.like(payload, { body: { oadrPendingReports: { reportRequestID: ['b'] } } });
  t.like(rig.found(), [{ severity: 'error', rule: 304, actual: 'usage' }]);
});

test('a VEN that never ends to ask for metadata is refused some day; the queue is told once a message', (t) => {
  const { rig, venID } = rigWith(t);
  const requests = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 'METADATA']));
  t.is(rig.say(m.oadrCreateReport(venID, requests(100))).code, '200');
  t.is(rig.changed('queue').length, 1);
  t.is(rig.say(m.oadrCreateReport(venID, requests(100))).code, '200', 'these wait already');
  t.deepEqual(rig.changed('delivery', 'queue'), []);
  const { payload, code } = rig.say(m.oadrCreateReport(venID, requests(5000)));
  t.is(code, '469');
  t.like(rig.found(), [{ severity: 'error', rule: 327, actual: '5000' }]);
  t.is(payload.name === 'oadrCreatedReport' && payload.body.oadrPendingReports.reportRequestID?.length, 100);
  t.is(rig.drain(venID).length, 100);
  t.is(rig.say(m.oadrCreateReport(venID, { again: 'METADATA' })).code, '200');
});

test('rule 304: of many reports that are not offered the first few are named', (t) => {
  const { rig, venID } = rigWith(t);
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`r${index}`, `s${index}`]));
  const { payload } = rig.say(m.oadrCreateReport(venID, many));
  const actual = 's0, s1, s2, s3, s4 and 995 more';
  t.like(payload, { body: { eiResponse: { responseDescription: `reportSpecifierID ${actual} is not offered` } } });
  t.like(rig.found(), [{ rule: 304, actual }]);
});

test('rule 344: a request in the oadrRegisteredReport is acted upon', (t) => {
  const { rig, venID } = rigWith(t);
  rig.command({ do: 'registerReport', vens: [venID] });
  rig.drain(venID);
  const asked = m.oadrCreateReport(venID, { piggy: 'METADATA' });
  const oadrReportRequest = asked.name === 'oadrCreateReport' ? asked.body.oadrReportRequest : [];
  t.is(rig.say(m.oadrRegisteredReport({ venID, oadrReportRequest })).code, '200');
  t.like(rig.drain(venID), [{ name: 'oadrRegisterReport', body: { reportRequestID: 'piggy' } }]);
});

test('rule 336: oadrCancelReport drops what waits; an unknown reportRequestID is 452', (t) => {
  const { rig, venID } = rigWith(t);
  rig.say(m.oadrCreateReport(venID, { a: 'METADATA', b: 'METADATA' }));
  const { payload, code } = rig.say(m.oadrCancelReport(venID, ['a']));
  t.is(code, '200');
  t.like(payload, { name: 'oadrCanceledReport', body: { oadrPendingReports: { reportRequestID: ['b'] } } });
  t.is(rig.say(m.oadrCancelReport(venID, ['a', 'b'])).code, '452');
  t.deepEqual(rig.drain(venID), []);
});

test('rule 304: oadrUpdateReport that nobody asked for is 452', (t) => {
  const { rig, venID } = rigWith(t);
  t.is(rig.say(m.oadrUpdateReport(venID, 'x')).code, '452');
  t.like(rig.found(), [{ severity: 'error', rule: 304, actual: 'x' }]);
});

test('8.6: logical responses about reports are acknowledged by oadrResponse', (t) => {
  const { rig, venID, ask } = rigWith(t);
  ask('usage-1', 'usage');
  rig.command({
    do: 'send',
    vens: [venID],
    payload: { name: 'oadrCancelReport', body: { reportRequestID: ['usage-1'] } },
  });
  rig.command({ do: 'send', vens: [venID], payload: { name: 'oadrUpdateReport', body: {} } });
  const answers: Message[] = rig.drain(venID).map((asked) => {
    const requestID = 'requestID' in asked.body ? asked.body.requestID : '';
    const eiResponse = { ...m.OK, requestID };
    const pending = { eiResponse, oadrPendingReports: {}, venID };
    if (asked.name === 'oadrCreateReport') return m.message('oadrCreatedReport', pending);
    if (asked.name === 'oadrCancelReport') return m.message('oadrCanceledReport', pending);
    return m.message('oadrUpdatedReport', { eiResponse, venID });
  });
  t.is(answers.length, 3);
  for (const one of answers) {
    const { payload, code } = rig.say(one);
    t.is(payload.name, 'oadrResponse');
    t.is(code, '200');
  }
  t.deepEqual(rig.found(), []);
});

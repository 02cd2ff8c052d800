import test from 'ava';
import { T0 } from '../helpers/ven-bench.ts';
import {
  asked,
  begins,
  ENERGY,
  isUpdate,
  POWER,
  reports,
  STATUS,
  status,
  usage,
  values,
} from '../helpers/ven-reports.ts';
import { cancelReport, distribute, oadrEvent, ok, reportRequest, updatedReport } from '../helpers/vtn-messages.ts';

test('periodic: reportBack / granularity intervals a report, each follows on the one before (r314, r317, r324)', (t) => {
  const { ven } = asked([usage('p')]);
  const posted = ven.live(40_000);
  t.deepEqual(begins(posted), [
    [10, 15],
    [20, 25],
    [30, 35],
    [40, 45],
  ]);
  t.deepEqual(begins(posted, ENERGY), begins(posted));
  t.true(values(posted).every(({ duration, counts }) => duration === 5_000 && counts));
  t.deepEqual(
    reports(posted).map(({ reportRequestID, reportName, dtstart, duration }) => [
      reportRequestID,
      reportName,
      dtstart?.['date-time'],
      duration?.duration,
    ])[0],
    ['p', 'TELEMETRY_USAGE', '2026-01-01T00:00:10Z', 'PT10S'],
  );
});

test('one interval a report of values of moments: sent at its begin, without waiting for data (8.3.2.2)', (t) => {
  const { ven } = asked([usage('p', { rIDs: [POWER], granularity: 'PT10S' })]);
  ven.live(25_000);
  t.deepEqual(begins(ven.posted), [[10], [20], [30]]);
});

test('a granularity that reportBack is no multiple of: the intervals go on over the reports', (t) => {
  const { ven } = asked([usage('p', { granularity: 'PT4S' })]);
  t.deepEqual(begins(ven.live(30_000)), [
    [10, 14],
    [18, 22, 26],
    [30, 34],
  ]);
});

test('a begin in the future is waited for, and the interval ends the report (r325)', (t) => {
  const { ven } = asked([usage('p', { start: T0 + 60_000, duration: 'PT25S' })]);
  t.deepEqual(begins(ven.live(49_000)), []);
  t.deepEqual(begins(ven.live(120_000)), [[60, 65], [70, 75], [80]]);
  t.deepEqual(ven.state.reports, []);
  t.deepEqual(
    ven.of('report').flatMap((fact) => (fact.state === 'ended' ? fact.cause : [])),
    ['complete'],
  );
});

test('a begin in the past is made up for, ten reports back at most (r325, r341)', (t) => {
  const { ven } = asked([usage('p', { start: T0 - 17_000 }), usage('old', { start: T0 - 3_000_000 })]);
  const posted = ven.posted.filter(isUpdate);
  const of = (id: string) => reports(posted).filter((report) => report.reportRequestID === id);
  t.is(of('p').length, 2);
  t.is(of('p')[0]?.dtstart?.['date-time'], '2025-12-31T23:59:43Z');
  t.is(of('old').length, 10);
  t.is(of('old').at(-1)?.dtstart?.['date-time'], '2026-01-01T00:00:00Z');
});

test('reports that are due together go in one oadrUpdateReport', (t) => {
  const { ven } = asked([
    usage('a'),
    usage('b', { back: 'PT20S' }),
    status('c', { back: 'PT20S', granularity: 'PT20S' }),
  ]);
  const ids = ven
    .live(20_000)
    .filter(isUpdate)
    .map(({ body }) => body.oadrReport?.map(({ reportRequestID }) => reportRequestID));
  t.deepEqual(ids, [['a'], ['a', 'b', 'c']]);
});

test('status on change: the first value, then changes only, else the old value as no new one (r317)', (t) => {
  const { ven } = asked([status('c', { back: 'PT20S', granularity: 'PT0S' })]);
  ven.poll(distribute([oadrEvent({ start: T0 + 42_000, intervals: [30_000], values: [2] })]));
  const posted = ven.live(80_000);
  t.deepEqual(
    values(posted).map(({ rID, at, quality, counts }) => [rID, at, quality, counts]),
    [
      [STATUS, 10, 'Quality Good - Non Specific', true],
      [STATUS, 42, 'Quality Good - Non Specific', true],
      [STATUS, 70, 'No New Value - Previous Value Used', false],
      [STATUS, 72, 'Quality Good - Non Specific', true],
    ],
  );
});

test('oadrCancelReport ends a report; what is cancelled comes no more, the others go on (r329, r336)', (t) => {
  const { ven } = asked([usage('a'), usage('b')]);
  const [canceled] = ven.poll(cancelReport(['a']));
  t.true(canceled?.name === 'oadrCanceledReport');
  if (canceled?.name !== 'oadrCanceledReport') return;
  t.is(canceled.body.eiResponse.responseCode, '200');
  t.deepEqual(canceled.body.oadrPendingReports.reportRequestID, ['b']);
  ven.drain();
  const ids = new Set(reports(ven.live(30_000)).map(({ reportRequestID }) => reportRequestID));
  t.deepEqual([...ids], ['b']);
});

test('one of several that is unknown: 452, and the known ones are cancelled (r336)', (t) => {
  const { ven } = asked([usage('a')]);
  const [canceled] = ven.poll(cancelReport(['a', 'none']));
  t.true(canceled?.name === 'oadrCanceledReport' && canceled.body.eiResponse.responseCode === '452');
  t.deepEqual(ven.state.reports, []);
});

test('reportToFollow: one more report after the oadrCanceledReport, of what has come together (r345)', (t) => {
  const { ven } = asked([usage('a', { back: 'PT1M' })]);
  const posted = ven.poll(cancelReport(['a'], true));
  t.deepEqual(
    posted.map(({ name }) => name),
    ['oadrCanceledReport', 'oadrUpdateReport'],
  );
  t.deepEqual(begins(posted), [[10, 15]]);
  ven.drain();
  t.deepEqual(reports(ven.live(120_000)), []);
});

test('reportToFollow with nothing come together yet: the newest interval', (t) => {
  const { ven } = asked([usage('a', { start: T0 + 3_600_000 })]);
  t.deepEqual(begins(ven.poll(cancelReport(['a'], true))), [[15]]);
});

test('an oadrCancelReport in the oadrUpdatedReport ends the report without a confirmation (r328, r335)', (t) => {
  const { ven } = asked([usage('a'), usage('b', { start: T0 + 15_000 })]);
  ven.pass(10_000);
  while (ven.outbox[0]?.message.name !== 'oadrUpdateReport') ven.reply(ok());
  t.deepEqual(ven.reply(updatedReport({ ids: ['a', 'b'] })), []);
  ven.drain();
  const posted = ven.live(60_000);
  t.deepEqual([...new Set(reports(posted).map(({ reportRequestID }) => reportRequestID))], ['b']);
  t.false(posted.some(({ name }) => name === 'oadrCanceledReport'));
  t.regex(ven.of('problem')[0]?.problem ?? '', /cancels b, which the update did not hold/);
});

test('with reportToFollow in the oadrUpdatedReport one more report comes under the old ID (r345)', (t) => {
  const { ven } = asked([usage('a')]);
  ven.pass(10_000);
  while (ven.outbox[0]?.message.name !== 'oadrUpdateReport') ven.reply(ok());
  t.deepEqual(ven.reply(updatedReport({ ids: ['a'], toFollow: true })), ['oadrUpdateReport']);
  ven.drain();
  t.deepEqual(reports(ven.live(60_000)), []);
});

test('metadata that are asked for cancel all reports of data, not those of metadata (r306)', (t) => {
  const { ven } = asked([usage('a'), reportRequest('m', { back: 'PT15S' })]);
  t.deepEqual(
    ven.state.reports.map(({ reportRequestID }) => reportRequestID),
    [],
  );
  t.is(ven.live(31_000).filter(({ name }) => name === 'oadrRegisterReport').length, 2);
});

test('the end of the registration ends all reports; the devices go on', (t) => {
  const { ven } = asked([usage('a')]);
  ven.live(10_000);
  const { devices } = ven.state;
  ven.command({ command: 'cancelRegistration' });
  while (ven.outbox.length > 0) {
    ven.reply({
      name: 'oadrCanceledPartyRegistration',
      body: { eiResponse: { responseCode: '200', requestID: '' }, schemaVersion: '2.0b' },
    });
  }
  t.deepEqual(ven.state.reports, []);
  t.is(ven.state.devices, devices);
  t.deepEqual(reports(ven.live(60_000)), []);
});

test('a VTN that does not answer gets ten reports, and later the ten newest of those it missed', (t) => {
  const { ven } = asked([usage('a')]);
  ven.pass(3_600_000);
  t.is(ven.outbox.filter(({ message }) => isUpdate(message)).length, 10);
  const from = ven.posted.length;
  ven.drain();
  const late = begins(ven.posted.slice(from));
  t.is(late.length, 10);
  t.deepEqual(late.at(-1), [3_600, 3_605]);
});

test('a VEN that nobody asks for reports is not woken for them', (t) => {
  const { ven } = asked([status('o')]);
  t.is(ven.wake, ven.state.nextPoll);
});

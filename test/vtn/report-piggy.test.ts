import test from 'ava';
import { CommandError } from '../../src/vtn/command-error.ts';
import * as m from '../helpers/messages.ts';
import { createdReport, offers, ReportRig, report, update } from '../helpers/report-rig.ts';
import { Rig, SECOND } from '../helpers/vtn-rig.ts';

const ride = { via: 'registeredReport' } as const;

test('rule 344: requests in the next oadrRegisteredReport, once, answered by oadrCreatedReport', (t) => {
  const rig = new ReportRig(t);
  t.deepEqual(rig.ask({ rIDs: ['power'] }, ride).items, [], 'nothing waits for a poll');
  t.deepEqual(rig.drain(rig.venID), []);
  rig.advance(SECOND);
  const register = () => rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.deepEqual(register().payload, {
    name: 'oadrRegisteredReport',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'register-1' },
      venID: rig.venID,
      oadrReportRequest: [
        {
          reportRequestID: 'r1',
          reportSpecifier: {
            reportSpecifierID: 'usage',
            granularity: { duration: 'PT1S' },
            reportBackDuration: { duration: 'PT10S' },
            reportInterval: {
              properties: { dtstart: { 'date-time': '2026-01-01T00:00:11Z' }, duration: { duration: 'PT0S' } },
            },
            specifierPayload: [{ rID: 'power', readingType: 'x-notApplicable' }],
          },
        },
      ],
    },
  });
  t.deepEqual(rig.moves(), ['r1 asked', 'r1 asked', 'r1 delivered'], 'told again, since it begins later');
  rig.say(createdReport(rig.venID, 'register-1', ['r1']));
  t.deepEqual(rig.moves(), ['r1 accepted']);
  t.deepEqual(rig.found(), []);
  const again = register().payload;
  t.false(again.name === 'oadrRegisteredReport' && again.body.oadrReportRequest !== undefined);
});

test('rule 344: a reply that is lost is said again; one that is not answered is remarked', (t) => {
  const rig = new ReportRig(t);
  rig.ask({}, ride);
  const register = (fate: 'delivered' | 'undelivered') =>
    rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }), { fate });
  t.like(register('undelivered').payload, { body: { oadrReportRequest: [{ reportRequestID: 'r1' }] } });
  t.is(rig.state(), 'asked');
  t.like(register('delivered').payload, { body: { oadrReportRequest: [{ reportRequestID: 'r1' }] } });
  t.is(rig.state(), 'delivered');
  rig.advance(10 * SECOND);
  rig.say(m.oadrPoll(rig.venID));
  t.like(rig.found(), [{ message: 'no oadrCreatedReport to the oadrRegisteredReport' }]);
});

test('rule 344: asked for before the VEN has told what it offers; what it does not offer is dropped', (t) => {
  const rig = new Rig(t);
  rig.command({ do: 'provision', venID: 'ven-1', venName: 'box' });
  const reports = ['TELEMETRY_USAGE', 'TELEMETRY_NOISE'].map((reportName, index) => ({
    reportRequestID: `r${index}`,
    reportName,
    reportBack: 'PT1M',
  }));
  rig.command({ do: 'requestReport', vens: ['ven-1'], reports, via: 'registeredReport' });
  rig.say(m.oadrCreatePartyRegistration({ oadrVenName: 'box' }));
  const { payload } = rig.say(m.oadrRegisterReport({ venID: 'ven-1' }));
  t.like(payload, { body: { oadrReportRequest: [{ reportRequestID: 'r0' }] } });
  const states = rig.vtn.ven('ven-1')?.requests.map(({ reportRequestID, state }) => `${reportRequestID} ${state}`);
  t.deepEqual(states?.sort(), ['r0 delivered', 'r1 dropped']);
});

test('rule 304: what is known not to be offered is refused at once', (t) => {
  const rig = new ReportRig(t);
  t.throws(() => rig.ask({ reportName: 'TELEMETRY_NOISE' }, ride), { instanceOf: CommandError });
  rig.ask({ reportName: 'TELEMETRY_NOISE' }, { ...ride, allowInvalid: true });
  const { payload } = rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport: offers() }));
  t.like(payload, { body: { oadrReportRequest: [{ reportSpecifier: { reportSpecifierID: 'TELEMETRY_NOISE' } }] } });
});

const values = (rig: ReportRig, id = 'r1') =>
  report({ id, start: rig.now, step: 5, points: { power: [1, 2], energy: [3, 4] } });

test('rules 328, 335: a cancel in the oadrUpdatedReport about that report, unconfirmed', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.accepted({ reportRequestID: 'r2' });
  const cancelled = rig.command({
    do: 'cancelReport',
    vens: [rig.venID],
    reportRequestIDs: ['r1'],
    via: 'updatedReport',
  });
  t.deepEqual(cancelled.items, []);
  t.deepEqual(rig.drain(rig.venID), []);
  const other = rig.update(values(rig, 'r2')).payload;
  t.false(other.name === 'oadrUpdatedReport' && other.body.oadrCancelReport !== undefined, 'only for its own report');
  rig.forget();
  const { payload } = rig.update(values(rig));
  if (payload.name !== 'oadrUpdatedReport') return t.fail();
  const { requestID, ...cancel } = payload.body.oadrCancelReport ?? {};
  t.regex(requestID ?? '', /^[0-9a-f]{16}$/);
  t.deepEqual(cancel, { reportRequestID: ['r1'], reportToFollow: false, venID: rig.venID, schemaVersion: '2.0b' });
  t.deepEqual(rig.moves(), ['r1 cancelled']);
  t.deepEqual(rig.found(), []);
});

test('rule 335: data that goes on brings an oadrCancelReport by poll', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], via: 'updatedReport' });
  rig.update(values(rig));
  t.is(rig.update(values(rig)).code, '200');
  t.deepEqual(rig.faults(), ['warning 335: r1']);
  t.is(rig.state(), 'cancelling');
  rig.update(values(rig));
  t.like(rig.drain(rig.venID), [{ name: 'oadrCancelReport', body: { reportRequestID: ['r1'] } }]);
  t.deepEqual(rig.faults(), []);
});

test('rule 328: a reply that is lost takes its cancel back', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.command({ do: 'cancelReport', vens: [rig.venID], reportRequestIDs: ['r1'], via: 'updatedReport' });
  rig.say(update(rig.venID, values(rig)), { fate: 'undelivered' });
  t.is(rig.state(), 'cancelling');
  t.like(rig.update(values(rig)).payload, { body: { oadrCancelReport: { reportRequestID: ['r1'] } } });
  t.is(rig.state(), 'cancelled');
});

test('rule 345: a piggy-backed cancel with one more report to come', (t) => {
  const rig = new ReportRig(t);
  rig.accepted();
  rig.accepted({ reportRequestID: 'r2' });
  const cancel = (id: string, reportToFollow: boolean) =>
    rig.command({
      do: 'cancelReport',
      vens: [rig.venID],
      reportRequestIDs: [id],
      via: 'updatedReport',
      reportToFollow,
    });
  cancel('r1', true);
  cancel('r2', false);
  const both = () => rig.update(values(rig), values(rig, 'r2'));
  t.like(both().payload, { body: { oadrCancelReport: { reportRequestID: ['r1'], reportToFollow: true } } });
  t.is(rig.state('r1'), 'cancelling');
  t.like(
    both().payload,
    { body: { oadrCancelReport: { reportRequestID: ['r2'], reportToFollow: false } } },
    'one reportToFollow a message',
  );
  t.is(rig.state('r1'), 'cancelled', 'its last report has come');
  t.is(rig.state('r2'), 'cancelled');
  t.deepEqual(rig.found(), []);
});

import test from 'ava';
import type { Message } from '../../src/openadr/index.ts';
import { T0, VenBench } from '../helpers/ven-bench.ts';
import {
  asked,
  ENERGY,
  history,
  isUpdate,
  POWER,
  reports,
  STATUS,
  status,
  usage,
  values,
} from '../helpers/ven-reports.ts';
import { createReport, reportRequest, VEN_ID } from '../helpers/vtn-messages.ts';

/** Code and pending IDs of the oadrCreatedReport. */
function answer(messages: readonly Message[]) {
  const created = messages.find(({ name }) => name === 'oadrCreatedReport');
  if (created?.name !== 'oadrCreatedReport') return undefined;
  const { eiResponse, oadrPendingReports } = created.body;
  return { code: eiResponse.responseCode, pending: oadrPendingReports.reportRequestID ?? [] };
}

test('several requests at once: one oadrCreatedReport with all that is to come, then what comes once (r324, r329)', (t) => {
  const { ven, first } = asked([usage('p'), status('o'), reportRequest('m', { back: 'PT1H' })]);
  t.deepEqual(
    first.map(({ name }) => name),
    ['oadrCreatedReport', 'oadrUpdateReport', 'oadrRegisterReport'],
  );
  t.deepEqual(answer(first), { code: '200', pending: ['m', 'p', 'o'] });
  t.deepEqual(
    reports(first).map(({ reportRequestID, reportName }) => [reportRequestID, reportName]),
    [['o', 'TELEMETRY_STATUS']],
  );
  // Metadata that are sent cancel the reports of data that were asked for (r306).
  t.deepEqual(ven.state.reports, []);
  t.deepEqual(reports(ven.live(60_000)), []);
});

const REFUSALS: [what: string, code: string, request: ReturnType<typeof reportRequest>][] = [
  ['a reportSpecifierID that is not on offer', '452', usage('r', { reportSpecifierID: 'other' })],
  ['an rID that is not on offer', '452', usage('r', { rIDs: [POWER, 'other'] })],
  ['an rID of another report', '452', usage('r', { rIDs: [STATUS] })],
  ['no rID', '452', usage('r', { rIDs: [] })],
  ['a granularity below oadrMinPeriod', '461', usage('r', { granularity: 'PT0.5S' })],
  ['a granularity above oadrMaxPeriod', '461', usage('r', { granularity: 'PT10M', back: 'PT1H' })],
  ['on change where it is not on offer', '461', usage('r', { granularity: 'PT0S' })],
  ['a granularity above reportBackDuration', '454', usage('r', { granularity: 'PT20S' })],
  ['more than is kept in one report', '454', usage('r', { granularity: 'PT5M', back: 'PT2H' })],
  ['a reportBackDuration that is none', '454', usage('r', { back: 'soon' })],
  ['a negative granularity', '454', usage('r', { granularity: '-PT5S' })],
  ['a history without an interval', '454', history('r', { start: undefined })],
  ['a history from before what is kept', '454', history('r', { start: T0 - 2 * 3_600_000 })],
  ['a history of the future', '454', history('r', { start: T0, duration: 'PT1M' })],
  ['a history again and again', '454', history('r', { back: 'PT1M' })],
];
for (const [what, code, request] of REFUSALS) {
  test(`${what} is refused with ${code}, and nothing comes of it`, (t) => {
    const { ven, first } = asked([request]);
    t.deepEqual(answer(first), { code, pending: [] });
    t.deepEqual(
      ven.of('problem').map(({ responseCode }) => responseCode),
      [code],
    );
    t.deepEqual(reports([...first, ...ven.live(60_000)]), []);
  });
}

test('a bad request beside a good one: the code is that of the bad one, the good one is pending and comes', (t) => {
  const { ven, first } = asked([usage('bad', { rIDs: ['other'] }), usage('good')]);
  t.deepEqual(answer(first), { code: '452', pending: ['good'] });
  t.deepEqual(
    reports(ven.live(10_000)).map(({ reportRequestID }) => reportRequestID),
    ['good'],
  );
});

test('requests for another VEN are 452 and begin nothing', (t) => {
  const ven = new VenBench().register();
  const message = createReport([usage('p')]);
  if (message.name === 'oadrCreateReport') message.body.venID = 'other';
  t.deepEqual(answer(ven.poll(message)), { code: '452', pending: [] });
  t.deepEqual(ven.state.reports, []);
});

test('a reportRequestID in use is replaced (r322)', (t) => {
  const { ven } = asked([usage('p')]);
  const second = ven.poll(createReport([usage('p', { back: 'PT20S', start: T0 + 20_000 })]));
  ven.drain();
  t.deepEqual(answer(second), { code: '200', pending: ['p'] });
  t.deepEqual(
    ven.state.reports.map(({ back }) => back),
    [20_000],
  );
  t.deepEqual(
    ven.of('report').map((fact) => [fact.state, fact.state === 'ended' ? fact.cause : fact.back]),
    [
      ['begun', 10_000],
      ['ended', 'replaced'],
      ['begun', 20_000],
    ],
  );
});

test('telemetry once: the newest interval, whatever granularity and interval say (r324, r337)', (t) => {
  const { first } = asked([usage('u', { back: 'PT0S', granularity: 'PT1M', start: T0 - 900_000, duration: 'PT1M' })]);
  t.deepEqual(
    values(first).map(({ rID, at, duration }) => [rID, at, duration]),
    [
      [POWER, 9, 1_000],
      [ENERGY, 9, 1_000],
    ],
  );
});

test('telemetry of moments once: the moment, without a duration (r315, r342)', (t) => {
  const { first } = asked([usage('u', { back: 'PT0S', rIDs: [POWER] })]);
  t.deepEqual(
    values(first).map(({ rID, at, duration }) => [rID, at, duration]),
    [[POWER, 10, undefined]],
  );
  t.is(reports(first)[0]?.duration, undefined);
});

test('history: the recorded points of the interval, or all since dtstart (r317, r325, r510)', (t) => {
  const { first } = asked([history('h', { duration: 'PT30S' }), history('all', { start: T0 - 1_200_000 })]);
  const [part = [], all = []] = ['h', 'all'].map((id) =>
    values(first)
      .filter(({ reportRequestID }) => reportRequestID === id)
      .map(({ at }) => at),
  );
  t.deepEqual(part, [-60, -50, -40]);
  t.is(all.length, 121);
  t.deepEqual([all[0], all.at(-1)], [-1200, 0]);
});

test('a request that comes with the oadrRegisteredReport is carried out once the VEN polls (r344)', (t) => {
  const ven = new VenBench();
  ven.start();
  ven.reply();
  while (ven.state.phase !== 'polling') {
    const name = ven.outbox[0]?.message.name;
    if (name === 'oadrCreatePartyRegistration') {
      ven.reply({
        name: 'oadrCreatedPartyRegistration',
        body: {
          ...{ eiResponse: { responseCode: '200', requestID: '' }, registrationID: 'reg-1', venID: VEN_ID, vtnID: 'v' },
          oadrProfiles: { oadrProfile: [] },
          schemaVersion: '2.0b',
        },
      });
    } else if (name === 'oadrRegisterReport') {
      ven.reply({
        name: 'oadrRegisteredReport',
        body: {
          eiResponse: { responseCode: '200', requestID: 'q' },
          oadrReportRequest: [usage('p', { start: T0 })],
          schemaVersion: '2.0b',
        },
      });
    } else {
      ven.reply(
        name === 'oadrRequestEvent'
          ? {
              name: 'oadrDistributeEvent',
              body: {
                ...{ eiResponse: { responseCode: '200', requestID: '' }, requestID: 'd', vtnID: 'v' },
                schemaVersion: '2.0b',
              },
            }
          : {
              name: 'oadrResponse',
              body: { eiResponse: { responseCode: '200', requestID: '' }, schemaVersion: '2.0b' },
            },
      );
    }
  }
  t.deepEqual(answer(ven.posted), { code: '200', pending: ['p'] });
  ven.drain();
  t.is(ven.live(10_000).filter(isUpdate).length, 1);
});

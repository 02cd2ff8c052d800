import test from 'ava';
import type { OadrReport } from '../../src/openadr/index.ts';
import { formatDateTime } from '../../src/openadr/time.ts';
import * as m from '../helpers/messages.ts';
import { ReportRig, report } from '../helpers/report-rig.ts';
import { SECOND } from '../helpers/vtn-rig.ts';

const EVERY = { reportBack: 'PT10S', granularity: 'PT5S' } as const;

function rigWith(t: ConstructorParameters<typeof ReportRig>[0], spec = {}) {
  const rig = new ReportRig(t);
  rig.accepted({ ...EVERY, ...spec });
  const start = rig.now;
  /** A report of so many intervals of 5 s, `after` seconds from the begin. */
  const values = (after: number, ...power: number[]) =>
    report({ start: start + after * SECOND, step: 5, points: { power, energy: power.map((value) => value / 10) } });
  return { rig, start, values };
}

test('rule 304: an oadrUpdateReport is acknowledged, its values are told and kept in their unit', (t) => {
  const { rig, start, values } = rigWith(t);
  rig.advance(10 * SECOND);
  const { payload, exchange } = rig.update(values(0, 1500, 1600));
  t.deepEqual(payload, {
    name: 'oadrUpdatedReport',
    body: {
      schemaVersion: '2.0b',
      eiResponse: { responseCode: '200', responseDescription: 'OK', requestID: 'update-1' },
      venID: rig.venID,
    },
  });
  const power = { name: 'powerReal', units: 'W', scale: 'none' };
  const energy = { name: 'energyReal', units: 'Wh', scale: 'k' };
  t.deepEqual(rig.changed('readings'), [
    {
      what: 'readings',
      venID: rig.venID,
      reportRequestID: 'r1',
      reportSpecifierID: 'usage',
      reportName: 'TELEMETRY_USAGE',
      exchange,
      asked: true,
      intervals: 2,
      points: 4,
      missing: 0,
      late: undefined,
      series: [
        {
          rID: 'power',
          resourceIDs: [],
          unit: power,
          count: 2,
          replaced: 0,
          tail: [
            [start, 1500],
            [start + 5 * SECOND, 1600],
          ],
        },
        {
          rID: 'energy',
          resourceIDs: ['meter'],
          unit: energy,
          count: 2,
          replaced: 0,
          tail: [
            [start, 150],
            [start + 5 * SECOND, 160],
          ],
        },
      ],
    },
  ]);
  t.deepEqual(rig.found(), []);
  const [series] = rig.vtn.series(rig.venID);
  t.like(series, { rID: 'power', reportName: 'TELEMETRY_USAGE', reportSpecifierID: 'usage', unit: power, length: 2 });
  t.deepEqual(series?.samples(), [
    { time: start, value: 1500, ok: true },
    { time: start + 5 * SECOND, value: 1600, ok: true },
  ]);
  t.deepEqual(series?.samples(1), [{ time: start + 5 * SECOND, value: 1600, ok: true }]);
  t.deepEqual(rig.vtn.series('nobody'), []);
});

test('rules 317, 346: what is sent again replaces', (t) => {
  const { rig, start, values } = rigWith(t);
  rig.update(values(0, 1, 2));
  rig.forget();
  rig.update(values(5, 3, 4));
  t.like(rig.changed('readings'), [
    {
      missing: 0,
      series: [
        { count: 2, replaced: 1 },
        { count: 2, replaced: 1 },
      ],
    },
  ]);
  t.deepEqual(
    rig.vtn
      .series(rig.venID)[0]
      ?.samples()
      .map(({ time, value }) => [(time - start) / SECOND, value]),
    [
      [0, 1],
      [5, 3],
      [10, 4],
    ],
  );
  t.deepEqual(rig.found(), []);
});

test('rule 304: one bad report, one bad data point: 452, and the good ones are taken', (t) => {
  const { rig, start, values } = rigWith(t);
  const unknown = report({ id: 'x', start, step: 5, points: { power: [9] } });
  const { code, payload } = rig.update(unknown, values(0, 1, 2));
  t.is(code, '452');
  t.like(payload, { body: { eiResponse: { responseDescription: 'unknown reportRequestID x' } } });
  t.deepEqual(rig.faults(), ['error 304: x']);
  t.deepEqual(
    rig.changed('readings').map(({ reportRequestID, asked, series }) => [reportRequestID, asked, series.length]),
    [
      ['x', false, 0],
      ['r1', true, 2],
    ],
  );
  const stranger = report({ start: start + 10 * SECOND, step: 5, points: { power: [3], energy: [4], noise: [5] } });
  t.is(rig.update(stranger).code, '452');
  t.deepEqual(rig.faults(), ['error 304: noise']);
  t.like(rig.changed('readings'), [{ asked: true, points: 3, series: [{ rID: 'power' }, { rID: 'energy' }] }]);
  t.is(rig.vtn.series(rig.venID).length, 2);
});

test('of many data points that were not asked for, or do not come, the first few are named', (t) => {
  const { rig, start } = rigWith(t);
  const points = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x${index}`, [1]]));
  const { payload } = rig.update(report({ start, step: 5, points }));
  const actual = 'x0, x1, x2, x3, x4 and 9995 more';
  t.like(payload, {
    body: { eiResponse: { responseCode: '452', responseDescription: `rID ${actual} was not asked for` } },
  });
  t.deepEqual(rig.faults(), [`error 304: ${actual}`, 'warning 318: no power, energy']);
});

test('thousands of reports in one message are taken one by one', (t) => {
  const { rig, start } = rigWith(t, { granularity: 'PT0S' });
  const reports = Array.from({ length: 5000 }, (_, index) =>
    report({ start: start + index * SECOND, points: { power: [index] } }),
  );
  t.is(rig.update(...reports).code, '200');
  t.is(rig.changed('readings').length, 5000);
  t.is(rig.vtn.series(rig.venID)[0]?.length, 5000);
});

test('of thousands of reports that nobody asked for, empty ones too, findings have an end', (t) => {
  const { rig, values } = rigWith(t);
  const { intervals: _, ...empty } = values(0, 1, 2);
  const reports = Array.from({ length: 3000 }, () => ({ ...empty, reportRequestID: 'nobody' }));
  t.is(rig.update(...reports).code, '452');
  const found = rig.found();
  t.is(found.length, 1001);
  t.like(found.at(-1), { severity: 'info', message: '2000 more findings were left out' });
  t.deepEqual(rig.changed('readings'), []);
});

test('rules 304, 313: another reportSpecifierID is 452, another reportName a finding', (t) => {
  const { rig, values } = rigWith(t);
  t.is(rig.update({ ...values(0, 1, 2), reportSpecifierID: 'status' }).code, '452');
  t.deepEqual(rig.faults(), ['error 304: status']);
  t.is(rig.update({ ...values(0, 1, 2), reportName: 'METADATA_TELEMETRY_USAGE' }).code, '200');
  t.like(rig.found(), [{ layer: 'rule', severity: 'error', rule: 313, expected: 'TELEMETRY_USAGE' }]);
});

test('rule 318: a data point that has no place in the report; of bad quality it has one, which does not count', (t) => {
  const { rig, start } = rigWith(t);
  rig.update(report({ start, step: 5, points: { power: [1, 2] } }));
  t.deepEqual(rig.faults(), ['warning 318: no energy']);
  const [interval] = report({ start: start + 10 * SECOND, step: 5, points: { power: [7] } }).intervals?.interval ?? [];
  if (!interval) return t.fail();
  const bad = { rID: 'energy', payloadFloat: { value: 0 }, oadrDataQuality: 'Quality Bad - Device Failure' };
  const oadrReportPayload = [...(interval.oadrReportPayload ?? []), bad];
  rig.update(
    report({
      start: start + 10 * SECOND,
      points: { power: [7] },
      over: { intervals: { interval: [{ ...interval, oadrReportPayload }] } },
    }),
  );
  t.deepEqual(rig.found(), []);
  const series = rig.vtn.series(rig.venID);
  t.like(series.find(({ rID }) => rID === 'energy')?.samples(), [{ value: 0, ok: false }]);
});

test('rule 317: with granularity 0 only what has changed comes, and nothing is missing', (t) => {
  const { rig, start } = rigWith(t, { granularity: 'PT0S' });
  rig.update(report({ start, step: 5, points: { power: [1] } }));
  rig.update(report({ start: start + 60 * SECOND, step: 5, points: { energy: [1] } }));
  t.deepEqual(rig.found(), []);
});

test('rule 324: telemetry once has one interval; history has as many as there are', (t) => {
  const { rig, start, values } = rigWith(t, { reportBack: 'PT0S', granularity: 'PT0S' });
  rig.update(values(0, 1, 2, 3));
  t.deepEqual(rig.faults(), ['error 324: 3']);
  t.is(rig.state(), 'done');
  t.is(rig.update(values(0, 1)).code, '200', 'rule 346: it may be sent again');
  rig.accepted({ reportRequestID: 'past', reportName: 'HISTORY_USAGE', reportBack: 'PT0S' });
  const over = { reportSpecifierID: 'history', reportName: 'HISTORY_USAGE' } as const;
  const points = { power: Array.from({ length: 100 }, (_, index) => index) };
  rig.update(report({ id: 'past', start: start - 1000 * SECOND, step: 5, points, over }));
  t.deepEqual(rig.found(), []);
  t.is(rig.state('past'), 'done');
  const change = rig.changed('readings').at(-1);
  t.like(change, { intervals: 100, points: 100 });
  t.is(change?.series[0]?.count, 100);
  t.is(change?.series[0]?.tail.length, 32, 'the record holds the values in the message');
  t.deepEqual(change?.series[0]?.tail.at(-1), [start - 505 * SECOND, 99]);
});

test('rule 317: more intervals than were asked for, or longer ones; one more or less is normal', (t) => {
  const { rig, values, start } = rigWith(t);
  rig.update(values(0, 1, 2, 3));
  t.deepEqual(rig.faults(), []);
  rig.update(values(15, 1));
  t.deepEqual(rig.faults(), []);
  rig.update(values(20, 1, 2, 3, 4));
  t.deepEqual(rig.faults(), ['warning 317: 4']);
  rig.update(report({ start: start + 40 * SECOND, step: 10, points: { power: [1], energy: [1] } }));
  t.deepEqual(rig.faults(), ['warning 317: 10s']);
});

test('rule 341: the first interval may be one granularity off', (t) => {
  for (const [after, faults] of [
    [-5, []],
    [5, []],
    [-6, ['info 341: 2026-01-01T00:00:04Z']],
    [6, ['info 341: 2026-01-01T00:00:16Z']],
  ] as const) {
    const { rig, values } = rigWith(t);
    rig.update(values(after, 1, 2));
    t.deepEqual(rig.faults(), [...faults]);
  }
});

test('rule 314: intervals that did not come: one is an info, more a warning', (t) => {
  const { rig, values, start } = rigWith(t);
  rig.update(values(0, 1, 2));
  rig.update(values(12, 3, 4));
  t.deepEqual(rig.faults(), [], 'less than half an interval off');
  rig.update(values(27, 5, 6));
  t.deepEqual(rig.faults(), ['info 314: 1 missing']);
  rig.update(values(57, 7, 8));
  t.deepEqual(rig.faults(), ['warning 314: 4 missing']);
  t.deepEqual(
    rig.changed('readings').map(({ missing }) => missing),
    [0, 0, 1, 4],
  );
  // Within a report too.
  const [first] =
    report({ start: start + 67 * SECOND, step: 5, points: { power: [1], energy: [1] } }).intervals?.interval ?? [];
  const [second] =
    report({ start: start + 82 * SECOND, step: 5, points: { power: [1], energy: [1] } }).intervals?.interval ?? [];
  if (!first || !second) return t.fail();
  rig.update({ ...values(67, 1), intervals: { interval: [first, second] } });
  t.deepEqual(rig.faults(), ['warning 314: 2 missing']);
});

test('rule 325: a report that reaches the end of its interval is the last', (t) => {
  const { rig, values } = rigWith(t, { duration: 'PT20S' });
  rig.update(values(0, 1, 2));
  t.is(rig.state(), 'accepted');
  rig.advance(10 * SECOND);
  rig.update(values(10, 3, 4));
  t.is(rig.state(), 'done');
  t.is(rig.update(values(20, 5)).code, '200', 'one slightly beyond the end is legal (rule 341)');
  t.deepEqual(rig.found(), []);
});

test('rule 314: a value far ahead is a finding, and ends neither the notice of what is missing nor the request', (t) => {
  const { rig, values } = rigWith(t, { duration: 'PT1H' });
  rig.update(values(0, 1, 2));
  rig.update(values(250_000_000_000, 3));
  const [future] = rig.found();
  t.like(future, { severity: 'warning', rule: 314, message: 'the report r1 has values of the future' });
  t.is(rig.state(), 'accepted');
  rig.update(values(57, 7, 8));
  t.deepEqual(rig.faults(), ['warning 314: 9 missing']);
});

test('rule 325: a clock that is ahead does not end a request before its time', (t) => {
  const { rig, values } = rigWith(t, { duration: 'PT1M' });
  rig.update(values(50, 1, 2));
  t.is(rig.state(), 'accepted');
  rig.advance(50 * SECOND);
  rig.update(values(60, 1, 2));
  t.is(rig.state(), 'done');
});

test('rule 314: a clock that is set leaves nothing out', (t) => {
  const { rig, values } = rigWith(t);
  rig.update(values(-1_700_000_000, 1, 2));
  rig.found();
  rig.update(values(0, 1, 2));
  t.deepEqual(rig.faults(), []);
  t.deepEqual(
    rig.changed('readings').map(({ missing }) => missing),
    [0, 0],
  );
});

test('rule 331: a status is 1 or 0, and told whole', (t) => {
  const rig = new ReportRig(t);
  rig.accepted({ reportName: 'TELEMETRY_STATUS' });
  const status: OadrReport = {
    dtstart: { 'date-time': formatDateTime(rig.now) },
    intervals: {
      interval: [
        {
          dtstart: { 'date-time': formatDateTime(rig.now) },
          oadrReportPayload: [
            { rID: 'status', oadrPayloadResourceStatus: { oadrOnline: false, oadrManualOverride: true } },
          ],
        },
      ],
    },
    reportRequestID: 'r1',
    reportSpecifierID: 'status',
    reportName: 'TELEMETRY_STATUS',
    createdDateTime: formatDateTime(rig.now),
  };
  t.is(rig.update(status).code, '200');
  const [change] = rig.changed('readings');
  t.deepEqual(change?.series, [
    {
      rID: 'status',
      resourceIDs: [],
      count: 1,
      replaced: 0,
      tail: [[rig.now, 0]],
      status: { online: false, manualOverride: true },
    },
  ]);
});

test('a value without a time is of now; one without a value is none', (t) => {
  const { rig } = rigWith(t, { reportBack: 'PT0S', granularity: 'PT0S' });
  rig.advance(7 * SECOND);
  const interval = [{ oadrReportPayload: [{ rID: 'power', payloadFloat: { value: 5 } }, { rID: 'energy' }] }];
  const { dtstart: _, ...bare } = report({ start: rig.now, points: { power: [5] } });
  rig.update({ ...bare, intervals: { interval } } as OadrReport);
  t.like(rig.changed('readings'), [
    {
      points: 2,
      series: [
        { count: 1, tail: [[rig.now, 5]] },
        { count: 0, tail: [] },
      ],
    },
  ]);
});

test('rule 318: NaN and INF are no values: told, and in no series; of bad quality they are placeholders', (t) => {
  const { rig, start, values } = rigWith(t);
  rig.update({ ...values(0, 1), ...noNumbers(start, {}) });
  t.deepEqual(rig.faults(), ['warning 318: NaN of power, Infinity of energy']);
  t.like(rig.changed('readings'), [
    {
      points: 2,
      series: [
        { count: 0, tail: [] },
        { count: 0, tail: [] },
      ],
    },
  ]);
  t.deepEqual(
    rig.vtn.series(rig.venID).map(({ length }) => length),
    [0, 0],
  );
  rig.update({ ...values(5, 1), ...noNumbers(start + 5 * SECOND, { oadrDataQuality: 'Quality Bad - Non Specific' }) });
  t.deepEqual(rig.faults(), []);
});

function noNumbers(start: number, over: { readonly oadrDataQuality?: string }): Pick<OadrReport, 'intervals'> {
  const [interval] = report({ start, step: 5, points: { power: [1] } }).intervals?.interval ?? [];
  if (!interval) throw new Error('no interval');
  const oadrReportPayload = [
    { rID: 'power', payloadFloat: { value: Number.NaN }, ...over },
    { rID: 'energy', payloadFloat: { value: Number.POSITIVE_INFINITY }, ...over },
  ];
  return { intervals: { interval: [{ ...interval, oadrReportPayload }] } };
}

test('rule 317: a report that comes late, once; what a poll has shown is not said again', (t) => {
  const { rig, values } = rigWith(t);
  rig.advance(20 * SECOND);
  rig.update(values(0, 1, 2));
  t.deepEqual(rig.faults(), [], 'one poll late');
  rig.advance(25 * SECOND);
  rig.update(values(10, 1, 2));
  t.deepEqual(rig.faults(), ['warning 324: 15s later']);
  t.deepEqual(
    rig.changed('readings').map(({ late }) => late),
    [undefined, 15 * SECOND],
  );
  rig.advance(39 * SECOND);
  rig.say(m.oadrPoll(rig.venID));
  t.deepEqual(rig.faults(), []);
  rig.advance(2 * SECOND);
  rig.say(m.oadrPoll(rig.venID));
  rig.say(m.oadrPoll(rig.venID));
  t.deepEqual(rig.faults(), ['warning 324: none for 41s']);
  rig.update(values(20, 1, 2));
  t.deepEqual(rig.faults(), []);
  t.like(rig.changed('readings').at(-1), { late: 31 * SECOND });
});

for (const step of [5, 10]) {
  test(`rule 324: how often a VEN polls does not excuse a report that is late, with a granularity of ${step} s`, (t) => {
    const rig = new ReportRig(t, { pollInterval: 60 * SECOND });
    rig.accepted({ ...EVERY, granularity: `PT${step}S`, rIDs: ['power'] });
    const begin = rig.now;
    const points = { power: step === 5 ? [1, 2] : [1] };
    const values = (after: number) => report({ start: begin + after * SECOND, step, points });
    rig.advance(30 * SECOND);
    rig.update(values(0));
    t.deepEqual(rig.faults(), [], 'the first may come as late as a poll');
    rig.advance(11 * SECOND);
    rig.update(values(10));
    t.deepEqual(rig.faults(), [], 'a second is nothing');
    rig.advance(20 * SECOND);
    rig.update(values(20));
    t.deepEqual(rig.faults(), ['warning 324: 10s later']);
  });
}

test('rule 324: a one-shot report that does not come is remarked once; an interval that is over ends in silence', (t) => {
  const { rig } = rigWith(t, { reportBack: 'PT0S', granularity: 'PT0S' });
  rig.accepted({ ...EVERY, reportRequestID: 'short', duration: 'PT30S' });
  rig.accepted({ reportRequestID: 'meta', reportName: 'METADATA', reportBack: 'PT0S' });
  rig.accepted({ ...EVERY, reportRequestID: 'later', start: rig.now + 3600 * SECOND });
  const faults: string[] = [];
  for (let polls = 0; polls < 20; polls++) {
    rig.advance(10 * SECOND);
    rig.say(m.oadrPoll(rig.venID));
    faults.push(...rig.faults());
  }
  t.deepEqual(faults, ['warning 324: none for 50s', 'warning 324: none for 50s']);
  t.deepEqual(rig.moves(), ['short done']);
});

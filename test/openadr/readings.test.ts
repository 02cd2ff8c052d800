import test from 'ava';
import { type OadrReport, readingsOf, readingsOfReport } from '../../src/openadr/index.ts';
import type { Lenient } from '../../src/openadr/lenient.ts';

const T0 = Date.UTC(2026, 0, 1);
const at = (time: string) => ({ 'date-time': time });
const value = (rID: string, number: number, over: object = {}) => ({ rID, payloadFloat: { value: number }, ...over });

function report(over: Lenient<OadrReport> = {}): Lenient<OadrReport> {
  return {
    reportRequestID: 'r1',
    reportSpecifierID: 's1',
    reportName: 'TELEMETRY_USAGE',
    dtstart: at('2026-01-01T00:00:00Z'),
    ...over,
  };
}

test('every value of every report, with what the report says of itself', (t) => {
  const first = report({ intervals: { interval: [{ oadrReportPayload: [value('power', 5), value('energy', 7)] }] } });
  const second = report({
    reportRequestID: 'r2',
    intervals: { interval: [{ dtstart: at('2026-01-01T00:01:00Z'), oadrReportPayload: [value('power', 6)] }] },
  });
  const ids = { reportSpecifierID: 's1', reportName: 'TELEMETRY_USAGE', counts: true };
  t.deepEqual(readingsOf({ oadrReport: [first, second] }), [
    { ...ids, reportRequestID: 'r1', rID: 'power', time: T0, value: 5 },
    { ...ids, reportRequestID: 'r1', rID: 'energy', time: T0, value: 7 },
    { ...ids, reportRequestID: 'r2', rID: 'power', time: T0 + 60_000, value: 6 },
  ]);
});

test('rules 314, 315: an interval begins at its dtstart, else where the one before it ended, the first at that of the report', (t) => {
  const interval = (minutes: string | undefined, dtstart?: string) => ({
    ...(dtstart && { dtstart: at(dtstart) }),
    ...(minutes && { duration: { duration: minutes } }),
    oadrReportPayload: [value('power', 1)],
  });
  const times = (...intervals: ReturnType<typeof interval>[]) =>
    readingsOfReport(report({ intervals: { interval: intervals } })).map(({ time }) =>
      time === undefined ? undefined : (time - T0) / 60_000,
    );
  t.deepEqual(times(interval('PT1M'), interval('PT2M'), interval('PT1M')), [0, 1, 3]);
  t.deepEqual(times(interval('PT1M'), interval('PT1M', '2026-01-01T00:10:00Z'), interval('PT1M')), [0, 10, 11]);
  t.deepEqual(times(interval(undefined), interval(undefined)), [0, undefined], 'nothing tells when the second begins');
});

test('after a length that no calendar holds, nothing tells when the next interval begins', (t) => {
  const years = '9'.repeat(400);
  const times = (...durations: string[]) =>
    readingsOfReport(
      report({
        intervals: {
          interval: durations.map((duration) => ({ duration: { duration }, oadrReportPayload: [value('power', 1)] })),
        },
      }),
    ).map(({ time, duration }) => [time === undefined ? undefined : time - T0, duration]);
  t.deepEqual(times(`-P${years}Y`, `P${years}Y`, 'PT1M'), [
    [0, undefined],
    [undefined, undefined],
    [undefined, 60_000],
  ]);
  const [, [next] = []] = times('P300000Y', 'PT1M');
  t.is(next, undefined);
});

test('rule 318: what is of bad quality or repeated for want of a new value does not count', (t) => {
  const qualities = [
    'Quality Good - Non Specific',
    'Quality Limit - High',
    'Quality Bad - Non Specific',
    'Quality Bad - Device Failure',
    'No Quality - No Value',
    'No New Value - Previous Value Used',
    'x-mine',
  ];
  const oadrReportPayload = qualities.map((oadrDataQuality) => value('power', 1, { oadrDataQuality }));
  t.deepEqual(
    readingsOfReport(report({ intervals: { interval: [{ oadrReportPayload }] } })).map(({ counts }) => counts),
    [true, true, false, false, false, false, true],
  );
});

test('NaN and INF are no numbers to count with', (t) => {
  const oadrReportPayload = [Number.NaN, Number.POSITIVE_INFINITY, -Number.POSITIVE_INFINITY, 0].map((one) =>
    value('power', one),
  );
  t.deepEqual(
    readingsOfReport(report({ intervals: { interval: [{ oadrReportPayload }] } })).map(({ counts }) => counts),
    [false, false, false, true],
  );
});

test('rule 331: a status has no value; confidence and accuracy are kept', (t) => {
  const oadrReportPayload = [
    { rID: 'status', oadrPayloadResourceStatus: { oadrOnline: true, oadrManualOverride: false } },
    value('power', 3, { confidence: 80, accuracy: 0.5 }),
  ];
  const [status, power] = readingsOfReport(report({ intervals: { interval: [{ oadrReportPayload }] } }));
  t.deepEqual(status?.status, { online: true, manualOverride: false });
  t.is(status?.value, undefined);
  t.true(status?.counts);
  t.like(power, { value: 3, confidence: 80, accuracy: 0.5 });
});

test('what is missing is left out, and nothing throws', (t) => {
  t.deepEqual(readingsOf({}), []);
  t.deepEqual(readingsOfReport({ intervals: {} }), []);
  const bare = { intervals: { interval: [{ duration: { duration: 'soon' }, oadrReportPayload: [{}] }] } };
  t.deepEqual(readingsOfReport(bare), [{ reportRequestID: '', reportSpecifierID: '', rID: '', counts: false }]);
});

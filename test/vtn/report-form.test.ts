import test from 'ava';
import type { OadrReport } from '../../src/openadr/index.ts';
import * as m from '../helpers/messages.ts';
import { offers, ReportRig, report } from '../helpers/report-rig.ts';

function rigWith(t: ConstructorParameters<typeof ReportRig>[0]) {
  const rig = new ReportRig(t);
  rig.accepted({ rIDs: ['power'], granularity: 'PT5S' });
  const good = report({ start: rig.now, step: 5, points: { power: [1, 2] } });
  const [first, second] = good.intervals?.interval ?? [];
  if (!first || !second) throw new Error('no intervals');
  const faults = (over: Partial<OadrReport>) => {
    rig.update({ ...good, ...over });
    return rig.faults();
  };
  return { rig, good, first, second, faults };
}

test('rule 313: a report without intervals, or that does not say when it begins', (t) => {
  const { first, second, faults } = rigWith(t);
  t.deepEqual(faults({}), []);
  t.deepEqual(faults({ intervals: undefined }), ['warning 318: no power', 'error 313: none']);
  const bare = [first, second].map(({ dtstart: _, ...interval }) => interval);
  t.deepEqual(faults({ intervals: { interval: bare } }), [], 'the report says it');
  t.deepEqual(faults({ dtstart: undefined, intervals: { interval: bare } }), ['error 313: none, nor of an interval']);
  t.deepEqual(faults({ dtstart: undefined }), [], 'each interval says it');
});

test('rule 314: intervals go from the past to the future, each data point with one value at a time', (t) => {
  const { first, second, faults } = rigWith(t);
  t.deepEqual(faults({ intervals: { interval: [second, first] } }), ['warning 314: 2026-01-01T00:00:10Z']);
  t.deepEqual(faults({ intervals: { interval: [first, first] } }), ['warning 314: power']);
  const both = {
    ...first,
    oadrReportPayload: [first, second].flatMap(({ oadrReportPayload = [] }) => oadrReportPayload),
  };
  t.deepEqual(faults({ intervals: { interval: [both] } }), ['warning 314: power']);
});

test('rule 315: a duration that is negative', (t) => {
  const { first, faults } = rigWith(t);
  const interval = [{ ...first, duration: { duration: '-PT5S' } }];
  t.deepEqual(faults({ intervals: { interval } }), ['warning 315: -5000 ms']);
});

test('rules 305, 308, 312: metadata describes each data point once, and how much data there is', (t) => {
  const rig = new ReportRig(t);
  const [usage] = offers();
  if (!usage) throw new Error('no report');
  const faults = (...oadrReport: OadrReport[]) => {
    rig.say(m.oadrRegisterReport({ venID: rig.venID, oadrReport }));
    return rig.faults();
  };
  t.deepEqual(faults(...offers()), []);
  t.deepEqual(faults(), [], 'nothing to report');
  t.deepEqual(faults(usage, usage), ['error 308: usage']);
  const points = usage.oadrReportDescription ?? [];
  t.deepEqual(faults({ ...usage, oadrReportDescription: [...points, ...points] }), ['error 308: power, energy']);
  t.deepEqual(faults({ ...usage, oadrReportDescription: [] }), ['error 305: none']);
  t.deepEqual(faults({ ...usage, duration: undefined }), ['error 312: none']);
});

import test from 'ava';
import fc from 'fast-check';
import { createView, freezeView, openRequests, reduce, type View, type ViewLimits } from '../../src/journal/view.ts';
import { Recorder } from '../helpers/ui-records.ts';
import { OFFERED, offers, part, readings, request } from '../helpers/ui-reports.ts';

function told(limits: Partial<ViewLimits> = {}) {
  const view = createView(limits);
  const to = new Recorder((record) => reduce(view, record));
  to.registered();
  return { view, to };
}

const reportsOf = (view: View, venID = 'ven-1') => view.vens.get(venID)?.reports;
const power = (view: View) => reportsOf(view)?.series.get('usage\npower');

test('a VEN shows what it offers; new metadata replaces all, a cancelled registration takes it away', (t) => {
  const { view, to } = told();
  offers(to);
  t.is(reportsOf(view)?.offered.length, 3);
  offers(to, OFFERED.slice(0, 1));
  t.deepEqual(reportsOf(view)?.offered, OFFERED.slice(0, 1));
  to.add({ kind: 'state', ven: 'ven-1', change: { what: 'ven', venID: 'ven-1', state: 'cancelled', cause: 'byVen' } });
  t.deepEqual(reportsOf(view)?.offered, []);
});

test('a request keeps its counts from state to state; only one that goes on can be cancelled', (t) => {
  const { view, to } = told();
  request(to, { state: 'asked' });
  request(to, { state: 'accepted' });
  to.after(10_000);
  readings(to, [part('power', [[1, 2]])], { missing: 2, late: 300 });
  t.deepEqual(
    openRequests(view, 'ven-1').map(({ reportRequestID }) => reportRequestID),
    ['rr-1'],
  );
  request(to, { state: 'cancelling' });
  t.deepEqual(openRequests(view, 'ven-1'), []);
  t.like(reportsOf(view)?.requests.get('rr-1'), {
    state: 'cancelling',
    updates: 1,
    points: 1,
    missing: 2,
    late: 300,
    lastUpdate: to.now,
  });
});

test('a request under the ID of one that is over begins anew', (t) => {
  const { view, to } = told();
  request(to, { state: 'accepted' });
  readings(to, [part('power', [[1, 2]])]);
  request(to, { state: 'done' });
  request(to, { reportRequestID: 'rr-2', state: 'accepted' });
  request(to, { state: 'asked' });
  t.deepEqual([...(reportsOf(view)?.requests.keys() ?? [])], ['rr-2', 'rr-1']);
  t.is(reportsOf(view)?.requests.get('rr-1')?.updates, 0);
});

test('values stand in the order of their intervals; one that is sent again replaces', (t) => {
  const { view, to } = told();
  readings(to, [
    part('power', [
      [10, 1],
      [20, 2],
      [40, 4],
    ]),
  ]);
  readings(to, [
    part(
      'power',
      [
        [20, 2.5],
        [30, 3],
      ],
      { replaced: 1 },
    ),
  ]);
  t.deepEqual(power(view)?.tail, [
    [10, 1],
    [20, 2.5],
    [30, 3],
    [40, 4],
  ]);
  t.like(power(view), { latest: [40, 4], count: 5, replaced: 1 });
  readings(to, [part('power', [[40, 4.5]], { replaced: 1 })]);
  t.deepEqual(power(view)?.latest, [40, 4.5]);
});

test('the tail is the newest values by interval, however they come', (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(99)), { maxLength: 120 }), (pairs) => {
      const { view, to } = told({ pairs: 15 });
      const newest = new Map<number, number>();
      for (const [time, value] of pairs) {
        readings(to, [part('power', [[time, value]])]);
        newest.set(time, value);
        // One older than all that are kept is let go at once.
        while (newest.size > 15) newest.delete(Math.min(...newest.keys()));
      }
      t.deepEqual(
        power(view)?.tail ?? [],
        [...newest].sort((a, b) => a[0] - b[0]),
      );
    }),
  );
});

test('the same rID in a telemetry and a history report is two series; they name the request that brought them', (t) => {
  const { view, to } = told();
  readings(to, [part('power', [[1, 1]])]);
  readings(to, [part('power', [[1, 1]])], { reportSpecifierID: 'history', reportRequestID: 'rr-9' });
  t.deepEqual(
    [...(reportsOf(view)?.series.values() ?? [])].map(({ reportRequestID }) => reportRequestID),
    ['rr-1', 'rr-9'],
  );
});

test('a status is the newest one', (t) => {
  const { view, to } = told();
  for (const manualOverride of [true, false]) {
    readings(to, [part('status', [[to.now, 1]], { status: { online: true, manualOverride } })]);
    to.after(1);
  }
  t.deepEqual(reportsOf(view)?.series.get('usage\nstatus')?.status, { online: true, manualOverride: false });
});

test('memory is bounded: series and requests a VEN, tails of all', (t) => {
  const { view, to } = told({ series: 4, tails: 6, requests: 3, pairs: 5 });
  for (let at = 0; at < 50; at++) {
    const venID = `ven-${at % 3}`;
    request(to, { venID, reportRequestID: `rr-${at}`, state: at % 3 === 0 ? 'accepted' : 'done' });
    for (let rID = 0; rID < 6; rID++) {
      to.after(1);
      readings(to, [part(`p${rID}`, [[to.now, at]])], { venID });
    }
  }
  const all = [...view.vens.values()].flatMap(({ reports }) => [...reports.series.values()]);
  t.is(all.length, 12);
  t.is(all.filter(({ tail }) => tail.length > 0).length, 6);
  t.true(all.every(({ tail }) => tail.length <= 5));
  t.true(all.every(({ latest }) => latest !== undefined));
  for (const { reports } of view.vens.values()) t.true(reports.requests.size <= 3);
  const updated = all.filter(({ tail }) => tail.length > 0).map((series) => series.updated);
  const lost = all.filter(({ tail }) => tail.length === 0).map((series) => series.updated);
  t.true(Math.min(...updated) > Math.max(...lost), 'those updated last keep theirs');
});

test('a frozen view does not change with what comes', (t) => {
  const { view, to } = told();
  request(to);
  readings(to, [part('power', [[1, 1]])]);
  const frozen = freezeView(view);
  readings(to, [part('power', [[2, 2]])]);
  request(to, { state: 'cancelled' });
  t.deepEqual(power(frozen)?.tail, [[1, 1]]);
  t.like(reportsOf(frozen)?.requests.get('rr-1'), { state: 'accepted', updates: 1 });
});

test('the log tells of a report that will not come, and no other state', (t) => {
  const { view, to } = told();
  for (const state of ['asked', 'delivered', 'accepted', 'done'] as const) request(to, { state });
  request(to, { reportRequestID: 'rr-2', state: 'refused', reason: '452 unknown rID' });
  t.deepEqual(
    [...view.log].map(({ level, text }) => `${level} ${text}`),
    ['error TELEMETRY_USAGE refused: 452 unknown rID (ven-1, rr-2)'],
  );
});

import test from 'ava';
import { viewOf } from '../../src/ven/view.ts';
import { T0 } from '../helpers/ven-bench.ts';
import { asked, usage } from '../helpers/ven-reports.ts';
import { distribute, oadrEvent } from '../helpers/vtn-messages.ts';

test('the view has the power of each resource now, and the open reports', (t) => {
  const { ven } = asked([usage('p', { duration: 'PT10M', rIDs: ['load-power', 'other-energy'] })], {
    resources: ['load', 'other'],
  });
  const usual = viewOf(ven.state, ven.now).loads;
  t.deepEqual(
    usual.map(({ resource }) => resource),
    ['load', 'other'],
  );
  t.deepEqual(viewOf(ven.state, ven.now).reports, [
    { reportRequestID: 'p', reportName: 'TELEMETRY_USAGE', granularity: 5_000, back: 10_000, end: T0 + 610_000 },
  ]);
  ven.poll(distribute([oadrEvent({ start: T0 + 30_000, values: [3] })]));
  ven.live(30_000);
  for (const [i, { power }] of viewOf(ven.state, ven.now).loads.entries())
    t.true(Math.abs(power / (usual[i]?.power ?? Number.NaN) - 0.25) < 0.01);
});

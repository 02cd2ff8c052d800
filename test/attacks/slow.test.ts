import test from 'ava';
import type { TestBench } from '../helpers/bench.ts';
import { underAttack } from './helpers/under-attack.ts';

const serial = test.serial;

serial('slowloris: hundreds of connections whose headers never end', async (t) => {
  const { bench, attacker } = await underAttack(t, 'slowHeaders');
  t.is(attacker.open, 300);
  t.deepEqual(bench.logs('error'), []);
});

serial("slowloris against a listener that is full of it: room is made, none of it the VEN's", async (t) => {
  const { bench } = await underAttack(t, 'slowHeaders', { limits: { connections: 100 } });
  const limited = await limits(bench);
  t.true(
    limited.every(({ limit }) => limit !== 'refused'),
    JSON.stringify(limited),
  );
  t.true(limited.reduce((sum, { count }) => sum + count, 0) >= 200);
});

serial('slowloris that runs into the time-out of headers is closed', async (t) => {
  const { attacker } = await underAttack(t, 'slowHeaders', {
    limits: { headersMs: 200 },
    enough: (bench) => faults(bench) >= 100,
    closes: 100,
  });
  t.true((attacker.closed ?? 0) >= 100);
});

serial('bodies that come byte by byte', async (t) => {
  const { attacker } = await underAttack(t, 'slowBodies', { limits: { connections: 200 }, closes: 101 });
  t.true((attacker.open ?? 0) < 200);
});

serial('10,000 idle connections', async (t) => {
  const { bench, attacker } = await underAttack(t, 'idle', { polls: 100 });
  t.is(attacker.opened, 10_000);
  const told = bench.records.filter(({ kind }) => kind === 'connection').length;
  // One by one would be 15,000 records and more.
  t.true(told < 5_000, `${told} records`);
  t.true((await limits(bench)).some(({ limit }) => limit === 'madeRoom'));
});

const faults = ({ records }: TestBench): number =>
  records.filter((one) => one.kind === 'connection' && one.fact.fact === 'clientError').length;

/** What limits did, to the last: what was only counted yet is told at the end. */
async function limits(bench: TestBench) {
  await bench.close();
  return bench.records.flatMap((one) => (one.kind === 'connection' && one.fact.fact === 'limited' ? [one.fact] : []));
}

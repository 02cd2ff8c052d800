import test from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { startFleet } from '../../src/ven/index.ts';
import { FakeVtn } from '../helpers/fake-vtn.ts';
import { created } from '../helpers/vtn-messages.ts';

test('a fleet is spread over one poll interval, and each VEN keeps its place', async (t) => {
  let registered = 0;
  const vtn = await FakeVtn.start(t, ({ name }) =>
    name === 'oadrCreatePartyRegistration' ? created({ venID: `ven-${++registered}`, poll: 'PT2S' }) : undefined,
  );
  const clock = new ManualClock();
  const fleet = startFleet({
    count: 4,
    url: vtn.url,
    clock,
    ioClock: new ManualClock(),
    random: new SeededRandom('fleet'),
    spread: 2_000,
  });
  t.teardown(() => fleet.stop());
  t.deepEqual(
    fleet.vens.map(({ name }) => name),
    ['sim-1', 'sim-2', 'sim-3', 'sim-4'],
  );
  const pollers = () => vtn.of('oadrPoll').map(({ body }) => /ven-\d/.exec(body)?.[0]);
  for (let count = 1; count <= 8; count++) {
    await vtn.until(() => pollers().length >= count);
    // Answered before the next one comes, so that each is due half a second after the one before.
    await vtn.until(() => fleet.vens.every(({ state }) => state.phase === 'polling' || state.phase === 'off'));
    clock.advance(500);
  }
  t.deepEqual(pollers().slice(0, 8), ['ven-1', 'ven-2', 'ven-3', 'ven-4', 'ven-1', 'ven-2', 'ven-3', 'ven-4']);
});

test('VENs of one fleet draw from streams of their own, the same in each run', async (t) => {
  const run = async () => {
    const vtn = await FakeVtn.start(t, () => ({ status: 404 }));
    const fleet = startFleet({
      count: 3,
      url: vtn.url,
      clock: new ManualClock(),
      ioClock: new ManualClock(),
      random: new SeededRandom('fleet'),
      spread: 0,
    });
    await vtn.until(() => vtn.of('oadrQueryRegistration').length === 3);
    await fleet.stop();
    return vtn
      .of('oadrQueryRegistration')
      .map(({ body }) => /requestID>([^<]+)/.exec(body)?.[1])
      .sort();
  };
  const first = await run();
  t.is(new Set(first).size, 3);
  t.deepEqual(await run(), first);
});

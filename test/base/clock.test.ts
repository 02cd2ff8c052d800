import test from 'ava';
import { ScaledClock, SystemClock, sleep } from '../../src/base/clock.ts';

/** A scaled clock so fast that all that follows is due within one millisecond of the host. */
const fast = (): ScaledClock => new ScaledClock(new SystemClock(), 1_000_000);

test('what is due within one millisecond of the host comes in the order of its time', async (t) => {
  const clock = fast();
  const start = clock.now();
  const came: number[] = [];
  // The order of asking is no order of time.
  const offsets = Array.from({ length: 200 }, (_, i) => (i * 37) % 200);
  const all = offsets.map(
    (offset) =>
      new Promise<void>((resolve) => {
        clock.at(start + 2_000_000 + offset, () => {
          came.push(offset);
          resolve();
        });
      }),
  );
  await Promise.all(all);
  t.deepEqual(
    came,
    [...offsets].sort((a, b) => a - b),
  );
});

test('at the same moment the first asked for comes first', async (t) => {
  const clock = fast();
  const moment = clock.now() + 1_000_000;
  const came: string[] = [];
  await new Promise<void>((resolve) => {
    for (const name of ['a', 'b', 'c']) clock.at(moment, () => came.push(name));
    clock.at(moment, resolve);
  });
  t.deepEqual(came, ['a', 'b', 'c']);
});

test('what one call sets going is done before the next one is made', async (t) => {
  const clock = fast();
  const moment = clock.now() + 1_000_000;
  const came: string[] = [];
  await new Promise<void>((resolve) => {
    clock.at(moment, () => {
      came.push('first');
      Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => came.push('its promises'));
    });
    clock.at(moment, () => {
      came.push('second');
      resolve();
    });
  });
  t.deepEqual(came, ['first', 'its promises', 'second']);
});

test('a call that was cancelled is not made, nor one cancelled by a call of the same moment', async (t) => {
  const clock = fast();
  const moment = clock.now() + 1_000_000;
  const came: string[] = [];
  const never = clock.at(moment, () => came.push('never'));
  never.cancel();
  clock.at(moment, () => other.cancel());
  const other = clock.at(moment, () => came.push('other'));
  await new Promise<void>((resolve) => clock.at(moment, resolve));
  t.deepEqual(came, []);
});

test('another speed counts for what is pending', async (t) => {
  const clock = new ScaledClock(new SystemClock(), 0.001);
  const slept = sleep(clock, 60_000);
  clock.setSpeed(1_000_000);
  await slept;
  t.true(clock.speed === 1_000_000);
});

test('nothing is made too early', async (t) => {
  const clock = new ScaledClock(new SystemClock(), 500);
  const moment = clock.now() + 3_333;
  await new Promise<void>((resolve) => clock.at(moment, resolve));
  t.true(clock.now() >= moment);
});

import test from 'ava';
import { Lanes } from '../../src/bench/lanes.ts';

/** A promise and what settles it. */
function gate() {
  let open = (): void => {};
  let fail = (_error: Error): void => {};
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { passed, open, fail };
}

test('a job in an empty lane runs at once, and one that waits for nothing leaves no trace', async (t) => {
  const lanes = new Lanes();
  t.is(
    lanes.run('a', () => 1),
    1,
  );
  t.is(
    lanes.run('a', () => 2),
    2,
  );
  await lanes.idle();
});

test('jobs of one key run one at a time in the order they came, others do not wait', async (t) => {
  const lanes = new Lanes();
  const seen: string[] = [];
  const { passed, open } = gate();
  const first = lanes.run('a', () => passed.then(() => seen.push('first')));
  const second = lanes.run('a', () => seen.push('second'));
  const third = lanes.run('a', () => seen.push('third'));
  lanes.run('b', () => seen.push('other'));
  t.deepEqual(seen, ['other']);
  open();
  await Promise.all([first, second, third]);
  t.deepEqual(seen, ['other', 'first', 'second', 'third']);
});

test('a job that fails tells who gave it, and the lane goes on', async (t) => {
  const lanes = new Lanes();
  const { passed, fail } = gate();
  const first = Promise.resolve(lanes.run('a', () => passed));
  const second = lanes.run('a', () => 'went on');
  fail(new Error('broken'));
  await t.throwsAsync(first, { message: 'broken' });
  t.is(await second, 'went on');
  t.throws(
    () =>
      lanes.run('a', () => {
        throw new Error('at once');
      }),
    { message: 'at once' },
  );
  t.is(
    lanes.run('a', () => 'free'),
    'free',
  );
});

test('idle waits for jobs that came while it waited', async (t) => {
  const lanes = new Lanes();
  const seen: string[] = [];
  const { passed, open } = gate();
  lanes.run('a', async () => {
    await passed;
    lanes.run('a', () => Promise.resolve().then(() => seen.push('later')));
  });
  const idle = lanes.idle();
  open();
  await idle;
  t.deepEqual(seen, ['later']);
});

import test from 'ava';
import fc from 'fast-check';
import { SeededRandom } from '../../src/base/random.ts';
import { Series, type SeriesInfo } from '../../src/vtn/series.ts';
import { SeriesStore } from '../../src/vtn/series-store.ts';

const info: SeriesInfo = { reportSpecifierID: 's', reportName: 'TELEMETRY_USAGE', rID: 'power', resourceIDs: [] };

test('any order of values, resent or not: the newest of each time, ordered, within the limit', (t) => {
  const seed = `${Date.now()}`;
  t.log(`seed ${seed}`);
  const random = new SeededRandom(seed);
  for (let round = 0; round < 60; round++) {
    const limit = 1 + Math.floor(random.next() * 60);
    const series = new Series(info, limit);
    const model = new Map<number, { value: number; ok: boolean }>();
    let clock = 0;
    for (let step = 0; step < 400; step++) {
      clock += Math.floor(random.next() * 3);
      const time = random.next() < 0.7 ? clock : Math.max(0, clock - Math.floor(random.next() * 2 * limit));
      const [value, ok] = [random.next(), random.next() < 0.8];
      const oldest = [...model.keys()].reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
      const replaced = model.has(time);
      if (replaced || model.size < limit || time > oldest) {
        if (!replaced && model.size === limit) model.delete(oldest);
        model.set(time, { value, ok });
      }
      if (series.add(time, value, ok) !== replaced) return t.fail(`seed ${seed}, round ${round}, step ${step}`);
    }
    const expected = [...model].sort(([a], [b]) => a - b).map(([time, rest]) => ({ time, ...rest }));
    t.deepEqual(series.samples(), expected, `seed ${seed}, round ${round}, limit ${limit}`);
    t.deepEqual(series.last(3), expected.slice(-3));
    t.is(series.length, expected.length);
  }
});

test('many values at once, of any times and with any number known already, are as those values one by one', (t) => {
  const value = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.double({ noNaN: true }), fc.boolean());
  const batches = fc.array(fc.uniqueArray(value, { selector: ([time]) => time, maxLength: 30 }), { maxLength: 8 });
  const seed = Date.now();
  t.log(`seed ${seed}`);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), batches, (limit, all) => {
      const [atOnce, oneByOne] = [new Series(info, limit), new Series(info, limit)];
      for (const [index, batch] of all.entries()) {
        // Now and then all of them are newer than those before.
        const later = index % 2 === 0 ? 0 : 30 * index;
        const sorted = batch.toSorted(([a], [b]) => a - b);
        const replaced = atOnce.addAll({
          times: sorted.map(([time]) => time + later),
          numbers: sorted.map(([, number]) => number),
          counts: sorted.map(([, , ok]) => (ok ? 1 : 0)),
        });
        const before = oneByOne.samples();
        for (const [time, number, ok] of sorted) oneByOne.add(time + later, number, ok);
        t.deepEqual(atOnce.samples(), oneByOne.samples());
        t.is(replaced, before.filter((one) => sorted.some(([time]) => time + later === one.time)).length);
      }
    }),
    { seed, numRuns: 500 },
  );
});

test('few values into a series of many, old ones too, are put in their place', (t) => {
  const series = new Series(info, 1_000);
  const batch = (...times: number[]) => ({ times, numbers: times, counts: times.map(() => 1) });
  series.addAll(batch(...Array.from({ length: 1_000 }, (_, index) => index * 2)));
  t.is(series.addAll(batch(1, 500, 501, 3_000)), 1);
  t.is(series.length, 1_000);
  t.deepEqual(
    series.samples().map(({ time }) => time),
    [...Array.from({ length: 1_000 }, (_, index) => index * 2).filter((time) => time >= 4), 501, 3_000].sort(
      (a, b) => a - b,
    ),
  );
});

test('a time that is no number does not hold up what is taken in', (t) => {
  const series = new Series(info, 10);
  const batch = (...times: number[]) => ({ times, numbers: times, counts: times.map(() => 1) });
  series.addAll(batch(5, 6));
  series.addAll(batch(Number.NaN, 5));
  series.addAll(batch(4, Number.NaN));
  t.true(series.length <= 10);
});

test('memory is bounded: two million values of a VEN leave no more than the limit', (t) => {
  const store = new SeriesStore();
  const points = Array.from({ length: 50 }, (_, index) => ({ ...info, rID: `r${index}` }));
  const before = process.memoryUsage().arrayBuffers;
  for (let round = 0; round < 40_000; round++) {
    for (const point of points) store.add(store.of(point), round * 1000, round, true);
  }
  t.true(store.total <= 200_000);
  t.true(store.total > 150_000, 'the newest are kept');
  for (const view of store.views()) {
    t.is(view.samples(1)[0]?.value, 39_999);
    t.true(view.length <= 10_000);
  }
  // 17 bytes a sample, with room to grow; the collector may lag behind by as much again.
  t.true(process.memoryUsage().arrayBuffers - before < 40_000_000);
});

test('the total counts what is in the series, whatever goes', (t) => {
  const store = new SeriesStore({ samples: 10, total: 25, series: 3 });
  const sum = () => store.views().reduce((all, { length }) => all + length, 0);
  for (let time = 0; time < 200; time++) {
    store.add(store.of({ ...info, rID: `r${time % 7}` }), time, time, true);
    store.add(store.of({ ...info, rID: 'same' }), time % 13, time, true);
    t.is(store.total, sum());
    t.true(store.total <= 25);
    t.true(store.views().length <= 3);
  }
  store.clear();
  t.is(store.total, 0);
  t.deepEqual(store.views(), []);
});

test('many values at once: the total counts them, and what is too much goes', (t) => {
  const store = new SeriesStore({ samples: 20, total: 50, series: 5 });
  for (let round = 0; round < 60; round++) {
    const times = Array.from({ length: 30 }, (_, index) => round * 10 + index);
    store.addAll(store.of({ ...info, rID: `r${round % 4}` }), { times, numbers: times, counts: times.map(() => 1) });
    const views = store.views();
    t.is(
      store.total,
      views.reduce((all, { length }) => all + length, 0),
    );
    t.true(store.total <= 50);
    t.is(views.find(({ rID }) => rID === `r${round % 4}`)?.samples(1)[0]?.time, round * 10 + 29, 'the newest stays');
  }
});

test('another unit begins another series', (t) => {
  const store = new SeriesStore();
  const unit = { name: 'powerReal', units: 'W', scale: 'none' };
  store.add(store.of({ ...info, unit }), 1, 1, true);
  store.add(store.of({ ...info, unit: { ...unit } }), 2, 2, true);
  t.is(store.views()[0]?.length, 2);
  store.add(store.of({ ...info, unit: { ...unit, scale: 'k' } }), 3, 3, true);
  t.like(store.views(), [{ length: 1, unit: { scale: 'k' } }]);
});

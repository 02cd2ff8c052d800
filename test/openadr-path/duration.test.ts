import test from 'ava';
import fc from 'fast-check';
import {
  addDuration,
  durationProblem,
  durationToMs,
  formatDuration,
  formatHumanDuration,
  parseDuration,
  parseHumanDuration,
} from '../../src/openadr/time.ts';

const seed = Number(process.env.OADR_FUZZ_SEED ?? 20_260_701);

test('a duration is read in its parts', (t) => {
  const none = { negative: false, years: 0, months: 0, weeks: 0, days: 0, hours: 0, minutes: 0, seconds: 0 };
  t.deepEqual(parseDuration('-P1Y2M3DT4H5M6.5S'), {
    negative: true,
    years: 1,
    months: 2,
    weeks: 0,
    days: 3,
    hours: 4,
    minutes: 5,
    seconds: 6.5,
  });
  t.deepEqual(parseDuration('P2W'), { ...none, weeks: 2 });
  // The schema's pattern writes weeks so, and lets T be missing.
  t.deepEqual(parseDuration('2W'), { ...none, weeks: 2 });
  t.deepEqual(parseDuration('P5S'), { ...none, seconds: 5 });
  for (const text of ['', 'PT', '30', '30s', 'PT1', 'P1S2H', 'PT-5S', ' PT5S', 'P1.5D', 'pt5s']) {
    t.is(parseDuration(text) && durationProblem(text), text === 'PT' ? 'empty' : undefined, text);
  }
});

test('what the wire objects to in a duration is told apart', (t) => {
  const problems = ['PT1H', '2W', 'P', 'PT0.5S', 'P1W', 'one hour'].map(durationProblem);
  t.deepEqual(problems, [undefined, undefined, 'empty', 'fraction', 'weeks', 'form']);
});

test('milliseconds of a duration have its sign', (t) => {
  t.is(durationToMs('PT1M30S'), 90_000);
  t.is(durationToMs('-PT0.5S'), -500);
  t.is(durationToMs('P1W'), 604_800_000);
  t.true(Object.is(durationToMs('-PT0S'), 0));
  t.throws(() => durationToMs('1 hour'), { instanceOf: RangeError, message: /"1 hour"; write PT1M30S/ });
});

test('years and months are counted by the calendar', (t) => {
  const after = (from: string, duration: string) => new Date(addDuration(Date.parse(from), duration)).toISOString();
  t.is(after('2026-01-31T10:00:00Z', 'P1M'), '2026-02-28T10:00:00.000Z');
  t.is(after('2028-02-29T00:00:00Z', 'P1Y'), '2029-02-28T00:00:00.000Z');
  t.is(after('2026-03-31T00:00:00Z', '-P1M'), '2026-02-28T00:00:00.000Z');
  t.is(after('2026-12-31T23:59:59Z', 'P1MT1S'), '2027-02-01T00:00:00.000Z');
});

test('durations are written in whole seconds, never decimals (rule 1)', (t) => {
  const texts = [0, 400, 1_500, 90_000, -5_000, 86_400_000, 93_784_000].map(formatDuration);
  t.deepEqual(texts, ['PT0S', 'PT0S', 'PT2S', 'PT1M30S', '-PT5S', 'P1D', 'P1DT2H3M4S']);
});

test('any number of seconds is written and read back the same, and is legal on the wire', (t) => {
  t.log(`seed ${seed}`);
  const check = fc.property(fc.integer({ min: -4e9, max: 4e9 }), (seconds) => {
    const text = formatDuration(seconds * 1000);
    return durationToMs(text) === seconds * 1000 && durationProblem(text) === undefined;
  });
  t.notThrows(() => fc.assert(check, { seed }));
});

test('people write 30s, 1m30s or ISO 8601; a bare number is none', (t) => {
  const values = ['30s', '1m30s', '2h', '1d', '500ms', '1.5s', 'PT2M', '0s'].map(parseHumanDuration);
  t.deepEqual(values, [30_000, 90_000, 7_200_000, 86_400_000, 500, 1_500, 120_000, 0]);
  for (const text of ['', '30', '30 s', 's', 'm5', '5s1m', '-5s', 'PT'])
    t.is(parseHumanDuration(text), undefined, text);
});

test('what people are shown, they can type', (t) => {
  t.log(`seed ${seed}`);
  const check = fc.property(fc.nat(4e9), (ms) => parseHumanDuration(formatHumanDuration(ms)) === ms);
  t.notThrows(() => fc.assert(check, { seed }));
  t.deepEqual([90_500, 0, 3_600_000, -2_000].map(formatHumanDuration), ['1m30.5s', '0s', '1h', '-2s']);
});

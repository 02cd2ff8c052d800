import test from 'ava';
import fc from 'fast-check';
import { formatDateTime, parseDateTime, readDateTime } from '../../src/openadr/time.ts';

const seed = Number(process.env.OADR_FUZZ_SEED ?? 20_260_701);

test('Zulu time is read to the millisecond', (t) => {
  t.is(parseDateTime('2026-07-01T14:00:00Z'), Date.UTC(2026, 6, 1, 14));
  t.is(parseDateTime('2013-04-22T15:26:44.123Z'), Date.UTC(2013, 3, 22, 15, 26, 44, 123));
  t.is(parseDateTime('2026-07-01T14:00:00.1239999Z'), Date.UTC(2026, 6, 1, 14, 0, 0, 123));
  t.is(parseDateTime('2026-07-01T24:00:00Z'), Date.UTC(2026, 6, 2));
  t.is(parseDateTime('0099-01-01T00:00:00Z'), Date.parse('0099-01-01T00:00:00Z'));
});

test('what the profile objects to is told apart, and the moment understood where there is one', (t) => {
  const noon = Date.UTC(2026, 6, 1, 12);
  t.deepEqual(readDateTime('2026-07-01T14:00:00+02:00'), { ms: noon, problem: 'offset' });
  t.deepEqual(readDateTime('2026-07-01T12:00:00'), { ms: noon, problem: 'noZone' });
  t.deepEqual(readDateTime('+2026-07-01T12:00:00Z'), { ms: noon, problem: 'plus' });
  t.deepEqual(readDateTime(' 2026-07-01T12:00:00Z\n'), { ms: noon, problem: 'space' });
  t.deepEqual(readDateTime('2026-07-01T12:00:00.Z'), { ms: noon, problem: 'form' });
});

test('what is no moment is none', (t) => {
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-07-01T25:00:00Z',
    '2026-07-01T12:00:60Z',
    '2026-07-01T24:00:01Z',
    '2026-07-01T12:00:00+15:00',
  ]) {
    t.deepEqual(readDateTime(text), { problem: 'range' }, text);
  }
  for (const text of [
    '',
    'now',
    '2026-07-01',
    '2026-07-01 12:00:00Z',
    '2026-07-01T12:00Z',
    '2026-07-01T12:00:00z',
    '2026-07-01T12:00:00+0000',
  ]) {
    t.deepEqual(readDateTime(text), { problem: 'form' }, text);
  }
});

test('a moment is written in Zulu, with decimals only where there are some, and read back the same', (t) => {
  t.is(formatDateTime(Date.UTC(2026, 6, 1, 12)), '2026-07-01T12:00:00Z');
  t.is(formatDateTime(Date.UTC(2026, 6, 1, 12, 0, 0, 50)), '2026-07-01T12:00:00.050Z');
  t.log(`seed ${seed}`);
  const moments = fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9999, 11, 31) });
  const check = fc.property(moments, (ms) => {
    const { ms: read, problem } = readDateTime(formatDateTime(ms));
    return read === ms && problem === undefined;
  });
  t.notThrows(() => fc.assert(check, { seed }));
});

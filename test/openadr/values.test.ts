import test from 'ava';
import { fill } from '../../src/openadr/index.ts';
import {
  formatDecimal,
  formatFloating,
  isDateTime,
  parseBoolean,
  parseFloating,
} from '../../src/openadr/schema/lexical.ts';
import { kindOf, kindsOf, SIGNAL_KINDS, type SignalKind, valueFits, valuesText } from '../../src/openadr/signals.ts';
import { parseDateTime } from '../../src/openadr/time.ts';

const kind = (values?: SignalKind['values']): SignalKind => ({
  name: 'x',
  type: 'y',
  units: [],
  ...(values && { values }),
});

test('the allowed values of a signal, in words and judged', (t) => {
  t.is(valuesText(kind()), 'a number');
  t.is(valuesText(kind({ whole: true })), 'a whole number');
  t.is(valuesText(kind({ min: 0 })), 'a number from 0 to …');
  t.is(valuesText(kind({ max: 3, whole: true })), 'a whole number from … to 3');
  t.true(valueFits(kind(), -1e9));
  t.true(valueFits(kind({ min: 0 }), 9e9));
  t.false(valueFits(kind({ min: 0 }), -0.1));
  t.true(valueFits(kind({ max: 0 }), -9e9));
  t.false(valueFits(kind({ whole: true }), 0.5));
  t.is(kindOf('simple', 'level'), SIGNAL_KINDS[0]);
  t.deepEqual(kindsOf('x-own'), []);
});

test('numbers are written as their types have them', (t) => {
  t.deepEqual([formatFloating(Infinity), formatFloating(-Infinity), formatFloating(-0)], ['INF', '-INF', '-0']);
  t.deepEqual([parseFloating('INF'), parseFloating('-INF'), parseFloating('NaN')], [Infinity, -Infinity, Number.NaN]);
  t.deepEqual(
    [formatDecimal(1e21), formatDecimal(-1.5e-7), formatDecimal(1.25e22), formatDecimal(Number.NaN), formatDecimal(3)],
    ['1000000000000000000000', '-0.00000015', '12500000000000000000000', undefined, '3'],
  );
  t.deepEqual(['true', '1', 'false', '0', 'yes'].map(parseBoolean), [true, true, false, false, undefined]);
});

test('dates that the calendar lacks are none', (t) => {
  for (const good of [
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '12026-01-01T00:00:00Z',
  ]) {
    t.true(isDateTime(good), good);
  }
  const bad = ['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-01', '2026-01-00', '0000-01-01', '02026-01-01'];
  for (const day of bad) t.false(isDateTime(`${day}T00:00:00Z`), day);
  for (const time of ['24:00:01', '24:01:00', '25:00:00', '10:60:00', '10:00:60']) {
    t.false(isDateTime(`2026-01-01T${time}Z`), time);
    t.is(parseDateTime(`2026-01-01T${time}Z`), undefined, time);
  }
});

test('what a body lacks is filled in: by its type, by name, by what is given', (t) => {
  const { body } = fill('oadrCreatePartyRegistration', {}, { requestID: 'r' });
  t.like(body, { requestID: 'r', oadrReportOnly: false, schemaVersion: '2.0b' });
  const event = fill('oadrDistributeEvent', { oadrEvent: [{}, 'broken'] });
  t.like(event.body, {
    oadrEvent: [{ eiEvent: { eiActivePeriod: { properties: { duration: { duration: 'PT0S' } } } } }],
  });
  const now = fill('oadrDistributeEvent', { oadrEvent: [{}] }, { now: '2026-01-01T00:00:00Z' });
  t.true(JSON.stringify(now.body).includes('"createdDateTime":"2026-01-01T00:00:00Z"'));
  t.true(JSON.stringify(event.body).includes('"createdDateTime":"1970-01-01T00:00:00Z"'));
  t.false('optID' in fill('oadrCancelOpt', { optID: null }).body);
});

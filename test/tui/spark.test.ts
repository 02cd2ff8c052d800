import test from 'ava';
import fc from 'fast-check';
import { numberText, unitText, valueText } from '../../src/journal/reading-text.ts';
import { sparkline } from '../../src/tui/spark.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { textWidth } from '../../src/tui/width.ts';

const theme = createTheme({});
const every = (...values: readonly number[]) => values.map((value, at) => [at * 10, value] as const);

test('bars reach from the lowest to the highest value, the newest at the right', (t) => {
  t.is(sparkline(theme, every(0, 1, 2, 3, 4, 5, 6, 7), 10), '  ▁▂▃▄▅▆▇█');
  t.is(sparkline(theme, every(9, 9, 0, 10), 2), '▁█');
  t.is(sparkline(createTheme({ ascii: true }), every(0, 7), 2), '_#');
});

test('values that are all alike stand in the middle; a fixed range is kept', (t) => {
  t.is(sparkline(theme, every(5, 5), 2), '▅▅');
  t.is(sparkline(theme, every(1, 1), 2, [0, 1]), '██');
});

test('a small relative change looks small, a tenth fills the height', (t) => {
  t.is(sparkline(theme, every(1000, 1005, 1009, 1000), 4), '▄▅▅▄');
  t.is(sparkline(theme, every(-1000, -1005, -1009), 3), '▅▄▄');
  t.is(sparkline(theme, every(900, 1000), 2), '▁█');
  t.is(sparkline(theme, every(0, 0.001), 2), '▁█');
});

test('where values are missing or are no numbers, the line has a gap', (t) => {
  const pairs = [
    [0, 0],
    [10, 1],
    [20, 1],
    [60, 0],
    [70, 1],
  ] as const;
  t.is(sparkline(theme, pairs, 6), '▁██ ▁█');
  t.is(sparkline(theme, every(0, Number.NaN, Number.POSITIVE_INFINITY, 1), 4), '▁  █');
});

test('a line has its width, whatever the values are', (t) => {
  const pair = fc.tuple(fc.integer(), fc.double());
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 50 }), fc.nat(60), (pairs, width) => {
      t.is(textWidth(sparkline(theme, pairs, width)), width);
    }),
  );
});

test('values have about four digits and their unit with its scale', (t) => {
  t.deepEqual([0, 1, -2, 1.23456, 0.05, 12345.6, 120000, 1e6, 1.2e-7, Number.NaN].map(numberText), [
    '0',
    '1',
    '-2',
    '1.235',
    '0.05000',
    '12346',
    '120000',
    '1.00e+6',
    '1.20e-7',
    'NaN',
  ]);
  t.is(valueText(1.5, { name: 'powerReal', units: 'W', scale: 'k' }), '1.500 kW');
  t.is(valueText(3, undefined), '3');
  t.deepEqual(
    [
      { name: 'current', units: 'A', scale: 'micro' },
      { name: 'temperature', units: 'celsius', scale: 'none' },
      { name: 'customUnit', units: 'bananas', scale: 'none' },
    ].map(unitText),
    ['µA', '°C', 'bananas'],
  );
});

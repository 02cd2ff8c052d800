import test from 'ava';
import fc from 'fast-check';
import { clockText, shortSpan } from '../../src/tui/format.ts';
import { cell, cellRight, fitLine, line, lineWidth, plain, span, spread, wrapLine } from '../../src/tui/text.ts';
import { createTheme, paint } from '../../src/tui/theme.ts';
import { textWidth } from '../../src/tui/width.ts';

const words = fc
  .array(fc.constantFrom('a', 'bc', '空調', 'é', '🔥', 'e\u0301', ' '), { maxLength: 30 })
  .map((all) => all.join(''));

test('cells and lines have exactly the width that they were given', (t) => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (texts, width) => {
      t.is(
        lineWidth(
          fitLine(
            texts.map((text) => span(text)),
            width,
          ),
        ),
        width,
      );
      t.is(textWidth(cell(texts.join(''), width).text), width);
      t.is(textWidth(cellRight(texts.join(''), width).text), width);
    }),
  );
});

test('wrapped rows lose nothing and stay within the width', (t) => {
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 40 }), (text, width) => {
      const rows = wrapLine([span(text)], width);
      t.is(rows.map(plain).join(''), text);
      for (const row of rows) t.true(lineWidth(row) <= width);
    }),
  );
});

test('what is cut says so; the right end of a spread line stays', (t) => {
  t.is(cell('thermostat', 6).text, 'therm…');
  t.is(cell('thermostat', 6, 'plain', '~').text, 'therm~');
  t.is(plain(fitLine(line('abc', 'def'), 4)), 'abc…');
  t.is(plain(spread(line('a long left side'), line('right'), 12)), 'a lon… right');
});

test('colour is drawn only where it is wanted; weights always', (t) => {
  const error = [span('no', 'error')];
  t.is(paint(error, createTheme({ color: true })), '\u001b[1m\u001b[31mno\u001b[22m\u001b[39m');
  t.is(paint(error, createTheme({ color: false })), '\u001b[1mno\u001b[22m');
  t.is(paint([span('x')], createTheme({}), true), '\u001b[7mx\u001b[27m');
});

test('times in few characters', (t) => {
  t.is(shortSpan(12), '12ms');
  t.is(shortSpan(1_940), '1.9s');
  t.is(shortSpan(200_000), '3m20');
  t.is(shortSpan(7_500_000), '2h05');
  t.is(clockText(42_900), '00:42');
  t.is(clockText(3_723_000), '1:02:03');
  t.is(clockText(176_400_000), '2d 01:00');
});

import test from 'ava';
import fc from 'fast-check';
import { clean, cleanLines } from '../../src/journal/clean.ts';
import { span } from '../../src/tui/text.ts';

test('escape sequences, bidirectional marks, zero-width characters and lone surrogates never pass', (t) => {
  t.is(clean('a\u001b[31mred\u009b2J\u0007'), 'a\ufffd[31mred\ufffd2J\ufffd');
  t.is(clean('abc\u202efed\u2066x\u200fy'), 'abc\ufffdfed\ufffdx\ufffdy');
  t.is(clean('ze\u200bro\ufeff'), 'ze\ufffdro\ufffd');
  t.is(clean('half \ud800 here'), 'half \ufffd here');
  t.is(clean('tab\tand\r\nline\u2028'), 'tab and  line\ufffd');
});

test('letters of all scripts pass as they are', (t) => {
  for (const text of ['thermostat-1', 'Wärmepumpe', '空調', 'مكيف', '🔥']) t.is(clean(text), text);
});

test('lines end where any system ends them', (t) => {
  t.deepEqual(cleanLines('a\r\nb\rc\nd\te\u001b'), ['a', 'b', 'c', 'd  e\ufffd']);
});

test('whatever becomes a span is safe to draw', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      t.notRegex(span(text).text, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

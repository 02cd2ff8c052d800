import test from 'ava';
import fc from 'fast-check';
import { clean, visible } from '../../src/journal/clean.ts';
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

test('every kind of unsafe character, each by name', (t) => {
  const kinds: Readonly<Record<string, string>> = {
    C0: '\u0000\u0007\u001b\u007f',
    C1: '\u0080\u009b\u009f',
    'bidirectional embeddings and overrides': '\u202a\u202b\u202c\u202d\u202e',
    'bidirectional isolates': '\u2066\u2067\u2068\u2069',
    'bidirectional marks': '\u200e\u200f\u061c',
    'zero-width': '\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e',
    separators: '\u2028\u2029',
    noncharacters: '\ufffe\uffff\ufdd0\u{1ffff}',
    tags: '\u{e0001}\u{e0041}',
  };
  for (const [kind, text] of Object.entries(kinds)) {
    t.regex(clean(text), /^\ufffd+$/u, kind);
    t.regex(visible(text), /^(⟨U\+[0-9A-F]{4,6}⟩)+$/u, kind);
  }
  for (const half of ['\ud800', '\udfff']) t.is(clean(half), '\ufffd');
});

test('where there is room an unsafe character is shown by its code point, and lines stay lines', (t) => {
  t.is(visible('abc\u202efed \u001b[31m'), 'abc⟨U+202E⟩fed ⟨U+001B⟩[31m');
  t.is(visible('half \ud800 here'), 'half ⟨U+D800⟩ here');
  t.is(visible('a\r\nb\nc\rd\te'), 'a\nb\nc⟨U+000D⟩d\te');
});

test('whatever becomes a span is safe to draw', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      t.notRegex(span(text).text, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

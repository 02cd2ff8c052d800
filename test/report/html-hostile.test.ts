import test from 'ava';
import fc from 'fast-check';
import type { JournalRecord } from '../../src/journal/record.ts';
import { type ReadReport, reportOf } from '../helpers/html-report.ts';
import { T0 } from '../helpers/ui-records.ts';
import { EVERY_RECORD } from './every-record.ts';

/** What decides what a record is; its words are a closed list, and it is no record with others. */
const CLOSED = new Set([
  ...['kind', 'fact', 'what', 'dir', 'severity', 'state', 'verdict', 'level', 'by', 'presence', 'status', 'optType'],
  ...['match', 'via', 'looksLike', 'clientCertificates', 'rejectWith', 'cause', 'base64', 'limit', 'mode'],
]);

/** The value with every text in it replaced, but for words of closed lists. */
function poisoned(value: unknown, hostile: string, key = ''): unknown {
  if (typeof value === 'string') return CLOSED.has(key) ? value : hostile;
  if (Array.isArray(value)) return value.map((each) => poisoned(each, hostile, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisoned(each, hostile, name)]));
}

/** All kinds of records with a text in every place that takes one. */
function session(hostile: string): JournalRecord[] {
  return EVERY_RECORD.map((record, seq) => ({
    ...(poisoned(record, hostile) as typeof record),
    seq,
    time: T0 + seq,
    mono: seq,
  }));
}

const ELEMENTS = new Set(
  (
    'html head meta title style body header nav section footer h1 h2 h3 p a b code pre span br dl dt dd div ol li table ' +
    'thead tbody tr th td details summary time label input small'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'html@lang html@xmlns meta@charset meta@http-equiv meta@content meta@name header@class section@id a@href p@class ' +
    'span@class span@id dl@class div@class div@id ol@class li@class td@class th@class pre@class details@class details@id ' +
    'details@open summary@class input@type input@id'
  ).split(' '),
);

const CLASSES = new Set(
  (
    'ok bad warn info soft pill facts card cards stack detail steps mark in out idle scroll n xml e a v t hit log row dir ' +
    'name size inside said gap note pick try'
  ).split(' '),
);

/** Nothing stands in a report but what its templates have, and its own links lead somewhere. */
function sound(report: ReadReport): string[] {
  const foreign = [...report.names].filter((name) => !(name.includes('@') ? ATTRIBUTES : ELEMENTS).has(name));
  const classes = [...report.classes].filter((name) => name !== '' && !CLASSES.has(name));
  const ids = report.ids.filter((id) => !/^(?:r\d+|[a-z-]+)$/.test(id));
  const links = report.links.filter((link) => !/^#(?:r\d+|[a-z]+)$/.test(link) || !report.ids.includes(link.slice(1)));
  const twice = report.ids.filter((id, at) => report.ids.indexOf(id) !== at);
  const unsafe = report.html.match(/[^\n\t\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u) ?? [];
  return [...foreign, ...classes, ...ids, ...links, ...twice, ...unsafe];
}

const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<script>alert(1)</script>',
  'an event handler': '<img src=x onerror=alert(1)>',
  'the end of an attribute': '"><svg/onload=alert(1)>" onmouseover="alert(1)',
  'the end of an attribute in single quotes': "'><a href='javascript:alert(1)'>x</a>",
  'the end of the style': '</style></title></pre></details><script>x</script>',
  'the end of CDATA and comments': ']]> --> <!-- <![CDATA[ <?php ?>',
  entities: '&lt;script&gt; &amp; &#60;b&#62; &nbsp; &unknown; &#x0;',
  'control characters': 'a\u0000b\u0007c\u001b[2Jd\u009b31m\u0085\u007f',
  'bidirectional marks': '\u202eevil\u2066x\u2069\u200f\u061c',
  'what hides': '\ufeffze\u200bro\u00ad\u2060',
  'halves of surrogates and noncharacters': '\ud800 \udfff \ufffe \uffff',
  'lines and tabs': 'a\r\nb\rc\td\u2028e',
  'a name of an object': '__proto__',
  'an expression': '{{x}} %s $' + '{html}',
};

for (const [what, hostile] of Object.entries(HOSTILE)) {
  test(`harmless in every field of every record: ${what}`, async (t) => {
    t.deepEqual(sound(await reportOf(session(hostile))), []);
  });
}

test('whatever the texts are, the report is what its templates are', async (t) => {
  const pieces = fc.constantFrom(
    ...[...Object.values(HOSTILE), '<', '>', '&', '"', "'", '/', '=', ']]>', '<a>', '</a>', '<a b="', 'x'],
  );
  const text = fc.oneof(
    fc.array(pieces, { maxLength: 8 }).map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (hostile) => {
      t.deepEqual(sound(await reportOf(session(hostile))), []);
    }),
    { numRuns: 60 },
  );
});

test('a hostile text is still there to be read, its unsafe characters by their code points', async (t) => {
  const { text } = await reportOf(session('<b>\u202e\u001b[31m'));
  t.true(text.includes('<b>⟨U+202E⟩⟨U+001B⟩[31m'));
});

test('an endless text does not bury the rest', async (t) => {
  const { html } = await reportOf(session('x'.repeat(200_000)));
  t.true(html.length < 2_000_000, String(html.length));
});

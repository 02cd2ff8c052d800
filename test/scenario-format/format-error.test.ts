import test from 'ava';
import { formatError } from '../../src/scenario/format/index.ts';
import { load, scenarioText } from './load.ts';

async function texts(text: string): Promise<string[]> {
  const loaded = await load(text);
  return 'errors' in loaded ? loaded.errors.map(formatError) : [];
}

test('an error says what, where, in which step, with the line, a caret and a remedy', async (t) => {
  const step = '{ "do": "expect", "that": "registered", "wihtin": "PT1M" }';
  t.deepEqual(await texts(scenarioText([step])), [
    [
      'unknown field "wihtin"',
      '  --> x.json:4:45',
      '  step 1 (expect)',
      '  |     { "do": "expect", "that": "registered", "wihtin": "PT1M" }',
      '  |                                             ^^^^^^^^ expected one of do, id, ven, at, soft, why, within, until, from, that',
      '  try: "within"',
    ].join('\n'),
  ]);
});

test('a tab stays a tab, so that the caret stands right', async (t) => {
  const [text = ''] = await texts(
    '{\n\t"nmae": "x",\n\t"name": "x", "vens": { "dut": {} }, "timeout": "PT1M", "steps": [{ "do": "note", "text": "x" }]\n}',
  );
  t.is(
    text.split('\n').slice(1, 4).join('\n'),
    [
      '  --> x.json:2:2',
      '  | \t"nmae": "x",',
      `  | \t^^^^^^ ${'expected one of $schema, name, description, tags, extends, vtn, vens, vars, requires, timeout, teardown, steps'}`,
    ].join('\n'),
  );
});

test('of a long line what surrounds the mistake is shown', async (t) => {
  const step = `{ "do": "note", "why": "${'x'.repeat(300)}", "txet": "hello" }`;
  const [text = ''] = await texts(scenarioText([step]));
  const [, place, , source = '', caret = ''] = text.split('\n');
  t.is(place, '  --> x.json:4:332');
  t.true(source.length < 170);
  t.is(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1), '"txet"');
});

test('all mistakes are told at once, in the order of the file', async (t) => {
  const found = await texts(
    scenarioText(
      ['{ "do": "wait" }', '{ "do": "note", "text": 1 }', '{ "do": "cancel", "event": "x" }'],
      '"extra": 1, ',
    ),
  );
  t.deepEqual(
    found.map((text) => text.split('\n').slice(0, 2).join('')),
    [
      'unknown field "extra"  --> x.json:2:16',
      'wait needs "for" or "until", and not both  --> x.json:4:5',
      'wrong value for "text"  --> x.json:5:29',
      'no event has the id "x"  --> x.json:6:32',
    ],
  );
});

for (const [title, text, expected] of [
  ['an empty file', '', ['the file is empty', '  --> x.json:1:1']],
  [
    'a missing comma',
    '{\n  "name": "x"\n  "steps": []\n}',
    ['not JSON: a comma is missing', '  --> x.json:3:3', '  |   "steps": []', '  |   ^^^^^^^'],
  ],
  [
    'a missing brace',
    '{ "name": "x"',
    ['not JSON: a closing } is missing', '  --> x.json:1:14', '  | { "name": "x"', '  |              ^'],
  ],
  [
    'text without quotation marks',
    '{ "name": x }',
    [
      'not JSON: this is no JSON value',
      '  --> x.json:1:11',
      '  | { "name": x }',
      '  |           ^',
      '  try: text stands in "double quotation marks"',
    ],
  ],
  ['no object', '[]', ['a scenario is a JSON object', '  --> x.json:1:1', '  | []', '  | ^^ expected { … }']],
  [
    'a field given twice',
    '{ "name": "x", "name": "y", "timeout": "PT1M", "vens": { "a": {} }, "steps": [{ "do": "note", "text": "x" }] }',
    [
      '"name" is given twice',
      '  --> x.json:1:16',
      '  | { "name": "x", "name": "y", "timeout": "PT1M", "vens": { "a": {} }, "steps": [{ "do": "note", "text": "x" }] }',
      '  |                ^^^^^^',
      '  try: remove one of them',
    ],
  ],
] as const) {
  test(`what is no scenario: ${title}`, async (t) => {
    const [first] = await texts(text);
    t.deepEqual(first?.split('\n'), [...expected]);
  });
}

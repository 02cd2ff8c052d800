import test from 'ava';
import fc from 'fast-check';
import { hexLines, shownBody } from '../../src/journal/shown-body.ts';
import { tokenize } from '../../src/openadr/xml/tokens.ts';
import { plain } from '../../src/tui/text.ts';
import { lineAt, prettyXml } from '../../src/tui/xml/pretty.ts';

const shown = (xml: string): string[] => prettyXml(xml).lines.map((line) => plain(line.spans));

test('XML in one line is shown an element a line', (t) => {
  t.deepEqual(shown('<?xml version="1.0"?><a:b xmlns:a="u"><c x="1>2">t &amp; u</c><d/><e><f>1</f></e></a:b>'), [
    '<?xml version="1.0"?>',
    '<a:b xmlns:a="u">',
    '  <c x="1>2">t &amp; u</c>',
    '  <d/>',
    '  <e>',
    '    <f>1</f>',
    '  </e>',
    '</a:b>',
  ]);
});

test('comments, CDATA and text beside elements keep their place', (t) => {
  t.deepEqual(shown('<a>x<!-- <b> --><b><![CDATA[<c>]]></b> y </a>'), [
    '<a>',
    '  x',
    '  <!-- <b> -->',
    '  <b><![CDATA[<c>]]></b>',
    '  y',
    '</a>',
  ]);
});

test('a wide tag has an attribute a line', (t) => {
  const uri = `http://example.com/${'x'.repeat(60)}`;
  t.deepEqual(shown(`<a xmlns="${uri}" b="1"/>`), ['<a', `    xmlns="${uri}"`, '    b="1"/>']);
});

for (const xml of ['<a><b></a>', '<a', 'no xml', '', '<a></b>', '<a>&lt;</a></a>']) {
  test(`what is not well-formed is shown as it came: ${xml}`, (t) => {
    const { pretty, lines } = prettyXml(xml);
    t.false(pretty);
    t.is(lines.map((line) => plain(line.spans)).join('\n'), xml);
  });
}

test('whatever comes is split without loss, with its places', (t) => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '/',
    '"',
    "'",
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    'a',
    ' ',
    '\n',
    '=',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
      const xml = all.join('');
      const tokens = tokenize(xml);
      t.is(tokens.map((token) => token.text).join(''), xml);
      let before = '';
      for (const token of tokens) {
        const lines = before.split('\n');
        t.is(token.line, lines.length);
        t.is(token.column, (lines.at(-1)?.length ?? 0) + 1);
        before += token.text;
      }
    }),
  );
});

test('a place in the bytes is found in the shown lines', (t) => {
  const { lines } = prettyXml('<a>\n<b>1</b><c>2</c>\n</a>');
  t.is(plain(lines[lineAt(lines, 2, 9)]?.spans ?? []), '  <c>2</c>');
  t.is(plain(lines[lineAt(lines, 2, 1)]?.spans ?? []), '  <b>1</b>');
  t.is(lineAt(lines, undefined, undefined), -1);
});

test('bytes that are no text are shown in hexadecimal, UTF-16 as text', (t) => {
  const bytes = shownBody({ base64: Buffer.from([0xff, 0x00, 0x41]).toString('base64') });
  t.is(bytes.kind, 'bytes');
  t.deepEqual(hexLines(Buffer.from([0xff, 0x00, 0x41])), [`000000  ${'ff 00 41'.padEnd(47)}  ..A`]);
  const utf16 = shownBody({ base64: Buffer.from('\ufeff<a/>', 'utf16le').toString('base64') });
  t.deepEqual(utf16, { kind: 'text', text: '<a/>', left: 0 });
});

import test from 'ava';
import { read } from '../../src/openadr/index.ts';

const body = (venID: string) =>
  `<oadrPoll xmlns="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110" ei:schemaVersion="2.0b">\n<ei:venID>${venID}</ei:venID></oadrPoll>`;

test('a lone ampersand is named at its own place, before what follows from it', (t) => {
  const [first] = read(body('AC & Heat')).findings;
  t.like(first, {
    layer: 'xml',
    severity: 'error',
    message: 'an & stands alone',
    line: 2,
    column: 14,
    expected: '&amp;',
  });
});

test('references, CDATA and comments are no fault', (t) => {
  for (const good of ['AC &amp; Heat', '&#38;&#x26;', '<![CDATA[a & b]]>', '<!-- a & b -->x']) {
    t.deepEqual(
      read(body(good)).findings.filter(({ layer }) => layer === 'xml'),
      [],
      good,
    );
  }
});

test('in a body with another fault, an ampersand in CDATA is not blamed', (t) => {
  const { findings } = read(body('<![CDATA[a & b]]>').replace('</oadrPoll>', ''));
  t.false(findings.some(({ message }) => message.includes('&')));
  t.true(findings.some(({ layer }) => layer === 'xml'));
});

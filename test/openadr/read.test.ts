import test from 'ava';
import { createReader, type Finding, read, readAsync } from '../../src/openadr/index.ts';

const HEAD =
  '<oadr:oadrPayload xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110" xmlns:pyld="http://docs.oasis-open.org/ns/energyinterop/201110/payloads">';

function wrap(payload: string): string {
  return `${HEAD}\n <oadr:oadrSignedObject>\n${payload}\n </oadr:oadrSignedObject>\n</oadr:oadrPayload>`;
}

const POLL = wrap('  <oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>ven-1</ei:venID></oadr:oadrPoll>');
const PATH = '/oadrPayload/oadrSignedObject';

function only(body: string | Buffer): Finding {
  const { findings } = read(body);
  if (findings.length !== 1) throw new Error(`not one finding: ${JSON.stringify(findings)}`);
  return findings[0] as Finding;
}

test('an oadrPoll is read', (t) => {
  t.deepEqual(read(POLL).message, { name: 'oadrPoll', body: { schemaVersion: '2.0b', venID: 'ven-1' } });
  t.deepEqual(read(POLL).ids, { root: 'oadrPayload', venID: 'ven-1' });
  t.deepEqual(read(POLL).findings, []);
});

test('prefixes, default namespaces, comments and CDATA make no difference', (t) => {
  const body = `<oadrPayload xmlns="http://openadr.org/oadr-2.0b/2012/07"><!-- a --><oadrSignedObject><oadrPoll
    xmlns:x="http://docs.oasis-open.org/ns/energyinterop/201110" x:schemaVersion="2.0b"><?pi?>
    <x:venID>v<!-- b -->en<![CDATA[-1]]></x:venID></oadrPoll></oadrSignedObject></oadrPayload>`;
  t.deepEqual(read(body).message, read(POLL).message);
  t.deepEqual(read(body).findings, []);
});

test('elements know their place, also over line breaks', (t) => {
  const { tree } = read('\n<a\n  b="1"\r\n c="2"><d/>\n\t<e\n/></a>');
  const places = [tree, ...(tree?.children ?? [])].flatMap((one) =>
    typeof one === 'object' ? [[one.name, one.line, one.column]] : [],
  );
  t.deepEqual(places, [
    ['a', 2, 1],
    ['d', 4, 8],
    ['e', 5, 2],
  ]);
});

test('chunks of any size give the same', (t) => {
  for (const size of [1, 2, 3, 7, 64]) {
    const reader = createReader();
    const bytes = Buffer.from(POLL.replace('ven-1', 'vén🔌\r\n1').replace('<oadr:oadrPoll ', 'x  <oadr:oadrPoll\r\n '));
    for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
    const whole = read(bytes);
    const { message, findings, tree } = reader.end();
    t.deepEqual([message, findings, tree], [whole.message, whole.findings, whole.tree]);
  }
});

const faults: readonly [string, string, Partial<Finding>][] = [
  [
    'a missing element',
    '  <oadr:oadrCancelOpt><pyld:requestID>r</pyld:requestID><ei:venID>v</ei:venID></oadr:oadrCancelOpt>',
    {
      layer: 'schema',
      severity: 'error',
      message: 'ei:optID is missing in oadrCancelOpt',
      path: `${PATH}/oadrCancelOpt/optID`,
      line: 3,
      column: 3,
      expected: 'optID',
      actual: 'nothing',
      hint: 'add ei:optID before venID',
    },
  ],
  [
    'a wrong order',
    '<oadr:oadrCancelOpt><ei:optID>o</ei:optID><pyld:requestID>r</pyld:requestID><ei:venID>v</ei:venID></oadr:oadrCancelOpt>',
    {
      message: 'requestID is out of order',
      path: `${PATH}/oadrCancelOpt/requestID`,
      line: 3,
      column: 43,
      expected: 'venID',
      actual: 'requestID',
      hint: 'put it before optID',
    },
  ],
  [
    'an unknown element',
    '<oadr:oadrPoll><ei:venID>v</ei:venID><ei:venId>v</ei:venId></oadr:oadrPoll>',
    {
      message: 'venId is not known in oadrPoll',
      path: `${PATH}/oadrPoll/venId`,
      column: 38,
      expected: 'nothing more',
      actual: 'venId',
      hint: 'did you mean venID?',
    },
  ],
  [
    'an element that belongs elsewhere',
    '<oadr:oadrPoll><ei:venID>v</ei:venID><ei:qualifiedEventID/></oadr:oadrPoll>',
    { message: 'qualifiedEventID is not known in oadrPoll', hint: 'it belongs in eventResponse, oadrCreateOpt' },
  ],
  [
    'a wrong namespace',
    '<oadr:oadrPoll><oadr:venID>v</oadr:venID></oadr:oadrPoll>',
    {
      message: 'venID is in the wrong namespace',
      expected: 'http://docs.oasis-open.org/ns/energyinterop/201110',
      actual: 'http://openadr.org/oadr-2.0b/2012/07',
      hint: 'write ei:venID with xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"',
    },
  ],
  [
    'a second element where one may stand',
    '<oadr:oadrPoll><ei:venID>v</ei:venID><ei:venID>w</ei:venID></oadr:oadrPoll>',
    { message: 'venID stands twice', column: 38, hint: 'remove it' },
  ],
  [
    'a wrong value',
    '<oadr:oadrResponse><ei:eiResponse><ei:responseCode>OK</ei:responseCode><pyld:requestID/></ei:eiResponse></oadr:oadrResponse>',
    {
      message: 'responseCode has no valid value',
      path: `${PATH}/oadrResponse/eiResponse/responseCode`,
      expected: 'three digits',
      actual: 'OK',
    },
  ],
  [
    'text between elements',
    '<oadr:oadrPoll>venID=<ei:venID>v</ei:venID></oadr:oadrPoll>',
    { message: 'text stands between the elements of oadrPoll', actual: 'venID=', expected: 'elements only' },
  ],
  [
    'an attribute without its namespace',
    '<oadr:oadrPoll schemaVersion="2.0b"><ei:venID>v</ei:venID></oadr:oadrPoll>',
    {
      message: 'the attribute schemaVersion is in no namespace',
      path: `${PATH}/oadrPoll/@schemaVersion`,
      hint: 'write ei:schemaVersion',
    },
  ],
  [
    'an unknown attribute',
    '<oadr:oadrPoll version="2.0b"><ei:venID>v</ei:venID></oadr:oadrPoll>',
    { message: 'oadrPoll has no attribute version', expected: 'ei:schemaVersion', actual: 'version' },
  ],
];

for (const [title, payload, expected] of faults) {
  test(`${title} is one finding with place and remedy`, (t) => {
    const body = wrap(payload);
    t.like(only(body), expected);
    t.false(read(body).valid);
  });
}

test('a body that is cut off gives what was read of it', (t) => {
  const { message, findings, ids, valid } = read(POLL.slice(0, POLL.indexOf('</oadr:oadrPoll>')));
  t.deepEqual(message?.body, { schemaVersion: '2.0b', venID: 'ven-1' });
  t.is(ids.venID, 'ven-1');
  t.deepEqual(
    findings.map(({ layer, message: what, hint }) => [layer, what, hint]),
    [['xml', 'the body ends before </oadr:oadrPoll>', 'the message is cut off']],
  );
  t.false(valid);
});

test('an unbound prefix is told, and the element is read all the same', (t) => {
  const { message, findings } = read(POLL.replace(/ xmlns:ei="[^"]*"/, '').replace('ei:schemaVersion="2.0b"', ''));
  t.deepEqual(message, { name: 'oadrPoll', body: { venID: 'ven-1' } } as typeof message);
  t.like(findings[0], { layer: 'xml', message: 'the prefix ei is bound to no namespace', line: 3 });
});

test('what is readable of a value is kept, the rest is absent', (t) => {
  const body = wrap(`<oadr:oadrCreatePartyRegistration><pyld:requestID>r</pyld:requestID>
    <oadr:oadrProfileName>2.0B</oadr:oadrProfileName><oadr:oadrTransportName>simpleHTTP</oadr:oadrTransportName>
    <oadr:oadrReportOnly>False</oadr:oadrReportOnly><oadr:oadrXmlSignature>0</oadr:oadrXmlSignature>
    </oadr:oadrCreatePartyRegistration>`);
  const { message, findings } = read(body);
  t.deepEqual(message?.body as object, { requestID: 'r', oadrXmlSignature: false });
  t.deepEqual(
    findings.map(({ line, hint }) => [line, hint]),
    [
      [4, 'did you mean 2.0b?'],
      [4, 'did you mean simpleHttp?'],
      [5, 'write false'],
    ],
  );
});

test('a payload without oadrPayload is schema-valid, with a warning', (t) => {
  const body =
    '<oadrPoll xmlns="http://openadr.org/oadr-2.0b/2012/07"><e:venID xmlns:e="http://docs.oasis-open.org/ns/energyinterop/201110">v</e:venID></oadrPoll>';
  t.like(only(body), { severity: 'warning', layer: 'schema', hint: 'wrap it in oadrPayload and oadrSignedObject' });
  t.true(read(body).valid);
  t.deepEqual(read(body).message, { name: 'oadrPoll', body: { venID: 'v' } });
});

test('another root has a finding and no message', (t) => {
  const { message, findings, ids, tree } = read('<oadrPole/>');
  t.is(message, undefined);
  t.is(ids.root, 'oadrPole');
  t.is(tree?.name, 'oadrPole');
  t.like(findings[0], { message: 'oadrPole is no OpenADR 2.0b message', hint: 'did you mean oadrPoll?' });
});

test('nothing that is no XML throws', (t) => {
  const bodies = [
    '',
    ' ',
    '{}',
    '<',
    '<a',
    '<a b',
    '</a>',
    '<a></b></a>',
    '&',
    '<a>&x;</a>',
    '<?xml?>',
    ']]>',
    '\u0000',
    '<a/><b/>',
  ];
  for (const body of bodies) {
    const { valid, findings } = read(body);
    t.false(valid);
    t.true(findings.length > 0, body);
    t.false(read(Buffer.from(body)).valid);
  }
});

test('UTF-8 with a byte order mark is UTF-8', (t) => {
  t.deepEqual(read(Buffer.from(`\uFEFF${POLL}`)).message, read(POLL).message);
  t.deepEqual(read(Buffer.from(`\uFEFF${POLL}`)).findings, []);
  t.deepEqual(read(`\uFEFF${POLL}`).findings, []);
});

test('UTF-16 is read, and is an error', (t) => {
  const little = Buffer.from(`\uFEFF${POLL}`, 'utf16le');
  const bare = Buffer.from(POLL, 'utf16le');
  for (const bytes of [little, bare, Buffer.from(little).swap16(), Buffer.from(bare).swap16()]) {
    t.deepEqual(read(bytes).message, read(POLL).message);
    t.like(only(bytes), { layer: 'xml', severity: 'error', message: 'the body is in UTF-16', expected: 'UTF-8' });
    t.true(read(bytes).valid);
  }
});

test('ISO-8859-1 is read as declared, and is an error', (t) => {
  const declared = `<?xml version="1.0" encoding="ISO-8859-1"?>\n${POLL.replace('ven-1', 'vén')}`;
  const { message, findings } = read(Buffer.from(declared, 'latin1'));
  t.like(message?.body, { venID: 'vén' });
  t.deepEqual(
    findings.map((finding) => finding.message),
    ['the body is in ISO-8859-1'],
  );
});

test('bytes that are no UTF-8 are told', (t) => {
  const { findings, valid } = read(
    Buffer.concat([Buffer.from(POLL.slice(0, -40)), Buffer.from([0xff]), Buffer.from(POLL.slice(-40))]),
  );
  t.true(findings.some((finding) => finding.message === 'the body holds bytes that are no UTF-8'));
  t.false(valid);
});

test('a DOCTYPE is refused, wherever it stands', (t) => {
  for (const body of [
    `<!DOCTYPE a [<!ENTITY b "c">]>${POLL}`,
    `<?xml version="1.0"?><!-- a --><!DOCTYPE a>${POLL}`,
    '<!DOCTYPE a',
    POLL.replace('<oadr:oadrPoll', '<!DOCTYPE a><oadr:oadrPoll'),
  ]) {
    const { refused, message, tree, valid, findings } = read(body);
    t.deepEqual([refused, message, tree, valid], ['doctype', undefined, undefined, false]);
    t.is(findings.at(-1)?.message, 'a DOCTYPE is not allowed');
  }
  t.is(read(`<!-- <!DOCTYPE a> -->${POLL}`).refused, undefined);
  t.is(read(POLL.replace('ven-1', '<![CDATA[<!DOCTYPE a>]]>')).refused, undefined);
});

test('limits are kept', (t) => {
  const deep = '<a>'.repeat(65);
  const many = `<a>${'<b/>'.repeat(20)}</a>`;
  const wide = `<a ${Array.from({ length: 65 }, (_, index) => `b${index}=""`).join(' ')}/>`;
  t.is(read(deep).refused, 'limit');
  t.is(read(many, { elements: 20 }).refused, 'limit');
  t.is(read(many, { elements: 21 }).refused, undefined);
  t.is(read(wide).refused, 'limit');
  t.is(read(POLL, { bytes: 100 }).refused, 'limit');
  t.is(read(`${HEAD}${' '.repeat(4 * 1024 * 1024)}`).refused, 'limit');
  t.regex(read(deep).findings.at(-1)?.message ?? '', /64 deep/);
  t.is(read(POLL.replace('<oadr:oadrPoll', `${deep}<oadr:oadrPoll`)).ids.root, 'oadrPayload');
});

test('findings do not grow without end', (t) => {
  const { findings } = read(`<a>${'&x;'.repeat(5000)}</a>`);
  t.is(findings.length, 1001);
  t.regex(findings.at(-1)?.message ?? '', /\d+ more findings/);
});

test('a big body lets others run', async (t) => {
  const report = '<oadr:oadrReport/>'.repeat(20_000);
  const body = Buffer.from(
    wrap(`<oadr:oadrUpdateReport><pyld:requestID>r</pyld:requestID>${report}</oadr:oadrUpdateReport>`),
  );
  let turns = 0;
  let done = false;
  const count = () => {
    turns += 1;
    if (!done) setImmediate(count);
  };
  setImmediate(count);
  const result = await readAsync(body);
  done = true;
  t.true(turns >= Math.floor(body.length / 65_536));
  t.is(result.ids.requestID, 'r');
  t.deepEqual(result.message, read(body).message);
});

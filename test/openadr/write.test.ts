import test from 'ava';
import { parseStringPromise, processors } from 'xml2js';
import {
  childElements,
  type Message,
  type OadrReportPayload,
  type PowerReal,
  read,
  SchemaError,
  toTree,
  validate,
  write,
  writeTree,
} from '../../src/openadr/index.ts';
import { element } from '../../src/openadr/xml/tree.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const OADR = 'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07"';
const EI = 'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"';
const PYLD = 'xmlns:pyld="http://docs.oasis-open.org/ns/energyinterop/201110/payloads"';

const unit: PowerReal = {
  itemDescription: 'RealPower',
  itemUnits: 'W',
  siScaleCode: 'k',
  powerAttributes: { hertz: 50, voltage: 1e21, ac: true },
};

const report: Message = {
  name: 'oadrUpdateReport',
  body: {
    requestID: 'r & <d>',
    oadrReport: [
      {
        intervals: {
          interval: [
            {
              dtstart: { 'date-time': '2026-07-01T14:00:00Z' },
              oadrReportPayload: [
                { rID: 'a', confidence: 100, payloadFloat: { value: Number.NEGATIVE_INFINITY } },
                {
                  rID: 'b',
                  accuracy: 1e-7,
                  payloadFloat: { value: 1.5 },
                  oadrDataQuality: 'Quality Good - Non Specific',
                },
              ],
            },
          ],
        },
        oadrReportDescription: [{ rID: 'a', reportType: 'usage', powerReal: unit, readingType: 'Direct Read' }],
        reportRequestID: '0',
        reportSpecifierID: '0',
        createdDateTime: '2026-07-01T14:00:00Z',
      },
    ],
  },
};

function refusal(message: Message): SchemaError {
  try {
    toTree(message);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('an oadrPoll, to the byte', (t) => {
  t.is(
    write({ name: 'oadrPoll', body: { venID: 'ven-1' } }),
    `${DECLARATION}<oadr:oadrPayload ${OADR} ${EI}><oadr:oadrSignedObject><oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>ven-1</ei:venID></oadr:oadrPoll></oadr:oadrSignedObject></oadr:oadrPayload>`,
  );
});

test('an oadrResponse, to the byte, whatever the order of its fields', (t) => {
  const body = { venID: 'v', eiResponse: { requestID: 'r', responseDescription: 'OK', responseCode: '200' } };
  t.is(
    write({ name: 'oadrResponse', body, id: 'object' }),
    `${DECLARATION}<oadr:oadrPayload ${OADR} ${EI} ${PYLD}><oadr:oadrSignedObject oadr:Id="object"><oadr:oadrResponse ei:schemaVersion="2.0b"><ei:eiResponse><ei:responseCode>200</ei:responseCode><ei:responseDescription>OK</ei:responseDescription><pyld:requestID>r</pyld:requestID></ei:eiResponse><ei:venID>v</ei:venID></oadr:oadrResponse></oadr:oadrSignedObject></oadr:oadrPayload>`,
  );
});

test('what is written is read as it was, by us', (t) => {
  const { message, findings } = read(write(report));
  t.deepEqual(findings, []);
  t.deepEqual(message, { ...report, body: { schemaVersion: '2.0b', ...report.body } } as Message);
});

test('what is written is read as it was, by xml2js', async (t) => {
  const read = await parseStringPromise(write(report), {
    explicitArray: false,
    tagNameProcessors: [processors.stripPrefix],
    attrNameProcessors: [processors.stripPrefix],
  });
  const update = read.oadrPayload.oadrSignedObject.oadrUpdateReport;
  t.is(update.$.schemaVersion, '2.0b');
  t.is(update.requestID, 'r & <d>');
  t.deepEqual(update.oadrReport.intervals.interval.oadrReportPayload, [
    { rID: 'a', confidence: '100', payloadFloat: { value: '-INF' } },
    { rID: 'b', accuracy: '1e-7', payloadFloat: { value: '1.5' }, oadrDataQuality: 'Quality Good - Non Specific' },
  ]);
  t.is(update.oadrReport.oadrReportDescription.powerReal.powerAttributes.voltage, '1000000000000000000000');
});

test('a field that lacks, is strange or of a wrong type is refused with its path', (t) => {
  const cases: readonly [object, string, RegExp][] = [
    [{ name: 'oadrPoll', body: {} }, '/oadrPoll/venID', /is missing/],
    [{ name: 'oadrPoll', body: { venID: 5 } }, '/oadrPoll/venID', /must be text, not 5/],
    [{ name: 'oadrPoll', body: { venID: 'v', venId: 'v' } }, '/oadrPoll/venId', /not known/],
    [{ name: 'oadrPoll', body: { venID: 'a\u0000' } }, '/oadrPoll/venID', /XML does not allow/],
    [{ name: 'oadrPoll', body: { venID: 'v', schemaVersion: '3' } }, '/oadrPoll/@schemaVersion', /2.0a, 2.0b/],
    [{ name: 'oadrResponse', body: { eiResponse: 'OK' } }, '/oadrResponse/eiResponse', /must be an object/],
    [{ name: 'oadrPole', body: {} }, '/oadrPole', /no OpenADR 2.0b payload/],
    [
      { name: 'oadrCancelReport', body: { requestID: 'r', reportRequestID: 'r', reportToFollow: true } },
      '/oadrCancelReport/reportRequestID',
      /array/,
    ],
    [
      { name: 'oadrCancelReport', body: { requestID: 'r', reportRequestID: [], reportToFollow: true } },
      '/oadrCancelReport/reportRequestID',
      /missing/,
    ],
  ];
  for (const [message, path, problem] of cases) {
    const error = refusal(message as Message);
    t.is(error.path, path);
    t.regex(error.message, problem);
  }
});

test('one of a group is wanted, and one only', (t) => {
  const payload = (values: Omit<OadrReportPayload, 'rID'>): Message => ({
    name: 'oadrUpdateReport',
    body: {
      requestID: 'r',
      oadrReport: [
        {
          intervals: { interval: [{ oadrReportPayload: [{ rID: 'a', ...values }] }] },
          reportRequestID: 'r',
          reportSpecifierID: 's',
          createdDateTime: '2026-07-01T14:00:00Z',
        },
      ],
    },
  });
  const status = { oadrOnline: true, oadrManualOverride: false };
  t.regex(refusal(payload({})).message, /needs one of payloadFloat, oadrPayloadResourceStatus/);
  t.regex(
    refusal(payload({ payloadFloat: { value: 1 }, oadrPayloadResourceStatus: status })).message,
    /may hold only one of/,
  );
  t.true(validate(toTree(payload({ oadrPayloadResourceStatus: status }))).valid);
});

test('lenient writes what there is', (t) => {
  const body = { requestID: 5, optID: 'a\u0000b', strange: 'x' } as never;
  t.is(
    write({ name: 'oadrCancelOpt', body }, { lenient: true }).slice(DECLARATION.length),
    `<oadr:oadrPayload ${OADR} ${EI} ${PYLD}><oadr:oadrSignedObject><oadr:oadrCancelOpt ei:schemaVersion="2.0b"><pyld:requestID>5</pyld:requestID><ei:optID>ab</ei:optID></oadr:oadrCancelOpt></oadr:oadrSignedObject></oadr:oadrPayload>`,
  );
});

test('a schemaVersion without a value is left out', (t) => {
  t.notRegex(write({ name: 'oadrPoll', body: { venID: 'v', schemaVersion: undefined } }), /schemaVersion/);
});

test('a tree is written as it is patched, and a namespace where it has need of it', (t) => {
  const tree = toTree({ name: 'oadrPoll', body: { venID: 'v' } });
  const [signed] = childElements(tree);
  if (!signed) throw new Error('no oadrSignedObject');
  signed.children = [element('urn:other', 'x', 'Other', ['a > b', element('', '', 'none')]), 'text'];
  t.is(
    writeTree(tree).slice(DECLARATION.length),
    `<oadr:oadrPayload ${OADR} ${EI}><oadr:oadrSignedObject><x:Other xmlns:x="urn:other">a &gt; b<none/></x:Other>text</oadr:oadrSignedObject></oadr:oadrPayload>`,
  );
});

test('opaque parts are kept with the namespaces that they need', (t) => {
  const signature = {
    xml: '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/></ds:Signature>',
  };
  const written = write({ name: 'oadrPoll', body: { venID: 'v' }, signature });
  t.regex(
    written,
    /<oadr:oadrPayload [^>]*><ds:Signature xmlns:ds="[^"]*"><ds:SignedInfo\/><\/ds:Signature><oadr:oadrSigned/,
  );
  t.deepEqual(read(written).message?.signature, signature);

  const around = written.replace(' xmlns:ds="http://www.w3.org/2000/09/xmldsig#"', '');
  const moved = around.replace(
    '<oadr:oadrPayload ',
    '<oadr:oadrPayload xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ',
  );
  t.deepEqual(read(moved).message?.signature, signature);
  t.regex(refusal({ name: 'oadrPoll', body: { venID: 'v' }, signature: { xml: '<a/>' } }).message, /ds:Signature/);
});

test('a tree that was built is judged like one that was read', (t) => {
  const { valid, findings, message } = validate(toTree(report));
  t.deepEqual([valid, findings], [true, []]);
  t.deepEqual(message?.body, { schemaVersion: '2.0b', ...report.body } as never);
});

import test from 'ava';
import {
  element,
  fill,
  type Message,
  opaqueText,
  type PayloadName,
  read,
  SchemaError,
  write,
  writeTree,
} from '../../src/openadr/index.ts';
import { valueHint } from '../../src/openadr/schema/hints.ts';
import { nearest } from '../../src/openadr/schema/near.ts';
import { boolean, dateTime, decimal, string } from '../../src/openadr/schema/simple.ts';
import { durationValueType } from '../../src/openadr/schema/xcal.ts';

test('a text that is not of its type comes with a remedy where one can be guessed', (t) => {
  t.is(valueHint(decimal, ' '), 'the element is empty');
  t.is(valueHint(dateTime, '2026-07-01T14:00:00+02:00'), 'write it in UTC, with Z in the place of the offset');
  t.is(valueHint(dateTime, '2026-07-01 14:00:00'), 'put a T between date and time');
  t.is(valueHint(dateTime, 'soon'), undefined);
  t.is(valueHint(durationValueType, 'PT1.5S'), 'durations have no fractions (rule 1)');
  t.is(valueHint(durationValueType, 'P1W'), 'write weeks as days: P7D');
  t.is(valueHint(durationValueType, '30'), 'did you mean PT30S?');
  t.is(valueHint(durationValueType, 'long'), undefined);
  t.is(valueHint(boolean, 'TRUE'), 'write true');
  t.is(valueHint(boolean, 'yes'), undefined);
  t.is(valueHint(decimal, '1,5'), 'write 1.5');
  t.is(valueHint(decimal, 'one'), undefined);
  t.is(valueHint(string, 'x'), undefined);
});

test('the nearest name is one of few letters apart, not the name itself', (t) => {
  t.is(nearest('oadrPol', ['oadrPoll', 'oadrResponse']), 'oadrPoll');
  t.is(nearest('oadrPoll', ['oadrPoll']), undefined);
  t.is(nearest('venID', ['registrationID']), undefined);
  t.is(nearest('', ['']), undefined);
});

/** Why a body cannot be written; undefined if it can. */
function refusal(name: PayloadName, partial: Record<string, unknown>, lenient = false): string | undefined {
  try {
    write(fill(name, partial), { lenient });
    return undefined;
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error;
  }
}

test('what cannot be written is refused with its place and what it must be', (t) => {
  const opt = (partial: Record<string, unknown>) => refusal('oadrCreateOpt', partial);
  t.regex(opt({ optType: 'optBoth' }) ?? '', /optType must be one of optIn, optOut, not optBoth/);
  t.regex(opt({ eiTarget: 'all' }) ?? '', /eiTarget must be an object, not all/);
  t.regex(opt({ eiTarget: { venID: 'v' } }) ?? '', /venID must be an array/);
  t.regex(opt({ optID: ['a', 'b'] }) ?? '', /optID may stand only once/);
  t.regex(opt({ optID: null }) ?? '', /optID is missing/);
  t.regex(opt({ optID: 'a\u0000' }) ?? '', /character that XML does not allow/);
  t.regex(opt({ schemaVersion: 2 }) ?? '', /@schemaVersion must be .*, not 2/);
  t.is(opt({ marketContext: null }), undefined);
  const interval = { signalPayload: [{ payloadFloat: { value: 1 }, oadrPayloadResourceStatus: {} }] };
  const report = (over: Record<string, unknown>) => refusal('oadrUpdateReport', { oadrReport: [over] });
  t.regex(report({ intervals: { interval: [interval] } }) ?? '', /may hold only one of/);
});

test('leniently even what breaks the schema is written', (t) => {
  t.is(
    refusal('oadrCreateOpt', { optType: 'optBoth', optID: ['a', 'b'], eiTarget: 'all', venID: null }, true),
    undefined,
  );
});

test('XML that is kept as it came must be that of its element', (t) => {
  const signed = (xml: unknown): Message => ({ ...fill('oadrPoll', {}), signature: { xml: String(xml) } });
  const ds = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
  t.true(write(signed(`<ds:Signature ${ds}><ds:SignedInfo/></ds:Signature>`)).includes('<ds:SignedInfo'));
  t.throws(() => write(signed(`<ds:Other ${ds}/>`)), { instanceOf: SchemaError, message: /must hold the XML of/ });
  t.throws(() => write(signed('<ds:Signature')), { instanceOf: SchemaError, message: /must hold the XML of/ });
  t.true(write(signed(' ')).includes('Signature'));
});

test('attributes and values that break the schema are told with their place', (t) => {
  const poll = write(fill('oadrPoll', { venID: 'v' }));
  const told = (from: string, to: string) =>
    read(poll.replace(from, to))
      .findings.map(({ message }) => message)
      .join('; ');
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  for (const attributes of [
    'xsi:nil="true"',
    'xsi:nil="maybe"',
    'xsi:type="x:y"',
    'xsi:type="nothing"',
    'xsi:other="1"',
  ]) {
    t.not(told('<ei:venID>', `<ei:venID ${xsi} ${attributes}>`), '', attributes);
  }
  t.not(told('ei:schemaVersion="2.0b"', 'ei:schemaVersion="2.0b" own="1"'), '');
  t.not(told('ei:schemaVersion="2.0b"', 'ei:schemaVersion="3"'), '');
  t.not(told('<ei:venID>v</ei:venID>', '<ei:venID>v</ei:venID><ei:venID>w</ei:venID>'), '');
  t.not(told('<ei:venID>v</ei:venID>', '<ei:venID><ei:venID/></ei:venID>'), '');
  t.not(told('<ei:venID>v</ei:venID>', 'text'), '');
});

test('beyond a limit findings are counted, no longer told', (t) => {
  const poll = write(fill('oadrPoll', { venID: 'v' }));
  const { findings, valid } = read(poll.replace('<ei:venID>', `${'<ei:own/>'.repeat(5000)}<ei:venID>`));
  t.false(valid);
  t.regex(findings.at(-1)?.message ?? '', /^\d+ more findings were left out$/);
});

test('a payload that is none cannot be written', (t) => {
  const name = 'oadrNothing' as PayloadName;
  t.throws(() => write({ name, body: { venID: 'v' } } as Message), { message: /is no OpenADR 2.0b payload/ });
});

test('a tree is written with the namespaces that it needs, each text escaped', (t) => {
  const XMLNS = 'http://www.w3.org/2000/xmlns/';
  const root = element('urn:a', 'a', 'root', ['1 < 2 & "3"\r']);
  root.attributes.push({ name: 'b', prefix: 'xmlns', uri: XMLNS, value: 'urn:b' });
  root.attributes.push({ name: 'own', prefix: 'b', uri: 'urn:b', value: '"<\n' });
  root.attributes.push({ name: 'plain', prefix: '', uri: '', value: 'x' });
  const inner = element('', '', 'none');
  inner.attributes.push({ name: 'c', prefix: 'c', uri: 'urn:c', value: '' });
  root.children.push(inner, element('urn:d', '', 'default', [element('urn:d', '', 'same')]));
  const text = writeTree(root);
  t.true(text.includes('b:own="&quot;&lt;&#10;"'), text);
  t.true(text.includes('1 &lt; 2 &amp; "3"&#13;'), text);
  t.true(text.includes('<none xmlns:c="urn:c" c:c=""/>'), text);
  t.true(text.includes('<default xmlns="urn:d"><same/></default>'), text);
});

test('XML that is taken out of a message takes along the namespaces that its values quote', (t) => {
  const XMLNS = 'http://www.w3.org/2000/xmlns/';
  const root = element('urn:a', 'a', 'root');
  root.attributes.push({ name: 'q', prefix: 'xmlns', uri: XMLNS, value: 'urn:q' });
  const path = element('urn:a', 'a', 'XPath', ['q:one/unbound:two']);
  path.attributes.push({
    name: 'type',
    prefix: 'xsi',
    uri: 'http://www.w3.org/2001/XMLSchema-instance',
    value: 'q:own',
  });
  path.parent = root;
  root.children.push(path);
  const text = opaqueText(path);
  t.true(text.includes('xmlns:q="urn:q"'), text);
  t.false(text.includes('xmlns:unbound'), text);
});

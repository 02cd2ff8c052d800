import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { canonical } from '../../src/openadr/signature/c14n.ts';
import { parseDocument } from '../../src/openadr/signature/document.ts';
import { Decoder } from '../../src/openadr/xml/decode.ts';
import { LIMITS } from '../../src/openadr/xml/limits.ts';
import { xmlDocument } from './helpers/documents.ts';
import { libxml2Canonical } from './helpers/libxml2.ts';

const samples = path.join(process.env.OADR_REFERENCE ?? path.resolve('../shared/openadr-2.0b'), 'samples');

/** Canonical text of the first element of a local name. */
function canonicalOf(text: string, local: string, options = {}): string {
  const found = parseDocument(text, LIMITS).elements.find((element) => element.local === local);
  if (!found) throw new Error(`no ${local}`);
  return canonical(found, options);
}

test('the apex takes namespaces and xml: attributes from around it, the nearest of each', (t) => {
  const text =
    '<r xmlns="urn:d" xmlns:z="urn:z" xml:lang="de" xml:space="preserve"><m xml:lang="en" xmlns:y="urn:y">' +
    '<apex b="2" a="1" xmlns:z="urn:z2"/></m></r>';
  t.is(
    canonicalOf(text, 'apex'),
    '<apex xmlns="urn:d" xmlns:y="urn:y" xmlns:z="urn:z2" a="1" b="2" xml:lang="en" xml:space="preserve"></apex>',
  );
  t.is(canonicalOf(text, 'apex', { inherit: false }), '<apex xmlns:z="urn:z2" a="1" b="2"></apex>');
});

test('declarations are written where they are new, and the default namespace is taken back', (t) => {
  const text =
    '<r xmlns="urn:d" xmlns:p="urn:p"><a xmlns="urn:d" xmlns:p="urn:p"><b xmlns=""><c xmlns=""/></b></a></r>';
  t.is(canonicalOf(text, 'r'), '<r xmlns="urn:d" xmlns:p="urn:p"><a><b xmlns=""><c></c></b></a></r>');
  t.is(canonicalOf(text, 'b'), '<b xmlns:p="urn:p"><c></c></b>');
});

test('attributes go by namespace, then by local name, in order of code points', (t) => {
  const text = '<r xmlns:a="urn:z" xmlns:z="urn:a" a:q="1" z:r="2" z:b="3" q="4" \u{10000}="5" \u{f900}="6"/>';
  t.is(
    canonicalOf(text, 'r'),
    '<r xmlns:a="urn:z" xmlns:z="urn:a" q="4" \u{f900}="6" \u{10000}="5" z:b="3" z:r="2" a:q="1"></r>',
  );
});

test('exclusive: a namespace is declared where it is used, and the apex takes nothing from around it', (t) => {
  const text =
    '<p:r xmlns:p="urn:p" xmlns:q="urn:q" xmlns="urn:d" xml:lang="de"><p:a q:c="2" b="1">' +
    '<e><p:f/><g xmlns=""><h/></g></e><q:i xmlns:q="urn:other"><q:j/></q:i><!-- no --></p:a></p:r>';
  const { elements } = parseDocument(text, LIMITS);
  const apex = elements.find(({ local }) => local === 'a');
  const without = elements.find(({ local }) => local === 'e');
  if (!apex || !without) return t.fail('no apex');
  const start = '<p:a xmlns:p="urn:p" xmlns:q="urn:q" b="1" q:c="2">';
  const e = '<e xmlns="urn:d"><p:f></p:f><g xmlns=""><h></h></g></e>';
  const i = '<q:i xmlns:q="urn:other"><q:j></q:j></q:i>';
  t.is(canonical(apex, { exclusive: true }), `${start}${e}${i}</p:a>`);
  t.is(canonical(apex, { exclusive: true, without }), `${start}${i}</p:a>`);
});

test('texts, attributes, CDATA, comments and processing instructions', (t) => {
  const text = '<r a="&lt;&quot;&gt;&#9;&#10;&#13;&amp;\n">a\r\nb&#13;<![CDATA[<&>"]]>&gt;<!-- c --><?p  d ?><?q?></r>';
  const start = '<r a="&lt;&quot;>&#x9;&#xA;&#xD;&amp; ">a\nb&#xD;&lt;&amp;&gt;"&gt;';
  t.is(canonicalOf(text, 'r'), `${start}<?p d ?><?q?></r>`);
  t.is(canonicalOf(text, 'r', { comments: true }), `${start}<!-- c --><?p d ?><?q?></r>`);
});

test('generated documents: what libxml2 writes, byte for byte', (t) => {
  let [elements, taken] = [0, 0];
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  t.log(`seed ${seed}`);
  fc.assert(
    fc.property(xmlDocument, fc.nat(), fc.boolean(), (text, pick, comments) => {
      const all = parseDocument(text, LIMITS).elements;
      const nth = pick % all.length;
      elements += all.length;
      taken += 1;
      const apex = all[nth];
      if (!apex || canonical(apex, { comments }) !== libxml2Canonical(text, nth, comments))
        throw new Error(
          `element ${nth}: ${apex && canonical(apex, { comments })}\n${libxml2Canonical(text, nth, comments)}`,
        );
    }),
    { numRuns: 5000, seed, includeErrorInReport: true },
  );
  t.log(`${taken} documents of ${elements} elements`);
  t.true(taken >= 5000 && elements > 15_000);
});

const sampled = existsSync(samples) ? test : test.skip;
sampled(`samples of ${samples}: what libxml2 writes, byte for byte`, (t) => {
  let count = 0;
  for (const folder of ['valid', 'invalid']) {
    for (const name of readdirSync(path.join(samples, folder))) {
      const body = readFileSync(path.join(samples, folder, name));
      const all = parseDocument(new Decoder(() => {}).whole(body), LIMITS).elements;
      const apexes = [0, ...all.flatMap(({ local }, at) => (local === 'oadrSignedObject' ? [at] : [])), all.length - 1];
      for (const nth of new Set(apexes)) {
        for (const comments of [false, true]) {
          const apex = all[nth];
          t.is(apex && canonical(apex, { comments }), libxml2Canonical(body, nth, comments), `${name} ${nth}`);
          count += 1;
        }
      }
    }
  }
  t.true(count > 100);
});

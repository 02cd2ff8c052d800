import test from 'ava';
import { errorsOf, load } from './load.ts';

const note = (text: string) => `{ "do": "note", "text": "${text}" }`;
const BASE = `{ "name": "base", "tags": ["a", "b"], "timeout": "PT1M", "vtn": { "pollInterval": "PT5S", "vtnID": "v" },
  "vens": { "dut": { "venName": "n" } }, "steps": [${note('first')}] }`;

test('objects merge, arrays replace, the steps of the base come first', async (t) => {
  const own = `{ "extends": "base.json", "name": "own", "tags": ["c"], "vtn": { "pollInterval": "PT2S" },
    "vens": { "dut": { "fresh": true }, "other": {} }, "steps": [${note('second')}] }`;
  const loaded = await load(own, { file: 'lab/own.json', files: { 'lab/base.json': BASE } });
  t.like(loaded, {
    plan: {
      name: 'own',
      tags: ['c'],
      timeout: 60_000,
      vtn: { pollInterval: 2_000, vtnID: 'v' },
      vens: { dut: { venName: 'n', fresh: true, count: 1 }, other: { count: 1 } },
    },
  });
  const steps = 'plan' in loaded ? loaded.plan.steps : [];
  t.deepEqual(
    steps.map(({ index, title, place }) => [index, title, place.file, place.line]),
    [
      ['1', 'note: first', 'lab/base.json', 2],
      ['2', 'note: second', 'lab/own.json', 2],
    ],
  );
});

test('a base may extend another, from its own folder', async (t) => {
  const files = { 'lab/b/base.json': '{ "extends": "root.json", "name": "b" }', 'lab/b/root.json': BASE };
  const loaded = await load('{ "extends": "b/base.json", "timeout": "PT2M" }', { file: 'lab/x.json', files });
  t.like(loaded, { plan: { name: 'b', timeout: 120_000, file: 'lab/x.json' } });
});

test('a mistake in the base is told where it stands', async (t) => {
  const loaded = await load('{ "extends": "base.json" }', {
    files: { 'base.json': BASE.replace('"do": "note"', '"do": "nota"') },
  });
  t.like(loaded, {
    errors: [{ message: 'there is no step "nota"', place: { file: 'base.json', line: 2, column: 60 } }],
  });
});

test('a circle is refused', async (t) => {
  const files = { 'a.json': '{ "extends": "b.json" }', 'b.json': '{ "extends": "a.json" }' };
  t.deepEqual(await errorsOf('{ "extends": "b.json" }', { file: 'a.json', files }), [
    '1:14+8 "extends" goes in a circle: a.json → b.json → a.json | try: move what both need into a third file',
  ]);
  t.deepEqual(await errorsOf('{ "extends": "./a.json" }', { file: 'a.json', files }), [
    '1:14+10 "extends" goes in a circle: a.json → a.json | try: move what both need into a third file',
  ]);
});

test('files stay within the folder of the scenario, unless another root is allowed', async (t) => {
  const files = { 'base.json': BASE };
  const own = '{ "extends": "../base.json" }';
  t.deepEqual(await errorsOf(own, { file: 'lab/x.json', files }), [
    '1:14+14 ../base.json lies outside of lab | try: put the file beside the scenario or below it, or allow a wider folder: --root <folder>',
  ]);
  t.like(await load(own, { file: 'lab/x.json', files, root: '.' }), { plan: { name: 'base' } });
  t.deepEqual(await errorsOf('{ "extends": "/etc/base.json" }', { file: 'lab/x.json', files, root: '/' }), [
    '1:14+16 /etc/base.json lies outside of / | try: put the file beside the scenario or below it, or allow a wider folder: --root <folder>',
  ]);
});

test('a base that is not there is told where it is named', async (t) => {
  t.deepEqual(await errorsOf('{\n  "extends": "none.json" }'), [
    '2:14+11 none.json cannot be read: ENOENT: no such file or directory',
  ]);
});

test('the xml of send may lie in a file beside the scenario', async (t) => {
  const own = `{ "extends": "base.json", "steps": [{ "do": "send", "xml": { "file": "raw.xml" } }] }`;
  const loaded = await load(own, { files: { 'base.json': BASE, 'raw.xml': `<a>\${i}</a>` } });
  t.like('plan' in loaded ? loaded.plan.steps[1] : loaded, { do: 'send', xml: `<a>\${i}</a>` });
  t.deepEqual(await errorsOf(own, { files: { 'base.json': BASE } }), [
    '1:70+9 raw.xml cannot be read: ENOENT: no such file or directory | step 2 (send)',
  ]);
});

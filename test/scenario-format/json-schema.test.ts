import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'jsonc-parser';
import { z } from 'zod';
import { scenarioJsonSchema } from '../../src/scenario/format/index.ts';
import { load } from './load.ts';

const published = new URL('../../scenarios/scenario.schema.json', import.meta.url);
// Read back as a schema, so that what is published judges, not what it was made from.
const schema = z.fromJSONSchema(JSON.parse(readFileSync(published, 'utf8')));
const accepts = (value: unknown) => schema.safeParse(value).success;
const scenario = (...steps: unknown[]) => ({ name: 'x', vens: { dut: {} }, timeout: 'PT1M', steps });

test('the published schema is current', (t) => {
  const made = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
  t.true(made === readFileSync(published, 'utf8'), 'run: node --import tsx scripts/scenario-schema.ts');
});

const folder = new URL('../../scenarios/', import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'scenario.schema.json')) {
  test(`scenarios/${file} is accepted by the schema and the loader`, async (t) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    t.true(accepts(parse(text, [], { allowTrailingComma: true })));
    const read = async (path: string) => readFileSync(new URL(path, folder), 'utf8');
    const loaded = await load(text, { file, readFile: read });
    t.deepEqual('errors' in loaded ? loaded.errors.map(({ message }) => message) : [], []);
  });
}

test('the schema refuses what the loader refuses by shape', (t) => {
  t.true(accepts(scenario({ do: 'wait', for: 'PT1S' })));
  for (const step of [
    { do: 'wait', for: '10s' },
    { do: 'wait', fro: 'PT1S' },
    { do: 'evnt' },
    { do: 'fault', kind: 'silent' },
    { do: 'expect', finding: 311, within: 'PT1M' },
    { do: 'expect', message: 'oadrPol', within: 'PT1M' },
    { do: 'expect', message: 'oadrPoll', where: { venID: { gtr: 1 } }, within: 'PT1M' },
    { do: 'repeat', times: 2, steps: [{ do: 'note' }] },
    {
      do: 'event',
      id: 'a',
      set: {
        start: 'PT1S',
        signals: [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT0.5S', value: 1 }] }],
      },
    },
  ]) {
    t.false(accepts(scenario(step)), JSON.stringify(step));
  }
  t.false(accepts({ ...scenario(), vtn: { port: 1 } }));
});

test('wherever a value stands, a variable may', (t) => {
  t.true(accepts(scenario({ do: 'wait', for: `\${pause}` })));
  t.true(accepts(scenario({ do: 'repeat', times: `\${times}`, steps: [{ do: 'note', text: 'x', soft: `\${soft}` }] })));
  t.true(
    accepts(
      scenario({ do: 'expect', message: 'oadrPoll', where: { venID: { not: `\${dut.venID}` } }, within: 'PT1M' }),
    ),
  );
  t.false(accepts(scenario({ do: `\${step}`, text: 'x' })));
});

test('each field that a reader could wonder about has its meaning', (t) => {
  const text = JSON.stringify(scenarioJsonSchema());
  for (const meaning of [
    'Sends an event; done when delivered.',
    'Not before this moment.',
    'without it there is no near',
    'For --grep.',
  ]) {
    t.true(text.includes(meaning), meaning);
  }
});

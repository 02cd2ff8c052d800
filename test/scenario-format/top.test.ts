import test from 'ava';
import { errorsOf, load, planOf } from './load.ts';

const NOTE = '{ "do": "note", "text": "x" }';
const scenario = (top: string) => `{\n${top},\n"steps": [${NOTE}]\n}`;
const VENS = '"name": "x", "vens": { "dut": {} }, "timeout": "PT1M"';

test('what is not given has its default', async (t) => {
  const { steps, ...top } = await planOf([NOTE]);
  t.deepEqual(top, {
    name: 'x',
    tags: [],
    file: 'x.json',
    vtn: {
      pollInterval: 10_000,
      conformance: { default: 'error', overrides: {} },
      marketContext: 'http://example.com/oadr-sim',
      registerReports: true,
    },
    vens: { dut: { count: 1, fresh: false } },
    requires: [],
    timeout: 60_000,
    teardown: 'cancel',
  });
  t.is(steps.length, 1);
});

test('what is given stands in the plan, comments and trailing commas are fine', async (t) => {
  const loaded = await load(`{
    // a comment
    "$schema": "./scenario.schema.json",
    "name": "n", "description": "d", "tags": ["a", "b"], "requires": ["TELEMETRY_USAGE", "SIMPLE", "x-mine"],
    "vtn": { "pollInterval": "PT2S", "conformance": { "default": "warn", "42": "off", "xml": "error" },
             "marketContext": "http://m", "vtnID": "v", "registerReports": false, },
    "vens": { "a": { "venName": "n" }, "b": { "simulated": { "personality": "cooperative" }, "count": 2, "fresh": true } },
    "timeout": "PT1H", "teardown": "leave",
    "steps": [${NOTE},], /* the end */
  }`);
  t.like(loaded, {
    plan: {
      name: 'n',
      description: 'd',
      tags: ['a', 'b'],
      requires: ['TELEMETRY_USAGE', 'SIMPLE', 'x-mine'],
      vtn: {
        pollInterval: 2_000,
        conformance: { default: 'warn', overrides: { 42: 'off', xml: 'error' } },
        marketContext: 'http://m',
        vtnID: 'v',
        registerReports: false,
      },
      vens: {
        a: { venName: 'n', count: 1, fresh: false },
        b: { simulated: { personality: 'cooperative' }, count: 2, fresh: true },
      },
      timeout: 3_600_000,
      teardown: 'leave',
    },
  });
});

const refusals: readonly [string, string, readonly string[]][] = [
  ['no name', '"vens": { "dut": {} }, "timeout": "PT1M"', ['1:1+1 "name" is missing | expected text']],
  [
    'no VEN',
    '"name": "x", "vens": {}, "timeout": "PT1M"',
    ['2:22+1 the scenario has no VEN | try: "vens": { "dut": {} }'],
  ],
  ['no time', '"name": "x", "vens": { "dut": {} }, "timeout": "PT0S"', ['2:48+6 a timeout is longer than nothing']],
  [
    'a reserved alias',
    '"name": "x", "vens": { "start": {} }, "timeout": "PT1M"',
    ['2:24+7 the name "start" is reserved | try: take another one'],
  ],
  [
    'an alias that is no name',
    '"name": "x", "vens": { "the dut": {} }, "timeout": "PT1M"',
    ['2:24+9 "the dut" is no name | expected a name of letters, digits, - and _'],
  ],
  [
    'two VENs with one venID',
    '"name": "x", "vens": { "dut": { "venID": "v", "count": 2 } }, "timeout": "PT1M"',
    ['2:56+1 only one VEN has that venID | expected 1'],
  ],
  [
    'an unknown personality',
    '"name": "x", "vens": { "dut": { "simulated": { "personality": "optsOuts" } } }, "timeout": "PT1M"',
    ['2:63+10 there is no personality "optsOuts" | expected one of cooperative, optsOut | try: "optsOut"'],
  ],
  [
    'an unknown report',
    `${VENS}, "requires": ["TELEMETRY_USE"]`,
    [
      '2:69+15 no report or signal has the name "TELEMETRY_USE" | expected one of TELEMETRY_USAGE, TELEMETRY_STATUS, HISTORY_USAGE, HISTORY_GREENBUTTON, SIMPLE, ELECTRICITY_PRICE, ENERGY_PRICE, DEMAND_CHARGE, BID_PRICE, BID_LOAD, BID_ENERGY, CHARGE_STATE, LOAD_DISPATCH, LOAD_CONTROL, or x-… | try: "TELEMETRY_USAGE"',
    ],
  ],
  [
    'an unknown layer',
    `${VENS}, "vtn": { "conformance": { "schemas": "off" } }`,
    [
      '2:82+9 there is no layer "schemas" | expected default, the number of a rule, or a layer: tls, http, xml, schema, rule, sequence | try: "schema"',
    ],
  ],
  [
    'an unknown level',
    `${VENS}, "vtn": { "conformance": "warning" }`,
    [
      '2:80+9 wrong value for "conformance" | expected error, warn, off, or an object of them by rule number or layer | actual "warning"',
    ],
  ],
  [
    'decimals in the poll interval (rule 1)',
    `${VENS}, "vtn": { "pollInterval": "PT0.5S" }`,
    ['2:81+8 wrong value for "pollInterval" | expected a duration in whole seconds like PT15M | actual "PT0.5S"'],
  ],
  [
    'a field of the command line',
    `${VENS}, "vtn": { "port": 8080 }`,
    ['2:65+6 unknown field "port" | expected one of pollInterval, conformance, marketContext, vtnID, registerReports'],
  ],
];
for (const [title, top, errors] of refusals) {
  test(`refused: ${title}`, async (t) => {
    t.deepEqual(await errorsOf(scenario(top), { personalities: ['cooperative', 'optsOut'] }), [...errors]);
  });
}

test('steps must be there, and some', async (t) => {
  t.deepEqual(await errorsOf(`{ ${VENS} }`), [
    '1:1+1 the file has no "steps": it only serves "extends" | try: name a scenario that extends it',
  ]);
  t.deepEqual(await errorsOf(`{ ${VENS}, "steps": [] }`), [
    '1:67+1 wrong value for "steps" | expected at least one step | actual []',
  ]);
  t.deepEqual(await errorsOf(`{ ${VENS}, "steps": {} }`), [
    '1:67+1 wrong value for "steps" | expected an array | actual {}',
  ]);
});

test('a file that cannot be read is a mistake like others', async (t) => {
  const loaded = await load('', { text: undefined, files: {}, file: 'lab/none.json' });
  t.like(loaded, { errors: [{ message: 'lab/none.json cannot be read: ENOENT: no such file or directory' }] });
});

test('a file that is nested deeper than anything needs is a mistake like others', async (t) => {
  const head = '{ "name": "x", "vens": { "dut": {} }, "timeout": "PT1M", "steps": [';
  t.deepEqual(await errorsOf(`${head}${'[{"a": '.repeat(60)}`), [
    `1:${head.length + 7 * 49 + 1}+1 the file is nested more than 100 deep | try: no scenario needs as much`,
  ]);
  // Brackets in texts and comments are none.
  const step = `{ "do": "note", "text": "${'['.repeat(200)}" } /* ${'{'.repeat(200)} */`;
  t.deepEqual(await errorsOf(`${head}${step}] }`), []);
});

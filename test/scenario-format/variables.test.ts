import test from 'ava';
import { errorsOf, load, planOf, scenarioText } from './load.ts';

const note = (text: string) => `{ "do": "note", "text": ${JSON.stringify(text)} }`;
const first = async (step: string, options?: Parameters<typeof planOf>[1]) => (await planOf([step], options)).steps[0];

test('variables of the file and of the environment are replaced at load', async (t) => {
  const head = '"vars": { "load": "pump", "level": 2 }, ';
  const step = await first(note(`\${load} at \${level} in \${env.LAB}`), { head, env: { LAB: 'room 4' } });
  t.like(step, { do: 'note', text: 'pump at 2 in room 4' });
});

test('--set goes over the default and takes its type', async (t) => {
  const head = '"vars": { "times": 2 }, ';
  const step = `{ "do": "repeat", "times": "\${times}", "steps": [${note('x')}] }`;
  t.like(await first(step, { head }), { times: 2 });
  t.like(await first(step, { head, set: { times: '5' } }), { times: 5 });
  t.deepEqual(await errorsOf(scenarioText([step], head), { set: { times: 'many' } }), [
    '2:35+1 --set times=many: the variable is a number | expected a number | actual "many"',
    '4:32+10 wrong value for "times" | step 1 (repeat) | expected a whole number | actual "many"',
  ]);
});

test('--set alone gives a value, which is text', async (t) => {
  t.like(await first(note(`\${load}`), { set: { load: '007' } }), { text: '007' });
});

test('a default may come from the environment', async (t) => {
  const head = `"vars": { "lab": "\${env.LAB}" }, `;
  t.like(await first(note(`\${lab}`), { head, env: { LAB: 'b' } }), { text: 'b' });
});

test('a string that is one variable only takes its type', async (t) => {
  const head = '"vars": { "code": 450, "on": true }, ';
  const where = `{ "eventResponse.responseCode": "\${code}", "optType": "code \${code}", "venID": { "exists": "\${on}" } }`;
  const step = await first(`{ "do": "expect", "message": "oadrCreatedEvent", "where": ${where}, "within": "PT1M" }`, {
    head,
  });
  t.like(step, {
    subject: { where: [{ 'eventResponse.responseCode': 450, optType: 'code 450', venID: { exists: true } }] },
  });
});

test('run-time variables become templates', async (t) => {
  const event = `{ "do": "event", "id": "peak", "set": { "start": "PT1S", "comment": "round \${i}", "priority": "\${i}",
    "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": "\${i}" }] }] },
    "patch": { "vtnComment": "\${now-PT1M}" } }`;
  const [repeat] = (await planOf([`{ "do": "repeat", "times": 3, "steps": [${event}] }`])).steps;
  const i = { variable: 'i' };
  t.like(repeat?.do === 'repeat' ? repeat.steps[0] : undefined, {
    index: '1.1',
    set: {
      comment: { template: ['round ', i], as: 'text' },
      priority: { template: [i], as: 'number' },
      signals: [{ intervals: [{ duration: 'PT10S', value: { template: [i], as: 'number' } }] }],
    },
    patch: [{ path: 'vtnComment', value: { template: [{ variable: 'now', plus: '-PT1M' }], as: 'any' } }],
  });
});

test('in where, VENs are asked for as they are then, and ids of events stand for their wire IDs', async (t) => {
  const event = `{ "do": "event", "id": "peak", "set": { "start": "PT1S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }`;
  const where = `{ "venID": { "not": "\${dut.venID}" }, "eventID": "peak", "optType": "peak" }`;
  const plan = await planOf([
    event,
    `{ "do": "expect", "message": "oadrCreatedEvent", "where": ${where}, "within": "PT1M" }`,
  ]);
  t.like(plan.steps[1], {
    subject: {
      where: [
        {
          venID: { not: { template: [{ variable: 'ven', alias: 'dut', field: 'venID' }], as: 'any' } },
          eventID: { template: [{ variable: 'step', id: 'peak', field: 'eventID' }], as: 'any' },
          optType: 'peak',
        },
      ],
    },
  });
});

test('a start at now is an anchor', async (t) => {
  const event = (start: string) =>
    `{ "do": "event", "id": "peak", "set": { "start": "${start}", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }`;
  for (const [start, plan] of [
    [`\${now+PT10S}`, { base: 'now', offset: 10_000 }],
    ['PT10S', { base: 'now', offset: 10_000 }],
    ['-PT10S', { base: 'now', offset: -10_000 }],
    ['start+PT1M', { base: 'start', offset: 60_000 }],
    ['2026-07-01T12:00:00Z', { time: Date.UTC(2026, 6, 1, 12) }],
  ] as const) {
    t.like(await first(event(start)), { set: { start: plan } });
  }
});

test('text without variables stays as it is, a dollar sign too', async (t) => {
  t.like(await first(note('costs $5 {or} $x')), { text: 'costs $5 {or} $x' });
  t.like(await load(scenarioText([note(`\${}`)])), { errors: [{ message: `the variable \${} has no value` }] });
});

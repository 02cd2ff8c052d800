import test from 'ava';
import { planOf } from './load.ts';
import { refused } from './refused.ts';

const usage = '{ "do": "requestReport", "id": "usage", "reportName": "TELEMETRY_USAGE", "reportBack": "PT10S" }';
const base = '{ "do": "measure", "id": "base", "report": "usage", "rID": "load", "over": "PT20S" }';

test('a report request, its cancel, a measure and an opt have their defaults', async (t) => {
  const { steps } = await planOf([
    usage,
    '{ "do": "cancelReport", "report": "usage" }',
    base,
    '{ "do": "opt", "schedule": { "start": "PT1M", "duration": "PT0S" }, "type": "optOut" }',
  ]);
  t.like(steps[0], {
    reportName: 'TELEMETRY_USAGE',
    reportBack: 'PT10S',
    title: 'request report usage: TELEMETRY_USAGE, every 10s',
  });
  t.deepEqual(
    Object.keys(steps[0] ?? {}).filter((key) => ['start', 'duration', 'rIDs', 'granularity'].includes(key)),
    [],
  );
  t.like(steps[1], { report: 'usage', reportToFollow: false, title: 'cancel report usage' });
  t.like(steps[2], { over: 20_000, take: 'mean', time: 'sample', title: 'measure base: mean of usage load over 20s' });
  t.like(steps[3], {
    schedule: { start: { base: 'now', offset: 60_000 }, duration: 0 },
    title: 'optOut from now+1m, open-ended',
  });
});

test('what is given stands in the plan', async (t) => {
  const { steps } = await planOf([
    '{ "do": "requestReport", "id": "past", "specifier": "h-1", "reportBack": "PT0S", "rIDs": ["a"], "start": "-PT6M", "duration": "PT5M", "deliver": "PT1M" }',
  ]);
  t.like(steps[0], {
    specifier: 'h-1',
    rIDs: ['a'],
    start: { base: 'now', offset: -360_000 },
    duration: 'PT5M',
    deliver: 60_000,
    title: 'request report past: h-1, once, start now-6m, for 5m',
  });
});

test('expectations of reports and telemetry', async (t) => {
  const { steps } = await planOf([
    usage,
    base,
    '{ "do": "expect", "report": "usage", "where": { "oadrOnline": true }, "count": { "gte": 2 }, "within": "PT1M" }',
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": { "lte": 80 }, "percentOf": "base", "within": "PT1M" }',
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": 5, "time": "arrival", "until": "end" }',
    '{ "do": "expect", "that": "reporting", "within": "PT1M" }',
  ]);
  t.like(steps[2], { title: 'expect at least 2 oadrUpdateReport of usage where oadrOnline true within 1m' });
  t.like(steps[3], {
    subject: { subject: 'telemetry', telemetry: 'usage', rID: 'load', percentOf: 'base', time: 'sample' },
    title: 'expect usage load at most 80 % of base within 1m',
  });
  t.like(steps[4], { subject: { value: 5, time: 'arrival' }, title: 'expect usage load 5 until end' });
  t.like(steps[5], { subject: { subject: 'that', that: 'reporting' } });
});

test('ids of reports stand for their wire IDs', async (t) => {
  const { steps } = await planOf([
    usage,
    '{ "do": "expect", "message": "oadrCreatedReport", "where": { "reportRequestID": "usage" }, "within": "PT1M" }',
    `{ "do": "note", "text": "\${usage.reportRequestID}" }`,
  ]);
  const variable = { variable: 'step', id: 'usage', field: 'reportRequestID' };
  t.like(steps[1], { subject: { where: [{ reportRequestID: { template: [variable], as: 'any' } }] } });
  t.like(steps[2], { text: { template: [variable], as: 'text' } });
});

refused('a report request without a report', {
  steps: ['{ "do": "requestReport", "id": "x", "reportBack": "PT0S" }'],
  errors: [
    '4:5+1 requestReport needs "reportName" or "specifier", and not both | step 1 (requestReport) | try: "reportName": "TELEMETRY_USAGE", or "specifier" with the reportSpecifierID',
  ],
});

refused('a granularity that is longer than reportBack', {
  steps: [
    '{ "do": "requestReport", "id": "x", "reportName": "TELEMETRY_USAGE", "reportBack": "PT5S", "granularity": "PT10S" }',
  ],
  errors: [
    '4:111+7 the granularity is longer than reportBack (rule 317) | step 1 (requestReport) | expected at most PT5S | actual "PT10S"',
  ],
});

refused('a number where a duration belongs', {
  steps: [
    '{ "do": "requestReport", "id": "x", "reportName": "TELEMETRY_USAGE", "reportBack": "PT5S", "granularity": 5 }',
  ],
  errors: ['4:111+1 wrong value for "granularity" | step 1 (requestReport) | expected text | actual 5 | try: "PT5S"'],
});

refused('a history that comes periodically, and one of the future', {
  steps: [
    '{ "do": "requestReport", "id": "x", "reportName": "HISTORY_USAGE", "reportBack": "PT10S", "start": "PT5M" }',
  ],
  errors: [
    '4:86+7 a history report comes once (rule 324) | step 1 (requestReport) | expected PT0S | actual "PT10S" | try: "PT0S"',
    '4:104+6 history lies in the past (rule 325) | step 1 (requestReport) | expected a negative duration | actual "PT5M" | try: "-PT5M"',
  ],
});

refused('a step "report"', {
  steps: ['{ "do": "report" }'],
  errors: [
    '4:13+8 there is no step "report" | step 1 (report) | expected one of event, modify, cancel, omit, requestReport, cancelReport, registerReport, requestReregistration, cancelRegistration, send, opt, restart, prompt, wait, measure, note, repeat, expect | try: "requestReport"',
  ],
});

refused('decimals in a report request (rule 1)', {
  steps: ['{ "do": "requestReport", "id": "x", "reportName": "TELEMETRY_USAGE", "reportBack": "PT0.5S" }'],
  errors: [
    '4:88+8 wrong value for "reportBack" | step 1 (requestReport) | expected a duration in whole seconds like PT15M | actual "PT0.5S"',
  ],
});

refused('a cancel of what is no report', {
  steps: [usage, '{ "do": "note", "id": "x", "text": "x" }', '{ "do": "cancelReport", "report": "x" }'],
  errors: [
    '6:39+3 "x" is no report request | step 3 (cancelReport) | expected the id of a requestReport step | try: one of usage',
  ],
});

refused('a measure of a report that is asked for later', {
  steps: [base, usage],
  errors: [
    '4:48+7 the report request "usage" is made by step 2, which comes later | step 1 (measure) | try: move this step behind it',
  ],
});

refused('a measure of no time', {
  steps: [usage, '{ "do": "measure", "id": "base", "report": "usage", "rID": "load", "over": "PT0S" }'],
  errors: ['5:80+6 no sample lies in no time | step 2 (measure) | expected more than nothing'],
});

refused('percent of what is no measure', {
  steps: [
    usage,
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": 1, "percentOf": "usage", "within": "PT1M" }',
  ],
  errors: ['5:85+7 "usage" is no measure | step 2 (expect) | expected the id of a measure step'],
});

refused('telemetry of an event', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT1S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT1S", "value": 1 }] }] } }',
    '{ "do": "expect", "telemetry": "peak", "rID": "load", "value": 1, "within": "PT1M" }',
  ],
  errors: ['5:36+6 "peak" is no report request | step 2 (expect) | expected the id of a requestReport step'],
});

refused('telemetry without a value', {
  steps: [usage, '{ "do": "expect", "telemetry": "usage", "rID": "load", "within": "PT1M" }'],
  errors: ['5:5+1 "value" is missing | step 2 (expect) | expected a value or a comparison such as { "gte": 1 }'],
});

refused('a sample that is text', {
  steps: [
    usage,
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": { "gte": "much" }, "within": "PT1M" }',
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": { "exists": true }, "within": "PT1M" }',
    '{ "do": "expect", "telemetry": "usage", "rID": "load", "value": {}, "within": "PT1M" }',
  ],
  errors: [
    '5:78+6 a sample is a number | step 2 (expect) | expected a number, or { "gte": … } | actual "much"',
    '6:81+4 a sample is a number: "exists" says nothing about it | step 3 (expect)',
    '7:69+1 the comparison says nothing | step 4 (expect) | expected eq, not, gt, gte, lt, lte, matches, oneOf or exists',
  ],
});

refused('until without count, of a report', {
  steps: [usage, '{ "do": "expect", "report": "usage", "until": "end" }'],
  errors: ['5:5+1 "until" needs a "count" | step 2 (expect) | try: "count": 0 (none came), or { "gte": 1 }'],
});

refused('the ID of a report in where of its own expectation', {
  steps: [
    usage,
    '{ "do": "expect", "report": "usage", "where": { "oadrReport.reportRequestID": "x" }, "within": "PT1M" }',
  ],
  errors: [
    '5:51+1 "report" says which report is meant: "oadrReport.reportRequestID" cannot be asked for too | step 2 (expect)',
  ],
});

refused('an opt without event or schedule', {
  steps: ['{ "do": "opt", "type": "optOut" }'],
  errors: ['4:5+1 opt needs "event" or "schedule", and not both | step 1 (opt)'],
});

refused('the wire ID of a report that is none', {
  steps: [usage, `{ "do": "note", "text": "\${usage.eventID}" }`],
  errors: ['5:30+16 "usage" is no event | step 2 (note) | expected the id of an event step'],
});

import test from 'ava';
import type { JournalRecord, NewRecord } from '../../src/journal/record.ts';
import { createConsole } from '../../src/report/console.ts';
import { EXPIRED, refusedConnections } from '../helpers/refused-connections.ts';
import { Recorder } from '../helpers/ui-records.ts';
import { offers, opt, part, readings, request, usage } from '../helpers/ui-reports.ts';

const START = Date.UTC(2026, 0, 1, 12);

/** What a plain console prints for records, and its summary. */
function printed(records: readonly NewRecord[], options: { quiet?: boolean } = {}): { out: string[]; err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const plain = createConsole({
    color: false,
    ...options,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  for (const [seq, record] of records.entries())
    plain.record({ seq, time: START + seq, mono: seq, ...record } as JournalRecord);
  plain.finish(['record: x.ndjson']);
  return { out, err };
}

const message = (overrides: Partial<Extract<NewRecord, { kind: 'message' }>> = {}): NewRecord => ({
  kind: 'message',
  dir: 'in',
  exchange: 'e1',
  connection: 'c1',
  ven: 'v1',
  service: 'OadrPoll',
  name: 'oadrPoll',
  size: 10,
  findings: [],
  ...overrides,
});

const named: NewRecord = {
  kind: 'state',
  ven: 'v1',
  change: { what: 'ven', venID: 'v1', venName: 'thermostat', state: 'registered', cause: 'new' },
};

const failed: NewRecord = {
  kind: 'step',
  scenario: 's',
  step: '3',
  do: 'expect',
  title: 'expect peak optIn',
  ven: 'dut',
  state: 'failed',
  detail: {
    message: 'waited 10 s',
    file: 'peak.json',
    line: 14,
    column: 5,
    source: '    { "do": "expect" }',
    expected: 'optIn',
    actual: 'optOut',
    exchange: 'e9',
    seq: 7,
    hint: 'look at the opt',
  },
};

test('a line a message, with the name of the VEN, the status if it is not 200, and the time it took', (t) => {
  const { out } = printed([named, message(), message({ dir: 'out', name: 'oadrResponse', status: 503, took: 2.4 })]);
  t.deepEqual(out.slice(0, 3), [
    '12:00:00.000 · thermostat registered (new)',
    '12:00:00.001 ◀ thermostat oadrPoll',
    '12:00:00.002 ▶ thermostat oadrResponse HTTP 503 2 ms',
  ]);
});

test('a warning that comes with every message is told once and counted each time; errors are told always', (t) => {
  const warning = { layer: 'http', severity: 'warning', message: 'Accept is wide' } as const;
  const error = { layer: 'schema', severity: 'error', message: 'venID is missing', line: 3, column: 9 } as const;
  const { out } = printed([message({ findings: [warning, error] }), message({ findings: [warning, error] })]);
  t.is(out.filter((line) => line.includes('Accept is wide')).length, 1);
  t.is(out.filter((line) => line === '    error schema: venID is missing line 3:9').length, 2);
  t.true(out.includes('  findings: 2 errors, 2 warnings, 0 infos'));
});

test('a failure stands again in full at the end, with the source line, a caret and the remedy', (t) => {
  const { out } = printed([failed], { quiet: true });
  t.deepEqual(out.slice(0, 10), [
    '',
    'failed: expect peak optIn: waited 10 s',
    '  --> peak.json:14:5  step 3, VEN dut',
    '     |',
    '  14 |     { "do": "expect" }',
    '     |     ^',
    '  expected: optIn',
    '  actual:   optOut',
    '  nearest:  record 7, exchange e9',
    '  try: look at the opt',
  ]);
});

test('nothing from the wire reaches the terminal as a control sequence', (t) => {
  const evil = '\u001b[2J\u202eevil';
  const { out, err } = printed([
    { ...named, change: { ...named.change, venName: evil } } as NewRecord,
    message({ name: evil, findings: [{ layer: 'xml', severity: 'error', message: evil }] }),
    { kind: 'log', level: 'warning', source: 'x', message: evil },
  ]);
  for (const line of [...out, ...err]) t.notRegex(line, /[\p{Cc}\p{Cf}]/u);
});

test('diagnostics go to standard error, quiet prints the summary only', (t) => {
  const { out, err } = printed([named, message(), { kind: 'log', level: 'error', source: 'x', message: 'boom' }], {
    quiet: true,
  });
  t.deepEqual(err, ['error: boom']);
  t.deepEqual(out, [
    '  thermostat: 1 messages in, 0 out',
    '  findings: 0 errors, 0 warnings, 0 infos',
    'record: x.ndjson',
  ]);
});

/** Lines without time, VEN and summary, of what a session of reports tells. */
function reportLines(tell: (to: Recorder) => void): string[] {
  const to = new Recorder();
  tell(to);
  const { out } = printed(to.records);
  const at = '12:00:00.000 · ven-1 ';
  return out.flatMap((line) => (line.includes(' · ven-1 ') ? [line.slice(at.length)] : []));
}

test('the same words with another remedy are told with it', (t) => {
  const digest = { layer: 'rule', severity: 'error', rule: 514, message: 'the digest is wrong' } as const;
  const hints = ['sign the text', 'write base64', 'sign the text'];
  const { out } = printed(hints.map((hint) => message({ findings: [{ ...digest, hint }] })));
  t.deepEqual(
    out.filter((line) => /^ {4,}(?:error|try)/.test(line)),
    [
      '    error rule 514: the digest is wrong',
      '        try: sign the text',
      '    error rule 514: the digest is wrong',
      '        try: write base64',
      '    error rule 514: the digest is wrong',
    ],
  );
});

test('a report that comes again and again is told once, with its values; then only what goes wrong', (t) => {
  const told = reportLines((to) => {
    offers(to);
    for (const state of ['asked', 'delivered', 'accepted', 'accepted'] as const) request(to, { state });
    usage(to, 100);
    readings(to, [part('power', [[to.now, 2]])], { missing: 3 });
    readings(to, [part('power', [[to.now, 2]])], { missing: 1 });
    readings(to, [part('power', [[to.now, 2]])], { late: 2_500 });
    usage(to, 100);
    request(to, { state: 'cancelling' });
    request(to, { state: 'cancelled' });
  });
  t.deepEqual(told, [
    'offers TELEMETRY_USAGE (2 points), TELEMETRY_STATUS (1 point), HISTORY_USAGE (1 point)',
    'TELEMETRY_USAGE every 10 s accepted (rr-1)',
    'TELEMETRY_USAGE power 2 kW, energy 0 kWh',
    'TELEMETRY_USAGE 3 intervals missing (rr-1)',
    'TELEMETRY_USAGE late by 2.5 s (rr-1)',
    'TELEMETRY_USAGE as it should be again (rr-1)',
    'TELEMETRY_USAGE cancelled (rr-1)',
  ]);
});

test('a status is told where it changes', (t) => {
  const status = { reportRequestID: 'rr-2', reportSpecifierID: 'status', reportName: 'TELEMETRY_STATUS' } as const;
  const told = reportLines((to) => {
    for (const manualOverride of [false, false, true, true, false]) {
      const now = { online: true, manualOverride };
      readings(to, [part('heater', [[to.now, 1]], { unit: undefined, status: now })], status);
    }
  });
  t.deepEqual(told, [
    'TELEMETRY_STATUS heater online',
    'TELEMETRY_STATUS heater online override',
    'TELEMETRY_STATUS heater online',
  ]);
});

test('refusals have their reason, values without a request are called so, many points are counted', (t) => {
  const told = reportLines((to) => {
    request(to, { state: 'refused', reason: '452 unknown rID' });
    readings(
      to,
      Array.from({ length: 9 }, (_, at) => part(`p${at}`, [[to.now, at]])),
      { asked: false, reportRequestID: 'rr-9' },
    );
  });
  t.deepEqual(told, [
    'TELEMETRY_USAGE refused: 452 unknown rID (rr-1)',
    'TELEMETRY_USAGE p0 0 kW, p1 1 kW, p2 2 kW, p3 3 kW, p4 4 kW, p5 5 kW and 3 more, not asked for',
  ]);
});

test('opt schedules are told with their time; opts about events stand with the events', (t) => {
  const told = reportLines((to) => {
    opt(to, {
      optReason: 'x-schedule',
      periods: [{ start: START, end: START + 3_600_000 }],
      targets: ['resourceID a'],
    });
    opt(to, { optID: 'o-2', optType: 'optIn', periods: [{ start: START }] });
    opt(to, { optID: 'o-3', eventID: 'peak' });
    opt(to, { state: 'cancelled' });
  });
  t.deepEqual(told, [
    'opt schedule: optOut 2026-01-01 12:00 to 2026-01-01 13:00, x-schedule, resourceID a (o-1)',
    'opt schedule: optIn 2026-01-01 12:00 to open end (o-2)',
    'opt schedule cancelled: optOut (o-1)',
  ]);
});

test('rIDs, units and reasons from the wire are drawn without control characters', (t) => {
  const evil = 'p\u001b[2J\u202e';
  const told = reportLines((to) => {
    request(to, { state: 'refused', reason: evil, reportName: evil });
    readings(to, [part(evil, [[to.now, 1]], { unit: { name: 'customUnit', units: evil, scale: 'none' } })]);
    opt(to, { optReason: evil, targets: [evil] });
  });
  t.is(told.length, 3);
  for (const line of told) t.notRegex(line, /[\p{Cc}\p{Cf}]/u);
});

test('beyond this machine is told, and what signatures are asked for', (t) => {
  const session: NewRecord = { kind: 'session', version: 1, program: 'p', vtnID: 'v', seed: 's', speed: 1 };
  const signer = {
    subject: 'CN=vtn',
    issuer: 'CN=ca',
    fingerprint: '01:02',
    notBefore: 0,
    notAfter: 1,
    key: 'RSA 2048',
  };
  const signatures = { mode: 'require', replayWindow: 90_000, certificates: [signer] } as const;
  t.deepEqual(printed([{ ...session, url: 'http://10.0.0.1:8080/x', signatures }]).out.slice(0, 4), [
    'listening http://10.0.0.1:8080/x',
    'vtnID v, plain HTTP, times are UTC',
    'signatures required of every message; ReplayProtect within 1m30s either way; this VTN signs with RSA 2048 01:02',
    'reachable from other machines',
  ]);
  const tls = {
    profile: 'openadr',
    about: 'TLS 1.2 (rule 67)',
    certificates: [],
    clientCertificates: 'required',
    rejectWith: '403',
  } as const;
  t.deepEqual(printed([{ ...session, url: 'https://10.0.0.1:8443/x', tls }]).out.slice(0, 4), [
    'listening https://10.0.0.1:8443/x',
    'vtnID v, TLS 1.2 (rule 67), times are UTC',
    'client certificates are required; bad ones get HTTP 403',
    'reachable from other machines',
  ]);
});

for (const answer of ['403', 'closed'] as const) {
  test(`a connection that TLS refuses is one line, with its address and remedy, and one error: ${answer}`, (t) => {
    const { out } = printed(refusedConnections(answer));
    const said = out.slice(0, out.indexOf('')).map((line) => line.replace(/^\S+:\S+ /, ''));
    t.deepEqual(said, [`! 10.0.0.8 TLS: ${EXPIRED.message}`, `        try: ${EXPIRED.remedy}`]);
    t.true(out.includes('  findings: 1 errors, 0 warnings, 0 infos'), out.join('\n'));
  });
}

test('the address of a connection whose opening is not shown is known all the same', (t) => {
  const out: string[] = [];
  const plain = createConsole({
    ...{ color: false, out: (line) => out.push(line), err: () => {} },
    show: (record) => record.kind === 'connection' && record.fact.fact === 'tlsRefused',
  });
  const to = new Recorder((record) => plain.record(record));
  for (const record of refusedConnections('403')) to.add(record);
  t.regex(out[0] ?? '', /! 10\.0\.0\.8 TLS: the certificate CN=x is expired$/);
});

test('cause and remedy are told whole', (t) => {
  const long = `no common cipher suite: the device offers ${'AES256-SHA, '.repeat(40)}and no more`;
  const fact = { fact: 'tlsRefused', connection: 'c1', cause: 'noSuite', answer: 'alert' } as const;
  const { out } = printed([
    { kind: 'connection', connection: 'c1', fact: { ...fact, message: long, remedy: `set ${long}` } },
  ]);
  t.true(out[0]?.endsWith(long), out[0]);
  t.is(out[1], `        try: set ${long}`);
});

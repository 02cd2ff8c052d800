import test from 'ava';
import type { JournalRecord, NewRecord } from '../../src/journal/record.ts';
import { createConsole } from '../../src/report/console.ts';

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

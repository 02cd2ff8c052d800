import test from 'ava';
import { JournalError } from '../../src/journal/journal-error.ts';
import { readSession } from '../../src/journal/read.ts';
import { collect, heard, journalOf, NEW_SESSION, newLog, newMessage } from '../helpers/records.ts';

/** Lines of a small session. */
function lines(): string[] {
  const { journal } = journalOf();
  const records = heard(journal);
  journal.append(NEW_SESSION);
  journal.message(newMessage(), '<a/>');
  journal.message(newMessage(), '<a/>');
  journal.append(newLog('end'));
  return records.map((record) => JSON.stringify(record));
}

test('a cut-off last line is told as a log record', async (t) => {
  const whole = lines();
  const records = await collect(readSession([...whole.slice(0, 3), '{"seq":3,"ti'], 'a.ndjson'));
  t.is(records.length, 4);
  t.like(records[3], {
    seq: 3,
    kind: 'log',
    level: 'warning',
    message: 'a.ndjson:4: the last line is cut off; the recording was broken off there',
  });
});

test('empty lines are nothing', async (t) => {
  t.is((await collect(readSession([...lines(), '', '  ']))).length, 4);
  t.is((await collect(readSession([]))).length, 0);
});

const DAMAGES: readonly (readonly [name: string, damage: (lines: string[]) => string[], message: RegExp])[] = [
  ['a line that is no JSON', (all) => all.with(1, 'oops'), /^a\.ndjson:2: the record is damaged: Unexpected token/],
  [
    'a line that is no record',
    (all) => all.with(2, '{"kind":"message"}'),
    /^a\.ndjson:3: the record is damaged: it is no record$/,
  ],
  [
    'an unknown kind',
    (all) => all.with(1, '{"kind":"__proto__","seq":1,"time":1,"mono":1}'),
    /^a\.ndjson:2: .*no record$/,
  ],
  ['a lost body', (all) => all.toSpliced(1, 1), /^a\.ndjson:2: .* refers to the body of record 1, which is not there$/],
  ['nothing but damage', () => ['GIF89a'], /^a\.ndjson:1: the record is damaged/],
];

for (const [name, damage, message] of DAMAGES) {
  test(`damage is told with file and line: ${name}`, async (t) => {
    const error = await t.throwsAsync(collect(readSession(damage(lines()), 'a.ndjson')), {
      instanceOf: JournalError,
      message,
    });
    t.is(error?.file, 'a.ndjson');
    t.is(
      `a.ndjson:${error?.line}:`,
      message.source.replaceAll('\\', '').slice(1, `a.ndjson:${error?.line}:`.length + 1),
    );
  });
}

test('a session of a newer version is refused', async (t) => {
  const newer = lines().map((line) => line.replace('"version":1', '"version":2'));
  const error = await t.throwsAsync(collect(readSession(newer, 'a.ndjson')), { instanceOf: JournalError });
  t.is(error?.message, 'a.ndjson was recorded by a newer version (format 2)');
});

test('a file that is not there is named', async (t) => {
  const error = await t.throwsAsync(collect(readSession('/nowhere/a.ndjson')), { instanceOf: JournalError });
  t.like(error, { file: '/nowhere/a.ndjson', code: 'ENOENT' });
});

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { RecordFile, type RecordFileOptions, rotateLast } from '../../src/journal/file.ts';
import { JournalError } from '../../src/journal/journal-error.ts';
import { readSession } from '../../src/journal/read.ts';
import type { JournalRecord } from '../../src/journal/record.ts';
import { collect, heard, journalOf, NEW_SESSION, newClosed, newLog, newMessage } from '../helpers/records.ts';

async function folder(t: ExecutionContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'oadr-record-'));
  t.teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function recorded(t: ExecutionContext, options: Partial<RecordFileOptions> = {}) {
  const path = join(await folder(t), 'deep', 'last.ndjson');
  const { journal } = journalOf();
  const file = await RecordFile.open(path, { journal, ...options });
  t.teardown(() => file.close());
  return { path, journal, file };
}

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\n').slice(0, -1);

test('what is recorded reads back as it was told, with bodies and headers put back', async (t) => {
  const { path, journal, file } = await recorded(t);
  const told = heard(journal);
  journal.append(NEW_SESSION);
  for (const body of ['<a>\u2028</a>', '<a>\u2028</a>', Buffer.from([0xff, 0x00]), '<b/>']) {
    journal.message(newMessage(), body);
    journal.message(newMessage({ dir: 'out', headers: ['X', 'y'], status: 200 }), '<r/>');
  }
  journal.append(newClosed('c1'));
  await file.close();
  const read = await collect(readSession(path));
  const bare = (record: JournalRecord): unknown => {
    return JSON.parse(JSON.stringify({ ...record, headers: undefined, body: undefined, same: undefined }));
  };
  t.deepEqual(read.map(bare), told.map(bare));
  const messages = read.flatMap((record) => (record.kind === 'message' ? [record] : []));
  t.deepEqual(
    messages.map(({ body, headers }) => [body, headers]),
    ['<a>\u2028</a>', '<a>\u2028</a>', { base64: '/wA=' }, '<b/>'].flatMap((body) => [
      [body, ['Host', 'a']],
      ['<r/>', ['X', 'y']],
    ]),
  );
  t.is((await linesOf(path)).filter((line) => line.includes('"same"')).length, 4);
});

test('large messages stand in their place and are counted, though their lines are made later', async (t) => {
  const ioClock = new ManualClock();
  const { path, journal, file } = await recorded(t, { ioClock, pressureBytes: 150_000, maxBytes: 400_000 });
  const seen: boolean[] = [];
  journal.onPressure((full) => seen.push(full));
  journal.append(NEW_SESSION);
  const bodies = ['x', 'y', 'z'].map((letter) => `<a b="\u2028">${letter.repeat(180_000)}</a>`);
  for (const body of bodies) {
    journal.message(newMessage(), body);
    journal.append(newLog('after it'));
  }
  const bytes = Buffer.alloc(100_000, 0xff);
  journal.message(newMessage(), bytes);
  t.deepEqual(seen, [true]);
  t.is((await linesOf(path)).length, 0);
  ioClock.advance(100);
  await file.flush();
  t.deepEqual(seen, [true, false]);
  t.is(file.paths.length, 2);
  const read = (await Promise.all(file.paths.map((part) => collect(readSession(part))))).flat();
  t.deepEqual(
    read.map((one) => (one.kind === 'message' ? one.body : one.kind)),
    ['session', bodies[0], 'log', bodies[1], 'log', 'session', bodies[2], 'log', { base64: bytes.toString('base64') }],
  );
});

test('a record is written within 100 ms of I/O time, in one batch', async (t) => {
  const ioClock = new ManualClock();
  const { path, journal, file } = await recorded(t, { ioClock });
  journal.append(newLog('one'));
  ioClock.advance(99);
  journal.append(newLog('two'));
  t.is((await linesOf(path)).length, 0);
  ioClock.advance(1);
  await file.flush();
  t.is((await linesOf(path)).length, 2);
});

test('unwritten bytes above the limit are pressure, nothing is dropped, and it ends when they are written', async (t) => {
  const ioClock = new ManualClock();
  const { path, journal, file } = await recorded(t, { ioClock, pressureBytes: 10_000 });
  const seen: boolean[] = [];
  journal.onPressure((full) => seen.push(full));
  for (let count = 0; count < 100; count++) journal.append(newLog('x'.repeat(200)));
  t.deepEqual(seen, [true]);
  await file.flush();
  t.deepEqual(seen, [true, false]);
  t.is((await linesOf(path)).length, 100);
});

test('a part that is full is followed by the next, and each reads by itself', async (t) => {
  const { path, journal, file } = await recorded(t, { maxBytes: 2500 });
  const told = heard(journal);
  journal.append(NEW_SESSION);
  for (let count = 0; count < 30; count++) journal.message(newMessage({ exchange: `x${count}` }), '<oadrPoll/>');
  await file.close();
  t.true(file.paths.length > 2);
  t.is(file.paths[1], path.replace('.ndjson', '.2.ndjson'));
  const parts = await Promise.all(file.paths.map((part) => collect(readSession(part))));
  for (const part of parts) {
    t.is(part[0]?.kind, 'session');
    for (const record of part.slice(1)) t.like(record, { body: '<oadrPoll/>', headers: ['Host', 'a'] });
  }
  t.deepEqual(
    parts.flatMap((part) => part.slice(1)).map(({ seq }) => seq),
    told.slice(1).map(({ seq }) => seq),
  );
  for (const part of file.paths) t.true((await readFile(part)).length <= 2500);
});

test('a disk fault ends the recording once, with its reason, and the journal goes on', async (t) => {
  const { journal } = journalOf();
  const faults: JournalError[] = [];
  // Writing to /dev/full fails as a full disk does.
  const file = await RecordFile.open('/dev/full', {
    journal,
    onFault: (error) => faults.push(error),
    pressureBytes: 10,
  });
  const pressed: boolean[] = [];
  journal.onPressure((full) => pressed.push(full));
  journal.append(newLog('lost'));
  await file.flush();
  journal.append(newLog('not recorded'));
  await file.close();
  t.is(faults.length, 1);
  t.like(faults[0], { code: 'ENOSPC', message: '/dev/full cannot be written: the disk is full' });
  t.is(file.fault, faults[0]);
  t.deepEqual(pressed, [true, false]);
});

test('a file that cannot be opened is named, with a remedy', async (t) => {
  const { journal } = journalOf();
  const path = await folder(t);
  const error = await t.throwsAsync(RecordFile.open(path, { journal }), { instanceOf: JournalError });
  t.like(error, { code: 'EISDIR', file: path, remedy: '--record <other file>, or --record none' });
});

test('a process that exits has written all it told', async (t) => {
  const path = join(await folder(t), 'exit.ndjson');
  const script = `
    import { RecordFile } from './src/journal/file.ts';
    import { journalOf, newLog } from './test/helpers/records.ts';
    const { journal } = journalOf();
    await RecordFile.open(${JSON.stringify(path)}, { journal, maxBytes: 1_500_000 });
    for (let count = 0; count < 20_000; count++) journal.append(newLog('x'.repeat(100)));
    process.exit(0);
  `;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  const parts = [path, path.replace('.ndjson', '.2.ndjson'), path.replace('.ndjson', '.3.ndjson')];
  const records = (await Promise.all(parts.map((part) => collect(readSession(part))))).flat();
  t.deepEqual(
    records.map(({ seq }) => seq),
    Array.from({ length: 20_000 }, (_, seq) => seq),
  );
});

test('the previous record is kept as last-1, with its parts', async (t) => {
  const path = await folder(t);
  const put = (name: string) => writeFile(join(path, name), name);
  await Promise.all(
    [
      'last.ndjson',
      'last.2.ndjson',
      'last-1.ndjson',
      'last-1.2.ndjson',
      'last-1.3.ndjson',
      'last.txt',
      'last.x.ndjson',
    ].map(put),
  );
  await rotateLast(join(path, 'last.ndjson'));
  t.deepEqual((await readdir(path)).sort(), ['last-1.2.ndjson', 'last-1.ndjson', 'last.txt', 'last.x.ndjson']);
  t.is(await readFile(join(path, 'last-1.2.ndjson'), 'utf8'), 'last.2.ndjson');
  await rotateLast(join(path, 'last.ndjson'));
  t.is(await readFile(join(path, 'last-1.ndjson'), 'utf8'), 'last.ndjson');
  await mkdir(join(path, 'empty'));
  await t.notThrowsAsync(rotateLast(join(path, 'absent', 'last.ndjson')));
});

import test from 'ava';
import type { LogRecord, MessageRecord } from '../../src/journal/record.ts';
import { collect, heard, journalOf, newClosed, newLog, newMessage } from '../helpers/records.ts';

test('records are numbered without gaps and timed by the bench clock', (t) => {
  const { journal, clock } = journalOf();
  const start = clock.now();
  const first = journal.append(newLog('a'));
  clock.advance(1500);
  const second = journal.message(newMessage(), '<oadrPoll/>');
  t.deepEqual([first.seq, second.seq], [0, 1]);
  t.deepEqual([first.time, second.time], [start, start + 1500]);
  t.true(second.mono >= first.mono && first.mono >= 0);
});

test('subscribers are told one record at a time; what they append comes after it, for all', (t) => {
  const { journal } = journalOf();
  const told: string[] = [];
  journal.subscribe((record) => {
    told.push(`a${record.seq}`);
    if (record.seq === 0) {
      t.is(journal.append(newLog('nested')).seq, 1);
      told.push('a0 done');
    }
  });
  journal.subscribe((record) => told.push(`b${record.seq}`));
  journal.append(newLog('first'));
  t.deepEqual(told, ['a0', 'a0 done', 'b0', 'a1', 'b1']);
});

test('a subscriber that throws is dropped, with a log record for the others', (t) => {
  const { journal } = journalOf();
  let calls = 0;
  journal.subscribe(() => {
    calls++;
    throw new Error('broken');
  });
  const records = heard(journal);
  journal.append(newLog('one'));
  journal.append(newLog('two'));
  t.is(calls, 1);
  t.deepEqual(
    records.map((record) => (record as LogRecord).message),
    ['one', 'a subscriber failed at record 0 and is told no more: broken', 'two'],
  );
});

test('who subscribes or leaves while a record is told does so from the next one, or at once', (t) => {
  const { journal } = journalOf();
  const told: string[] = [];
  let leave: () => void = () => {};
  journal.subscribe(({ seq }) => {
    if (seq > 0) return;
    journal.subscribe((record) => told.push(`new${record.seq}`));
    leave();
  });
  leave = journal.subscribe(({ seq }) => told.push(`gone${seq}`));
  journal.append(newLog('a'));
  journal.append(newLog('b'));
  t.deepEqual(told, ['new1']);
});

test('a body equal to the last one of its VEN, direction, service and name is a reference', (t) => {
  const { journal } = journalOf();
  const poll = () => journal.message(newMessage(), Buffer.from('<oadrPoll/>'));
  const [first, second, third] = [poll(), poll(), poll()];
  t.is(first.body, '<oadrPoll/>');
  t.deepEqual([second.body, second.same, third.same], [undefined, 0, 0]);
  for (const overrides of [{ ven: 'ven2' }, { dir: 'out' as const }, { service: 'EiEvent' }, { name: 'other' }]) {
    t.is(journal.message(newMessage(overrides), '<oadrPoll/>').same, undefined);
  }
  t.is(journal.message(newMessage(), '<oadrPoll />').same, undefined);
  t.is(poll().same, undefined, 'only the last one counts');
  t.is(poll().same, 8);
  for (const record of [first, second, third]) t.is(journal.bodyOf(record), '<oadrPoll/>');
});

test('a VEN that nobody knows is told apart by its connection', (t) => {
  const { journal } = journalOf();
  journal.message(newMessage({ ven: undefined }), '<a/>');
  t.is(journal.message(newMessage({ ven: undefined }), '<a/>').same, 0);
  t.is(journal.message(newMessage({ ven: undefined, connection: 'c2' }), '<a/>').same, undefined);
});

test('bytes that are no UTF-8 are kept as they are', (t) => {
  const { journal } = journalOf();
  const bytes = Buffer.from([0xff, 0xfe, 0x3c, 0x00]);
  const record = journal.message(newMessage(), bytes);
  t.deepEqual(record.body, { base64: bytes.toString('base64') });
  t.deepEqual(journal.bodyOf(record), bytes);
  t.is(journal.message(newMessage(), Buffer.from(bytes)).same, 0);
});

test('a byte order mark and U+2028 stay in the text', (t) => {
  const { journal } = journalOf();
  const text = '\ufeff<a>\u2028</a>';
  t.is(journal.message(newMessage(), Buffer.from(text)).body, text);
});

test('headers equal to the connection’s last ones of that direction are left out', (t) => {
  const { journal } = journalOf();
  const send = (overrides: Parameters<typeof newMessage>[0]) => journal.message(newMessage(overrides), '<a/>');
  const records = [
    send({}),
    send({}),
    send({ dir: 'out', headers: ['Content-Length', '3'] }),
    send({ headers: ['Host', 'b'] }),
    send({ headers: ['Host', 'a'] }),
    send({ connection: 'c2' }),
  ];
  t.deepEqual(
    records.map(({ headers }) => headers),
    [['Host', 'a'], undefined, ['Content-Length', '3'], ['Host', 'b'], ['Host', 'a'], ['Host', 'a']],
  );
  t.deepEqual(journal.headersOf(records[1] ?? t.fail()), ['Host', 'a']);
  journal.append(newClosed('c1'));
  t.deepEqual(send({}).headers, ['Host', 'a']);
});

test('`before` sees the record before any subscriber does', (t) => {
  const { journal } = journalOf();
  const order: string[] = [];
  journal.subscribe(() => order.push('told'));
  journal.message(newMessage(), '<a/>', () => order.push('before'));
  t.deepEqual(order, ['before', 'told']);
});

test('only the last messages stay in memory, with their bodies', (t) => {
  const { journal } = journalOf({ keep: 3 });
  const records: MessageRecord[] = [];
  for (let count = 0; count < 5; count++) {
    records.push(journal.message(newMessage(), '<same/>'));
    journal.append(newLog('between'));
  }
  t.deepEqual([...journal.messages()], records.slice(2));
  t.deepEqual(
    records.map((record) => journal.bodyOf(record)),
    ['<same/>', undefined, '<same/>', '<same/>', '<same/>'],
  );
  t.is(journal.find(records[3]?.seq ?? -1), records[3]);
  t.is(journal.find(3), undefined);
  t.is(journal.find(1000), undefined);
});

test('an iteration gives what comes, and a `lagged` where it fell 10,000 behind', async (t) => {
  const { journal } = journalOf();
  const slow = journal.follow();
  journal.append(newLog('first'));
  t.like((await slow.next()).value, { kind: 'log', seq: 0 });
  for (let count = 0; count < 10_002; count++) journal.append(newLog('more'));
  t.deepEqual((await slow.next()).value, { kind: 'lagged', count: 10_000 });
  t.like((await slow.next()).value, { seq: 10_001 });
  journal.end();
  t.deepEqual(
    (await collect(slow)).map((record) => 'seq' in record && record.seq),
    [10_002],
  );
});

test('an iteration waits for the next record, and ends when it is left', async (t) => {
  const { journal } = journalOf();
  const iteration = journal.follow();
  const next = iteration.next();
  journal.append(newLog('late'));
  t.like((await next).value, { message: 'late' });
  for await (const record of iterate()) {
    t.like(record, { message: 'again' });
    break;
  }
  t.true((await iteration.next()).done);

  async function* iterate() {
    journal.append(newLog('again'));
    yield* iteration;
  }
});

test('pressure is passed on to who asked for it', (t) => {
  const { journal } = journalOf();
  const seen: boolean[] = [];
  const leave = journal.onPressure((full) => seen.push(full));
  journal.pressure(true);
  leave();
  journal.pressure(false);
  t.deepEqual(seen, [true]);
});

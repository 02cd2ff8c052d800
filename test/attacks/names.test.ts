import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { RecordFile } from '../../src/journal/file.ts';
import { createConsole } from '../../src/report/console.ts';
import { folderOf, TestBench } from '../helpers/bench.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';
import { Poller } from './helpers/poller.ts';

/** Control characters but for the line break, and what turns text around. */
const UNSAFE = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const ESC = '\u001b';

for (const [what, venName] of [
  ['C1 control sequences', '\u009b2J\u009b31mred\u009d0;title\u009c'],
  ['bidi marks', 'ven\u202egnp.exe\u2066\u2069\u200f'],
  ['DEL', 'ven\u007f\u007f\u007f'],
] as const) {
  test(`a venName with ${what} is taken; record and plain output are clean, and the name is kept as it was`, async (t) => {
    const bench = await TestBench.open(t);
    const path = join(await folderOf(t), 'record.ndjson');
    const file = await RecordFile.open(path, { journal: bench.journal });
    const lines: string[] = [];
    const console = createConsole({
      color: false,
      out: (line) => lines.push(line),
      err: (line) => lines.push(line),
    });
    bench.journal.subscribe((record) => console.record(record));
    const ven = await Poller.register(bench.bench.url, venName);
    await ven.poll(false);
    ven.close();
    console.finish([]);
    await file.close();
    t.is(bench.changes('ven')[0]?.venName, venName);
    const text = await readFile(path, 'utf8');
    t.notRegex(text, UNSAFE);
    // Escaped, not lost.
    t.true(text.split('\n').some((line) => line !== '' && JSON.stringify(JSON.parse(line)).includes(venName)));
    t.true(lines.length > 0);
    t.notRegex(lines.join('\n'), UNSAFE);
  });
}

test('an escape sequence is no XML: the message has a finding, and what is told of it is clean', async (t) => {
  const bench = await TestBench.open(t);
  const lines: string[] = [];
  const console = createConsole({ color: false, out: (line) => lines.push(line), err: (line) => lines.push(line) });
  bench.journal.subscribe((record) => console.record(record));
  const socket = await RawSocket.open(Number(new URL(bench.bench.url).port));
  for (const name of [`${ESC}[2J`, '&#27;[2J']) {
    const body = `<oadrPayload><oadrSignedObject><oadrCreatePartyRegistration><oadrVenName>${name}</oadrVenName></oadrCreatePartyRegistration></oadrSignedObject></oadrPayload>`;
    await socket.send(rawPost({ service: 'EiRegisterParty', body }));
    t.notRegex((await socket.answer()).body.toString(), UNSAFE);
  }
  await socket.send(rawPost({ path: `/${ESC}[31m` }));
  t.notRegex((await socket.answer()).body.toString(), UNSAFE);
  socket.destroy();
  console.finish([]);
  const errors = bench
    .messages('oadrCreatePartyRegistration')
    .map(({ findings }) => findings.some(({ layer, severity }) => layer === 'xml' && severity === 'error'));
  t.deepEqual(errors, [true, true]);
  t.notRegex(lines.join('\n'), UNSAFE);
});

import { join } from 'node:path';
import test from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { SimulatedVens } from '../../src/bench/simulated.ts';
import { Journal } from '../../src/journal/journal.ts';
import { readSession } from '../../src/journal/read.ts';
import type { MessageRecord } from '../../src/journal/record.ts';
import { read, write } from '../../src/openadr/index.ts';
import { folderOf, TestBench } from '../helpers/bench.ts';
import { start } from '../helpers/cli.ts';
import { FakeVtn } from '../helpers/fake-vtn.ts';
import { ok } from '../helpers/vtn-messages.ts';

/** What a record has in a line. */
function line({ dir, service, name, status }: MessageRecord): string {
  return `${dir} ${service} ${name ?? '?'}${status === undefined ? '' : ` ${status}`}`;
}

/** A VEN alone, whose messages are recorded until the VTN has heard so many. */
async function alone(t: Parameters<typeof FakeVtn.start>[0], vtn: FakeVtn, enough: () => boolean) {
  const journal = new Journal({ clock: new SystemClock() });
  const messages: MessageRecord[] = [];
  journal.subscribe((record) => {
    if (record.kind === 'message') messages.push(record);
  });
  const ioClock = new SystemClock();
  const vens = new SimulatedVens({
    clock: ioClock,
    ioClock,
    random: new SeededRandom('alone'),
    journal,
    messages: journal,
  });
  t.teardown(() => vens.stop());
  vens.add(vtn.url, { venName: 'lone' });
  await vtn.until(enough);
  await vens.stop();
  return { journal, messages };
}

test('a VEN alone records what it sends and what comes back, in order', async (t) => {
  const vtn = await FakeVtn.start(t);
  const { journal, messages } = await alone(t, vtn, () => vtn.of('oadrPoll').length > 0);
  t.deepEqual(messages.map(line), [
    'out EiRegisterParty oadrQueryRegistration',
    'in EiRegisterParty oadrCreatedPartyRegistration 200',
    'out EiRegisterParty oadrCreatePartyRegistration',
    'in EiRegisterParty oadrCreatedPartyRegistration 200',
    'out EiReport oadrRegisterReport',
    'in EiReport oadrRegisteredReport 200',
    'out EiEvent oadrRequestEvent',
    'in EiEvent oadrDistributeEvent 200',
    'out OadrPoll oadrPoll',
    'in OadrPoll oadrResponse 200',
  ]);
  const sent = messages.filter(({ dir }) => dir === 'out');
  t.deepEqual(
    sent.map((record) => journal.bodyOf(record)),
    vtn.got.map(({ body }) => body),
  );
  for (const { dir, exchange, ven, took, findings } of messages) {
    t.is(ven, 'lone');
    t.is(messages.filter((other) => other.exchange === exchange).length, 2);
    t.is(typeof took, dir === 'in' ? 'number' : 'undefined');
    t.deepEqual(findings, []);
  }
});

test('what is wrong with an answer stands in its record; a message that is tried again is recorded again', async (t) => {
  const broken = write(ok()).replace('<ei:responseCode>200</ei:responseCode>', '');
  const vtn = await FakeVtn.start(t, ({ name }, nth) => {
    if (nth === 1) return { status: 503 };
    return name === 'oadrPoll' ? broken : undefined;
  });
  const { journal, messages } = await alone(t, vtn, () => vtn.of('oadrPoll').length > 0);
  t.deepEqual(messages.slice(0, 4).map(line), [
    'out EiRegisterParty oadrQueryRegistration',
    'in EiRegisterParty ? 503',
    'out EiRegisterParty oadrQueryRegistration',
    'in EiRegisterParty oadrCreatedPartyRegistration 200',
  ]);
  const answer = messages.find(({ dir, service }) => dir === 'in' && service === 'OadrPoll');
  t.is(answer && journal.bodyOf(answer), broken);
  t.deepEqual(answer?.findings, read(broken).findings);
  t.true(answer?.findings.some(({ severity }) => severity === 'error'));
});

test('a bench with a VTN has each message once', async (t) => {
  const bench = await TestBench.open(t, { speed: 10 });
  bench.bench.simulate({ venName: 'dut' });
  await bench.until(() => bench.messages('oadrPoll').length > 0);
  await bench.close();
  const polls = bench.messages('oadrPoll');
  t.is(new Set(polls.map(({ exchange }) => exchange)).size, polls.length);
  t.deepEqual(bench.messages('oadrPoll', 'out'), []);
});

test('oadr-sim ven prints and records its messages', async (t) => {
  const bench = await TestBench.open(t);
  const file = join(await folderOf(t), 'ven.ndjson');
  const ven = start(['ven', '--url', bench.bench.url, '--name', 'lone', '--record', file]);
  await ven.line(/ ▶ lone oadrPoll$/);
  await ven.line(/ ◀ lone oadrRegisterReport \d+ ms$/);
  ven.child.kill('SIGINT');
  const { code, stdout, stderr } = await ven.finished;
  t.is(code, 130);
  t.is(stderr, '');
  t.regex(stdout, /^ {2}lone: \d+ messages in, \d+ out$/m);
  t.true(stdout.includes(file));
  const records = [];
  for await (const record of readSession(file)) records.push(record);
  t.like(records[0], { kind: 'session', program: 'oadr-sim ven', url: bench.bench.url });
  const messages = records.filter((record): record is MessageRecord => record.kind === 'message');
  t.true(messages.some((record) => line(record) === 'out OadrPoll oadrPoll'));
  t.true(messages.some((record) => line(record) === 'in OadrPoll oadrRegisterReport 200'));
  t.true(messages.some((record) => line(record) === 'out EiReport oadrRegisteredReport'));
});

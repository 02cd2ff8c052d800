import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import type { VenView } from '../../src/vtn/view.ts';
import { folderOf, TestBench } from '../helpers/bench.ts';
import { oadrSim } from '../helpers/cli.ts';
import * as m from '../helpers/messages.ts';
import { HandVen } from './helpers/vens.ts';

const HOUR = 3_600_000;

function peak(value = 1) {
  const signals = [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT1H', value }] }];
  return { eventID: 'peak', start: Date.now() + HOUR, signals };
}

/** What of a VEN must survive. */
function durable(view: VenView | undefined): Partial<VenView> | undefined {
  if (!view) return undefined;
  const { venID, venName, registrationID, state, queue, events, reports, schedules, pollInterval } = view;
  const kept = { venID, venName, registrationID, state, queue, events, reports, schedules, pollInterval };
  // What is undefined is as good as absent.
  return JSON.parse(JSON.stringify(kept)) as typeof kept;
}

/** A VEN with all that can be durable: metadata, an answered event, an opt schedule, something in its queue. */
async function settled(bench: TestBench): Promise<HandVen> {
  const hand = new HandVen(bench.bench.url);
  await hand.register('dut');
  const { venID } = hand;
  await hand.ask(m.oadrRegisterReport({ venID }), 'oadrRegisteredReport');
  await bench.bench.execute({ do: 'event', vens: [venID], event: peak() }, 'library');
  await bench.bench.execute({ do: 'modify', vens: [venID], eventID: 'peak', set: { comment: 'changed' } }, 'library');
  for (const message of await hand.drain()) {
    if (message.name !== 'oadrDistributeEvent') continue;
    const answer = { eventID: 'peak', modificationNumber: 1, requestID: message.body.requestID };
    await hand.ask(m.oadrCreatedEvent(venID, [{ ...answer, optType: 'optOut' }]), 'oadrResponse');
  }
  await hand.ask(m.oadrCreateOpt(venID), 'oadrCreatedOpt');
  await bench.bench.execute({ do: 'requestReregistration', vens: [venID], pollInterval: 5_000 }, 'library');
  await bench.bench.execute({ do: 'cancel', vens: [venID], eventID: 'peak' }, 'library');
  return hand;
}

test('restart with its state: the VEN goes on as if nothing had happened', async (t) => {
  const bench = await TestBench.open(t);
  const hand = await settled(bench);
  const { url } = bench.bench;
  const before = durable(bench.bench.vens[0]);
  t.like(before?.events?.[0], { modificationNumber: 2, status: 'cancelled', opt: 'optOut', answered: 1 });
  t.deepEqual([before?.schedules?.length, before?.queue?.length, before?.reports?.length], [1, 2, 1]);
  await bench.bench.execute({ do: 'restart', down: 0, state: 'keep' }, 'library');
  t.is(bench.bench.url, url);
  t.deepEqual(durable(bench.bench.vens[0]), before);
  t.deepEqual(
    bench.changes('ven').map(({ cause }) => cause),
    ['new', 'restored'],
  );
  const came = await hand.drain();
  t.deepEqual(
    came.map(({ name }) => name),
    ['oadrRequestReregistration', 'oadrDistributeEvent'],
  );
  const list = came.find((message) => message.name === 'oadrDistributeEvent');
  const listed = list?.body.oadrEvent?.map(({ eiEvent }) => eiEvent.eventDescriptor);
  t.like(listed?.[0], { eventID: 'peak', modificationNumber: 2, eventStatus: 'cancelled' });
  hand.close();
});

test('an answer to what was delivered before the restart still counts', async (t) => {
  const bench = await TestBench.open(t);
  const hand = new HandVen(bench.bench.url);
  await hand.register('dut');
  await bench.bench.execute({ do: 'event', vens: [hand.venID], event: peak() }, 'library');
  const came = await hand.drain();
  const list = came.find((message) => message.name === 'oadrDistributeEvent');
  await bench.bench.execute({ do: 'restart', down: 0, state: 'keep' }, 'library');
  const answer = { eventID: 'peak', modificationNumber: 0, requestID: list?.body.requestID ?? '' };
  const { eiResponse } = await hand.ask(m.oadrCreatedEvent(hand.venID, [answer]), 'oadrResponse');
  t.is(eiResponse.responseCode, '200');
  t.like(bench.changes('response')[0], { match: 'matched', newest: true });
  hand.close();
});

test('restart without its state: the VEN is told so, and begins anew', async (t) => {
  const bench = await TestBench.open(t);
  const hand = await settled(bench);
  await bench.bench.execute({ do: 'restart', down: 0, state: 'lose' }, 'library');
  t.deepEqual(bench.bench.vens, []);
  const answer = await hand.poll();
  t.is(answer.name === 'oadrResponse' && answer.body.eiResponse.responseCode, '452');
  const { registrationID } = hand;
  await hand.register('dut');
  t.not(hand.registrationID, registrationID);
  t.like(bench.bench.vens[0], { state: 'registered', events: [], schedules: [], reports: [] });
  hand.close();
});

test('a simulated VEN outlives a VTN that is down for a while', async (t) => {
  const bench = await TestBench.open(t, { speed: 10 });
  bench.bench.simulate({ venName: 'dut' });
  await bench.until(() => bench.messages('oadrPoll').length > 2);
  await bench.bench.execute({ do: 'restart', down: 10_000, state: 'keep' }, 'library');
  const polls = bench.messages('oadrPoll').length;
  await bench.until(() => bench.messages('oadrPoll').length > polls + 2);
  t.is(bench.messages('oadrCreatePartyRegistration').length, 1);
});

test('a state file is taken up by the next bench', async (t) => {
  const file = join(await folderOf(t), 'state.json');
  const first = await TestBench.open(t, { file });
  const hand = await settled(first);
  hand.close();
  const before = durable(first.bench.vens[0]);
  await first.close();
  const second = await TestBench.open(t, { file });
  t.deepEqual(durable(second.bench.vens[0]), before);
});

for (const [what, text] of [
  ['cut off', '{"version":1,"vens":[\n{"venID":"ven-1","sta'],
  ['of something else', '[1, 2, 3]'],
  ['empty', ''],
] as const) {
  test(`a state file that is ${what} is set aside with a warning, and never overwritten`, async (t) => {
    const folder = await folderOf(t);
    const file = join(folder, 'state.json');
    await writeFile(file, text);
    const bench = await TestBench.open(t, { file });
    const [warning] = bench.store.warnings;
    t.regex(warning?.message ?? '', /state\.json is damaged \(.+\): it is kept as .+\.damaged-.+, and the VTN starts/);
    t.is(await readFile(warning?.movedTo ?? '', 'utf8'), text);
    t.deepEqual(bench.bench.vens, []);
    const hand = new HandVen(bench.bench.url);
    await hand.register('dut');
    hand.close();
    await bench.close();
    t.is((await readdir(folder)).length, 2);
    const next = await TestBench.open(t, { file });
    t.deepEqual(next.store.warnings, []);
    t.is(next.bench.vens[0]?.venName, 'dut');
  });
}

test('the command line says that a state file was set aside, and runs', async (t) => {
  const cwd = await folderOf(t);
  await writeFile(join(cwd, 'state.json'), '{"version":');
  const scenario = {
    ...{ name: 'short', vtn: { pollInterval: 'PT2S' }, vens: { dut: {} }, timeout: 'PT5M' },
    steps: [{ do: 'expect', that: 'registered', within: 'PT2M' }],
  };
  await writeFile(join(cwd, 'short.json'), JSON.stringify(scenario));
  const args = [
    'run',
    'short.json',
    '--ven',
    'sim',
    '--ui',
    'plain',
    '--port',
    '0',
    '--speed',
    '5',
    '--record',
    'none',
  ];
  const { code, stderr } = await oadrSim([...args, '--state', 'state.json'], { cwd });
  t.is(code, 0);
  t.regex(stderr, /^warning: the state file state\.json is damaged .+ kept as state\.json\.damaged-/m);
  t.is((await readdir(cwd)).filter((name) => name.includes('damaged')).length, 1);
});

function isThere(error: NodeJS.ErrnoException): boolean {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

/** A disk on which nothing can be written until it is given free: a folder stands where the file is to be made. */
async function full(file: string): Promise<() => Promise<void>> {
  // A write that is under way has its file there; it ends.
  while (!(await mkdir(`${file}.tmp`).then(() => true, isThere))) await turn();
  return () => rmdir(`${file}.tmp`);
}

test('what cannot be stored is not acknowledged: HTTP 503, and the bench lives', async (t) => {
  const file = join(await folderOf(t), 'state.json');
  const bench = await TestBench.open(t, { file });
  const hand = new HandVen(bench.bench.url);
  await hand.register('known');
  for (const message of await hand.drain()) t.is(message.name, 'oadrRegisterReport');
  const free = await full(file);
  const stranger = new HandVen(bench.bench.url);
  for (const _ of [1, 2, 3]) await t.throwsAsync(stranger.register('new'), { message: /^HTTP 503: the state file/ });
  // Nothing durable changes by a poll.
  t.is((await hand.poll()).name, 'oadrResponse');
  await t.throwsAsync(bench.bench.execute({ do: 'event', vens: [hand.venID], event: peak() }, 'library'), {
    name: 'StoreError',
    message: /state\.json cannot be written/,
  });
  t.true(bench.logs('error').some((message) => /state\.json cannot be written/.test(message)));
  t.true(bench.messages(undefined, 'out').some(({ status }) => status === 503));
  await free();
  await stranger.register('new');
  await bench.close();
  const next = await TestBench.open(t, { file });
  t.deepEqual(
    next.bench.vens.map(({ venName, registrationID }) => [venName, registrationID]),
    [
      ['known', hand.registrationID],
      ['new', stranger.registrationID],
    ],
  );
  hand.close();
  stranger.close();
});

test('a delivery that cannot be stored is sent again after a restart, and harms nobody', async (t) => {
  const file = join(await folderOf(t), 'state.json');
  const bench = await TestBench.open(t, { file });
  const hand = new HandVen(bench.bench.url);
  await hand.register('dut');
  await hand.drain();
  await bench.bench.execute({ do: 'registerReport', vens: [hand.venID] }, 'library');
  await full(file);
  t.deepEqual(
    (await hand.drain()).map(({ name }) => name),
    ['oadrRegisterReport'],
  );
  hand.close();
  await bench.close();
  t.true(existsSync(`${file}.tmp`));
  await rmdir(`${file}.tmp`);
  const next = await TestBench.open(t, { file });
  t.deepEqual(
    next.bench.vens[0]?.queue.map(({ payload }) => payload),
    ['oadrRegisterReport'],
  );
});

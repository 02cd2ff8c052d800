import { join } from 'node:path';
import test from 'ava';
import type { VenView } from '../../src/vtn/view.ts';
import { folderOf, TestBench } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { peak } from './helpers/peak.ts';
import { HandVen } from './helpers/vens.ts';

/** What of a VEN must survive. */
function durable(view: VenView | undefined): Partial<VenView> | undefined {
  if (!view) return undefined;
  const { venID, venName, registrationID, state, queue, events, reports, schedules, pollInterval } = view;
  const kept = { venID, venName, registrationID, state, queue, events, reports, schedules, pollInterval };
  // What is undefined is as good as absent.
  return JSON.parse(JSON.stringify(kept)) as typeof kept;
}

/**
 * A VEN with all that can be durable: metadata, a report under way, an answered event, an opt schedule, something in its
 * queue.
 */
async function settled(bench: TestBench): Promise<HandVen> {
  const hand = new HandVen(bench.bench.url);
  await hand.register('dut');
  const { venID } = hand;
  await hand.ask(m.oadrRegisterReport({ venID }), 'oadrRegisteredReport');
  await hand.drain();
  const report = { reportRequestID: 'hourly', reportName: 'TELEMETRY_USAGE', reportBack: 'PT1H', granularity: 'PT1M' };
  await bench.bench.execute({ do: 'requestReport', vens: [venID], reports: [report] }, 'library');
  const [asked] = await hand.drain();
  if (asked?.name !== 'oadrCreateReport') throw new Error(`${asked?.name} came, expected oadrCreateReport`);
  await hand.ask(m.oadrCreatedReport(venID, asked.body.requestID, ['hourly']), 'oadrResponse');
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

test('reports go on after a restart: what was offered, what was asked for', async (t) => {
  const bench = await TestBench.open(t);
  const hand = await settled(bench);
  const later = { reportRequestID: 'later', reportName: 'TELEMETRY_USAGE', reportBack: 'PT30M', granularity: 'PT1M' };
  await bench.bench.execute({ do: 'requestReport', vens: [hand.venID], reports: [later] }, 'library');
  await bench.bench.execute({ do: 'restart', down: 0, state: 'keep' }, 'library');
  const [first, again] = bench.changes('reports');
  t.is(first?.reports[0]?.points.length, 1);
  t.deepEqual(again, first);
  const restored = bench.changes('reportRequest').filter(({ state }) => state === 'restored');
  t.deepEqual(
    restored.map(({ reportRequestID, reportBack, granularity, rIDs }) => [
      reportRequestID,
      reportBack,
      granularity,
      rIDs,
    ]),
    [
      ['hourly', 3_600_000, 60_000, ['power']],
      ['later', 1_800_000, 60_000, ['power']],
    ],
  );
  const taken = await hand.ask(m.oadrUpdateReport(hand.venID, 'hourly'), 'oadrUpdatedReport');
  t.is(taken.eiResponse.responseCode, '200');
  const came = (await hand.drain()).filter((message) => message.name === 'oadrCreateReport');
  t.deepEqual(
    came.flatMap(({ body }) => body.oadrReportRequest.map(({ reportRequestID }) => reportRequestID)),
    ['later'],
  );
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

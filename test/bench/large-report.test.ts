import test from 'ava';
import { type Message, read, write } from '../../src/openadr/index.ts';
import { TestBench } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { createdReport, offers, report, update } from '../helpers/report-rig.ts';

async function send(url: string, message: Message): Promise<Message> {
  const response = await fetch(`${url}/${m.serviceOf(message.name)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/xml' },
    body: write(message),
  });
  const reply = read(await response.text()).message;
  if (!reply) throw new Error(`status ${response.status}`);
  return reply;
}

test('the values of an oadrUpdateReport of more than 64 KiB are taken in as those of a small one', async (t) => {
  const bench = await TestBench.open(t, { config: { registerReports: false } });
  const { url } = bench.bench;
  const post = (message: Message): Promise<Message> => send(url, message);
  const created = await post(m.oadrCreatePartyRegistration({ oadrVenName: 'meter' }));
  if (created.name !== 'oadrCreatedPartyRegistration') return t.fail(created.name);
  const { venID = '' } = created.body;
  await post(m.oadrRegisterReport({ venID, oadrReport: offers() }));
  const ask = { reportRequestID: 'r1', reportName: 'TELEMETRY_USAGE', reportBack: 'PT1H', granularity: 'PT5S' };
  await bench.bench.execute({ do: 'requestReport', vens: [venID], reports: [ask] }, 'library');
  let asked = await post(m.oadrPoll(venID));
  for (let polls = 0; polls < 5 && asked.name !== 'oadrCreateReport'; polls++) asked = await post(m.oadrPoll(venID));
  if (asked.name !== 'oadrCreateReport') return t.fail(asked.name);
  await post(createdReport(venID, asked.body.requestID, ['r1']));

  const start = Date.UTC(2026, 0, 1);
  const numbers = Array.from({ length: 1_000 }, (_, index) => index / 2);
  const sent = (count: number) =>
    update(
      venID,
      report({ start, step: 5, points: { power: numbers.slice(0, count), energy: numbers.slice(0, count) } }),
    );
  t.true(write(sent(20)).length < 64 * 1024 && write(sent(1_000)).length > 64 * 1024);
  for (const count of [20, 1_000]) {
    const reply = await post(sent(count));
    t.is(reply.name === 'oadrUpdatedReport' ? reply.body.eiResponse.responseCode : reply.name, '200');
    const [change] = bench.changes('readings').slice(-1);
    t.like(change, { points: 2 * count, intervals: count, asked: true, missing: 0 });
    const parts = change?.series ?? [];
    t.deepEqual(
      parts.map(({ rID, count: values, replaced, tail }) => [rID, values, replaced, tail.at(-1)]),
      ['power', 'energy'].map((rID) => [
        rID,
        count,
        // What came in the small one comes again.
        count === 1_000 ? 20 : 0,
        [start + (count - 1) * 5_000, (count - 1) / 2],
      ]),
    );
  }
});

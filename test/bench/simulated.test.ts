import test, { type ExecutionContext } from 'ava';
import { SystemClock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { CommandError } from '../../src/bench/command.ts';
import { SimulatedVens } from '../../src/bench/simulated.ts';
import { venLog } from '../../src/bench/ven-log.ts';
import { Journal } from '../../src/journal/journal.ts';
import { VenError, type VenFact } from '../../src/ven/index.ts';
import { FakeVtn } from '../helpers/fake-vtn.ts';
import { distribute, oadrEvent, VEN_ID } from '../helpers/vtn-messages.ts';

/** One simulated VEN, `dut`, with what its VTN says to polls. */
async function simulate(t: ExecutionContext) {
  const vtn = await FakeVtn.start(t);
  const ioClock = new SystemClock();
  const journal = new Journal({ clock: ioClock });
  const vens = new SimulatedVens({ clock: ioClock, ioClock, random: new SeededRandom('s'), journal });
  t.teardown(() => vens.stop());
  vtn.queue.push(distribute([oadrEvent({ start: Date.now() + 60_000 })]));
  vtn.queue.push(distribute([oadrEvent({ start: Date.now() + 60_000 }), unanswered()], 'd2'));
  return { vtn, vens };
}

const unanswered = () => oadrEvent({ eventID: 'quiet', start: Date.now() + 60_000, required: 'never' });

test('an opt command is posted by the VEN itself, about an event or as a schedule', async (t) => {
  const { vtn, vens } = await simulate(t);
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrCreatedEvent').length === 2);
  const command = { do: 'opt', vens: [VEN_ID], optType: 'optOut' } as const;
  const [about] = vens.opt({ ...command, eventID: 'e1', resourceIDs: ['dut-load'] });
  const [schedule] = vens.opt({ ...command, schedule: { start: Date.now(), duration: 60_000 } });
  await vtn.until(() => vtn.of('oadrCreateOpt').length === 2);
  const bodies = vtn
    .of('oadrCreateOpt')
    .flatMap(({ message }) => (message?.name === 'oadrCreateOpt' ? message.body : []));
  t.deepEqual(
    bodies.map(({ optID, optType, qualifiedEventID }) => [optID, optType, qualifiedEventID?.eventID]),
    [
      [about?.optID, 'optOut', 'e1'],
      [schedule?.optID, 'optOut', undefined],
    ],
  );
});

test('what a VEN cannot opt so is refused as a command, with the reason', async (t) => {
  const { vtn, vens } = await simulate(t);
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrCreatedEvent').length === 2);
  const refused = (eventID: string, ids: readonly string[] = [VEN_ID]) =>
    t.throws(() => vens.opt({ do: 'opt', vens: ids, optType: 'optOut', eventID }), { instanceOf: CommandError });
  const unknown = refused('none');
  t.regex(unknown?.message ?? '', /no event none; known: e1, quiet/);
  t.true(unknown?.cause instanceof VenError);
  t.regex(refused('quiet')?.message ?? '', /must not be answered/);
  const outside = refused('e1', ['hardware']);
  t.is(outside?.message, 'the VEN is not simulated by this bench');
  t.deepEqual([outside?.actual, outside?.expected], ['hardware', VEN_ID]);
  t.throws(() => vens.opt({ do: 'opt', vens: [VEN_ID], optType: 'optIn' }), {
    instanceOf: CommandError,
    message: /needs an event or a schedule/,
  });
});

test('a VEN whose power was cut has its IDs and its load when it is back', async (t) => {
  const { vtn, vens } = await simulate(t);
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrPoll').length > 0);
  await vens.powerCycle('dut', 0);
  await vtn.until(() => vtn.of('oadrCreatePartyRegistration').length === 2);
  const again = vtn.of('oadrCreatePartyRegistration')[1]?.message;
  t.true(again?.name === 'oadrCreatePartyRegistration' && again.body.venID === VEN_ID);
  await t.throwsAsync(vens.powerCycle('none', 0), { instanceOf: CommandError });
});

test('reports in the log: one line when a periodic one begins and ends', (t) => {
  const line = (fact: VenFact) => {
    const record = venLog('dut', fact);
    return record?.kind === 'log' ? record.message : undefined;
  };
  const about = { fact: 'report', reportRequestID: 'usage-1' } as const;
  const begun = { ...about, state: 'begun', reportName: 'TELEMETRY_USAGE', granularity: 5_000, back: 60_000 } as const;
  t.is(line(begun), 'dut reports TELEMETRY_USAGE every 1m for usage-1, values every 5s');
  t.is(line({ ...begun, granularity: 0 }), 'dut reports TELEMETRY_USAGE every 1m for usage-1, values on change');
  t.is(
    line({ ...about, state: 'ended', cause: 'metadata' }),
    'dut reports no more for usage-1 (new metadata cancel it)',
  );
});

test('a VEN whose power was cut renews the registration that it kept', async (t) => {
  const { vtn, vens } = await simulate(t);
  vens.add(vtn.url, { venName: 'dut' });
  await vtn.until(() => vtn.of('oadrCreatedEvent').length === 2);
  await vens.powerCycle('dut', 10);
  await vtn.until(() => vtn.of('oadrCreatePartyRegistration').length === 2);
  const [first, second] = vtn
    .of('oadrCreatePartyRegistration')
    .flatMap(({ message }) => (message?.name === 'oadrCreatePartyRegistration' ? message.body : []));
  t.deepEqual([first?.venID, first?.registrationID], [undefined, undefined]);
  t.is(second?.venID, VEN_ID);
  t.is(typeof second?.registrationID, 'string');
  await t.throwsAsync(vens.powerCycle('other', 0), { instanceOf: CommandError, message: /no simulated VEN/ });
});

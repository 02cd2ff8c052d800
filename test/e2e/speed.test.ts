import test from 'ava';
import type { JournalRecord } from '../../src/journal/record.ts';
import { loadScenario, type ScenarioPlan } from '../../src/scenario/format/index.ts';
import type { TestBench } from '../helpers/bench.ts';
import { play } from './helpers/scenario.ts';

const MINUTE = 60_000;

function level(...values: number[]) {
  return [{ name: 'SIMPLE', type: 'level', intervals: values.map((value) => ({ duration: 'PT15M', value })) }];
}

const optIn = { do: 'expect', event: 'peak', opt: 'optIn', within: 'PT5M' };

/** What happens is further apart than a busy machine may be late. */
const HOUR = {
  name: 'An hour',
  vtn: { pollInterval: 'PT30S' },
  vens: { dut: { simulated: {} } },
  timeout: 'PT2H',
  steps: [
    { do: 'expect', that: 'registered', within: 'PT5M' },
    { do: 'event', id: 'peak', deliver: 'PT5M', set: { start: 'PT20M', rampUp: 'PT10M', signals: level(1, 1) } },
    optIn,
    { at: 'peak.near+PT3M', do: 'modify', event: 'peak', deliver: 'PT5M', set: { signals: level(1, 2) } },
    optIn,
    { at: 'peak.active+PT5M', do: 'modify', event: 'peak', deliver: 'PT5M', set: { signals: level(1, 3) } },
    optIn,
    { do: 'event', id: 'later', deliver: 'PT5M', set: { start: 'PT40M', signals: level(1) } },
    { do: 'expect', event: 'later', opt: 'optIn', within: 'PT5M' },
    { at: 'peak.end+PT4M', do: 'cancel', event: 'later', deliver: 'PT5M' },
    { do: 'expect', event: 'later', opt: 'optIn', within: 'PT5M' },
    { do: 'wait', until: 'peak.end+PT12M' },
  ],
};

async function hour(): Promise<ScenarioPlan> {
  const loaded = await loadScenario('hour.json', {
    text: JSON.stringify(HOUR),
    readFile: () => Promise.reject(new Error('it stands alone')),
  });
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  return loaded.plan;
}

/** What happened, in order, without the polls: how many of them fit between two moments is no matter of order. */
function story(records: readonly JournalRecord[]): string[] {
  return records.flatMap((record) => {
    if (record.kind === 'step') return [`step ${record.step} ${record.do} ${record.state}`];
    if (record.kind === 'message')
      return record.name === 'oadrPoll' || record.name === 'oadrResponse' ? [] : [`${record.dir} ${record.name}`];
    if (record.kind === 'state' && record.change.what === 'event')
      return [`${record.change.eventID} ${record.change.modificationNumber} ${record.change.status}`];
    return [];
  });
}

/** What the VEN did by its own clock; at the same moment as the VTN by its clock, so neither is first. */
function deeds(records: readonly JournalRecord[]): string[] {
  return records.flatMap((record) => (record.kind === 'log' && record.source === 'ven' ? [record.message] : []));
}

/** Bench time from the first step to the last, ms. */
function length({ records }: TestBench): number {
  const steps = records.filter(({ kind }) => kind === 'step');
  return (steps.at(-1)?.time ?? 0) - (steps[0]?.time ?? 0);
}

test('an hour in half a minute tells the same story as in ten seconds', async (t) => {
  const plan = await hour();
  const [slow, fast] = await Promise.all([play(t, plan, 120), play(t, plan, 360)]);
  for (const { result, bench } of [slow, fast]) {
    t.is(result.reason, undefined);
    t.is(result.verdict, 'passed');
    t.true(length(bench) >= 60 * MINUTE);
  }
  t.not(slow.speed, fast.speed);
  const told = story(slow.bench.records);
  t.true(told.length > 40, told.join('\n'));
  t.deepEqual(story(fast.bench.records), told);
  t.is(deeds(slow.bench.records).length, 4);
  t.deepEqual(deeds(fast.bench.records), deeds(slow.bench.records));
});

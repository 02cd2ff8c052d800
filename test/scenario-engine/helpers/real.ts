import { readFile } from 'node:fs/promises';
import { ScaledClock, SystemClock } from '../../../src/base/clock.ts';
import { SeededRandom } from '../../../src/base/random.ts';
import { Bench } from '../../../src/bench/bench.ts';
import { Journal } from '../../../src/journal/journal.ts';
import type { JournalRecord } from '../../../src/journal/record.ts';
import { type Controller, runScenario, type ScenarioResult, VenDirectory } from '../../../src/scenario/engine/index.ts';
import { loadScenario } from '../../../src/scenario/format/index.ts';
import { Store } from '../../../src/store/store.ts';

/** A scenario as an author writes it, on a real bench over HTTP on 127.0.0.1, ten times as fast. */
export async function runForReal(
  scenario: Record<string, unknown>,
  {
    controller,
    simulate = 0,
    seen,
  }: { controller?: Controller; simulate?: number; seen?: (record: JournalRecord) => void } = {},
): Promise<{ result: ScenarioResult; records: JournalRecord[] }> {
  const loaded = await loadScenario('real.json', {
    text: JSON.stringify({
      name: 'real',
      vtn: { pollInterval: 'PT2S' },
      vens: { dut: {} },
      timeout: 'PT20M',
      ...scenario,
    }),
    readFile: (file) => readFile(file, 'utf8'),
  });
  if ('errors' in loaded) throw new Error(JSON.stringify(loaded.errors));
  const ioClock = new SystemClock();
  const clock = new ScaledClock(ioClock, 10);
  const journal = new Journal({ clock });
  const records: JournalRecord[] = [];
  journal.subscribe((record) => {
    records.push(record);
    seen?.(record);
  });
  const directory = new VenDirectory(journal);
  const store = await Store.open(undefined);
  const config = {
    vtnID: 'TH-VTN',
    pollInterval: 2000,
    marketContext: 'http://example.com/lab',
    registerReports: true,
    rejectInvalid: false,
    anyVenID: false,
    cancelRetries: 5,
  };
  const random = new SeededRandom('real');
  const bench = new Bench({ config, host: '127.0.0.1', port: 0, clock, ioClock, speed: 10, random, journal, store });
  await bench.start();
  try {
    const result = await runScenario(loaded.plan, {
      bench,
      directory,
      simulate,
      ...(controller ? { controller } : {}),
    });
    return { result, records };
  } finally {
    await bench.stop();
    await store.close();
  }
}

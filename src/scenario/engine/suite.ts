import type { ScenarioPlan } from '../format/index.ts';
import { VenDirectory } from './directory.ts';
import type { RunOptions, ScenarioResult } from './options.ts';
import { runScenario } from './run.ts';

/** How several scenarios are run on one bench. */
export interface SuiteOptions extends RunOptions {
  /** The first one that does not pass ends the suite; the others are skipped. */
  readonly bail?: boolean;
}

/** Runs scenarios one after the other on one bench; each has its own t0. An interrupted one ends the suite. */
export async function runSuite(plans: readonly ScenarioPlan[], options: SuiteOptions): Promise<ScenarioResult[]> {
  const directory = options.directory ?? new VenDirectory(options.bench.journal);
  const results: ScenarioResult[] = [];
  let stop: string | undefined;
  for (const plan of plans) {
    const result =
      stop === undefined ? await runScenario(plan, { ...options, directory }) : skipped(plan, stop, options);
    results.push(result);
    if (result.verdict === 'interrupted') stop ??= 'the suite was interrupted';
    if (options.bail && (result.verdict === 'failed' || result.verdict === 'error'))
      stop ??= `--bail: ${plan.name} ${result.verdict === 'error' ? 'could not be run' : 'failed'}`;
  }
  if (!options.directory) directory.close();
  return results;
}

function skipped({ name: scenario, file }: ScenarioPlan, reason: string, { bench }: RunOptions): ScenarioResult {
  const outcome = { verdict: 'skipped', reason, expectations: { passed: 0, failed: 0, skipped: 0 } } as const;
  bench.journal.append({ kind: 'verdict', scenario, file, ...outcome });
  return { scenario, file, ...outcome, failures: [], unclaimed: [], left: [] };
}

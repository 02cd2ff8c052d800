import { RunEnded } from './ending.ts';
import type { RunOptions, ScenarioResult } from './options.ts';
import type { Pulse } from './pulse.ts';
import type { RunParts } from './run-parts.ts';
import { tearDown } from './teardown.ts';
import { countExpectations, verdictOf } from './verdict.ts';

/**
 * After the last step, or whatever ended the run before it: the rest is skipped, the verdict is found, then the teardown
 * runs, which the verdict does not judge.
 * @param pulse the teardown's own heartbeat: the run's has ended
 */
export async function finishRun(
  ended: RunEnded | undefined,
  parts: RunParts,
  { bench }: RunOptions,
  pulse: Pulse,
): Promise<ScenarioResult> {
  const { recorder, instances, conformance, gate, plan } = parts;
  parts.pulse.end(ended ?? new RunEnded('failed', 'the run is over'));
  gate.open();
  if (ended) skipRest(ended.message, parts);
  const outcome = verdictOf(ended, instances, recorder, conformance);
  const expectations = countExpectations(instances, recorder);
  recorder.scenario('teardown');
  const left = await clearAway(parts, bench, pulse);
  const { name: scenario, file } = plan;
  bench.journal.append({
    kind: 'verdict',
    scenario,
    file,
    ...outcome,
    expectations,
    ...(left.length > 0 ? { left } : {}),
  });
  const { failures } = recorder;
  return { scenario, file, ...outcome, expectations, failures, unclaimed: conformance.unclaimed, left };
}

/** What was not judged is skipped, running watches and the step that was under way too. */
function skipRest(reason: string, { instances, recorder }: RunParts): void {
  for (const instance of instances) {
    // A repeat has one record for all of it, told where it ends.
    if (instance.step.do === 'repeat' && !instance.closes) continue;
    const state = recorder.stateOf(instance);
    const open = state === undefined || state === 'waiting' || state === 'running';
    if (open) recorder.step(instance, 'skipped', { detail: { message: reason } });
  }
}

/** Nothing was changed before t0 that an end there would have to undo. */
async function clearAway(parts: RunParts, bench: RunOptions['bench'], pulse: Pulse): Promise<string[]> {
  const { plan, events, reports, slots, directory, facts, t0 } = parts;
  if (!t0) return [];
  return tearDown({
    plan,
    bench,
    events,
    reports,
    slots,
    pulse,
    nameOf: (venID) => slots.withVen(venID)?.label ?? directory.get(venID)?.venName ?? venID,
    isOffline: (venID) => directory.get(venID)?.presence === 'offline' || directory.get(venID)?.state !== 'registered',
    queued: (venID) => facts.queued(venID),
  });
}

import type { BenchPort } from '../../bench/port.ts';
import type { ScenarioPlan } from '../format/index.ts';
import type { VenDirectory } from './directory.ts';
import { fits, type Slot, type Slots } from './slots.ts';

/** Commands before t0: the VTN as the scenario wants it, nothing left of earlier runs, `fresh` VENs forgotten. */
export async function prepareBench(plan: ScenarioPlan, bench: BenchPort, directory: VenDirectory): Promise<void> {
  const { registerReports, marketContext, pollInterval } = plan.vtn;
  await bench.execute({ do: 'configure', registerReports, marketContext }, 'scenario');
  await bench.execute({ do: 'offer', pollInterval }, 'scenario');
  await bench.execute({ do: 'clear' }, 'scenario');
  const fresh = Object.values(plan.vens).filter((selector) => selector.fresh);
  const vens = directory.all().filter((ven) => fresh.some((selector) => fits(selector, ven)));
  if (vens.length > 0) await bench.execute({ do: 'forget', vens: vens.map(({ venID }) => venID) }, 'scenario');
}

/**
 * Chooses the simulated VENs of a run: those of aliases that ask for one, then free aliases, then as many more as were
 * asked for. One that an earlier run on this bench started goes on and is used again.
 */
export function simulatedFor(
  slots: Slots,
  wanted: number,
): { venName: string; venID?: string; personality?: string; slot?: Slot }[] {
  const chosen: { venName: string; venID?: string; personality?: string; slot?: Slot }[] = [];
  let left = wanted;
  for (const slot of slots.all) {
    const { simulated, venName, venID, fingerprint } = slot.selector;
    if (!simulated && (left <= 0 || fingerprint !== undefined)) continue;
    if (!simulated) left--;
    const personality = simulated?.personality;
    const name = slot.label.replace('#', '-');
    chosen.push({
      venName: venName ?? (personality === undefined ? name : `${name}-${personality}`),
      ...(venID === undefined ? {} : { venID }),
      ...(personality === undefined ? {} : { personality }),
      slot,
    });
  }
  for (let number = 1; number <= left; number++) chosen.push({ venName: `sim-${number}` });
  return chosen;
}

/**
 * Starts the simulated VENs of a run, spread over one poll interval: all in one tick would be a storm of our own.
 * @throws what the bench says of a personality that it does not have
 */
export async function startSimulated(
  slots: Slots,
  wanted: number,
  bench: BenchPort,
  directory: VenDirectory,
  pollInterval: number,
): Promise<void> {
  const chosen = simulatedFor(slots, wanted);
  for (const { slot, venName } of chosen) if (slot) slot.simulated = venName;
  const started = chosen.filter(({ venName }) => !directory.simulated.has(venName));
  for (const [index, { venName, venID, personality }] of started.entries()) {
    directory.simulated.add(venName);
    if (venID !== undefined) await bench.execute({ do: 'provision', venID, venName }, 'scenario');
    bench.simulate({
      venName,
      ...(venID === undefined ? {} : { venID }),
      ...(personality === undefined ? {} : { personality }),
      startDelay: (index * pollInterval) / started.length,
    });
  }
}

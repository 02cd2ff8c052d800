import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import type { QueueItem, Ven } from './state.ts';
import type { CommandOutcome, VtnCommand } from './types.ts';

/** A command by its `do`. */
export type Do<K extends VtnCommand['do']> = Extract<VtnCommand, { do: K }>;

export const NOTHING: CommandOutcome = { items: [], versions: [] };

/** The VENs of a command, each once. @throws CommandError for one that is not known */
export function vensOf(core: Core, venIDs: readonly string[]): Ven[] {
  return [...new Set(venIDs)].map((venID) => venOf(core, venID));
}

export function venOf(core: Core, venID: string): Ven {
  const ven = core.directory.get(venID);
  if (ven) return ven;
  throw new CommandError('no VEN has that venID', {
    expected:
      [...core.directory.all()]
        .slice(0, 10)
        .map((known) => known.venID)
        .join(', ') || 'a VEN that has registered',
    actual: venID,
    hint: 'wait for its registration, or provision it',
  });
}

/** @throws CommandError if it has no registration */
export function registered(ven: Ven): Ven {
  if (ven.state === 'registered') return ven;
  throw new CommandError('the VEN is not registered', {
    expected: 'a registration',
    actual: ven.state,
    hint: `wait until ${ven.venID} has registered`,
  });
}

export function items(pairs: readonly { ven: Ven; item: QueueItem }[]): CommandOutcome['items'] {
  return pairs.map(({ ven, item }) => ({ venID: ven.venID, item: item.item }));
}

import { type Do, items, NOTHING, registered, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { finish } from './delivery.ts';
import { tellEvent } from './event-change.ts';
import { dropItems, type Entry, enqueue } from './queue.ts';
import { retireRequests } from './report-request.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome } from './types.ts';

/** The VTN's own metadata (rule 306): none. */
export function registerReport(core: Core, turn: Turn, { vens, patch }: Do<'registerReport'>): CommandOutcome {
  return queued(vensOf(core, vens), (ven) =>
    enqueue(core, turn, ven, {
      content: { kind: 'registerReport', requestID: core.random.id() },
      payload: 'oadrRegisterReport',
      label: 'own metadata: none',
      patch,
    }),
  );
}

export function requestReregistration(core: Core, turn: Turn, command: Do<'requestReregistration'>): CommandOutcome {
  const { pollInterval } = command;
  const interval = pollInterval === undefined ? undefined : wholeSeconds(pollInterval);
  const entry: Entry = {
    content: { kind: 'requestReregistration' },
    payload: 'oadrRequestReregistration',
    label: 're-registration',
  };
  return queued(vensOf(core, command.vens).map(registered), (ven) => {
    if (interval !== undefined) ven.offered = interval;
    turn.dirty(ven.venID);
    return join(core, turn, ven, entry);
  });
}

export function cancelRegistration(core: Core, turn: Turn, command: Do<'cancelRegistration'>): CommandOutcome {
  return queued(vensOf(core, command.vens).map(registered), (ven) =>
    join(core, turn, ven, {
      content: { kind: 'cancelPartyRegistration', requestID: core.random.id() },
      payload: 'oadrCancelPartyRegistration',
      label: 'end of the registration',
    }),
  );
}

function queued(vens: readonly Ven[], add: (ven: Ven) => QueueItem): CommandOutcome {
  return { items: items(vens.map((ven) => ({ ven, item: add(ven) }))), versions: [] };
}

/** What would say the same twice waits once. */
function join(core: Core, turn: Turn, ven: Ven, entry: Entry): QueueItem {
  const waiting = ven.queue.find((item) => item.content.kind === entry.content.kind && item.exchange === undefined);
  return waiting ?? enqueue(core, turn, ven, entry);
}

/** The poll interval from the next registration on; what VENs were told before stays until then. */
export function offer(core: Core, turn: Turn, { pollInterval, vens }: Do<'offer'>): CommandOutcome {
  const interval = wholeSeconds(pollInterval);
  if (vens) {
    for (const ven of vensOf(core, vens)) {
      ven.offered = interval;
      turn.dirty(ven.venID);
    }
    return NOTHING;
  }
  core.config = { ...core.config, pollInterval: interval };
  for (const ven of core.directory.all()) {
    if (ven.offered === undefined) continue;
    ven.offered = undefined;
    turn.dirty(ven.venID);
  }
  return NOTHING;
}

/** Durations are written in whole seconds (rule 1). */
function wholeSeconds(pollInterval: number): number {
  if (Number.isFinite(pollInterval) && pollInterval >= 1000) return Math.round(pollInterval / 1000) * 1000;
  throw new CommandError('the poll interval is too short', {
    rule: 1,
    expected: 'at least one second, in ms',
    actual: `${pollInterval}`,
  });
}

export function configure(core: Core, { registerReports, marketContext }: Do<'configure'>): CommandOutcome {
  core.config = {
    ...core.config,
    registerReports: registerReports ?? core.config.registerReports,
    marketContext: marketContext ?? core.config.marketContext,
  };
  return NOTHING;
}

/**
 * A run begins: events, report requests and what is queued are of the past. Answers to old events are still understood,
 * and what a registration owes (rule 301) still comes.
 */
export function clear(core: Core, turn: Turn): CommandOutcome {
  for (const ven of core.directory.all()) {
    for (const event of ven.events.values()) {
      if (event.removed) continue;
      event.removed = true;
      finish(ven, event);
      tellEvent(turn, ven, event, 'removed');
      turn.dirty(ven.venID);
    }
    ven.unanswered.clear();
    for (const owed of ven.awaited) owed.remarked = Number.POSITIVE_INFINITY;
    const gone = ven.queue.filter((item) => !item.start);
    dropItems(turn, ven, gone, 'a new run began');
    retireRequests(turn, ven, 'a new run began');
  }
  return NOTHING;
}

import type { Patch } from '../openadr/patch.ts';
import { type Do, items, vensOf } from './command-common.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import { finish } from './delivery.ts';
import { tellEvent } from './event-change.ts';
import { refusePast } from './event-past.ts';
import { refuseInvalid, refuseOver, refuseVen } from './event-refuse.ts';
import type { EventSpec } from './event-spec.ts';
import { arm } from './presence.ts';
import { markEvents } from './queue.ts';
import { clockStatus, scheduleOf, statusAt } from './schedule.ts';
import type { Ven, VenEvent } from './state.ts';
import type { Turn } from './turn.ts';
import type { CommandOutcome } from './types.ts';

/** Finished events whose answers are still understood, a VEN. */
const REMEMBERED = 256;

/** Sends a new event: each VEN gets a copy of its own, with modificationNumber 0 (rule 4). */
export function newEvent(core: Core, turn: Turn, command: Do<'event'>): CommandOutcome {
  const vens = vensOf(core, command.vens);
  const made = vens.map((ven) => ({ ven, event: makeEvent(core, turn, ven, command, vens.length > 1) }));
  if (command.allowInvalid !== true) {
    for (const { ven, event } of made) {
      refuseInvalid(core, turn, event);
      refuseVen(ven, event);
      if (event.schedule.end !== undefined && event.schedule.end <= turn.now) {
        throw new CommandError('the event is over before it begins', { rule: 33, hint: 'start it later' });
      }
    }
  }
  return outcome(
    made.map(({ ven, event }) => {
      ven.nextOrder++;
      ven.events.set(event.eventID, event);
      prune(ven);
      return announce(core, turn, ven, event, 'added');
    }),
  );
}

function makeEvent(core: Core, turn: Turn, ven: Ven, { event, patch }: Do<'event'>, several: boolean): VenEvent {
  // Taken now: a default that changes later would change the content of a version.
  const marketContext = event.marketContext ?? core.config.marketContext;
  const spec: EventSpec = { ...forVen(event, ven, several), marketContext };
  const schedule = scheduleOf(spec);
  return {
    eventID: spec.eventID,
    order: ven.nextOrder,
    spec,
    patch: patch ?? [],
    modificationNumber: 0,
    modified: turn.now,
    schedule,
    status: clockStatus(schedule, turn.now),
    cancelled: false,
    activeWhenCancelled: false,
    omitted: false,
    removed: false,
    finished: false,
    sendings: new Map(),
    cancelSendings: 0,
    lastSent: 0,
    opts: new Map(),
  };
}

/** With several VENs each gets its own venID or none (rule 63). */
function forVen(spec: EventSpec, ven: Ven, several: boolean): EventSpec {
  const venIDs = spec.targets?.venID;
  if (!several || !venIDs || venIDs.length === 0) return spec;
  const { venID: _, ...targets } = spec.targets ?? {};
  return { ...spec, targets: venIDs.includes(ven.venID) ? { ...targets, venID: [ven.venID] } : targets };
}

/** Changes an event; all in eiEvent makes a new version, oadrResponseRequired alone does not (rule 5). */
export function modifyEvent(core: Core, turn: Turn, command: Do<'modify'>): CommandOutcome {
  const vens = vensOf(core, command.vens);
  const set = Object.fromEntries(Object.entries(command.set).filter(([, value]) => value !== undefined));
  const changes = vens.map((ven) => {
    const event = eventOf(ven, command.eventID);
    const spec: EventSpec = { ...event.spec, ...forVen({ ...event.spec, ...set }, ven, vens.length > 1) };
    if (command.allowInvalid !== true) {
      refusePast(event, spec, turn.now);
      refuseInvalid(core, turn, { ...event, spec });
    }
    return { ven, event, spec };
  });
  const names = Object.keys(set);
  const version = names.length !== 1 || names[0] !== 'responseRequired' || command.patch !== undefined;
  return outcome(
    changes.map(({ ven, event, spec }) => {
      event.spec = spec;
      event.schedule = scheduleOf(spec);
      if (version) newVersion(turn, event, command.patch);
      // What goes on after its end goes on being told.
      event.finished = false;
      event.status = statusAt(event, turn.now);
      return announce(core, turn, ven, event, 'modified');
    }),
  );
}

/** Cancels an event: a new version with that status (rules 5, 10), told until it is acknowledged (rules 36, 52). */
export function cancelEvent(core: Core, turn: Turn, command: Do<'cancel'>): CommandOutcome {
  const found = vensOf(core, command.vens).map((ven) => ({ ven, event: eventOf(ven, command.eventID) }));
  for (const { event } of found) refuseOver(event, turn.now);
  return outcome(
    found.map(({ ven, event }) => {
      event.activeWhenCancelled = clockStatus(event.schedule, turn.now) === 'active';
      event.cancelled = true;
      event.status = 'cancelled';
      newVersion(turn, event, command.patch);
      ven.cancelling.add(event);
      return announce(core, turn, ven, event, 'cancelled');
    }),
  );
}

/** Leaves an event out from now on: implied cancel (rule 61). */
export function omitEvent(core: Core, turn: Turn, command: Do<'omit'>): CommandOutcome {
  const found = vensOf(core, command.vens).map((ven) => ({ ven, event: eventOf(ven, command.eventID) }));
  for (const { event } of found) refuseOver(event, turn.now);
  return outcome(
    found.map(({ ven, event }) => {
      event.omitted = true;
      finish(ven, event);
      return announce(core, turn, ven, event, 'omitted');
    }),
  );
}

function eventOf(ven: Ven, eventID: string): VenEvent {
  const event = ven.events.get(eventID);
  if (event && !event.removed) return event;
  const known = [...ven.events.values()].filter(({ removed }) => !removed).map((one) => one.eventID);
  throw new CommandError('the VEN has no event with that eventID', {
    expected: known.slice(-10).join(', ') || 'an event that was sent',
    actual: eventID,
  });
}

function newVersion(turn: Turn, event: VenEvent, patch: readonly Patch[] | undefined): void {
  event.modificationNumber++;
  event.modified = turn.now;
  event.patch = patch ?? [];
}

type Announced = { readonly ven: Ven; readonly event: VenEvent; readonly item: ReturnType<typeof markEvents> };

function announce(
  core: Core,
  turn: Turn,
  ven: Ven,
  event: VenEvent,
  cause: Parameters<typeof tellEvent>[3],
): Announced {
  tellEvent(turn, ven, event, cause);
  const item = markEvents(core, turn, ven);
  turn.dirty(ven.venID);
  arm(core, ven, turn.now);
  return { ven, event, item };
}

function outcome(announced: readonly Announced[]): CommandOutcome {
  return {
    items: items(announced),
    versions: announced.map(({ ven, event }) => ({
      venID: ven.venID,
      eventID: event.eventID,
      modificationNumber: event.modificationNumber,
    })),
  };
}

/** Forgets the oldest of the finished events beyond the limit. */
function prune(ven: Ven): void {
  const finished = [...ven.events.values()].filter((event) => event.finished);
  for (const event of finished.slice(0, Math.max(0, finished.length - REMEMBERED))) ven.events.delete(event.eventID);
}

import type { OptChange } from './change.ts';
import type { OptSchedule, Ven } from './state.ts';
import type { Turn } from './turn.ts';

type EventOptFacts = Pick<OptChange, 'optID' | 'optType' | 'optReason' | 'eventID' | 'targets'>;

/** Tells what became of an opt schedule, or of those of its targets that are given. */
export function tellSchedule(
  turn: Turn,
  ven: Ven,
  schedule: OptSchedule,
  state: OptChange['state'],
  targets: readonly string[] = schedule.targets,
): void {
  const { optID, optType, optReason, marketContext } = schedule;
  turn.change({
    what: 'opt',
    venID: ven.venID,
    optID,
    optType,
    state,
    ...(optReason !== undefined && { optReason }),
    ...(marketContext !== undefined && { marketContext }),
    targets,
    periods: schedule.periods,
    ...(turn.exchange !== undefined && state !== 'restored' && { exchange: turn.exchange }),
  });
}

/** Tells of an oadrCreateOpt about an event. */
export function tellEventOpt(turn: Turn, ven: Ven, opt: EventOptFacts, state: 'created' | 'restored'): void {
  const { optID, optType, optReason, eventID, targets } = opt;
  turn.change({
    what: 'opt',
    venID: ven.venID,
    optID,
    optType,
    state,
    ...(optReason !== undefined && { optReason }),
    eventID,
    targets,
    ...(turn.exchange !== undefined && state !== 'restored' && { exchange: turn.exchange }),
  });
}

/** Tells the opts that a restored VEN has. */
export function tellRestoredOpts(turn: Turn, ven: Ven): void {
  for (const schedule of ven.schedules) tellSchedule(turn, ven, schedule, 'restored');
  for (const event of ven.events.values()) {
    if (event.removed || event.finished) continue;
    for (const [part, opt] of event.opts) {
      const targets = part === '' ? [] : [part];
      tellEventOpt(turn, ven, { ...opt, eventID: event.eventID, targets }, 'restored');
    }
  }
}

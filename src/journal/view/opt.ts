import type { OptChange, ResponseChange } from '../../vtn/change.ts';
import type { VenView, View } from './model.ts';
import type { Decision, OptScheduleView } from './report-model.ts';

/** Resources of an event whose opts are kept apart. */
const RESOURCES = 64;

/** Folds an opt schedule; an opt about an event comes as a response too, and counts there. */
export function reduceOpt(view: View, ven: VenView, change: OptChange): void {
  if (change.eventID !== undefined) return;
  const { what: _what, state, eventID: _eventID, ...schedule } = change;
  const before = ven.opts.get(change.optID);
  ven.opts.delete(change.optID);
  if (state === 'cancelled') return;
  if (state === 'superseded') {
    const gone = change.targets ?? [];
    const left = before?.targets?.filter((target) => !gone.includes(target)) ?? [];
    if (before && gone.length > 0 && left.length > 0) ven.opts.set(change.optID, { ...before, targets: left });
    return;
  }
  if (ven.opts.size >= view.limits.opts) {
    const oldest = ven.opts.keys().next().value;
    if (oldest !== undefined) ven.opts.delete(oldest);
  }
  ven.opts.set(change.optID, schedule);
}

/**
 * Takes an answer into a decision: of the resources that it names, else of all. Where an earlier oadrCreateOpt rules
 * (rule 206) the version is answered all the same, and what was said by that holds.
 */
export function decide(decision: Decision, change: ResponseChange): void {
  const named = change.resourceIDs ?? [];
  // What single resources opt says nothing about the answer to the event itself.
  if (named.length === 0 || change.match !== 'matched') decision.answered = change.modificationNumber;
  if (change.match === 'noEffect') {
    decision.opt ??= decision.ruled;
    return;
  }
  if (named.length === 0) {
    decision.opt = change.optType;
    if (change.via !== 'oadrCreateOpt') return;
    decision.ruled = change.optType;
    decision.resources = undefined;
    return;
  }
  const resources = new Map(decision.resources);
  for (const resource of named) {
    if (resources.size < RESOURCES || resources.has(resource)) resources.set(resource, change.optType);
  }
  decision.resources = resources;
}

/** Resources that decided otherwise than the whole, with what they decided. */
export function differing(decision: Decision): readonly (readonly [resource: string, opt: 'optIn' | 'optOut'])[] {
  return [...(decision.resources ?? [])].filter(([, opt]) => opt !== decision.opt);
}

/** Whether a schedule holds now, is still to come or is over. @param now bench time, ms */
export function scheduleState(schedule: OptScheduleView, now: number): 'now' | 'later' | 'over' {
  const periods = schedule.periods ?? [];
  if (periods.some(({ start, end }) => start <= now && now < (end ?? Number.POSITIVE_INFINITY))) return 'now';
  return periods.some(({ start }) => start > now) ? 'later' : 'over';
}

import { clockStatus, isOver } from './schedule.ts';
import type { Ven, VenEvent } from './state.ts';

/**
 * The events that an oadrDistributeEvent lists, in its order: all pending and active ones, cancelled ones until they are
 * acknowledged, completed ones while a random start may still run (rules 50, 52, 66).
 */
export function listedEvents(ven: Ven, now: number): VenEvent[] {
  return [...ven.events.values()].filter((event) => isListed(event, now)).sort((a, b) => compare(a, b, now));
}

export function isListed(event: VenEvent, now: number): boolean {
  return !event.removed && !event.omitted && !event.finished && !isOver(event, now);
}

/**
 * Whether a cancelled event has been told enough: acknowledged, or sent `retries` times again (rule 52), or sent once
 * though no answer may come (rule 36).
 */
export function isCancelTold(event: VenEvent, retries: number): boolean {
  if (event.answered === event.modificationNumber) return true;
  if (event.spec.responseRequired === 'never') return event.cancelSendings >= 1;
  return event.cancelSendings > retries;
}

/** Active before pending; active by priority, then start; pending by start; else as created (rules 3, 15). */
function compare(a: VenEvent, b: VenEvent, now: number): number {
  const active = isActive(a, now);
  if (active !== isActive(b, now)) return active ? -1 : 1;
  return (active ? rank(a) - rank(b) : 0) || a.schedule.start - b.schedule.start || a.order - b.order;
}

/** A cancelled event keeps its place; a completed one may still be running after its random start. */
function isActive(event: VenEvent, now: number): boolean {
  if (event.cancelled) return event.activeWhenCancelled;
  const status = clockStatus(event.schedule, now);
  return status === 'active' || status === 'completed';
}

/** 1 is the highest priority, 0 is none (rule 3). */
function rank(event: VenEvent): number {
  return event.spec.priority || Number.MAX_SAFE_INTEGER;
}

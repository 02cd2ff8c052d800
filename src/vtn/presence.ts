import type { Core } from './core.ts';
import { nextTransition } from './schedule.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** Gaps between polls from which a VEN's own cadence is taken. */
const GAPS = 5;

/** A VEN's poll interval as it lives it, ms: a slower one than was asked for is legal (rule 500). */
export function ownInterval(ven: Ven): number {
  if (ven.gaps.length < 3) return ven.pollInterval;
  const sorted = [...ven.gaps].sort((a, b) => a - b);
  return Math.max(ven.pollInterval, sorted[sorted.length >> 1] ?? 0);
}

/** Notes the time between two polls. */
export function noteGap(ven: Ven, gap: number): void {
  ven.gaps.push(gap);
  if (ven.gaps.length > GAPS) ven.gaps.shift();
}

/** Online until half an interval late; offline two intervals and 5 s after it was last heard. */
export function presenceAt(ven: Ven, now: number): 'online' | 'late' | 'offline' | undefined {
  if (ven.lastHeard === undefined) return undefined;
  const silence = now - ven.lastHeard;
  if (silence <= lateAfter(ven)) return 'online';
  return silence <= offlineAfter(ven) ? 'late' : 'offline';
}

function lateAfter(ven: Ven): number {
  return 1.5 * ownInterval(ven) + 1000;
}

function offlineAfter(ven: Ven): number {
  return 2 * ownInterval(ven) + 5000;
}

/** A registered VEN was heard. */
export function heard(core: Core, turn: Turn, ven: Ven): void {
  ven.lastHeard = turn.now;
  if (ven.presence !== 'online') {
    ven.presence = 'online';
    tellPresence(turn, ven);
    arm(core, ven, turn.now);
  }
}

export function tellPresence(turn: Turn, ven: Ven): void {
  if (ven.presence === undefined || ven.lastHeard === undefined) return;
  turn.change({ what: 'presence', venID: ven.venID, presence: ven.presence, lastHeard: ven.lastHeard });
}

/** Sees to it that the clock comes back to a VEN in time; later than needed never, earlier now and then. */
export function arm(core: Core, ven: Ven, now: number): void {
  const at = nextWake(ven, now);
  if (at >= ven.wake) return;
  ven.wake = at;
  core.wakes.add(at, ven.venID);
}

/** When the clock next changes something about a VEN. */
export function nextWake(ven: Ven, now: number): number {
  let at = Number.POSITIVE_INFINITY;
  for (const event of ven.events.values()) at = Math.min(at, nextTransition(event, now));
  if (ven.state !== 'registered' || ven.lastHeard === undefined) return at;
  // One millisecond beyond, since the limits themselves are still kept.
  if (ven.presence === 'online') return Math.min(at, ven.lastHeard + lateAfter(ven) + 1);
  if (ven.presence === 'late') return Math.min(at, ven.lastHeard + offlineAfter(ven) + 1);
  return at;
}

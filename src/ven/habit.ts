import { runs } from './execute.ts';
import { opt, schedule } from './opt.ts';
import type { Personality } from './personality.ts';
import type { KnownEvent, VenState } from './state.ts';
import type { Turn } from './turn.ts';

/** What a personality does by itself, at a time of its own: leaves events, and tells when it is available. */
export function followHabits(turn: Turn): void {
  const { leaves, schedules } = turn.config.personality;
  if (turn.state.phase !== 'polling') return;
  if (schedules && !turn.state.scheduled) {
    turn.set({ scheduled: true });
    const { optType, after, duration } = schedules;
    schedule(turn, { command: 'schedule', optID: turn.random.id(), optType, start: turn.now + after, duration });
  }
  if (!leaves) return;
  for (const event of turn.state.events) {
    if (!mayLeave(event) || !runs(event, turn.now) || turn.now < event.start + leaves.after) continue;
    const { eventID } = event;
    opt(turn, { command: 'opt', eventID, optType: 'optOut', via: leaves.via, optID: turn.random.id() });
  }
}

/** When it next does something by itself, ms since the epoch. */
export function nextHabit({ events }: VenState, { leaves }: Personality, now: number): number {
  if (!leaves) return Number.POSITIVE_INFINITY;
  const moments = events.filter(mayLeave).map(({ start }) => start + leaves.after);
  return Math.min(...moments.filter((moment) => moment > now));
}

/** Rules 12 and 206: an event that must not be answered is not left either. */
function mayLeave({ optType, responseRequired }: KnownEvent): boolean {
  return optType === 'optIn' && responseRequired === 'always';
}

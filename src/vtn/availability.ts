import { covers, partOf } from './parts.ts';
import type { OptSchedule, OptType } from './state.ts';

/** What the opt schedules of a VEN say of a moment. */
export interface Availability {
  /**
   * Of both schedules the later one; absent: no schedule says anything. Which of the two goes first, and what holds
   * without any, is left to the program (rule 201): ours is that the last word counts.
   */
  readonly optType?: OptType;
  /** The newest schedule of each type that holds: the two types are independent (rule 203). */
  readonly optIn?: OptSchedule;
  readonly optOut?: OptSchedule;
}

/** Of whom and what for: each narrows which schedules count. */
export interface About {
  /** `resourceID x`, …, or a bare resourceID; absent: the VEN as a whole. */
  readonly resource?: string;
  /** `Thermostat`, … (rule 209). */
  readonly deviceClass?: string;
  /** Of the event; schedules of another market context do not count (rule 205). */
  readonly marketContext?: string;
}

/**
 * What a VEN's opt schedules say of a moment (rules 202, 203, 205, 209, 210).
 * @param ven the VEN or a view of it
 * @param time ms since the epoch, bench time
 * @param about a resource that no schedule names is still one of the VEN's
 */
export function availabilityAt(
  { schedules }: { readonly schedules: readonly OptSchedule[] },
  time: number,
  about: About = {},
): Availability {
  const part = partOf(about.resource, about.deviceClass);
  const holding = schedules.filter((schedule) => concerns(schedule, part, about) && holdsAt(schedule, time));
  const optIn = holding.findLast(({ optType }) => optType === 'optIn');
  const optOut = holding.findLast(({ optType }) => optType === 'optOut');
  const last = holding.at(-1);
  return { ...(last && { optType: last.optType }), ...(optIn && { optIn }), ...(optOut && { optOut }) };
}

function concerns({ targets, marketContext }: OptSchedule, part: string, about: About): boolean {
  if (marketContext !== undefined && marketContext !== about.marketContext) return false;
  return targets.length === 0 || targets.some((target) => covers(target, part));
}

function holdsAt({ periods }: OptSchedule, time: number): boolean {
  return periods.some(({ start, end }) => start <= time && (end === undefined || time < end));
}

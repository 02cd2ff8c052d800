import { energyOf, type Load, undisturbed } from './load.ts';

/** What rules a device from a moment on. */
export interface Setting {
  /** Part of its undisturbed load that it goes to, 0 and more. */
  readonly factor: number;
  /** Whether somebody at the device overrides what an event asks of it. */
  readonly override: boolean;
  /** Value of LOAD_CONTROL x-loadControlLevelOffset, 0 as a rule. */
  readonly levelOffset: number;
}

/** A change of what rules a device. */
interface Turning extends Setting {
  /** ms since the epoch. */
  readonly at: number;
  /** Factor that it had reached then. */
  readonly from: number;
}

/** One device: its load, and all that ruled it in the time that it remembers, the oldest first. */
export interface Device {
  readonly load: Load;
  readonly course: readonly Turning[];
}

/** ms from one power to another: an even ramp. */
export const RAMP = 4_000;
/** How far back a device knows what ruled it, ms; and how many changes at most. */
export const MEMORY = 3_600_000;
const MOST_TURNINGS = 1_000;

export const NORMAL: Setting = { factor: 1, override: false, levelOffset: 0 };

/** A device that has always run undisturbed. */
export function deviceOf(load: Load): Device {
  return { load, course: [{ ...NORMAL, at: Number.NEGATIVE_INFINITY, from: 1 }] };
}

/** What rules the device at `time` (ms since the epoch). */
export function settingAt({ course }: Device, time: number): Setting {
  return turningAt(course, time);
}

/** Its power at `time` (ms since the epoch, past or now), W. */
export function powerAt(device: Device, time: number): number {
  return undisturbed(device.load, time) * factorAt(device.course, time);
}

/** Its energy from `start` to `end` (ms since the epoch), Wh: the integral of its power. */
export function energyBetween({ load, course }: Device, start: number, end: number): number {
  // The factor is even between any two of these moments.
  const corners = course.flatMap(({ at }) => [at, at + RAMP]).filter((time) => time > start && time < end);
  const moments = [start, ...corners.sort((a, b) => a - b), end];
  let energy = 0;
  for (let i = 1; i < moments.length; i++) {
    const [from = 0, to = 0] = [moments[i - 1], moments[i]];
    energy += energyOf(load, from, to, factorAt(course, from), factorAt(course, to, true));
  }
  return energy;
}

/** The moments in (`after`, `until`] at which something else began to rule it, ms since the epoch. */
export function changesBetween({ course }: Device, after: number, until: number): number[] {
  return course.filter(({ at }) => at > after && at <= until).map(({ at }) => at);
}

/** The device under another rule from `now` on; the same object where nothing changes. */
export function steered(device: Device, setting: Setting, now: number): Device {
  const { course } = device;
  const last = course.at(-1);
  if (last && same(last, setting)) return device;
  const kept = course.slice(firstKept(course, now - MEMORY)).filter(({ at }) => at < now);
  return { ...device, course: [...kept, { ...setting, at: now, from: factorAt(course, now) }] };
}

function same(a: Setting, b: Setting): boolean {
  return a.factor === b.factor && a.override === b.override && a.levelOffset === b.levelOffset;
}

/** The entry that rules at the oldest remembered moment, and what follows. */
function firstKept(course: readonly Turning[], oldest: number): number {
  const ruling = course.findLastIndex(({ at }) => at <= oldest);
  return Math.max(ruling, course.length - MOST_TURNINGS + 1, 0);
}

/** @param before the value just before `time`, which differs where two changes follow within a ramp */
function factorAt(course: readonly Turning[], time: number, before = false): number {
  const { at, from, factor } = turningAt(course, time, before);
  const part = Math.min(1, (time - at) / RAMP);
  return part === 1 ? factor : from + (factor - from) * part;
}

function turningAt(course: readonly Turning[], time: number, before = false): Turning {
  const ruling = course.findLast(({ at }) => (before ? at < time : at <= time)) ?? course[0];
  return ruling ?? { ...NORMAL, at: Number.NEGATIVE_INFINITY, from: 1 };
}

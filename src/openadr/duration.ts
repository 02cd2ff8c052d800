/** A duration in its parts, all of the same sign. Months and years have no fixed length: `addDuration` counts them. */
export interface Duration {
  readonly negative: boolean;
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  /** May have decimals. */
  readonly seconds: number;
}

/**
 * Why a text is not a duration as the wire wants it (rule 1, xcal DurationValueType):
 * - `fraction`: decimals; legal in date-times, never in durations.
 * - `weeks`: `P2W`; the schema's pattern knows weeks only as `2W`.
 * - `empty`: `P` or `PT`, which the pattern lets pass.
 * - `form`: anything else.
 */
export type DurationProblem = 'fraction' | 'weeks' | 'empty' | 'form';

// As the schema's pattern, in which T may be missing (P5S), with weeks and decimals of seconds on top.
const FORM =
  /^(?<sign>[+-])?P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?T?(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?$/;
const BARE_WEEKS = /^(\d+)W$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Reads an ISO 8601 duration, `undefined` if it is none: sign, years to seconds, weeks, decimals of seconds. */
export function parseDuration(text: string): Duration | undefined {
  const bare = BARE_WEEKS.exec(text);
  if (bare) return parts({ weeks: bare[1] });
  const match = FORM.exec(text);
  return match?.groups && parts(match.groups);
}

/** What the wire would object to in a duration, if anything. */
export function durationProblem(text: string): DurationProblem | undefined {
  if (BARE_WEEKS.test(text)) return undefined;
  const groups = FORM.exec(text)?.groups;
  if (!groups) return 'form';
  if (groups.seconds?.includes('.')) return 'fraction';
  if (groups.weeks !== undefined) return 'weeks';
  const { sign: _, ...amounts } = groups;
  return Object.values(amounts).every((amount) => amount === undefined) ? 'empty' : undefined;
}

/**
 * Milliseconds of a duration (text or parts), with its sign. A year counts as 365 days and a month as 30, since they
 * have no length of their own; use `addDuration` where a calendar is meant.
 * @throws RangeError if the text is no duration
 */
export function durationToMs(duration: Duration | string): number {
  const d = known(duration);
  const days = d.years * 365 + d.months * 30 + d.weeks * 7 + d.days;
  const ms = days * DAY + clockMs(d);
  // No negative zero: it would not be deep-equal to a zero.
  return d.negative && ms !== 0 ? -ms : ms;
}

/**
 * The moment a duration after `ms` (both in ms since the epoch, UTC), counting years and months by the calendar: a day
 * that the month lacks becomes its last (31 January + P1M = 28 or 29 February).
 * @throws RangeError if the text is no duration
 */
export function addDuration(ms: number, duration: Duration | string): number {
  const d = known(duration);
  const months = sign(d) * (d.years * 12 + d.months);
  return addMonths(ms, months) + sign(d) * ((d.weeks * 7 + d.days) * DAY + clockMs(d));
}

/** ISO 8601 in whole seconds, rounded, never decimals (rule 1): `PT1M30S`, `P1DT2H`, `-PT5S`, `PT0S`. */
export function formatDuration(ms: number): string {
  const total = Math.round(Math.abs(ms) / SECOND);
  if (total === 0) return 'PT0S';
  const days = Math.floor(total / 86_400);
  const time = [
    [Math.floor(total / 3600) % 24, 'H'],
    [Math.floor(total / 60) % 60, 'M'],
    [total % 60, 'S'],
  ]
    .filter(([amount]) => amount !== 0)
    .map((part) => part.join(''))
    .join('');
  return `${ms < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time && `T${time}`}`;
}

const HUMAN = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration as people type it, `30s`, `1m30s`, `2h`, `500ms`, or ISO 8601; a bare number is none. */
export function parseHumanDuration(text: string): number | undefined {
  const match = text === '' ? null : HUMAN.exec(text);
  if (!match) {
    const iso = parseDuration(text);
    return iso && durationProblem(text) !== 'empty' ? durationToMs(iso) : undefined;
  }
  const [days, hours, minutes, seconds, millis] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Math.round(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + millis);
}

/** As `parseHumanDuration` reads it: `1m30s`, `2d`, `0.5s`, `0s`; to the millisecond. */
export function formatHumanDuration(ms: number): string {
  const total = Math.round(Math.abs(ms));
  if (total === 0) return '0s';
  const seconds = (total % MINUTE) / SECOND;
  const text = [
    [Math.floor(total / DAY), 'd'],
    [Math.floor(total / HOUR) % 24, 'h'],
    [Math.floor(total / MINUTE) % 60, 'm'],
    [seconds, 's'],
  ]
    .filter(([amount]) => amount !== 0)
    .map((part) => part.join(''))
    .join('');
  return ms < 0 ? `-${text}` : text;
}

function known(duration: Duration | string): Duration {
  const d = typeof duration === 'string' ? parseDuration(duration) : duration;
  if (!d) throw new RangeError(`not an ISO 8601 duration: ${JSON.stringify(duration)}; write PT1M30S`);
  return d;
}

function parts(groups: Record<string, string | undefined>): Duration {
  const amount = (name: string): number => Number(groups[name] ?? 0);
  return {
    negative: groups.sign === '-',
    years: amount('years'),
    months: amount('months'),
    weeks: amount('weeks'),
    days: amount('days'),
    hours: amount('hours'),
    minutes: amount('minutes'),
    seconds: amount('seconds'),
  };
}

function sign(d: Duration): 1 | -1 {
  return d.negative ? -1 : 1;
}

function clockMs(d: Duration): number {
  return d.hours * HOUR + d.minutes * MINUTE + Math.round(d.seconds * SECOND);
}

function addMonths(ms: number, months: number): number {
  if (months === 0) return ms;
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

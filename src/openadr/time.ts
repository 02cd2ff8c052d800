/**
 * Time as OpenADR writes it. *date-time*: xs:dateTime in Zulu time, fractions allowed. *duration*: ISO 8601, on the wire
 * in whole seconds (rule 1). Durations live in `duration.ts`; both are offered from here.
 */
export {
  addDuration,
  type Duration,
  type DurationProblem,
  durationProblem,
  durationToMs,
  formatDuration,
  formatHumanDuration,
  parseDuration,
  parseHumanDuration,
} from './duration.ts';

/**
 * Why a text is not a date-time as the profile wants it (rule 1, xcal DateTimeType):
 * - `offset`: `+02:00` instead of `Z`; the moment is known all the same.
 * - `noZone`: neither `Z` nor an offset; read as Zulu (the schema's pattern lets it pass, rule 1 does not).
 * - `plus`: a sign before the year.
 * - `space`: white space around it; legal in XML, collapsed.
 * - `range`: the form is right, the day or hour does not exist.
 * - `form`: anything else.
 */
export type DateTimeProblem = 'offset' | 'noZone' | 'plus' | 'space' | 'range' | 'form';

const FORM = /^(?<sign>[+-]?)(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d*))?(?<zone>Z|[+-]\d\d:\d\d)?$/;

/** A date-time as read: `ms` is absent where no moment can be told. */
export interface DateTimeReading {
  /** Milliseconds since the Unix epoch (UTC); further decimals are cut off. */
  readonly ms?: number;
  /** The first problem, the gravest first. */
  readonly problem?: DateTimeProblem;
}

/** Reads an xs:dateTime leniently and says what the profile would object to. Never throws. */
export function readDateTime(text: string): DateTimeReading {
  const plain = plainMoment(text);
  if (plain !== undefined) return { ms: plain };
  const trimmed = text.trim();
  const match = FORM.exec(trimmed);
  if (!match) return { problem: 'form' };
  const ms = moment(match);
  if (ms === undefined) return { problem: 'range' };
  const problem = objection(match, trimmed !== text);
  return problem === undefined ? { ms } : { ms, problem };
}

/**
 * Milliseconds since the Unix epoch (UTC) of an xs:dateTime, `undefined` if it is none. Offsets are understood, a
 * missing zone counts as Zulu; `readDateTime` tells them apart.
 */
export function parseDateTime(text: string): number | undefined {
  return readDateTime(text).ms;
}

/** What the profile would object to in a date-time, if anything. */
export function dateTimeProblem(text: string): DateTimeProblem | undefined {
  return readDateTime(text).problem;
}

/** `2026-03-01T12:00:00Z`, with three decimals only where there are milliseconds. */
export function formatDateTime(ms: number): string {
  const text = new Date(Math.trunc(ms)).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const SEPARATORS = [4, 45, 7, 45, 10, 84, 13, 58, 16, 58] as const;

/** Of `2026-03-01T12:00:00Z`, with decimals or none, as nearly all are: a report has ten thousand. Else the long way. */
function plainMoment(text: string): number | undefined {
  if (text.length < 20 || text.charCodeAt(text.length - 1) !== 90) return undefined;
  for (let at = 0; at < 10; at += 2) if (text.charCodeAt(SEPARATORS[at] ?? 0) !== SEPARATORS[at + 1]) return undefined;
  const fraction = text.length === 20 ? 0 : thousandths(text);
  const year = two(text, 0) * 100 + two(text, 2);
  const [month, day] = [two(text, 5), two(text, 8)];
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)];
  // NaN meets none of these.
  const isTime = hour < 24 && minute < 60 && second < 60;
  const isDate = year >= 1000 && month >= 1 && day >= 1 && day <= (DAYS[month - 1] ?? 0);
  const isPlain = isTime && isDate && fraction >= 0;
  return isPlain ? Date.UTC(year, month - 1, day, hour, minute, second, fraction) : undefined;
}

/** The milliseconds of decimals between the seconds and `Z`; NaN where there are none. */
function thousandths(text: string): number {
  const end = text.length - 1;
  if (text.charCodeAt(19) !== 46 || end === 20) return Number.NaN;
  let ms = 0;
  for (let at = 20; at < Math.max(end, 23); at++) {
    const digit = at < end ? text.charCodeAt(at) - 48 : 0;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (at < 23) ms = ms * 10 + digit;
  }
  return ms;
}

/** Two digits; NaN where there are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function moment(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = match.slice(2, 8).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // 24:00:00 is the next midnight in xs:dateTime; a leap second is no valid value there.
  const endOfDay = hour === 24 && minute === 0 && second === 0 && Number(match[8] || 0) === 0;
  if (!endOfDay && (hour > 23 || minute > 59 || second > 59)) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(match.groups?.sign === '-' ? -year : year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = offsetOf(match.groups?.zone);
  if (offset === undefined) return undefined;
  const fraction = Number((match[8] ?? '').slice(0, 3).padEnd(3, '0'));
  const ms = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset;
  // Outside of what a Date can hold.
  return Math.abs(ms) <= 8.64e15 ? ms : undefined;
}

/** Milliseconds east of Greenwich; xs:dateTime goes to ±14:00. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function objection(match: RegExpExecArray, spaced: boolean): DateTimeProblem | undefined {
  const zone = match.groups?.zone;
  // The schema's pattern has four digits of year; an empty fraction passes that pattern but not xs:dateTime.
  if (match[2]?.length !== 4 || match[8] === '') return 'form';
  if (match.groups?.sign === '+') return 'plus';
  if (zone === undefined) return 'noZone';
  if (zone !== 'Z') return 'offset';
  return spaced ? 'space' : undefined;
}

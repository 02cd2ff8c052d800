import { durationToMs, formatDuration, parseDuration, readDateTime } from '../openadr/time.ts';
import { invalid } from './error.ts';
import type { Duration, Moment } from './time.ts';

/** ms since the epoch. @throws OpenADRError for a local time without a zone, and for what is no moment (rule 1) */
export function momentOf(moment: Moment, what: string): number {
  const expected = 'a Date, or an ISO 8601 text with a zone';
  if (moment instanceof Date) {
    const ms = moment.getTime();
    if (Number.isFinite(ms)) return ms;
    throw invalid(`${what} is an invalid Date`, { rule: 1, expected, actual: 'Invalid Date' });
  }
  const { ms, problem } = readDateTime(typeof moment === 'string' ? moment : '');
  if (problem === 'noZone') {
    const hint = 'add Z for UTC or an offset, or give a Date';
    throw invalid(`${what} is a local time without a zone`, { rule: 1, expected, actual: moment, hint });
  }
  if (ms === undefined) throw invalid(`${what} is no moment`, { rule: 1, expected, actual: String(moment) });
  return ms;
}

/**
 * ISO 8601 of a duration; a text is handed on as it stands, for the VTN judges it.
 * @param lenient whether a number that makes no whole seconds is rounded
 * @throws OpenADRError for a number that the wire cannot carry (rule 1)
 */
export function durationText(duration: Duration, what: string, lenient = false): string {
  if (typeof duration === 'string') return duration;
  if (typeof duration !== 'number') {
    const expected = 'ISO 8601 text such as PT15M, or milliseconds';
    throw invalid(`${what} is no duration`, { rule: 1, expected, actual: String(duration) });
  }
  if (!Number.isFinite(duration) || (!lenient && duration % 1000 !== 0)) {
    throw invalid(`${what} is no whole number of seconds`, {
      rule: 1,
      expected: 'ISO 8601 text, or milliseconds that make whole seconds',
      actual: `${duration} ms`,
    });
  }
  return formatDuration(duration);
}

/** ms of a duration that is not negative, for what stays in this process. @throws OpenADRError if it is none (rule 1) */
export function durationMs(duration: Duration, what: string): number {
  const parsed = typeof duration === 'string' ? parseDuration(duration) : undefined;
  const ms = typeof duration === 'number' ? duration : parsed && durationToMs(parsed);
  if (ms !== undefined && ms >= 0 && Number.isFinite(ms)) return ms;
  throw invalid(`${what} is ${ms === undefined ? 'no duration' : 'negative'}`, {
    rule: 1,
    expected: 'ISO 8601 text such as PT10S, or milliseconds, not negative',
    actual: String(duration),
  });
}

import type { OadrCreateOpt, Properties } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { addDuration, parseDateTime, parseDuration } from '../openadr/time.ts';
import type { Verdict } from './reply.ts';
import type { Period } from './state.ts';
import { isDeviceClass, resourcesOf } from './targets.ts';
import type { Turn } from './turn.ts';

/** What an opt schedule must not say of its periods (rule 200). */
const FOREIGN = ['tolerance', 'x-eiRampUp', 'x-eiRecovery', 'x-eiNotification'] as const;

/** The last moment that a date can be, ms since the epoch. */
const END_OF_TIME = 8.64e15;

/** The periods of a vavailability, or why they are none (454: invalid data). */
export function periodsIn(turn: Turn, body: Lenient<OadrCreateOpt>): Period[] | Verdict {
  const available = body.vavailability?.components?.available ?? [];
  if (available.length === 0) return refuse(turn, 'vavailability', 'at least one available', 'none');
  const periods: Period[] = [];
  for (const { properties = {} } of available) {
    remarkForeign(turn, properties);
    const period = periodOf(turn, properties);
    if ('code' in period) return period;
    periods.push(period);
  }
  return periods;
}

function periodOf(turn: Turn, { dtstart, duration }: Lenient<Properties>): Period | Verdict {
  const from = given(dtstart?.['date-time']);
  const start = from === undefined ? undefined : parseDateTime(from);
  if (start === undefined) {
    return refuse(turn, 'dtstart', 'a date-time in UTC like 2026-07-01T14:00:00Z', from ?? 'none');
  }
  const text = given(duration?.duration);
  const length = text === undefined ? undefined : parseDuration(text);
  const end = length && !length.negative ? addDuration(start, length) : undefined;
  if (end === undefined) {
    return refuse(turn, 'duration', 'a duration like PT1H, or PT0S for an open end', text ?? 'none');
  }
  // Not a number where the calendar ends in between.
  if (!(end <= END_OF_TIME)) return refuse(turn, 'duration', 'an end before the year 275760', text ?? '');
  return end === start ? { start } : { start, end };
}

function refuse(turn: Turn, what: string, expected: string, actual: string): Verdict {
  turn.sequence('error', `oadrCreateOpt: ${what} of the schedule cannot be used`, { rule: 206, expected, actual });
  return { code: '454', description: `${what}: expected ${expected}, got ${actual}` };
}

function remarkForeign(turn: Turn, properties: Lenient<Properties>): void {
  for (const name of FOREIGN) {
    if (properties[name] === undefined) continue;
    turn.rule(200, 'error', `an opt schedule with ${name}`, { expected: 'dtstart and duration alone', actual: name });
  }
}

/** Device classes are endDeviceAssets of the closed list; without one the element is left out (rule 209). */
export function remarkClasses(turn: Turn, { oadrDeviceClass }: Lenient<OadrCreateOpt>): void {
  if (!oadrDeviceClass) return;
  const named = resourcesOf(oadrDeviceClass);
  const wrong = named.find((one) => !isDeviceClass(one.replace(/^endDeviceAsset /, '')));
  if (named.length > 0 && wrong === undefined) return;
  turn.rule(209, 'error', 'oadrDeviceClass holds no device class', {
    expected: 'endDeviceAsset:mrid with a device class of rule 111',
    actual: wrong ?? 'none',
    hint: 'Thermostat, Water_Heater, …; without one oadrDeviceClass is left out',
  });
}

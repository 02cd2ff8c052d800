import { durationToMs, parseDuration } from '../time.ts';

/** How often a data point has values, ISO 8601 (oadrSamplingRate); a maximum of 0, or below the minimum, bounds nothing. */
export interface Sampled {
  readonly minPeriod?: string;
  readonly maxPeriod?: string;
}

/** Whether a data point has values as often as that (rule 317). @param granularity ISO 8601; 0: whenever it changes */
export function isSampledLike({ minPeriod, maxPeriod }: Sampled, granularity: string | undefined): boolean {
  const [grain, min, max] = [msOf(granularity), msOf(minPeriod), msOf(maxPeriod)];
  return grain === 0 || (grain >= min && (grain <= max || max < min || max === 0));
}

function msOf(text: string | undefined): number {
  const duration = text === undefined ? undefined : parseDuration(text);
  return duration === undefined ? 0 : durationToMs(duration);
}

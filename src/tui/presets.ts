import type { EventSpec, SignalSpec } from './command-types.ts';

/** An event that an engineer sends by two keys: what apart from whom. */
export interface Preset {
  readonly title: string;
  /** @param now bench time, ms; the start is counted from it */
  make(now: number): Omit<EventSpec, 'eventID'>;
}

const SECOND = 1000;

/** A SIMPLE signal of intervals `[duration, level]`. */
export function simple(...intervals: readonly (readonly [string, number])[]): SignalSpec {
  return {
    name: 'SIMPLE',
    type: 'level',
    intervals: intervals.map(([duration, value]) => ({ duration, value })),
  };
}

/** Presets of the injection menu. */
export const PRESETS: readonly Preset[] = [
  {
    title: 'peak: level 1 for 1 min, then 2 for 1 min, in 30 s after a ramp-up of 15 s',
    make: (now) => ({ start: now + 30 * SECOND, rampUp: 'PT15S', signals: [simple(['PT1M', 1], ['PT1M', 2])] }),
  },
  {
    title: 'open-ended: level 1 from now until cancelled',
    make: (now) => ({ start: now, signals: [simple(['PT0S', 1])] }),
  },
  {
    title: 'price: ELECTRICITY_PRICE 0.12, then 0.48, 5 min each',
    make: (now) => ({
      start: now + 10 * SECOND,
      signals: [
        {
          name: 'ELECTRICITY_PRICE',
          type: 'price',
          intervals: [
            { duration: 'PT5M', value: 0.12 },
            { duration: 'PT5M', value: 0.48 },
          ],
        },
      ],
    }),
  },
  {
    title: 'dispatch: LOAD_DISPATCH setpoint 2.5 for 5 min',
    make: (now) => ({
      start: now + 10 * SECOND,
      signals: [{ name: 'LOAD_DISPATCH', type: 'setpoint', intervals: [{ duration: 'PT5M', value: 2.5 }] }],
    }),
  },
  {
    title: 'test event: level 1 for 1 min, testEvent true',
    make: (now) => ({ start: now + 10 * SECOND, testEvent: true, signals: [simple(['PT1M', 1])] }),
  },
  {
    title: 'no answer wanted: level 1 for 1 min, response never',
    make: (now) => ({ start: now + 10 * SECOND, responseRequired: 'never', signals: [simple(['PT1M', 1])] }),
  },
];

import type { EventSpec } from '../../../src/vtn/event-spec.ts';

const HOUR = 3_600_000;

/** An event far enough off. */
export function peak(value = 1): EventSpec {
  const signals = [{ name: 'SIMPLE', type: 'level', intervals: [{ duration: 'PT1H', value }] }];
  return { eventID: 'peak', start: Date.now() + HOUR, signals };
}

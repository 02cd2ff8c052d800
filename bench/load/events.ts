import type { EventSpec } from '../../src/vtn/event-spec.ts';

const HOUR = 60 * 60_000;

/** Ten events of the next hours: three levels and a price each. @param now ms since the epoch */
export function tenEvents(now: number): readonly EventSpec[] {
  return Array.from({ length: 10 }, (_, index) => ({
    eventID: `event-${index + 1}`,
    start: now + (index + 1) * HOUR,
    priority: 1,
    rampUp: 'PT5M',
    recovery: 'PT5M',
    signals: [
      { name: 'SIMPLE', type: 'level', intervals: [1, 2, 1].map((value) => ({ duration: 'PT20M', value })) },
      {
        name: 'ELECTRICITY_PRICE',
        type: 'price',
        intervals: [0.2, 0.6, 0.4].map((value) => ({ duration: 'PT20M', value })),
        unit: { name: 'currencyPerKWh', units: 'USD' },
      },
    ],
  }));
}

import type { VenSnapshot } from '../../src/vtn/snapshot.ts';

/** A registered VEN as it is kept, with whatever differs. */
export function venSnapshot(venID: string, overrides: Partial<VenSnapshot> = {}): VenSnapshot {
  return {
    venID,
    state: 'registered',
    registrationID: `r-${venID}`,
    pollInterval: 10_000,
    nextOrder: 0,
    events: [],
    queue: [],
    schedules: [],
    goneOpts: [],
    requests: [],
    ...overrides,
  };
}

import type { VenChange, VenIdentity } from './change.ts';
import { SeriesStore } from './series-store.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** A VEN of which nothing but its ID is known. */
export function newVen(venID: string, pollInterval: number): Ven {
  return {
    venID,
    state: 'known',
    pollInterval,
    events: new Map(),
    nextOrder: 0,
    queue: [],
    schedules: [],
    goneOpts: new Set(),
    requests: new Map(),
    piggyRequests: [],
    piggyCancels: [],
    series: new SeriesStore(),
    refused: new Map(),
    restored: false,
    drained: true,
    gaps: [],
    slow: false,
    awaited: [],
    progress: { watched: false, metadata: false, requestedEvents: false, polls: 0, told: new Set() },
    cancelling: new Set(),
    foreign: new Map(),
    unanswered: new Set(),
    wake: Number.POSITIVE_INFINITY,
  };
}

/** Who a VEN is, and what it registered as. */
export function identityOf(ven: Ven): VenIdentity {
  return {
    venID: ven.venID,
    state: ven.state,
    venName: ven.venName,
    registrationID: ven.registrationID,
    fingerprint: ven.fingerprint,
    ...(ven.certificate && { certificate: ven.certificate }),
    profile: ven.profile,
    transport: ven.transport,
    pullModel: ven.pullModel,
    reportOnly: ven.reportOnly,
    xmlSignature: ven.xmlSignature,
  };
}

/** Tells what a VEN is now. */
export function tellVen(turn: Turn, ven: Ven, cause: VenChange['cause']): void {
  turn.change({
    what: 'ven',
    ...identityOf(ven),
    cause,
    pollInterval: ven.pollInterval,
    exchange: turn.exchange,
  });
}

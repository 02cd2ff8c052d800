import type { VenView as BenchVen } from '../vtn/view.ts';

/** A VEN as the server knows it now. */
export interface VenInfo {
  readonly venId: string;
  readonly venName?: string;
  readonly registrationId?: string;
  /** `known`: provisioned or seen, not registered. */
  readonly state: 'known' | 'registered' | 'cancelled';
  readonly presence?: 'online' | 'late' | 'offline';
  readonly lastHeard?: Date;
  /** As told to the VEN, ms. */
  readonly pollInterval: number;
  readonly profile?: string;
  readonly transport?: string;
  readonly reportOnly?: boolean;
  readonly fingerprint?: string;
  /** What waits for it, next first. */
  readonly queue: readonly { readonly item: string; readonly payload: string; readonly label: string }[];
  /** Names of the metadata reports that it offers: `METADATA_TELEMETRY_USAGE`, … */
  readonly reports: readonly string[];
}

/** One VEN's copy of an event, as it is now. */
export interface EventInfo {
  readonly venId: string;
  readonly eventId: string;
  readonly modificationNumber: number;
  readonly status: 'far' | 'near' | 'active' | 'completed' | 'cancelled';
  readonly start: Date;
  /** Absent: open-ended. */
  readonly end?: Date;
  /** The VEN's last answer by oadrCreatedEvent. */
  readonly optType?: 'optIn' | 'optOut';
  /** Newest version that the VEN has answered. */
  readonly answered?: number;
  /** `SIMPLE level 1, 2`: for people. */
  readonly summary: string;
}

/** A VEN for programs. */
export function venInfo(ven: BenchVen): VenInfo {
  const { venID, venName, registrationID, state, presence, lastHeard, pollInterval } = ven;
  const { profile, transport, reportOnly, fingerprint } = ven;
  return {
    ...{ venId: venID, venName, registrationId: registrationID, state, presence, pollInterval },
    ...(lastHeard !== undefined && { lastHeard: new Date(lastHeard) }),
    ...{ profile, transport, reportOnly, fingerprint, queue: ven.queue, reports: ven.reports },
  };
}

/** The events of a VEN for programs. */
export function eventInfos({ venID, events }: BenchVen): EventInfo[] {
  return events.map(({ eventID, modificationNumber, status, schedule, opt, answered, summary }) => ({
    ...{ venId: venID, eventId: eventID, modificationNumber, status },
    start: new Date(schedule.start),
    ...(schedule.end !== undefined && { end: new Date(schedule.end) }),
    ...{ optType: opt, answered, summary },
  }));
}

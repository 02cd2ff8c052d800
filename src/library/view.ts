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
  /** What oadrCreateOpts say: they rule over `optType` (rule 206). Without a target: the whole event. */
  readonly opts: readonly { readonly target?: string; readonly optType: 'optIn' | 'optOut'; readonly optId: string }[];
  /** Newest version that the VEN has answered. */
  readonly answered?: number;
  /** `SIMPLE level 1, 2`: for people. */
  readonly summary: string;
}

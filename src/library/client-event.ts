/** An interval of a signal as the VEN reads it. */
export interface ClientInterval {
  readonly start: Date;
  /** Absent: open-ended. */
  readonly end?: Date;
  readonly signalPayload: number;
}

/** A signal as the VEN reads it. */
export interface ClientSignal {
  readonly signalId: string;
  readonly signalName: string;
  readonly signalType: string;
  /** Element name of its itemBase. */
  readonly unit?: string;
  readonly intervals: readonly ClientInterval[];
}

/** An event that a VTN offers, in a version that is new to the VEN and that it could carry out. */
export interface ClientEvent {
  readonly eventId: string;
  readonly modificationNumber: number;
  readonly responseRequired: 'always' | 'never';
  readonly start: Date;
  /** Absent: open-ended. */
  readonly end?: Date;
  /** 1 highest, 0 none. */
  readonly priority: number;
  readonly testEvent: boolean;
  readonly marketContext?: string;
  /** resourceIDs that it is for; empty: all. */
  readonly resourceIds: readonly string[];
  readonly signals: readonly ClientSignal[];
}

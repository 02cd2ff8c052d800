/** How a VEN reports, as data: the honest way, and how it may stray from that. */
export interface Reporting {
  /** Whether it answers an oadrCreateReport by oadrCreatedReport. */
  readonly confirms: boolean;
  /** Whether data ever comes. */
  readonly sends: boolean;
  /** Whether a report says when it begins (rule 313). */
  readonly dtstart: boolean;
  /** Whether intervals have their durations (rule 315). */
  readonly duration: boolean;
  /** The reportRequestID of its reports: as requested, or one of its own. */
  readonly reportRequestID: 'requested' | 'own';
  /** Each report of this number is left out with its intervals; 0: none. */
  readonly skipsEvery: number;
  /** reportBackDurations by which each periodic report is late. */
  readonly late: number;
  /** oadrDataQuality of all values. */
  readonly quality: string;
  /** Whether its metadata say how much data it keeps (rule 312). */
  readonly metadataDuration: boolean;
}

export const HONEST: Reporting = {
  confirms: true,
  sends: true,
  dtstart: true,
  duration: true,
  reportRequestID: 'requested',
  skipsEvery: 0,
  late: 0,
  quality: 'Quality Good - Non Specific',
  metadataDuration: true,
};

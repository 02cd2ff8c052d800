import type { MessageRecord, StateRecord } from '../../journal/record.ts';
import type { Finding, XmlElement } from '../../openadr/index.ts';
import type { Reading } from '../../openadr/report/readings.ts';
import type { Stamp } from '../engine/moment.ts';

/** Something that a VEN did or that was decided about it; what expectations are folds over. */
export type Fact =
  /** A message came from the VEN. */
  | {
      readonly fact: 'message';
      readonly at: Stamp;
      readonly record: MessageRecord;
      /** Reads the body on demand; `undefined` where nothing could be read. */
      tree(): XmlElement | undefined;
      /** The values of an oadrUpdateReport, read on demand; of anything else none. */
      readings(): readonly Reading[];
    }
  /** What went back in an exchange. */
  | { readonly fact: 'answer'; readonly at: Stamp; readonly record: MessageRecord }
  /** A change of the VTN's state about the VEN. */
  | { readonly fact: 'change'; readonly at: Stamp; readonly exchange?: string; readonly change: StateRecord['change'] }
  /** The VTN goes down and comes back: what it was known to be is to be told anew. */
  | { readonly fact: 'restart'; readonly at: Stamp }
  /** Findings about the VEN's connection, outside of any message. */
  | {
      readonly fact: 'findings';
      readonly at: Stamp;
      readonly exchange?: string;
      readonly findings: readonly Finding[];
    };

/** What came nearest to meeting an expectation. */
export interface Miss {
  readonly at: Stamp;
  readonly exchange?: string;
  /** How near: the larger the nearer. */
  readonly score: number;
  /** In words: `oadrCreatedEvent with optOut`. */
  readonly what: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** What one fact is to an expectation, worked out when the fact comes. */
export interface Candidate<D = unknown> {
  readonly at: Stamp;
  readonly exchange?: string;
  readonly hit: boolean;
  readonly data: D;
  readonly miss?: Miss;
}

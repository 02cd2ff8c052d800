import type { Baseline, Signal } from './signal.ts';
import type { Target } from './target.ts';
import type { Duration } from './time.ts';

/** What an event has beside its signals. */
export interface EventDetails {
  /** oadrResponseRequired, default `always`. */
  readonly responseRequired?: 'always' | 'never';
  /** Whom it is for; default the whole VEN (rule 22). */
  readonly targets?: Target | readonly Target[];
  /** URI, default the server's. */
  readonly marketContext?: string;
  /** 1 highest, larger is lower, 0 none (rule 3); default 0. */
  readonly priority?: number;
  /** x-eiNotification, ISO 8601 or ms. */
  readonly notification?: Duration;
  /** x-eiRampUp, ISO 8601 or ms. */
  readonly rampUp?: Duration;
  /** x-eiRecovery, ISO 8601 or ms. */
  readonly recovery?: Duration;
  /** Tolerance startafter, ISO 8601 or ms: the VEN begins at random within it (rule 30). */
  readonly startAfter?: Duration;
  /** `true` or any text but `false`: a test event (rule 6). */
  readonly testEvent?: boolean | string;
  /** vtnComment */
  readonly comment?: string;
  readonly baseline?: Baseline;
  /** The whole length, ISO 8601 or ms; only checked against the sum of the intervals, which is what is sent (rule 8). */
  readonly duration?: Duration;
}

/** One signal written into the event itself, or several in a list. */
export type EventSignals = (Signal & { readonly signals?: never }) | SignalList;

interface SignalList {
  readonly signals: readonly [Signal, ...Signal[]];
  readonly signalName?: never;
  readonly signalType?: never;
  readonly intervals?: never;
}

/** What may be changed in an event that was sent; what is not named stays. */
export type EventChanges = Partial<EventDetails> &
  (EventSignals | { readonly signals?: never; readonly intervals?: never });

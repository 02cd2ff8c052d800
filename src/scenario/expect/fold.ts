import type { Border, Moment, Stamp } from '../engine/moment.ts';
import type { Candidate, Fact, Miss } from './fact.ts';

/** Why an expectation can no longer hold. */
export interface Break {
  readonly at: Stamp;
  readonly exchange?: string;
  readonly what: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** Where in time an expectation is judged. */
export interface Closing {
  readonly opening: Border;
  readonly deadline: Border;
  /** When the step was reached; what must hold all the time is not asked of the time before. */
  readonly reached?: Stamp;
  /** How much later than said something may be because of the bench's own lateness, ms. */
  readonly slack: number;
}

/**
 * One subject of `expect` for one VEN. `see` works out at once what a fact is; the fold then takes what lies in the
 * window, in order. It keeps a state, the nearest miss and at most 1,000 candidate times.
 */
export interface Fold<D = unknown> {
  /** `undefined`: nothing to it. */
  see(fact: Fact): Candidate<D> | undefined;
  /** The window opens; `before` is the last candidate outside of it. */
  open(before: Candidate<D> | undefined, at: Stamp, opening: Border): void;
  add(candidate: Candidate<D>): void;
  /** The earliest moment at which it was met, for `within`; what is a state counts from the clock's start on. */
  met(clock: Moment | undefined): Stamp | undefined;
  /**
   * Where what is judged is told only later (samples): how long after the deadline it may still come, ms. Its window is
   * one of time alone, whatever was recorded when.
   */
  lag?(): number;
  /** The same if what is measured may be off by so many ms; for subjects that measure. */
  metWith?(slack: number): Stamp | undefined;
  /** The first thing up to the deadline that spoils it for good; with `until` also what it must not do meanwhile. */
  broken(closing: Closing, mode: 'within' | 'until'): Break | undefined;
  /** At the `until` anchor: what is wrong, if anything. */
  wrongAt(
    closing: Closing,
  ): Break | { readonly what: string; readonly expected?: string; readonly actual?: string } | undefined;
  /** What came nearest. */
  nearest(): Miss | undefined;
  /** What is waited for, in words. */
  wanted(): string;
  /** What is known of why nothing came at all. */
  lack?(): Partial<Miss> | undefined;
  /** A remedy for what is missing, if there is one. */
  hint?(): string | undefined;
}

import { HONEST, type Reporting } from './reporting.ts';

/**
 * - `badDigest`: the text of the signed object is changed after it was signed.
 * - `wrongKey`: signed with a key of its own making, its certificate shown all the same.
 * - `none`: it registers for signatures and signs nothing.
 * - `last`: Signature stands behind oadrSignedObject.
 * - `stale`: ReplayProtect is of an hour ago.
 * - `replayed`: each message after the first has the nonce and timestamp of the one before, so all have those of the first.
 */
export type SigningHabit = 'badDigest' | 'wrongKey' | 'none' | 'last' | 'stale' | 'replayed';

/** How a simulated VEN behaves, as data; the state machine reads it and knows no personality by name. */
export interface Personality {
  /** One sentence about what it does, for people: `a VEN that …` without these words. */
  readonly explain: string;
  /** Its decision about an event that it can carry out. */
  readonly opt: 'optIn' | 'optOut';
  /** Which events it answers: those that want it (rule 12), none, or also those that must not be answered. */
  readonly answers: 'required' | 'none' | 'all';
  /** Whether it answers an event again that comes again unchanged (rule 62). */
  readonly repeatsAnswers: boolean;
  /** Polls by cadence that pass before an oadrCreatedEvent is sent; 0 sends it at once. */
  readonly answerAfterPolls: number;
  /** Whether an event is still known when it comes again, and is carried out. */
  readonly remembersEvents: boolean;
  /** The requestID of its event responses: as received (rule 42) or one of its own. */
  readonly requestID: 'received' | 'own';
  /** The modificationNumber of its event responses: as received, or that of the version before. */
  readonly version: 'received' | 'previous';
  /** What it does with a cancel: confirms it (optIn), refuses it (optOut) and goes on, or goes on without a word. */
  readonly cancel: 'confirm' | 'refuse' | 'ignore';
  /** Whether an event that is active may still be modified or cancelled. */
  readonly changesActive: boolean;
  /** Whether an event that the VTN leaves out of its list is cancelled by that (rule 61), or still answered. */
  readonly omission: 'cancels' | 'answered';
  /** Whether it takes events without an end (rule 47). */
  readonly openEnded: boolean;
  /** Whether it takes part in an event that overlaps another one of its own. */
  readonly overlaps: boolean;
  /** signalNames that it can carry out; absent: all standard ones. */
  readonly signals?: readonly string[];
  /** Whether it answers the VTN's oadrRegisterReport. */
  readonly registersReports: boolean;
  /** Factor on the requested poll interval. */
  readonly cadence: number;
  /** Whether it acts on an oadrRequestReregistration. */
  readonly reregisters: boolean;
  /** Whether a re-registration carries both IDs (rule 402). */
  readonly keepsIDs: boolean;
  /** Whether the registration begins with oadrQueryRegistration. */
  readonly queries: boolean;
  /** Polls by cadence after which it registers anew though nobody asked; absent: never. */
  readonly registersEveryPolls?: number;
  /** Poll intervals until it registers again after the VTN cancelled the registration (rule 401); absent: never. */
  readonly comesBackAfter?: number;
  /** Mid-event it opts out of what it has opted in to: ms after the begin, and by which payload (rule 206). */
  readonly leaves?: { readonly after: number; readonly via: 'oadrCreatedEvent' | 'oadrCreateOpt' };
  /** An opt schedule that it creates after each new registration: ms from then, and its length in ms (8.5). */
  readonly schedules?: { readonly optType: 'optIn' | 'optOut'; readonly after: number; readonly duration: number };
  /** Whether it answers an oadrCancelPartyRegistration (rule 401); it leaves all the same. */
  readonly confirmsCancel: boolean;
  /** Whether its load follows the event that rules. */
  readonly followsEvents: boolean;
  readonly reporting: Reporting;
  /** What it does wrong with the signatures of its messages, where it signs (section 10.6, rule 514); absent: nothing. */
  readonly signing?: SigningHabit;
  /** Payloads whose child elements it writes in reverse order, which breaks the schema. */
  readonly reverses: readonly string[];
}

/** The VEN that strays from nothing. */
export const cooperative: Personality = {
  explain: 'does all that the standard asks of it and opts in to every event',
  opt: 'optIn',
  answers: 'required',
  repeatsAnswers: true,
  answerAfterPolls: 0,
  remembersEvents: true,
  requestID: 'received',
  version: 'received',
  cancel: 'confirm',
  changesActive: true,
  omission: 'cancels',
  openEnded: true,
  overlaps: true,
  registersReports: true,
  cadence: 1,
  reregisters: true,
  keepsIDs: true,
  queries: true,
  comesBackAfter: 2,
  confirmsCancel: true,
  followsEvents: true,
  reporting: HONEST,
  reverses: [],
};

/** The cooperative VEN with one habit changed. */
export function but(explain: string, habit: Partial<Personality>): Personality {
  return { ...cooperative, ...habit, explain };
}

/** The cooperative VEN with one habit of its reports changed. */
export function reporting(explain: string, habit: Partial<Reporting>): Personality {
  return but(explain, { reporting: { ...HONEST, ...habit } });
}

import { HONEST, type Reporting } from './reporting.ts';

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
  /** Whether its load follows the event that rules. */
  readonly followsEvents: boolean;
  readonly reporting: Reporting;
  /** Payloads whose child elements it writes in reverse order, which breaks the schema. */
  readonly reverses: readonly string[];
}

const cooperative: Personality = {
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
  followsEvents: true,
  reporting: HONEST,
  reverses: [],
};

/** The cooperative VEN with one habit changed. */
function but(explain: string, habit: Partial<Personality>): Personality {
  return { ...cooperative, ...habit, explain };
}

/** All personalities by name; the first is the default. */
export const PERSONALITIES = {
  cooperative,
  'opts-out': but('opts out of every event', { opt: 'optOut' }),
  late: but('sends its oadrCreatedEvent six polls after the event came', { answerAfterPolls: 6 }),
  silent: but('never answers an event', { answers: 'none' }),
  eager: but('also answers events whose oadrResponseRequired is never', { answers: 'all' }),
  forgetful: but('forgets each event once it is answered, and takes a later version of it for an unknown eventID', {
    remembersEvents: false,
  }),
  'wrong-request-id': but('answers events with a requestID of its own making', { requestID: 'own' }),
  'stale-version': but('answers a modified event with the modificationNumber of the version before', {
    version: 'previous',
  }),
  'ignores-cancel': but('neither acknowledges a cancelled event nor stops it', { cancel: 'ignore' }),
  'cannot-cancel': but('answers a cancelled event with optOut and carries it on', { cancel: 'refuse' }),
  'changes-only': but('answers new and changed events only, none that comes again unchanged', {
    repeatsAnswers: false,
  }),
  'locks-active': but('refuses every change of an active event, a cancel too', { changesActive: false }),
  clings: but('goes on answering events that the VTN has left out of its list', { omission: 'answered' }),
  'no-open-end': but('takes an event without an end for one that is over', { openEnded: false }),
  'one-event': but('opts out of an event that overlaps another one', { overlaps: false }),
  'simple-only': but('knows no signal but SIMPLE', { signals: ['SIMPLE'] }),
  'no-report-handshake': but("never answers the VTN's oadrRegisterReport", { registersReports: false }),
  'wrong-cadence': but('polls at half the requested pace', { cadence: 2 }),
  hasty: but('polls at twice the requested pace', { cadence: 0.5 }),
  'no-reregistration': but('takes no notice of an oadrRequestReregistration', { reregisters: false }),
  'new-ids': but('registers without its IDs when it is asked to register again', { keepsIDs: false }),
  malformed: but('writes the elements of its oadrCreatedEvent in the wrong order', { reverses: ['oadrCreatedEvent'] }),
  'skip-query': but('registers without an oadrQueryRegistration before, which is legal', { queries: false }),
  storm: but('registers anew at every poll, though nobody asked', { registersEveryPolls: 1 }),
  'stays-away': but('does not come back once its registration was cancelled', { comesBackAfter: undefined }),
} satisfies Record<string, Personality>;

/** Name of a personality, as in `--ven sim` and in a scenario's `simulated`. */
export type PersonalityName = keyof typeof PERSONALITIES;

/** All names, in the order of the table. */
export const personalityNames = Object.keys(PERSONALITIES) as readonly PersonalityName[];

/** Whether there is a personality of that name. */
export function isPersonalityName(name: string): name is PersonalityName {
  return Object.hasOwn(PERSONALITIES, name);
}

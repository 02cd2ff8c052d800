import { but, cooperative, type Personality, reporting } from './personality.ts';
import type { PersonalityName } from './personality-name.ts';

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
  'no-cancel-answer': but('leaves without an oadrCanceledPartyRegistration when the VTN cancels its registration', {
    confirmsCancel: false,
  }),
  'stays-away': but('does not come back once its registration was cancelled', { comesBackAfter: undefined }),
  'leaves-event': but('opts out of an event that it has carried out for 20 s, by another oadrCreatedEvent', {
    leaves: { after: 20_000, via: 'oadrCreatedEvent' },
  }),
  'leaves-by-opt': but('opts out of an event that it has carried out for 20 s, by an oadrCreateOpt', {
    leaves: { after: 20_000, via: 'oadrCreateOpt' },
  }),
  unavailable: but(
    'creates an opt schedule once it is registered, out for an hour from ten minutes later on, and keeps to it',
    {
      schedules: { optType: 'optOut', after: 600_000, duration: 3_600_000 },
    },
  ),
  'stuck-load': but('opts in, and its load does not change', { followsEvents: false }),
  'no-dtstart': reporting('sends reports that do not say when they begin', { dtstart: false }),
  'no-durations': reporting('sends energy without the durations of its intervals', { duration: false }),
  'wrong-report-id': reporting('sends reports with a reportRequestID of its own making', { reportRequestID: 'own' }),
  'never-reports': reporting('accepts every report request and never sends data', { sends: false }),
  'unconfirmed-reports': reporting('sends the reports that it is asked for without an oadrCreatedReport before', {
    confirms: false,
  }),
  'late-reports': reporting('sends each periodic report one reportBackDuration too late', { late: 1 }),
  'skips-reports': reporting('leaves out every third report of a periodic request', { skipsEvery: 3 }),
  'bad-quality': reporting('marks all its values as being of bad quality', { quality: 'Quality Bad - Sensor Failure' }),
  'no-metadata-duration': reporting('does not say in its metadata how much data it keeps', { metadataDuration: false }),
  'bad-digest': but('indents its messages after it has signed them, so that their digests do not hold', {
    signing: 'badDigest',
  }),
  'wrong-key': but('signs with a key that is not that of its certificate', { signing: 'wrongKey' }),
  'no-signature': but('registers for XML signatures and signs nothing', { signing: 'none' }),
  'signature-last': but('writes the Signature behind oadrSignedObject', { signing: 'last' }),
  'stale-replay-protect': but('stamps its messages an hour before it sends them', { signing: 'stale' }),
  'replayed-message': but('signs each message with the timestamp and nonce of the first', { signing: 'replayed' }),
} satisfies Record<PersonalityName, Personality>;

export type { PersonalityName } from './personality-name.ts';

/** All names, in the order of the table. */
export const personalityNames = Object.keys(PERSONALITIES) as readonly PersonalityName[];

/** Whether there is a personality of that name. */
export function isPersonalityName(name: string): name is PersonalityName {
  return Object.hasOwn(PERSONALITIES, name);
}

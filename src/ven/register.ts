import type { OadrCreatedPartyRegistration, OadrCreatePartyRegistration } from '../openadr/index.ts';
import { durationToMs, parseDuration } from '../openadr/time.ts';
import { backoff } from './backoff.ts';
import { endEvents } from './execute.ts';
import type { VenFact } from './facts.ts';
import { postMetadata } from './report.ts';
import { isRegistered, wiped } from './state.ts';
import type { Turn } from './turn.ts';

/** EiRegisterParty from the VEN's side (8.4, rules 400 to 407). */
export const SERVICE = 'EiRegisterParty';

/** Begins a registration, with oadrQueryRegistration unless the personality leaves that out. */
export function begin(turn: Turn): void {
  if (!turn.config.personality.queries) {
    create(turn);
    return;
  }
  turn.set({ retryAt: undefined });
  turn.phase('querying');
  const body = { requestID: turn.random.id(), schemaVersion: '2.0b' };
  turn.post(SERVICE, { name: 'oadrQueryRegistration', body });
}

/** The answer to the query: says whether 2.0b over simple HTTP is on offer, and decides nothing more. */
export function queried(turn: Turn, { oadrProfiles }: OadrCreatedPartyRegistration): void {
  const offered = oadrProfiles?.oadrProfile?.some(
    (profile) =>
      profile.oadrProfileName === '2.0b' &&
      profile.oadrTransports?.oadrTransport?.some((transport) => transport.oadrTransportName === 'simpleHttp'),
  );
  if (!offered)
    turn.problem('the VTN does not offer profile 2.0b over simpleHttp', { payload: 'oadrQueryRegistration' });
  create(turn);
}

/** Posts oadrCreatePartyRegistration: with both IDs where the VEN has them, else as a new one (rule 402). */
export function create(turn: Turn): void {
  const { state, config } = turn;
  turn.set({ retryAt: undefined });
  turn.phase(isRegistered(state) ? 'renewing' : 'registering');
  const body: OadrCreatePartyRegistration = {
    requestID: turn.random.id(),
    ...(state.registrationID !== undefined && { registrationID: state.registrationID }),
    ...(state.venID !== undefined && { venID: state.venID }),
    oadrProfileName: '2.0b',
    oadrTransportName: 'simpleHttp',
    oadrReportOnly: false,
    oadrXmlSignature: config.xmlSignature ?? false,
    oadrVenName: config.venName,
    oadrHttpPullModel: true,
    schemaVersion: '2.0b',
  };
  turn.post(SERVICE, { name: 'oadrCreatePartyRegistration', body });
}

/** The VTN accepted: the IDs are kept, and a new registration goes on with the metadata (rules 301, 405). */
export function created(turn: Turn, body: OadrCreatedPartyRegistration): void {
  const { state } = turn;
  const fault = faultOf(turn, body);
  if (fault !== undefined) {
    turn.problem(fault, { payload: 'oadrCreatedPartyRegistration' });
    createFailed(turn);
    return;
  }
  const { venID, registrationID, vtnID } = body;
  if (venID === undefined || registrationID === undefined) {
    createFailed(turn);
    return;
  }
  const renewed = state.phase === 'renewing';
  const frequency = parseDuration(body.oadrRequestedOadrPollFreq?.duration ?? '');
  const requested = frequency ? durationToMs(frequency) : 0;
  const pollInterval = requested > 0 ? requested : turn.config.pollInterval;
  const sameVen = state.poll !== undefined && state.venID === venID;
  const poll = sameVen
    ? state.poll
    : turn.sending('OadrPoll', { name: 'oadrPoll', body: { venID, schemaVersion: '2.0b' } });
  turn.set({ venID, registrationID, vtnID, pollInterval, poll });
  const cause = renewed || state.registrationID !== undefined ? 'renewed' : 'new';
  turn.tell({ fact: 'registered', cause, venID, registrationID, vtnID, pollInterval });
  if (renewed) {
    poller(turn);
    return;
  }
  turn.phase('reporting');
  postMetadata(turn);
}

/** What is wrong with an accepting oadrCreatedPartyRegistration, if anything (rules 21, 400, 403). */
function faultOf(turn: Turn, { venID, registrationID, vtnID }: OadrCreatedPartyRegistration): string | undefined {
  const { state } = turn;
  if (venID === undefined || registrationID === undefined) return 'the VTN accepted without venID or registrationID';
  if (state.vtnID !== undefined && vtnID !== state.vtnID) return `vtnID is ${vtnID}, expected ${state.vtnID}`;
  if (state.venID !== undefined && venID !== state.venID) return `venID is ${venID}, expected ${state.venID}`;
  if (state.registrationID !== undefined && registrationID !== state.registrationID)
    return `registrationID is ${registrationID}, expected ${state.registrationID}`;
  return undefined;
}

/** The VTN refused: the IDs that it does not know are given up, the next try comes after a back-off. */
export function rejected(turn: Turn, code: string): void {
  if (turn.state.phase === 'renewing' && code !== '463' && code !== '452') {
    poller(turn);
    return;
  }
  if (isRegistered(turn.state)) {
    lost(turn);
    return;
  }
  turn.set({ registrationID: undefined, venID: turn.config.venID });
  createFailed(turn);
}

/** No usable answer to a create: a renewal leaves all as it was, a registration is tried again. */
export function createFailed(turn: Turn): void {
  if (turn.state.phase === 'renewing') {
    poller(turn);
    return;
  }
  retry(turn);
}

/** A create that must not be sent again (404, 406, 501): without a change on either side nothing more can be done. */
export function createRefused(turn: Turn): void {
  if (turn.state.phase === 'renewing') {
    poller(turn);
    return;
  }
  turn.phase('stopped');
}

/** The VTN does not know this VEN any more: all is erased and it registers anew, the first time at once, then ever later. */
export function lost(turn: Turn): void {
  const first = turn.state.failures === 0;
  unregister(turn, 'unknown');
  if (!first) {
    retry(turn);
    return;
  }
  turn.set({ failures: 1 });
  begin(turn);
}

function retry(turn: Turn): void {
  const failures = turn.state.failures + 1;
  const wait = backoff(failures, turn.config.longestRetry, turn.random);
  turn.set({ failures, retryAt: turn.now + wait });
  turn.phase('away');
}

/** Registers without IDs although it is registered: on both sides all is erased (rule 406). */
export function anew(turn: Turn): void {
  unregister(turn, 'anew');
  turn.phase('away');
  create(turn);
}

/** Erases all that belongs to the registration (rules 406, 407). */
export function unregister(turn: Turn, cause: Extract<VenFact, { fact: 'unregistered' }>['cause']): void {
  endEvents(turn);
  turn.state = wiped(turn.state, turn.config);
  turn.drop();
  turn.tell({ fact: 'unregistered', cause });
  turn.phase('away');
}

/** The normal life: the first poll is due at once. */
export function poller(turn: Turn): void {
  turn.phase('polling');
  turn.set({ nextPoll: turn.now });
}

import type { OadrCancelPartyRegistration, OadrRequestReregistration } from '../openadr/index.ts';
import { anew, begin, create, SERVICE, unregister } from './register.ts';
import { response } from './response.ts';
import { isRegistered, wiped } from './state.ts';
import type { Turn } from './turn.ts';

/** Ends and renewals of a registration, from either side (8.4.1, rules 400, 401, 407). */

/** The VTN cancels: acknowledged and erased, or refused when it names another registration (rule 400). */
export function cancelledByVtn(turn: Turn, body: OadrCancelPartyRegistration): void {
  const { state, config } = turn;
  const { venID, registrationID } = state;
  const ours = body.registrationID === registrationID && (body.venID === undefined || body.venID === venID);
  const reply = {
    eiResponse: response(ours ? '200' : '452', body.requestID),
    ...(registrationID !== undefined && { registrationID }),
    ...(venID !== undefined && { venID }),
    schemaVersion: '2.0b',
  };
  if (ours) unregister(turn, 'byVtn');
  else turn.problem('the VTN cancels a registration that is not this one', { payload: 'oadrCancelPartyRegistration' });
  if (!ours || config.personality.confirmsCancel)
    turn.post(SERVICE, { name: 'oadrCanceledPartyRegistration', body: reply });
  if (!ours) return;
  const wait = config.personality.comesBackAfter;
  if (wait === undefined) turn.phase('stopped');
  // The interval of the registration that has just ended; the new state knows only the default.
  else turn.set({ retryAt: turn.now + wait * state.pollInterval });
}

/** The VTN asks for a re-registration: acknowledged by oadrResponse, then a create with both IDs (8.4.1, rule 508). */
export function reregistrationAsked(turn: Turn, body: OadrRequestReregistration): void {
  const { personality } = turn.config;
  if (!personality.reregisters) return;
  const { venID } = turn.state;
  const code = body.venID === venID ? '200' : '452';
  turn.post(SERVICE, {
    name: 'oadrResponse',
    body: { eiResponse: response(code, ''), ...(venID !== undefined && { venID }), schemaVersion: '2.0b' },
  });
  if (code !== '200') {
    turn.problem('oadrRequestReregistration names another venID', { responseCode: code });
    return;
  }
  if (personality.keepsIDs) create(turn);
  else anew(turn);
}

/** Ends the registration from this side. */
export function cancel(turn: Turn): void {
  const { registrationID, venID } = turn.state;
  if (registrationID === undefined) {
    // A registration under way is given up: its answer will belong to an earlier life.
    turn.state = wiped(turn.state, turn.config);
    turn.drop();
    turn.phase('stopped');
    return;
  }
  turn.phase('cancelling');
  turn.post(SERVICE, {
    name: 'oadrCancelPartyRegistration',
    body: { requestID: turn.random.id(), registrationID, ...(venID !== undefined && { venID }), schemaVersion: '2.0b' },
  });
}

/** The VTN confirmed our cancel, or does not know the registration anyhow. */
export function cancelled(turn: Turn): void {
  unregister(turn, 'byVen');
  turn.phase('stopped');
}

/** Registers again because somebody wants it: renewed where registered, else begun. */
export function again(turn: Turn): void {
  const { phase } = turn.state;
  // What is under way is not begun twice.
  if (['querying', 'registering', 'reporting', 'requesting', 'renewing', 'cancelling'].includes(phase)) return;
  if (isRegistered(turn.state)) create(turn);
  else begin(turn);
}

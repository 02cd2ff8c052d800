import type { OadrCreatePartyRegistration } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { refuseCertificate } from './certificate.ts';
import type { VenChange } from './change.ts';
import { isConsulted } from './consult.ts';
import type { Core } from './core.ts';
import { unusedID } from './ids.ts';
import { lacksCertificate } from './pinned.ts';
import type { Verdict } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';
import { newVen } from './ven.ts';

type Body = Lenient<OadrCreatePartyRegistration>;

/** What a create is found to be. */
export type Found = Registrant | { readonly refused: Verdict };

/** Who registers, and how. */
export interface Registrant {
  readonly ven: Ven;
  readonly cause: VenChange['cause'];
  /** It chose its venID itself, and only the program can allow that (rule 402). */
  readonly claimed?: boolean;
}

/** Finds whose registration a create is: by IDs, certificate or venName (rules 21, 402, 406, 517). */
export function whose(core: Core, turn: Turn, received: Received, body: Body): Found {
  const { fingerprint } = received.peer;
  const byCert = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  const venID = given(body.venID);
  const registrationID = given(body.registrationID);
  if (registrationID !== undefined) return again(core, turn, received, venID, registrationID, byCert);
  if (venID !== undefined) return withOwnID(core, turn, received, venID, byCert);
  const venName = given(body.oadrVenName);
  const known = byCert ?? (venName === undefined ? undefined : core.directory.byName(venName));
  if (known) return known.state === 'registered' ? anew(turn, received, known) : { ven: known, cause: 'new' };
  const assigned = unusedID(core.random, 'ven-', 8, (id) => core.directory.has(id));
  return { ven: newVen(assigned, core.config.pollInterval), cause: 'new' };
}

/** Without a certificate the name is all that tells VENs apart: two of one name take each other's place. */
function anew(turn: Turn, { peer }: Received, ven: Ven): Found {
  if (peer.fingerprint === undefined && ven.address !== undefined && ven.address !== peer.address) {
    turn.sequence('warning', 'a VEN of that name was registered from another address', {
      rule: 406,
      expected: ven.address,
      actual: peer.address,
      hint: 'if these are two devices, give them different names, or certificates',
    });
  }
  return { ven, cause: 'anew' };
}

/** A first registration with a venID of its own: only where it was provisioned, or any is welcome (rule 402). */
function withOwnID(core: Core, turn: Turn, received: Received, venID: string, byCert: Ven | undefined): Found {
  const ven = core.directory.get(venID);
  if (byCert && byCert !== ven) return wrong(turn, 'venID', byCert.venID, venID, 402);
  if (!ven) {
    if (core.config.anyVenID) return { ven: newVen(venID, core.config.pollInterval), cause: 'new' };
    if (isConsulted(core, turn, 'createPartyRegistration')) {
      return { ven: newVen(venID, core.config.pollInterval), cause: 'new', claimed: true };
    }
    return unclaimable(turn, venID);
  }
  if (lacksCertificate(ven, received.peer)) return pinned(core, turn, received, ven);
  return { ven, cause: ven.state === 'registered' ? 'anew' : 'new' };
}

/** A venID that the VEN chose itself, which nobody knows. */
export function unclaimable(turn: Turn, venID: string): { readonly refused: Verdict } {
  return wrong(turn, 'venID', 'none, or one that was provisioned', venID, 402);
}

/** A re-registration (8.4.1): both IDs as they were given. */
function again(
  core: Core,
  turn: Turn,
  received: Received,
  venID: string | undefined,
  registrationID: string,
  byCert: Ven | undefined,
): Found {
  if (venID === undefined) {
    turn.rule(402, 'error', 'a re-registration has no venID', { expected: 'registrationID and venID', actual: 'none' });
  }
  const ven =
    venID === undefined ? (byCert ?? core.directory.byRegistration(registrationID)) : core.directory.get(venID);
  if (byCert?.state === 'registered' && ven !== byCert) return wrong(turn, 'venID', byCert.venID, venID ?? '', 402);
  if (ven?.state !== 'registered') {
    turn.sequence('warning', 'a re-registration of what is not registered', {
      rule: 402,
      expected: 'a create without registrationID',
      actual: `registrationID ${registrationID}`,
    });
    return { refused: { code: '463', description: 'not registered; register without registrationID' } };
  }
  if (lacksCertificate(ven, received.peer)) return pinned(core, turn, received, ven);
  if (ven.registrationID !== registrationID) {
    return wrong(turn, 'registrationID', ven.registrationID ?? 'none', registrationID, 400);
  }
  return { ven, cause: 'renewed' };
}

/** A create with the IDs of a VEN that is bound to another certificate. */
function pinned(core: Core, turn: Turn, { peer }: Received, ven: Ven): { readonly refused: Verdict } {
  const { venID, fingerprint: bound } = ven;
  const { fingerprint } = peer;
  const holder = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  if (fingerprint === undefined || holder) {
    turn.sequence('error', 'oadrCreatePartyRegistration with the IDs of a VEN that has another certificate', {
      rule: 517,
      expected: `certificate ${bound}, to which venID ${venID} is bound`,
      actual: holder ? `certificate ${fingerprint}, that of venID ${holder.venID}` : 'no certificate',
      hint: 'let the device present the certificate that it registered with (9.2.1.1)',
    });
  } else {
    const { message, ...words } = refuseCertificate(turn, ven, fingerprint, peer);
    turn.sequence('error', `oadrCreatePartyRegistration: ${message}`, { rule: 517, ...words });
  }
  return { refused: { code: '463', description: 'this certificate is not registered' } };
}

function wrong(
  turn: Turn,
  what: string,
  expected: string,
  actual: string,
  rule: number,
): { readonly refused: Verdict } {
  turn.sequence('error', `oadrCreatePartyRegistration with a wrong ${what}`, { rule, expected, actual });
  return { refused: { code: '452', description: `wrong ${what} ${actual}` } };
}

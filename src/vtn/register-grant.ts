import { isUsableID, shownID, USABLE_ID } from '../openadr/id.ts';
import type { OadrCreatePartyRegistration } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { RegistrationInfo } from './ask.ts';
import { CommandError } from './command-error.ts';
import { consult } from './consult.ts';
import type { Core } from './core.ts';
import { type Registrant, unclaimable } from './register-whose.ts';
import type { Verdict } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';
import { newVen } from './ven.ts';

type Body = Lenient<OadrCreatePartyRegistration>;

/** A registration that is allowed, with what the program wants its IDs to be. */
export interface Granted extends Registrant {
  readonly registrationID?: string;
  /** The VEN as it was known before, where the program gives it another venID. */
  readonly replaces?: Ven;
}

interface GivenIDs {
  readonly venID?: string;
  readonly registrationID?: string;
}

/**
 * What the program says to a registration.
 * @throws Asking, Unanswered; CommandError for IDs that cannot be given
 */
export function grant(
  core: Core,
  turn: Turn,
  received: Received,
  body: Body,
  found: Registrant,
): Granted | { readonly refused: Verdict } {
  const input = infoOf(core, received, body, found);
  const answer = consult(core, turn, { handler: 'createPartyRegistration', input });
  if (answer === false) return { refused: { code: '463', description: 'the registration was refused' } };
  const ids = idsIn(answer);
  if (found.cause === 'renewed') return kept(found, ids);
  if (found.claimed && ids.venID === undefined) return unclaimable(turn, found.ven.venID);
  const granted = withVenID(core, received, body, found, ids.venID);
  const { registrationID } = ids;
  if (registrationID === undefined) return granted;
  const holder = core.directory.byRegistration(registrationID);
  if (holder && holder !== granted.ven && holder !== granted.replaces) {
    throw unusable('the registrationID is that of another VEN', `one that ${holder.venID} has not`, registrationID);
  }
  return { ...granted, registrationID };
}

/** The venID is told where the VEN is known, even if it does not say it. */
function infoOf(core: Core, { peer }: Received, body: Body, { ven, cause }: Registrant): RegistrationInfo {
  return {
    venID: given(body.venID) ?? (core.directory.has(ven.venID) ? ven.venID : undefined),
    registrationID: cause === 'renewed' ? ven.registrationID : undefined,
    venName: given(body.oadrVenName),
    profile: body.oadrProfileName,
    transport: body.oadrTransportName,
    transportAddress: given(body.oadrTransportAddress),
    pullModel: body.oadrHttpPullModel,
    reportOnly: body.oadrReportOnly,
    xmlSignature: body.oadrXmlSignature,
    fingerprint: peer.fingerprint,
    address: peer.address,
  };
}

/** An answer may be anything: the program need not be typed. */
function idsIn(answer: unknown): GivenIDs {
  if (answer === undefined) return {};
  if (typeof answer !== 'object' || answer === null) {
    throw unusable(
      'the answer to a registration cannot be used',
      'false, nothing, or { venID, registrationID }',
      answer,
    );
  }
  const venID = idIn(answer, 'venID');
  const registrationID = idIn(answer, 'registrationID');
  return { ...(venID !== undefined && { venID }), ...(registrationID !== undefined && { registrationID }) };
}

function idIn(answer: object, name: 'venID' | 'registrationID'): string | undefined {
  const id: unknown = name in answer ? Reflect.get(answer, name) : undefined;
  if (id === undefined || isUsableID(id)) return id;
  throw unusable(`the ${name} that a registration is to be given is no ID`, USABLE_ID, shownID(id));
}

/** A re-registration keeps its IDs (8.4.1). */
function kept(found: Registrant, { venID, registrationID }: GivenIDs): Granted {
  const { ven } = found;
  if ((venID ?? ven.venID) !== ven.venID) {
    throw unusable('a re-registration keeps its venID', `nothing, or ${ven.venID}`, venID);
  }
  if ((registrationID ?? ven.registrationID) !== ven.registrationID) {
    throw unusable('a re-registration keeps its registrationID', `nothing, or ${ven.registrationID}`, registrationID);
  }
  return found;
}

function withVenID(core: Core, received: Received, body: Body, found: Registrant, venID = found.ven.venID): Granted {
  if (venID === found.ven.venID) return found;
  const replaces = core.directory.has(found.ven.venID) ? { replaces: found.ven } : {};
  const holder = core.directory.get(venID);
  if (!holder) return { ven: newVen(venID, core.config.pollInterval), cause: 'new', ...replaces };
  if (isAnother(holder, received, body)) {
    const who = holder.venName ?? holder.fingerprint ?? holder.address ?? 'another device';
    throw unusable('the venID is that of another VEN', `one that ${who} has not`, venID);
  }
  return { ven: holder, cause: holder.state === 'registered' ? 'anew' : 'new', ...replaces };
}

/** Whether whoever has that ID is seen not to be the one that registers. */
function isAnother(holder: Ven, { peer }: Received, body: Body): boolean {
  if (holder.fingerprint !== undefined && holder.fingerprint !== peer.fingerprint) return true;
  return holder.state === 'registered' && holder.venName !== given(body.oadrVenName);
}

function unusable(message: string, expected: string, actual: unknown): CommandError {
  return new CommandError(message, { expected, actual: String(actual), hint: 'correct the handler of registrations' });
}

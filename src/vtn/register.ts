import type { Message, OadrCancelPartyRegistration, OadrCreatePartyRegistration } from '../openadr/index.ts';
import type { VenChange } from './change.ts';
import { type Core, trim } from './core.ts';
import { listedEvents } from './event-list.ts';
import { unusedID } from './ids.ts';
import { given, type Lenient } from './lenient.ts';
import { arm, heard } from './presence.ts';
import { enqueue, markEvents } from './queue.ts';
import { fits } from './register-check.ts';
import { wipe } from './registration.ts';
import { canceledPartyRegistration, createdPartyRegistration, OK, type Verdict } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';
import { newVen, tellVen } from './ven.ts';

const QUERIES = 4096;

/** oadrQueryRegistration: IDs only for a VEN that is registered (rule 404), which only a certificate can tell. */
export function query(core: Core, received: Received, requestID: string | undefined): Message {
  const { fingerprint } = received.peer;
  core.queried.add(peerKey(received));
  trim(core.queried, QUERIES);
  const ven = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  const known = ven?.state === 'registered' ? ven : undefined;
  return createdPartyRegistration(core, OK, requestID, known, known?.pollInterval ?? core.config.pollInterval);
}

type Body = Lenient<OadrCreatePartyRegistration>;

/** What a create is found to be. */
type Found = { readonly ven: Ven; readonly cause: VenChange['cause'] } | { readonly refused: Verdict };

/** oadrCreatePartyRegistration: a new registration, one anew (rule 406), or a re-registration with both IDs. */
export function create(core: Core, turn: Turn, received: Received, body: Body): Message {
  const { requestID } = body;
  const lacking = fits(turn, body);
  if (lacking) return createdPartyRegistration(core, lacking, requestID);
  const found = whose(core, turn, received, body);
  if ('refused' in found) return createdPartyRegistration(core, found.refused, requestID);
  const { ven, cause } = found;
  remarkQuery(core, turn, received, cause);
  if (cause === 'renewed') renew(core, turn, received, body, ven);
  else registerNew(core, turn, received, body, ven, cause);
  heard(core, turn, ven);
  return createdPartyRegistration(core, OK, requestID, ven);
}

/** By IDs, certificate or venName; see the table in docs/protocol.md. */
function whose(core: Core, turn: Turn, received: Received, body: Body): Found {
  const { fingerprint } = received.peer;
  const byCert = fingerprint === undefined ? undefined : core.directory.byFingerprint(fingerprint);
  const venID = given(body.venID);
  const registrationID = given(body.registrationID);
  if (registrationID !== undefined) return again(core, turn, received, venID, registrationID, byCert);
  if (venID !== undefined) return withOwnID(core, turn, received, venID, byCert);
  const venName = given(body.oadrVenName);
  const known = byCert ?? (venName === undefined ? undefined : core.directory.byName(venName));
  if (known) return { ven: known, cause: known.state === 'registered' ? 'anew' : 'new' };
  const assigned = unusedID(core.random, 'ven-', 8, (id) => core.directory.has(id));
  return { ven: newVen(assigned, core.config.pollInterval), cause: 'new' };
}

/** A first registration with a venID of its own: only where it was provisioned, or any is welcome (rule 402). */
function withOwnID(core: Core, turn: Turn, received: Received, venID: string, byCert: Ven | undefined): Found {
  const ven = core.directory.get(venID);
  if (byCert && byCert !== ven) return wrong(turn, 'venID', byCert.venID, venID, 402);
  if (!ven) {
    if (core.config.anyVenID) return { ven: newVen(venID, core.config.pollInterval), cause: 'new' };
    return wrong(turn, 'venID', 'none, or one that was provisioned', venID, 402);
  }
  if (received.peer.fingerprint !== undefined && ven.fingerprint !== undefined && byCert !== ven) {
    return { refused: { code: '463', description: 'this certificate is not registered' } };
  }
  return { ven, cause: ven.state === 'registered' ? 'anew' : 'new' };
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
  const fingerprint = received.peer.fingerprint;
  if (fingerprint !== undefined && ven.fingerprint !== undefined && ven !== byCert) {
    return { refused: { code: '463', description: 'this certificate is not registered' } };
  }
  if (ven.registrationID !== registrationID) {
    return wrong(turn, 'registrationID', ven.registrationID ?? 'none', registrationID, 400);
  }
  return { ven, cause: 'renewed' };
}

function wrong(turn: Turn, what: string, expected: string, actual: string, rule: number): Found {
  turn.sequence('error', `oadrCreatePartyRegistration with a wrong ${what}`, { rule, expected, actual });
  return { refused: { code: '452', description: `wrong ${what} ${actual}` } };
}

function remarkQuery(core: Core, turn: Turn, received: Received, cause: VenChange['cause']): void {
  if (cause !== 'new' || core.queried.has(peerKey(received))) return;
  turn.sequence('info', 'registers without an oadrQueryRegistration before (8.4.1: optional)');
}

function peerKey({ peer }: Received): string {
  return peer.fingerprint ?? peer.address;
}

/** Takes over what the VEN says about itself. */
function describe(core: Core, received: Received, body: Body, ven: Ven): void {
  core.directory.identify(ven, {
    venName: given(body.oadrVenName) ?? ven.venName,
    fingerprint: received.peer.fingerprint ?? ven.fingerprint,
  });
  ven.profile = body.oadrProfileName;
  ven.transport = body.oadrTransportName;
  ven.transportAddress = given(body.oadrTransportAddress);
  ven.pullModel = body.oadrHttpPullModel;
  ven.reportOnly = body.oadrReportOnly;
  ven.xmlSignature = body.oadrXmlSignature;
  ven.pollInterval = ven.offered ?? core.config.pollInterval;
  ven.address = received.peer.address;
}

/** Touches neither events nor reports (rule 405). */
function renew(core: Core, turn: Turn, received: Received, body: Body, ven: Ven): void {
  describe(core, received, body, ven);
  ven.lastPoll = undefined;
  ven.gaps = [];
  tellVen(turn, ven, 'renewed');
  turn.dirty(ven.venID);
  arm(core, ven, turn.now);
}

function registerNew(
  core: Core,
  turn: Turn,
  received: Received,
  body: Body,
  ven: Ven,
  cause: VenChange['cause'],
): void {
  if (ven.awaited.some(({ response }) => response === 'oadrCanceledPartyRegistration')) {
    turn.sequence('warning', 'registers without having answered oadrCancelPartyRegistration', {
      expected: 'oadrCanceledPartyRegistration',
      actual: 'none',
    });
  }
  if (cause === 'anew') wipe(turn, ven, 'the VEN registered anew', 'reports');
  ven.awaited = [];
  if (!core.directory.has(ven.venID)) core.directory.add(ven);
  describe(core, received, body, ven);
  ven.state = 'registered';
  ven.registrationID = unusedID(core.random, 'reg-', 12, (id) => id === ven.registrationID);
  ven.restored = false;
  ven.progress = { watched: true, metadata: false, requestedEvents: false, polls: 0, told: new Set() };
  tellVen(turn, ven, cause);
  if (core.config.registerReports) queueRegisterReport(core, turn, ven);
  // Whoever registers knows no events, whatever was delivered before.
  if (listedEvents(ven, turn.now).length > 0) markEvents(core, turn, ven);
  turn.dirty(ven.venID);
  arm(core, ven, turn.now);
}

/** The VTN's own metadata comes before all else that waits (rules 301, 309). */
function queueRegisterReport(core: Core, turn: Turn, ven: Ven): void {
  if (ven.queue.some((item) => item.start && item.exchange === undefined)) return;
  const content = { kind: 'registerReport', requestID: core.random.id() } as const;
  const entry = { content, payload: 'oadrRegisterReport', label: 'own metadata: none', start: true } as const;
  enqueue(core, turn, ven, entry, 'front');
}

/** oadrCancelPartyRegistration from the VEN: all about it is erased (rule 407). */
export function cancel(turn: Turn, ven: Ven, body: Lenient<OadrCancelPartyRegistration>): Message {
  const { requestID } = body;
  const registrationID = given(body.registrationID);
  if (registrationID !== ven.registrationID) {
    turn.sequence('error', 'oadrCancelPartyRegistration with a wrong registrationID', {
      rule: 400,
      expected: ven.registrationID,
      actual: registrationID ?? 'none',
    });
    return canceledPartyRegistration({ code: '452', description: 'wrong registrationID' }, requestID);
  }
  const ids = { registrationID, venID: ven.venID };
  wipe(turn, ven, 'the VEN cancelled its registration', 'all');
  ven.state = 'cancelled';
  ven.registrationID = undefined;
  tellVen(turn, ven, 'byVen');
  return canceledPartyRegistration(OK, requestID, ids);
}

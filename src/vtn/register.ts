import type { Message, OadrCancelPartyRegistration, OadrCreatePartyRegistration } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { boundCame, remarkRenewed } from './certificate.ts';
import type { VenChange } from './change.ts';
import { forgetVen } from './command-known.ts';
import { consult } from './consult.ts';
import { type Core, trim } from './core.ts';
import { listedEvents } from './event-list.ts';
import { unusedID } from './ids.ts';
import { arm, heard } from './presence.ts';
import { enqueue, markEvents } from './queue.ts';
import { fits } from './register-check.ts';
import { type Granted, grant } from './register-grant.ts';
import { whose } from './register-whose.ts';
import { wipe } from './registration.ts';
import { canceledPartyRegistration, createdPartyRegistration, OK } from './reply.ts';
import type { Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Received } from './types.ts';
import { tellVen } from './ven.ts';

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

/** oadrCreatePartyRegistration: a new registration, one anew (rule 406), or a re-registration with both IDs. */
export function create(core: Core, turn: Turn, received: Received, body: Body): Message {
  const { requestID } = body;
  const lacking = fits(turn, body);
  if (lacking) return createdPartyRegistration(core, lacking, requestID);
  const found = whose(core, turn, received, body);
  if ('refused' in found) return createdPartyRegistration(core, found.refused, requestID);
  const granted = grant(core, turn, received, body, found);
  if ('refused' in granted) return createdPartyRegistration(core, granted.refused, requestID);
  const { ven, cause } = granted;
  turn.ven = ven.venID;
  remarkQuery(core, turn, received, cause);
  boundCame(turn, ven, received.peer);
  if (cause === 'renewed') renew(core, turn, received, body, ven);
  else registerNew(core, turn, received, body, granted);
  if (cause === 'new') remarkRenewed(core, turn, ven);
  heard(core, turn, ven);
  return createdPartyRegistration(core, OK, requestID, ven);
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
    certificate: received.peer.fingerprint === undefined ? undefined : received.peer.certificate,
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

function registerNew(core: Core, turn: Turn, received: Received, body: Body, granted: Granted): void {
  const { ven, cause, registrationID, replaces } = granted;
  if (replaces) forgetVen(core, turn, replaces);
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
  ven.registrationID = registrationID ?? unusedID(core.random, 'reg-', 12, (id) => id === ven.registrationID);
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
export function cancel(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCancelPartyRegistration>): Message {
  const { requestID } = body;
  const registrationID = given(body.registrationID);
  if (registrationID === undefined || registrationID !== ven.registrationID) {
    turn.sequence('error', 'oadrCancelPartyRegistration with a wrong registrationID', {
      rule: 400,
      expected: ven.registrationID,
      actual: registrationID ?? 'none',
    });
    return canceledPartyRegistration({ code: '452', description: 'wrong registrationID' }, requestID);
  }
  const ids = { registrationID, venID: ven.venID };
  consult(core, turn, { handler: 'cancelPartyRegistration', input: ids });
  wipe(turn, ven, 'the VEN cancelled its registration', 'all');
  ven.state = 'cancelled';
  ven.registrationID = undefined;
  tellVen(turn, ven, 'byVen');
  return canceledPartyRegistration(OK, requestID, ids);
}

import type { OadrCreateOpt } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { consult } from './consult.ts';
import type { Core } from './core.ts';
import { newestDelivered } from './event-versions.ts';
import { tellEventOpt } from './opt-facts.ts';
import { isCovered, outsideOf } from './parts.ts';
import { type Code, OK, type Verdict } from './reply.ts';
import type { EventOpt, Ven, VenEvent } from './state.ts';
import { eiTarget, resourcesOf } from './targets.ts';
import type { Turn } from './turn.ts';

/** Parts of one event of which an opt is kept: a faulty VEN must not fill the memory and the store. */
const KEPT = 5000;

/**
 * oadrCreateOpt about an event: from now on it alone decides for these resources, in later versions too (rule 206). An
 * empty target, or the venID alone, means all of them.
 * @param targets the parts that it is about
 */
export function optEvent(
  core: Core,
  turn: Turn,
  ven: Ven,
  body: Lenient<OadrCreateOpt>,
  targets: readonly string[],
): Verdict {
  const { eventID, modificationNumber: version } = body.qualifiedEventID ?? {};
  const { optType } = body;
  const optID = given(body.optID);
  if (eventID === undefined || version === undefined || optID === undefined || optType === undefined) {
    return { code: '459', description: 'eventID, modificationNumber, optID or optType is missing' };
  }
  const event = ven.events.get(eventID);
  // What never went out is nothing that the VEN could know.
  if (!event || event.sendings.size === 0) return refuse(turn, '452', 48, `unknown eventID ${eventID}`);
  const refused = judge(turn, event, version, body);
  if (refused) return refused;
  const opts = beside(event, targets);
  if (opts.size + Math.max(targets.length, 1) > KEPT) return full(turn, eventID);
  const optReason = given(body.optReason);
  const said = { venID: ven.venID, optID, optType, optReason, eventID, modificationNumber: version, targets };
  consult(core, turn, { handler: 'createOpt', input: said });
  note(event, opts, targets, { optType, optID, ...(optReason !== undefined && { optReason }) });
  tellEventOpt(turn, ven, { optID, optType, optReason, eventID, targets }, 'created');
  turn.change({
    what: 'response',
    venID: ven.venID,
    eventID,
    modificationNumber: version,
    optType,
    responseCode: '200',
    requestID: body.requestID ?? '',
    via: 'oadrCreateOpt',
    ...(targets.length > 0 && { resourceIDs: targets.map((one) => one.replace(/^resourceID /, '')) }),
    match: 'matched',
    newest: version >= (newestDelivered(event) ?? 0),
    exchange: turn.exchange ?? '',
  });
  turn.dirty(ven.venID);
  return OK;
}

function judge(turn: Turn, event: VenEvent, version: number, body: Lenient<OadrCreateOpt>): Verdict | undefined {
  const { eventID, spec } = event;
  const sending = event.sendings.get(version);
  if (!sending || version < (newestDelivered(event) ?? 0)) {
    return refuse(turn, '450', 48, `modificationNumber ${version} of event ${eventID} is not the current one`);
  }
  if (sending.responseRequired === 'never') return refuse(turn, '459', 206, `event ${eventID} wants no response`);
  if (body.vavailability || body.marketContext !== undefined) {
    return refuse(turn, '459', 206, 'vavailability and marketContext are not allowed with an eventID');
  }
  if (event.finished || event.cancelled || event.omitted || event.status === 'completed') {
    return refuse(turn, '451', 206, `event ${eventID} is over`);
  }
  const outside =
    outsideOf(resourcesOf(eiTarget(spec.targets)), resourcesOf(body.eiTarget)) ??
    outsideOf(classesOf(event), resourcesOf(body.oadrDeviceClass));
  return outside === undefined ? undefined : refuse(turn, '462', 206, `${outside} is no target of event ${eventID}`);
}

/** The device classes that an event is for (rule 111): none where a signal is for all. */
function classesOf({ spec }: VenEvent): string[] {
  const all = spec.signals.map(({ deviceClass = [] }) => deviceClass);
  if (all.some((classes) => classes.length === 0)) return [];
  return all.flatMap((classes) => resourcesOf(eiTarget({ endDeviceAsset: classes })));
}

function refuse(turn: Turn, code: Code, rule: number, description: string): Verdict {
  turn.sequence('error', `oadrCreateOpt about an event: ${description}`, { rule });
  return { code, description };
}

function full(turn: Turn, eventID: string): Verdict {
  const expected = `opts about at most ${KEPT} parts of an event`;
  turn.sequence('error', `too many opts about event ${eventID}`, { rule: 206, expected, actual: 'more' });
  return { code: '469', description: `${expected} are kept` };
}

/** What earlier opts say of other parts stays. */
function beside({ opts }: VenEvent, targets: readonly string[]): Map<string, EventOpt> {
  if (targets.length === 0) return new Map();
  const parts = new Set(targets);
  return new Map([...opts].filter(([earlier]) => !isCovered(parts, earlier)));
}

/** The newer opt holds for its parts. */
function note(event: VenEvent, opts: ReadonlyMap<string, EventOpt>, targets: readonly string[], opt: EventOpt): void {
  for (const earlier of [...event.opts.keys()]) if (!opts.has(earlier)) event.opts.delete(earlier);
  for (const part of targets.length === 0 ? [''] : targets) event.opts.set(part, opt);
}

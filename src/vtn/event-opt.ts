import type { OadrCreateOpt } from '../openadr/index.ts';
import type { Lenient } from '../openadr/lenient.ts';
import { newestDelivered } from './event-versions.ts';
import { type Code, OK, type Verdict } from './reply.ts';
import type { OptType, Ven, VenEvent } from './state.ts';
import { eiTarget, resourcesOf } from './targets.ts';
import type { Turn } from './turn.ts';

/**
 * oadrCreateOpt about an event: from now on it alone decides for these resources, in later versions too (rule 206). An
 * empty target, or the venID alone, means all of them.
 */
export function optEvent(turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Verdict {
  const { eventID, modificationNumber: version } = body.qualifiedEventID ?? {};
  const { optID, optType } = body;
  if (eventID === undefined || version === undefined || optID === undefined || optType === undefined) {
    return { code: '459', description: 'eventID, modificationNumber, optID or optType is missing' };
  }
  const event = ven.events.get(eventID);
  const refused = judge(turn, event, eventID, version, body);
  if (refused || !event) return refused ?? refuse(turn, '452', 48, `unknown eventID ${eventID}`);
  const resources = resourcesFor(body);
  note(event, resources, optType, optID);
  turn.change({ what: 'opt', venID: ven.venID, optID, optType, state: 'created', eventID });
  turn.change({
    what: 'response',
    venID: ven.venID,
    eventID,
    modificationNumber: version,
    optType,
    responseCode: '200',
    requestID: body.requestID ?? '',
    via: 'oadrCreateOpt',
    ...(resources.length > 0 && { resourceIDs: resources.map((one) => one.replace(/^resourceID /, '')) }),
    match: 'matched',
    newest: version === newestDelivered(event) || newestDelivered(event) === undefined,
    exchange: turn.exchange ?? '',
  });
  turn.dirty(ven.venID);
  return OK;
}

function judge(
  turn: Turn,
  event: VenEvent | undefined,
  eventID: string,
  version: number,
  body: Lenient<OadrCreateOpt>,
): Verdict | undefined {
  const sending = event?.sendings.get(version);
  if (!event || event.sendings.size === 0) return refuse(turn, '452', 48, `unknown eventID ${eventID}`);
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
  const targeted = resourcesOf(eiTarget(event.spec.targets));
  const outside = resourcesOf(body.eiTarget).find((one) => targeted.length > 0 && !targeted.includes(one));
  return outside === undefined ? undefined : refuse(turn, '462', 206, `${outside} is no target of event ${eventID}`);
}

function refuse(turn: Turn, code: Code, rule: number, description: string): Verdict {
  turn.sequence('error', `oadrCreateOpt about an event: ${description}`, { rule });
  return { code, description };
}

/** The resources, or with a device class (rule 209) that class of them; none: all. */
function resourcesFor(body: Lenient<OadrCreateOpt>): string[] {
  const resources = resourcesOf(body.eiTarget);
  const classes = resourcesOf(body.oadrDeviceClass);
  if (classes.length === 0) return resources;
  const whole = resources.length === 0 ? [''] : resources;
  return whole.flatMap((resource) => classes.map((one) => (resource === '' ? one : `${resource}, ${one}`)));
}

function note(event: VenEvent, resources: readonly string[], optType: OptType, optID: string): void {
  if (resources.length > 0) {
    for (const resource of resources) event.opts.set(resource, { optType, optID });
    return;
  }
  event.opts.clear();
  event.opts.set('', { optType, optID });
}

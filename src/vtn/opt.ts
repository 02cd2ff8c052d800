import type { Message, OadrCancelOpt, OadrCreateOpt } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { trim } from './core.ts';
import { optEvent } from './event-opt.ts';
import { canceledOpt, createdOpt, OK, type Verdict } from './reply.ts';
import { remarkMetadata } from './sequence.ts';
import type { OptSchedule, Ven } from './state.ts';
import { resourcesOf } from './targets.ts';
import type { Turn } from './turn.ts';

/** optIDs of superseded and cancelled schedules that are remembered. */
const GONE = 256;

/** oadrCreateOpt: about an event (rule 206), or a schedule of availability. */
export function createOpt(turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Message {
  remarkMetadata(turn, ven, 'oadrCreateOpt');
  const verdict =
    judgeIDs(turn, ven, body) ?? (body.qualifiedEventID ? optEvent(turn, ven, body) : keep(turn, ven, body));
  return createdOpt(verdict, body.requestID, body.optID);
}

function judgeIDs(turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Verdict | undefined {
  if (given(body.optID) === undefined || body.optType === undefined) {
    return { code: '459', description: 'optID or optType is missing' };
  }
  const other = body.eiTarget?.venID?.find((venID) => venID !== ven.venID);
  if (other === undefined) return undefined;
  turn.sequence('error', 'oadrCreateOpt targets another venID', { rule: 208, expected: ven.venID, actual: other });
  return { code: '452', description: `venID ${other} is not yours` };
}

/** Keeps a schedule; it replaces those of the same type and market context for the same resources (rules 203, 205). */
function keep(turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Verdict {
  const { optID, optType, vavailability } = body;
  if (optID === undefined || optType === undefined) return { code: '459', description: 'optID or optType is missing' };
  if (!vavailability) {
    turn.rule(206, 'error', 'oadrCreateOpt without eventID has no vavailability', {
      expected: 'vavailability',
      actual: 'none',
    });
    return { code: '459', description: 'vavailability is required without an eventID' };
  }
  const classes = resourcesOf(body.oadrDeviceClass);
  const schedule: OptSchedule = {
    optID,
    optType,
    marketContext: given(body.marketContext),
    targets: [...resourcesOf(body.eiTarget), ...classes.map((one) => `class ${one}`)],
    periods: (vavailability.components?.available ?? []).map(({ properties }) => ({
      start: properties?.dtstart?.['date-time'] ?? '',
      duration: properties?.duration?.duration ?? '',
    })),
    createdDateTime: body.createdDateTime,
  };
  ven.schedules = [...ven.schedules.flatMap((other) => supersede(turn, ven, other, schedule)), schedule];
  ven.goneOpts.delete(optID);
  turn.change({ what: 'opt', venID: ven.venID, optID, optType, state: 'created' });
  turn.dirty(ven.venID);
  return OK;
}

/** What is left of a schedule beside a newer one. optIn and optOut are independent. */
function supersede(turn: Turn, ven: Ven, old: OptSchedule, fresh: OptSchedule): OptSchedule[] {
  if (old.optType !== fresh.optType || old.marketContext !== fresh.marketContext) return [old];
  const left = old.targets.filter((target) => !fresh.targets.includes(target));
  // One for the whole VEN stays where the newer is for some resources only.
  if (fresh.targets.length > 0 && (old.targets.length === 0 || left.length > 0)) return [{ ...old, targets: left }];
  gone(turn, ven, old);
  return [];
}

function gone(turn: Turn, ven: Ven, { optID, optType }: OptSchedule): void {
  ven.goneOpts.add(optID);
  trim(ven.goneOpts, GONE);
  turn.change({ what: 'opt', venID: ven.venID, optID, optType, state: 'cancelled' });
}

/** oadrCancelOpt: all schedules under that optID (rule 204); what was superseded is no error (rule 211). */
export function cancelOpt(turn: Turn, ven: Ven, body: Lenient<OadrCancelOpt>): Message {
  remarkMetadata(turn, ven, 'oadrCancelOpt');
  return canceledOpt(cancel(turn, ven, body.optID), body.requestID, body.optID);
}

function cancel(turn: Turn, ven: Ven, optID: string | undefined): Verdict {
  const found = ven.schedules.filter((schedule) => schedule.optID === optID);
  if (optID !== undefined && found.length > 0) {
    ven.schedules = ven.schedules.filter((schedule) => schedule.optID !== optID);
    for (const schedule of found) gone(turn, ven, schedule);
    turn.dirty(ven.venID);
    return OK;
  }
  if (optID !== undefined && ven.goneOpts.has(optID)) return OK;
  if (optID !== undefined && qualifiesEvent(ven, optID)) {
    turn.sequence('error', 'oadrCancelOpt for an opt that qualifies an event', { rule: 211, actual: optID });
    return { code: '459', description: `optID ${optID} qualifies an event and cannot be cancelled` };
  }
  turn.sequence('error', 'oadrCancelOpt with an unknown optID', {
    rule: 208,
    expected: 'an optID from an oadrCreateOpt',
    actual: given(optID) ?? 'none',
  });
  return { code: '452', description: `unknown optID ${optID ?? ''}` };
}

function qualifiesEvent(ven: Ven, optID: string): boolean {
  return [...ven.events.values()].some(({ opts }) => [...opts.values()].some((opt) => opt.optID === optID));
}

import type { Message, OadrCancelOpt, OadrCreateOpt } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import { consult } from './consult.ts';
import { type Core, trim } from './core.ts';
import { optEvent } from './event-opt.ts';
import { periodsIn, remarkClasses } from './opt-check.ts';
import { tellSchedule } from './opt-facts.ts';
import { isCovered, MOST_PARTS, partsOf } from './parts.ts';
import { canceledOpt, createdOpt, OK, type Verdict } from './reply.ts';
import { remarkMetadata } from './sequence.ts';
import type { OptSchedule, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** optIDs of superseded and cancelled schedules that are remembered: far more than schedules are kept. */
const GONE = 10_000;

/** Schedules that are kept of one VEN: a faulty one must not fill the memory and the store. */
const KEPT = 1000;

/** Resources that they name together. */
const KEPT_TARGETS = 20_000;

/** oadrCreateOpt: about an event (rule 206), or a schedule of availability. */
export function createOpt(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Message {
  remarkMetadata(turn, ven, 'oadrCreateOpt');
  remarkClasses(turn, body);
  return createdOpt(judgeIDs(turn, ven, body) ?? take(core, turn, ven, body), body.requestID, body.optID);
}

function take(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Verdict {
  const targets = partsOf(body.eiTarget, body.oadrDeviceClass);
  if (!targets) {
    const expected = `at most ${MOST_PARTS}, resources times device classes`;
    turn.sequence('error', 'an opt about too many resources', { rule: 209, expected, actual: 'more' });
    return { code: '469', description: `resources of an opt: ${expected}` };
  }
  return body.qualifiedEventID ? optEvent(core, turn, ven, body, targets) : keep(core, turn, ven, body, targets);
}

/** Rule 208; the venID of the message itself was looked at before. */
function judgeIDs(turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>): Verdict | undefined {
  const other = body.eiTarget?.venID?.find((venID) => venID !== ven.venID);
  if (other === undefined) return undefined;
  turn.sequence('error', 'oadrCreateOpt targets another venID', { rule: 208, expected: ven.venID, actual: other });
  return { code: '452', description: `venID ${other} is not yours` };
}

/** Keeps a schedule; it replaces those of the same type and market context for the same resources (rules 203, 205). */
function keep(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCreateOpt>, targets: readonly string[]): Verdict {
  const { optType } = body;
  const optID = given(body.optID);
  if (optID === undefined || optType === undefined) return { code: '459', description: 'optID or optType is missing' };
  if (!body.vavailability) {
    turn.rule(206, 'error', 'oadrCreateOpt without eventID has no vavailability', {
      expected: 'vavailability',
      actual: 'none',
    });
    return { code: '459', description: 'vavailability is required without an eventID' };
  }
  const periods = periodsIn(turn, body);
  if ('code' in periods) return periods;
  const schedule: OptSchedule = {
    optID,
    optType,
    optReason: given(body.optReason),
    marketContext: given(body.marketContext),
    targets,
    periods,
    createdDateTime: body.createdDateTime,
  };
  const parts = new Set(targets);
  const beside = ven.schedules.map((old) => besideFresh(old, schedule, parts));
  const kept = beside.flatMap(({ left }) => left ?? []);
  if (kept.length >= KEPT) return full(turn, `${KEPT} opt schedules`, kept.length + 1);
  const named = kept.reduce((sum, one) => sum + one.targets.length, targets.length);
  if (named > KEPT_TARGETS) return full(turn, `${KEPT_TARGETS} resources in opt schedules`, named);
  const { createdDateTime: _, ...said } = schedule;
  consult(core, turn, { handler: 'createOpt', input: { venID: ven.venID, ...said } });
  for (const { old, left, lost } of beside) {
    if (lost) tellSchedule(turn, ven, old, 'superseded', lost);
    if (!left) forget(ven, old);
  }
  ven.schedules = [...kept, schedule];
  ven.goneOpts.delete(optID);
  tellSchedule(turn, ven, schedule, 'created');
  turn.dirty(ven.venID);
  return OK;
}

function full(turn: Turn, most: string, count: number): Verdict {
  turn.sequence('error', 'too many opt schedules of one VEN', {
    expected: `at most ${most} in force`,
    actual: `${count}`,
  });
  return { code: '469', description: `at most ${most} of a VEN are kept` };
}

/** What a newer schedule makes of an older one; `lost`: targets that it takes. */
interface Beside {
  readonly old: OptSchedule;
  readonly left?: OptSchedule;
  readonly lost?: readonly string[];
}

/**
 * What is left of a schedule beside a newer one (rule 203). optIn and optOut are independent, and so are market
 * contexts. A schedule for the whole VEN stays where the newer one is for a part of it, which goes first there.
 */
function besideFresh(old: OptSchedule, fresh: OptSchedule, parts: ReadonlySet<string>): Beside {
  if (old.optType !== fresh.optType || old.marketContext !== fresh.marketContext) return { old, left: old };
  if (fresh.targets.length === 0) return { old, lost: old.targets };
  const isTaken = (target: string): boolean => isCovered(parts, target);
  const lost = old.targets.filter(isTaken);
  if (lost.length === 0) return { old, left: old };
  const left = old.targets.filter((target) => !isTaken(target));
  return left.length > 0 ? { old, left: { ...old, targets: left }, lost } : { old, lost };
}

/** Cancelling it later is no error (rule 211). */
function forget(ven: Ven, { optID }: OptSchedule): void {
  ven.goneOpts.add(optID);
  trim(ven.goneOpts, GONE);
}

/** oadrCancelOpt: all schedules under that optID (rule 204); what was superseded is no error (rule 211). */
export function cancelOpt(core: Core, turn: Turn, ven: Ven, body: Lenient<OadrCancelOpt>): Message {
  remarkMetadata(turn, ven, 'oadrCancelOpt');
  return canceledOpt(cancel(core, turn, ven, given(body.optID)), body.requestID, body.optID);
}

function cancel(core: Core, turn: Turn, ven: Ven, optID: string | undefined): Verdict {
  const found = ven.schedules.filter((schedule) => schedule.optID === optID);
  if (found.length > 0 && optID !== undefined) {
    consult(core, turn, { handler: 'cancelOpt', input: { venID: ven.venID, optID } });
    ven.schedules = ven.schedules.filter((schedule) => schedule.optID !== optID);
    for (const schedule of found) {
      forget(ven, schedule);
      tellSchedule(turn, ven, schedule, 'cancelled');
    }
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
    actual: optID ?? 'none',
  });
  return { code: '452', description: `unknown optID ${optID ?? ''}` };
}

function qualifiesEvent(ven: Ven, optID: string): boolean {
  return [...ven.events.values()].some(({ opts }) => [...opts.values()].some((opt) => opt.optID === optID));
}

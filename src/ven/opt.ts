import type { EiTarget, OadrCreateOpt } from '../openadr/index.ts';
import { formatDateTime, formatDuration } from '../openadr/time.ts';
import { sendAnswers } from './answer.ts';
import type { OptType } from './facts.ts';
import type { KnownEvent, VenState } from './state.ts';
import type { Turn } from './turn.ts';

/** A decision about a known event, sent by itself. */
export interface OptCommand {
  readonly command: 'opt';
  readonly eventID: string;
  readonly optType: OptType;
  /** By another oadrCreatedEvent, or by an oadrCreateOpt that names the event (rule 206). */
  readonly via: 'oadrCreatedEvent' | 'oadrCreateOpt';
  /** Only for these resources; for oadrCreateOpt. */
  readonly resourceIDs?: readonly string[];
  readonly optID: string;
}

/** An opt schedule (8.5): availability apart from any event. */
export interface ScheduleCommand {
  readonly command: 'schedule';
  readonly optID: string;
  readonly optType: OptType;
  /** ms since the epoch. */
  readonly start: number;
  /** ms; 0 = open-ended (rule 210). */
  readonly duration: number;
  readonly marketContext?: string;
}

export interface CancelOptCommand {
  readonly command: 'cancelOpt';
  readonly optID: string;
}

/** Why an opt cannot be sent as things stand, and what could be done; `undefined` if it can. */
export function optRefusal(state: VenState, command: OptCommand | CancelOptCommand): string | undefined {
  if (command.command === 'cancelOpt') {
    const opt = state.opts.find(({ optID }) => optID === command.optID);
    if (!opt)
      return `no opt schedule ${command.optID}; known: ${state.opts.map(({ optID }) => optID).join(', ') || 'none'}`;
    // Rule 211: an opt about an event is changed by another one, never cancelled.
    return opt.eventID === undefined ? undefined : `${command.optID} is about event ${opt.eventID}: opt again instead`;
  }
  const event = state.events.find(({ eventID }) => eventID === command.eventID);
  if (!event)
    return `no event ${command.eventID}; known: ${state.events.map(({ eventID }) => eventID).join(', ') || 'none'}`;
  // Rules 12 and 206.
  return event.responseRequired === 'never' ? `event ${command.eventID} must not be answered` : undefined;
}

/** Changes the opt state of an event, and with it what the VEN does. */
export function opt(turn: Turn, command: OptCommand): void {
  const event = turn.state.events.find(({ eventID }) => eventID === command.eventID);
  if (!event) return;
  const { eventID, modificationNumber, requestID, responseCode } = event;
  const { optType, optID, resourceIDs } = command;
  const { apart = [], ...rest } = event;
  const others = apart.filter(({ resource }) => !resourceIDs?.includes(resource));
  const decided: KnownEvent =
    resourceIDs === undefined
      ? { ...rest, optType }
      : { ...rest, apart: [...others, ...resourceIDs.map((resource) => ({ resource, optType }))] };
  turn.set({ events: turn.state.events.map((other) => (other === event ? decided : other)) });
  if (command.via === 'oadrCreatedEvent') {
    sendAnswers(turn, [{ eventID, modificationNumber, requestID, optType, code: responseCode }]);
    return;
  }
  turn.tell({ fact: 'opt', eventID, modificationNumber, optType, responseCode: '200', via: 'oadrCreateOpt' });
  turn.set({ opts: [...turn.state.opts, { optID, optType, eventID }] });
  post(turn, command, {
    qualifiedEventID: { eventID, modificationNumber },
    // No target means all resources of the event (rule 206).
    eiTarget: resourceIDs === undefined ? {} : { resourceID: [...resourceIDs] },
  });
}

/** Creates an opt schedule; with an optID already in use it replaces that one. */
export function schedule(turn: Turn, command: ScheduleCommand): void {
  const { optID, optType, start, duration, marketContext } = command;
  const context = marketContext === undefined ? {} : { marketContext };
  const known = { optID, optType, start, ...(duration > 0 && { end: start + duration }), ...context };
  turn.set({ opts: [...turn.state.opts.filter((other) => other.optID !== optID), known] });
  const properties = {
    dtstart: { 'date-time': formatDateTime(start) },
    duration: { duration: formatDuration(duration) },
  };
  post(turn, command, {
    ...context,
    vavailability: { components: { available: [{ properties }] } },
    eiTarget: { venID: [turn.state.venID ?? ''] },
  });
}

/** Whether an opt schedule of the VEN says that it is out for a part of this span (ms since the epoch; absent end: open). */
export function isOut({ opts }: VenState, span: { start: number; end?: number; marketContext?: string }): boolean {
  const { start, end = Number.POSITIVE_INFINITY, marketContext } = span;
  return opts.some(
    (opt) =>
      opt.optType === 'optOut' &&
      opt.start !== undefined &&
      opt.start < end &&
      start < (opt.end ?? Number.POSITIVE_INFINITY) &&
      // Rule 205.
      (opt.marketContext === undefined || opt.marketContext === marketContext),
  );
}

/** Cancels an opt schedule. */
export function cancelOpt(turn: Turn, { optID }: CancelOptCommand): void {
  turn.set({ opts: turn.state.opts.filter((other) => other.optID !== optID) });
  const body = { requestID: turn.random.id(), optID, venID: turn.state.venID ?? '', schemaVersion: '2.0b' };
  turn.post('EiOpt', { name: 'oadrCancelOpt', body });
}

function post(
  turn: Turn,
  { optID, optType }: Pick<OptCommand, 'optID' | 'optType'>,
  particular: Partial<OadrCreateOpt> & { eiTarget: EiTarget },
): void {
  turn.post('EiOpt', {
    name: 'oadrCreateOpt',
    body: {
      optID,
      optType,
      optReason: optType === 'optIn' ? 'participating' : 'notParticipating',
      venID: turn.state.venID ?? '',
      createdDateTime: formatDateTime(turn.now),
      requestID: turn.random.id(),
      ...particular,
      schemaVersion: '2.0b',
    },
  });
}

import type { Message } from '../openadr/index.ts';
import { isConsulted } from './consult.ts';
import type { Core, Flight } from './core.ts';
import { launch } from './delivery.ts';
import { renderEvents } from './distribute.ts';
import { isCancelTold, isListed } from './event-list.ts';
import { programAnswer } from './poll-program.ts';
import { noteGap, ownInterval } from './presence.ts';
import { type Entry, enqueue, firstWaiting, markEvents, waitingMarker } from './queue.ts';
import { OK, oadrResponse, outgoing } from './reply.ts';
import { remarkPoll } from './sequence.ts';
import type { QueueItem, Ven } from './state.ts';
import type { Turn } from './turn.ts';
import type { Outgoing } from './types.ts';

/** oadrPoll: the first thing that waits, or what the program says, one a poll; else oadrResponse (rule 500). */
export function poll(core: Core, turn: Turn, ven: Ven): Outgoing {
  const program = isConsulted(core, turn, 'poll');
  const entry = program ? programAnswer(core, turn, ven) : undefined;
  remarkPoll(turn, ven);
  pace(ven, turn.now);
  if (program) return giveOnce(core, turn, ven, entry);
  remindOfCancels(core, turn, ven);
  const item = firstWaiting(ven);
  ven.drained = item === undefined;
  return item ? give(core, turn, ven, item) : nothing(ven);
}

function nothing(ven: Ven): Outgoing {
  ven.empty ??= outgoing(oadrResponse(OK, undefined, ven.venID));
  return ven.empty;
}

/** The program's answer goes past whatever waits; if it does not arrive, the program is asked again. */
function giveOnce(core: Core, turn: Turn, ven: Ven, entry: Entry | undefined): Outgoing {
  ven.drained = entry === undefined;
  if (!entry) return nothing(ven);
  const { content } = entry;
  if (content.kind === 'message' && content.message.name === 'oadrResponse') return outgoing(content.message);
  return give(core, turn, ven, enqueue(core, turn, ven, { ...entry, once: true }, 'front'));
}

/** Learns the VEN's own cadence. */
function pace(ven: Ven, now: number): void {
  if (ven.lastPoll !== undefined) {
    const gap = now - ven.lastPoll;
    // Immediate repeats that drain the queue are no cadence.
    if (ven.drained || gap > 0.8 * ven.pollInterval) noteGap(ven, gap);
  }
  ven.lastPoll = now;
  ven.progress.polls++;
}

/** An unacknowledged cancellation goes out again, once an interval, within the retry limit (rule 52). */
function remindOfCancels(core: Core, turn: Turn, ven: Ven): void {
  for (const event of ven.cancelling) {
    if (event.cancelSendings === 0 || isCancelTold(event, core.config.cancelRetries)) continue;
    if (!isListed(event, turn.now) || turn.now - event.lastSent < 0.8 * ownInterval(ven)) continue;
    if (!waitingMarker(ven)) markEvents(core, turn, ven);
    return;
  }
}

function give(core: Core, turn: Turn, ven: Ven, item: QueueItem): Outgoing {
  const base = { ven, item, payload: item.payload };
  const { content } = item;
  if (content.kind === 'raw') {
    launch(core, turn, base);
    return { status: 200, raw: content.raw, patch: item.patch };
  }
  if (content.kind === 'events') {
    const { message, patch, requestID, events } = renderEvents(core, ven, turn.now);
    launch(core, turn, { ...base, requestID, events });
    return outgoing(message, [...patch, ...item.patch]);
  }
  const message = render(ven, item);
  launch(core, turn, { ...base, ...factsOf(message) });
  return outgoing(message, item.patch);
}

/** The payload of an item; IDs are those of the moment. */
function render(ven: Ven, { content }: QueueItem): Message {
  const version = { schemaVersion: '2.0b', venID: ven.venID } as const;
  switch (content.kind) {
    case 'registerReport':
      return {
        name: 'oadrRegisterReport',
        body: {
          ...version,
          requestID: content.requestID,
          // Only in answer to a request (rule 311).
          ...(content.reportRequestID !== undefined && { reportRequestID: content.reportRequestID }),
        },
      };
    case 'requestReregistration':
      return { name: 'oadrRequestReregistration', body: version };
    case 'cancelPartyRegistration':
      return {
        name: 'oadrCancelPartyRegistration',
        body: { ...version, requestID: content.requestID, registrationID: ven.registrationID ?? '' },
      };
    case 'message':
      return content.message;
    default:
      return oadrResponse(OK, undefined, ven.venID);
  }
}

function factsOf(message: Message): Pick<Flight, 'requestID' | 'reportRequestIDs'> {
  switch (message.name) {
    case 'oadrCreateReport':
      return {
        requestID: message.body.requestID,
        reportRequestIDs: message.body.oadrReportRequest?.map((request) => request.reportRequestID) ?? [],
      };
    case 'oadrCancelReport':
      return { requestID: message.body.requestID, reportRequestIDs: message.body.reportRequestID ?? [] };
    case 'oadrRegisterReport':
    case 'oadrUpdateReport':
    case 'oadrCancelPartyRegistration':
    case 'oadrDistributeEvent':
      return { requestID: message.body.requestID };
    default:
      return {};
  }
}

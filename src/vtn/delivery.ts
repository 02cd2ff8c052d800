import type { DeliveryChange } from './change.ts';
import { type Core, type Flight, trim } from './core.ts';
import { noteForeign } from './event-foreign.ts';
import { isCancelTold } from './event-list.ts';
import { dropItems, idsOf, removeItem, tellDropped, tellQueue } from './queue.ts';
import { wipe } from './registration.ts';
import { cancelsArrived, cancelsBounced } from './report-cancel.ts';
import { ridersArrived, ridersBounced } from './report-piggy.ts';
import { reportArrived, reportSent } from './report-request.ts';
import { RESPONSE_TO } from './services.ts';
import type { Sending, Ven, VenEvent } from './state.ts';
import type { Turn } from './turn.ts';
import { tellVen } from './ven.ts';

/** requestIDs of a version that are remembered; versions of an event likewise. */
const REMEMBERED = 256;

/** A reply leaves: what it takes from the queue stays there, unseen, until its fate is known. */
export function launch(core: Core, turn: Turn, flight: Flight): void {
  if (turn.exchange === undefined) return;
  core.flights.set(turn.exchange, flight);
  for (const { eventID, modificationNumber } of flight.events ?? []) {
    const event = flight.ven.events.get(eventID);
    if (event) noteSending(event, modificationNumber, flight.requestID, turn.now);
  }
  if (flight.item) {
    flight.item.exchange = turn.exchange;
    reportSent(flight.ven, flight.item.content, true);
    noteForeign(flight.ven, flight.item.content);
  }
  tellDelivery(turn, flight, 'sent', turn.exchange);
  if (flight.item) tellQueue(turn, flight.ven);
}

/** The last byte went to the operating system. */
export function land(core: Core, turn: Turn, exchange: string): void {
  const flight = core.flights.get(exchange);
  if (!flight) return;
  core.flights.delete(exchange);
  const { ven, item } = flight;
  tellDelivery(turn, flight, 'delivered', exchange);
  const own = item !== undefined && ven.queue.includes(item);
  if (own) {
    removeItem(ven, item);
    turn.dirty(ven.venID);
  }
  for (const { eventID, modificationNumber } of flight.events ?? []) {
    const event = ven.events.get(eventID);
    if (event) arrived(core, turn, ven, event, modificationNumber);
  }
  if (flight.riders) ridersArrived(turn, ven, flight.riders);
  if (flight.cancels) cancelsArrived(turn, ven, flight.cancels);
  if (own) afterwards(turn, flight);
}

/** The connection closed before: what was taken is put back in its place. */
export function bounce(core: Core, turn: Turn, exchange: string): void {
  const flight = core.flights.get(exchange);
  if (!flight) return;
  core.flights.delete(exchange);
  const { ven, item } = flight;
  tellDelivery(turn, flight, 'undelivered', exchange);
  // The VEN may repeat its poll at once.
  ven.lastPoll = undefined;
  if (flight.riders) ridersBounced(turn, ven, flight.riders);
  if (flight.cancels) cancelsBounced(turn, ven, flight.cancels);
  if (!item) return;
  item.exchange = undefined;
  reportSent(ven, item.content, false);
  if (!ven.queue.includes(item)) {
    tellDropped(turn, ven, item, 'given up while it was on its way');
    return;
  }
  if (item.once) {
    dropItems(turn, ven, [item], 'it did not arrive; the program is asked anew');
    return;
  }
  joinMarkers(ven);
  tellQueue(turn, ven);
}

/** Two waiting markers would give the same list twice: the first delivers for both. */
export function joinMarkers(ven: Ven): void {
  const [first, ...others] = ven.queue.filter((item) => item.content.kind === 'events' && item.exchange === undefined);
  if (!first || others.length === 0) return;
  first.joined.push(...others.flatMap(idsOf));
  for (const other of others) removeItem(ven, other);
}

/** Notes that a version goes out under a requestID (rules 42, 43). */
function noteSending(event: VenEvent, version: number, requestID: string | undefined, now: number): void {
  let sending: Sending | undefined = event.sendings.get(version);
  const responseRequired = event.spec.responseRequired ?? 'always';
  if (sending) sending.responseRequired = responseRequired;
  else {
    sending = { requestIDs: new Set(), delivered: false, responseRequired, restored: false };
    event.sendings.set(version, sending);
    trim(event.sendings, REMEMBERED);
  }
  if (requestID !== undefined) sending.requestIDs.add(requestID);
  trim(sending.requestIDs, REMEMBERED);
  event.lastSent = now;
}

function arrived(core: Core, turn: Turn, ven: Ven, event: VenEvent, version: number): void {
  const sending = event.sendings.get(version);
  if (sending && !sending.delivered) {
    sending.delivered = true;
    turn.dirty(ven.venID);
  }
  if (sending?.responseRequired === 'always' && event.answered !== version) ven.unanswered.add(event);
  if (!event.cancelled || version !== event.modificationNumber) return;
  event.cancelSendings++;
  turn.dirty(ven.venID);
  if (isCancelTold(event, core.config.cancelRetries)) finish(ven, event);
}

/** An event that is never listed again; its answers are still understood. */
export function finish(ven: Ven, event: VenEvent): void {
  event.finished = true;
  ven.cancelling.delete(event);
}

/** What follows from the arrival of a payload other than events. */
function afterwards(turn: Turn, flight: Flight): void {
  const { ven, item } = flight;
  const { payload } = flight;
  if (payload === 'oadrCancelPartyRegistration' && ven.state === 'registered') {
    wipe(turn, ven, 'the registration was cancelled', 'all');
    ven.state = 'cancelled';
    ven.registrationID = undefined;
    tellVen(turn, ven, 'byVtn');
  }
  const response = payload === 'raw' ? undefined : RESPONSE_TO[payload];
  if (response && payload !== 'raw') ven.awaited.push({ response, payload, since: turn.now, remarked: 0 });
  if (item) reportArrived(turn, ven, item.content);
}

function tellDelivery(turn: Turn, flight: Flight, state: DeliveryChange['state'], exchange: string): void {
  const { ven, payload, requestID, events, reportRequestIDs, item } = flight;
  const facts = {
    what: 'delivery',
    venID: ven.venID,
    payload,
    state,
    exchange,
    requestID,
    events,
    reportRequestIDs,
  } as const;
  if (!item) turn.change(facts);
  else for (const id of idsOf(item)) turn.change({ ...facts, item: id });
}

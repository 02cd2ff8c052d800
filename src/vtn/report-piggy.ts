import type { OadrReport, OadrReportRequest } from '../openadr/index.ts';
import type { Patch } from '../openadr/patch.ts';
import type { OfferedReport } from './change.ts';
import { checkRequest } from './report-check.ts';
import { offered } from './report-offer.ts';
import { addRequest, kept, markDelivered, moveTo } from './report-request.ts';
import { oadrReportRequest, wanted } from './report-spec.ts';
import type { PiggyRequest, Ven } from './state.ts';
import type { Turn } from './turn.ts';

/** What an oadrRegisteredReport carries along (rule 344). */
export interface Riders {
  readonly requests: OadrReportRequest[];
  readonly riders: readonly PiggyRequest[];
  readonly patch: Patch[];
}

/**
 * Takes the requests that wait for an oadrRegisteredReport, made against the metadata that it answers. What it does not
 * offer is not asked for, unless that is meant.
 */
export function takeRiders(turn: Turn, ven: Ven, reports: readonly OadrReport[]): Riders {
  const offers = reports.map(offered);
  const riders: PiggyRequest[] = [];
  const requests: OadrReportRequest[] = [];
  for (const rider of ven.piggyRequests) {
    const made = make(turn, ven, rider, offers);
    if (!made) continue;
    riders.push(rider);
    requests.push(made);
  }
  if (ven.piggyRequests.length > 0) turn.dirty(ven.venID);
  ven.piggyRequests = [];
  return { requests, riders, patch: riders.flatMap(({ patch }) => patch) };
}

function make(turn: Turn, ven: Ven, rider: PiggyRequest, offers: readonly OfferedReport[]) {
  const { spec, allowInvalid } = rider;
  const request = wanted(spec, offers, spec.reportRequestID, turn.now);
  const known = ven.requests.get(spec.reportRequestID);
  const issue = allowInvalid ? undefined : checkRequest(request, offers, turn.now)[0];
  if (issue) {
    if (known) moveTo(turn, ven, known, 'dropped', `${issue.message}: ${issue.actual ?? ''}`);
    return undefined;
  }
  const element = oadrReportRequest(request);
  const now = kept(ven, element);
  // Told again only where the new metadata makes another request of it.
  if (known && known.rIDs.join('\n') === now.rIDs.join('\n') && known.start === now.start) {
    ven.requests.set(spec.reportRequestID, { ...now, sent: true });
  } else addRequest(turn, ven, { ...now, sent: true });
  return element;
}

/** An oadrRegisteredReport has arrived: the VEN has these requests, and owes an oadrCreatedReport (8.3.2.1). */
export function ridersArrived(turn: Turn, ven: Ven, riders: readonly PiggyRequest[]): void {
  for (const { spec } of riders) {
    const request = ven.requests.get(spec.reportRequestID);
    if (request) markDelivered(turn, ven, request);
  }
  ven.awaited.push({
    response: 'oadrCreatedReport',
    payload: 'oadrRegisteredReport',
    since: turn.now,
    remarked: 0,
  });
}

/** It did not get through: the VEN will register its reports again. */
export function ridersBounced(turn: Turn, ven: Ven, riders: readonly PiggyRequest[]): void {
  for (const { spec } of riders) {
    const request = ven.requests.get(spec.reportRequestID);
    if (request) request.sent = false;
  }
  ven.piggyRequests = [...riders, ...ven.piggyRequests];
  turn.dirty(ven.venID);
}

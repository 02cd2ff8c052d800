import { read } from '../openadr/index.ts';
import { given } from '../openadr/lenient.ts';
import { trim } from './core.ts';
import type { Content, Sending, Ven } from './state.ts';

/** Foreign events of a VEN that are remembered. */
const REMEMBERED = 256;

/**
 * A message written by hand or by the program (`send`, the answer to a poll) may bring events that this VTN does not
 * keep. What went out is remembered, so that an answer to it is no answer to an unknown event; not durable.
 */
export function noteForeign(ven: Ven, content: Content): void {
  const message =
    content.kind === 'message' ? content.message : content.kind === 'raw' ? read(content.raw).message : undefined;
  if (message?.name !== 'oadrDistributeEvent') return;
  const requestID = given(message.body.requestID);
  for (const { eiEvent, oadrResponseRequired } of message.body.oadrEvent ?? []) {
    const { eventID, modificationNumber } = eiEvent?.eventDescriptor ?? {};
    if (eventID === undefined || modificationNumber === undefined || ven.events.has(eventID)) continue;
    const versions = ven.foreign.get(eventID) ?? new Map<number, Sending>();
    const sending = versions.get(modificationNumber) ?? {
      requestIDs: new Set<string>(),
      delivered: true,
      responseRequired: oadrResponseRequired,
      restored: false,
    };
    sending.responseRequired = oadrResponseRequired;
    if (requestID !== undefined) sending.requestIDs.add(requestID);
    trim(sending.requestIDs, REMEMBERED);
    versions.set(modificationNumber, sending);
    trim(versions, REMEMBERED);
    ven.foreign.set(eventID, versions);
    trim(ven.foreign, REMEMBERED);
  }
}

import { fill, type PayloadName, read, toTree, write, type XmlElement } from '../../src/openadr/index.ts';

/** A message's tree as it is written; what the schema requires and the body lacks is filled in. */
export function treeOf(name: PayloadName, body: Record<string, unknown> = {}): XmlElement {
  return toTree(fill(name, body));
}

/** The same after it went over the wire, with lines and columns. */
export function received(name: PayloadName, body: Record<string, unknown> = {}): XmlElement {
  const { tree } = read(write(fill(name, body)));
  if (!tree) throw new Error(`${name} was not read back`);
  return tree;
}

export interface Answer {
  readonly eventID: string;
  readonly modificationNumber?: number;
  readonly optType?: 'optIn' | 'optOut';
  readonly responseCode?: string;
}

/** An oadrCreatedEvent with one eventResponse an answer. */
export function createdEvent(...answers: readonly Answer[]): Record<string, unknown> {
  const eventResponse = answers.map(({ eventID, modificationNumber = 0, optType = 'optIn', responseCode = '200' }) => ({
    responseCode,
    requestID: `r-${eventID}`,
    qualifiedEventID: { eventID, modificationNumber },
    optType,
  }));
  return {
    eiCreatedEvent: {
      venID: 'ven-1',
      eiResponse: { responseCode: '200', requestID: '' },
      eventResponses: { eventResponse },
    },
  };
}

export interface Event {
  readonly eventID: string;
  readonly values?: readonly number[];
  readonly venIDs?: readonly string[];
  readonly start?: string;
}

/** An oadrDistributeEvent with one SIMPLE signal an event. */
export function distributeEvent(...events: readonly Event[]): Record<string, unknown> {
  return {
    requestID: 'd-1',
    vtnID: 'vtn',
    oadrEvent: events.map((event) => ({ eiEvent: eiEvent(event), oadrResponseRequired: 'always' })),
  };
}

function eiEvent({ eventID, values = [1], venIDs = [], start = '2026-07-01T14:00:00Z' }: Event) {
  const duration = { duration: 'PT10M' };
  const interval = values.map((value, uid) => ({
    duration,
    uid: { text: String(uid) },
    signalPayload: [{ payloadFloat: { value } }],
  }));
  return {
    eventDescriptor: {
      eventID,
      modificationNumber: 0,
      eiMarketContext: { marketContext: 'http://example.com/m' },
      createdDateTime: '2026-07-01T13:00:00Z',
      eventStatus: 'far',
    },
    eiActivePeriod: { properties: { dtstart: { 'date-time': start }, duration }, components: { xml: '' } },
    eiEventSignals: {
      eiEventSignal: [{ intervals: { interval }, signalName: 'SIMPLE', signalType: 'level', signalID: `s-${eventID}` }],
    },
    eiTarget: { venID: [...venIDs] },
  };
}

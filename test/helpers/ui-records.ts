import type { JournalRecord, MessageRecord, NewRecord } from '../../src/journal/record.ts';
import type { Finding } from '../../src/openadr/finding.ts';

/** Start of the told session: a fixed moment of bench time. */
export const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);

/** Makes records with seq, time and mono, as a journal would; `after` moves the time on. */
export class Recorder {
  readonly records: JournalRecord[] = [];
  #now: number;
  readonly #tell: (record: JournalRecord) => void;

  constructor(tell: (record: JournalRecord) => void = () => {}, start = T0) {
    this.#tell = tell;
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  after(ms: number): this {
    this.#now += ms;
    return this;
  }

  at(time: number): this {
    this.#now = time;
    return this;
  }

  add(record: NewRecord): JournalRecord {
    const seq = this.records.length;
    const made: JournalRecord = { ...record, seq, time: this.#now, mono: this.#now - T0 };
    this.records.push(made);
    this.#tell(made);
    return made;
  }

  /** A message of the VEN, with what a test does not care about filled in. */
  message(overrides: Partial<MessageRecord> = {}): MessageRecord {
    const body = overrides.body ?? (overrides.same === undefined ? poll() : undefined);
    const record = {
      kind: 'message' as const,
      dir: 'in' as const,
      exchange: `x${this.records.length}`,
      connection: 'c1',
      ven: 'ven-1',
      service: 'OadrPoll',
      name: 'oadrPoll',
      size: typeof body === 'string' ? body.length : 0,
      findings: [] as Finding[],
      ...overrides,
      body,
    };
    const made = this.add(record);
    if (made.kind !== 'message') throw new Error('not a message');
    return made;
  }

  /** A registered VEN that is online. */
  registered(venID = 'ven-1', venName = 'thermostat'): void {
    this.add({
      kind: 'state',
      ven: venID,
      change: {
        what: 'ven',
        venID,
        state: 'registered',
        cause: 'new',
        venName,
        registrationID: `r-${venID}`,
        profile: '2.0b',
        transport: 'simpleHttp',
        pullModel: true,
        pollInterval: 2_000,
      },
    });
    this.add({
      kind: 'state',
      ven: venID,
      change: { what: 'presence', venID, presence: 'online', lastHeard: this.#now },
    });
  }
}

const NS =
  'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07" xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110" ' +
  'xmlns:pyld="http://docs.oasis-open.org/ns/energyinterop/201110/payloads"';

/** A payload in its envelope, written in one line. */
export function envelope(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<oadr:oadrPayload ${NS}><oadr:oadrSignedObject>${inside}</oadr:oadrSignedObject></oadr:oadrPayload>`;
}

export function poll(venID = 'ven-1'): string {
  return envelope(`<oadr:oadrPoll ei:schemaVersion="2.0b"><ei:venID>${venID}</ei:venID></oadr:oadrPoll>`);
}

export function response(code = '200'): string {
  return envelope(
    `<oadr:oadrResponse ei:schemaVersion="2.0b"><ei:eiResponse><ei:responseCode>${code}</ei:responseCode><pyld:requestID/></ei:eiResponse></oadr:oadrResponse>`,
  );
}

export function createdEvent(opt: string, requestID = '5f3c', eventID = 'peak'): string {
  return envelope(
    `<oadr:oadrCreatedEvent ei:schemaVersion="2.0b">\n  <pyld:eiCreatedEvent>\n    <ei:eiResponse><ei:responseCode>200</ei:responseCode><pyld:requestID/></ei:eiResponse>\n    <ei:eventResponses><ei:eventResponse>\n      <ei:responseCode>200</ei:responseCode>\n      <pyld:requestID>${requestID}</pyld:requestID>\n      <ei:qualifiedEventID><ei:eventID>${eventID}</ei:eventID><ei:modificationNumber>0</ei:modificationNumber></ei:qualifiedEventID>\n      <ei:optType>${opt}</ei:optType>\n    </ei:eventResponse></ei:eventResponses>\n    <ei:venID>ven-1</ei:venID>\n  </pyld:eiCreatedEvent>\n</oadr:oadrCreatedEvent>`,
  );
}

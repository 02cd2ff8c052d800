import type { Journal } from '../journal/journal.ts';
import type { MessageRecord } from '../journal/record.ts';
import type { Finding } from '../openadr/finding.ts';
import { type ReadResult, read as readBody } from '../openadr/index.ts';
import type { SignatureFacts } from '../openadr/signature/index.ts';
import type { HttpPlan, HttpRequest, HttpSent } from '../transport/types.ts';
import type { Outgoing } from '../vtn/types.ts';
import { Recent } from './recent.ts';

/** An incoming message with all that was found in it. */
export interface Incoming {
  readonly request: HttpRequest;
  /** The reading that was processed: of a signed message, of what was verified. */
  readonly read: ReadResult;
  readonly ven?: string;
  readonly findings: readonly Finding[];
  readonly signature?: SignatureFacts;
}

/** An answer that went out, or did not. */
export interface Answered {
  readonly request: HttpRequest;
  readonly sent: HttpSent;
  readonly outgoing: Outgoing;
  readonly plan: HttpPlan;
  readonly ven?: string;
  /** What is wrong with it, where this side could not make it as it should be. */
  readonly findings?: readonly Finding[];
  readonly signature?: SignatureFacts;
  /** ms of I/O time. */
  readonly took: number;
}

/** Readings that are remembered, and bytes of the bodies that they are of: a tree takes many times its text. */
const READINGS = 256;
const READ_BYTES = 2 * 1024 * 1024;

const NOTHING: readonly never[] = Object.freeze([]);

/**
 * Makes message records of exchanges. Records hold bytes, never the parsed payload (decision 4); the reading that was
 * just made is remembered beside the record for a while, since whoever is told of a record asks for it at once.
 */
export class MessageLog {
  readonly #journal: Journal;
  readonly #readings = new Recent<MessageRecord, ReadResult>(READINGS, READ_BYTES);

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  incoming({ request, read, ven, findings, signature }: Incoming): void {
    this.#journal.message(
      {
        kind: 'message',
        dir: 'in',
        exchange: request.exchange,
        connection: request.remote.connection,
        ven,
        service: request.service,
        name: nameOf(read),
        headers: request.headers,
        size: request.body.length,
        findings,
        signature,
      },
      request.body,
      (record) => this.#readings.set(record, read, record.size),
    );
  }

  outgoing({ request, sent, outgoing, plan, ven, took, findings = NOTHING, signature }: Answered): void {
    const { body } = plan;
    this.#journal.message(
      {
        kind: 'message',
        dir: 'out',
        exchange: request.exchange,
        connection: request.remote.connection,
        ven,
        service: request.service,
        name: outgoing.payload?.name,
        status: sent.delivered ? sent.status : 0,
        headers: sent.headers,
        size: typeof body === 'string' ? Buffer.byteLength(body) : body.length,
        findings,
        signature,
        took,
      },
      body,
    );
  }

  /** The reading of a message record: the one made when it came, else a new one of its bytes. */
  parsed(record: MessageRecord): ReadResult {
    const known = this.#readings.get(record);
    if (known) return known;
    const reading = readBody(this.#journal.bodyOf(record) ?? '');
    this.#readings.set(record, reading, record.size);
    return reading;
  }
}

/** The payload's name, else the root that came instead of one. */
export function nameOf(read: ReadResult): string | undefined {
  return read.message?.name ?? (read.ids.root === 'oadrPayload' ? undefined : read.ids.root);
}

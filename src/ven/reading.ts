import { type Finding, type Message, read, readAsync } from '../openadr/index.ts';
import type { Arrival } from './poll.ts';

/** Bodies above this length are read in slices, so that other VENs of the process are not kept waiting. */
const LARGE = 64 * 1024;

/** The client has seen to its length, and what is verified may be longer than what came. */
const LIMITS = { bytes: Number.POSITIVE_INFINITY };

/** A reply as the machine takes it, and what the reader objects to. */
export interface Reply extends Arrival {
  /** Absent if the body is no known payload. */
  readonly message?: Message;
  /** It has errors, so parts of the message may be absent that its type has. */
  readonly faulty: boolean;
  /** Errors found now; empty for a body that was read before. */
  readonly errors: readonly Finding[];
}

/** Reads replies; one whose bytes equal those of the poll answer before is not read again, since reading is pure. */
export class Reading {
  #last: { readonly body: Buffer; readonly reply: Reply } | undefined;

  /** @param poll whether it answers an oadrPoll */
  async read(body: Buffer, poll: boolean): Promise<Reply> {
    if (poll && this.#last?.body.equals(body)) return { ...this.#last.reply, same: true, errors: [] };
    const { message, findings } = body.length > LARGE ? await readAsync(body, LIMITS) : read(body, LIMITS);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const whole = errors.every(({ layer }) => layer !== 'xml');
    const reply: Reply = { ...(message && { message }), same: false, whole, faulty: errors.length > 0, errors };
    if (poll) this.#last = { body, reply };
    return reply;
  }
}

import { after, type Clock, type Timer } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Service } from '../openadr/service.ts';
import { ClientError } from '../transport/client-failure.ts';
import { afterStatus, backoff } from './backoff.ts';
import type { Sending } from './state.ts';
import type { Opened } from './verifier.ts';
import type { WireAnswer } from './wire.ts';

/** The client half of the transport as this room uses it. Rejects when no HTTP response came. */
export interface VenClient {
  /** @param wishes `again` makes the body that is sent where a kept connection turns out to be closed */
  post(service: Service, body: string, wishes?: { readonly again?: () => string }): Promise<VenAnswer>;
  close(): void | Promise<void>;
}

interface VenAnswer extends WireAnswer {
  /** Seconds of Retry-After. */
  readonly retryAfter?: number;
}

/** A message and its body, which is not signed: that is done at each sending. */
export interface Letter {
  readonly sending: Sending;
  readonly body: string;
}

/** What the outbox needs, and whom it tells. */
export interface OutboxOptions {
  readonly client: VenClient;
  /** Never scaled; back-off goes by it. */
  readonly ioClock: Clock;
  readonly random: Random;
  /** Longest back-off, ms of I/O time. */
  longest(): number;
  /** No two sendings have the same bytes. */
  readonly signs: boolean;
  /** It is put on the wire now, the first time or again. @returns what goes out */
  posting(sending: Sending, body: string): string;
  /** An HTTP answer came, whatever its status; waited for before anything follows from it. @returns what to make of it */
  answered(sending: Sending, answer: WireAnswer): Promise<Opened>;
  /** HTTP 200. */
  reply(sending: Sending, opened: Opened): void | Promise<void>;
  /** A status after which it must not be sent again. @param said the VTN's own words about it */
  refused(sending: Sending, status: number, said?: Said): void;
  /** A failure after which it is sent again in `delay` ms. */
  backoff(sending: Sending, attempt: number, delay: number, why: { reason: string; remedy?: string }): void;
}

/** What a VTN says about a refusal. */
export interface Said {
  readonly reason: string;
  readonly remedy?: string;
}

/** An answer that settles the matter. */
interface Settled {
  readonly answer: VenAnswer;
  readonly opened: Opened;
}

interface Failure {
  readonly reason: string;
  readonly remedy?: string;
  /** ms that the VTN asked to wait. */
  readonly notBefore: number;
}

/** Posts messages one after the other, each until it is answered or refused (9.1.5, 9.1.7). */
export class Outbox {
  readonly #options: OutboxOptions;
  #waiting: Letter[] = [];
  #running: Promise<void> | undefined;
  #pause: { readonly timer: Timer; readonly end: () => void } | undefined;
  /** Whether the message in hand is void if it fails. */
  #void = false;
  #closed = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  push(letters: readonly Letter[]): void {
    if (this.#closed || letters.length === 0) return;
    this.#waiting.push(...letters);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is under way and nothing waits; at once if so already. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Drops what waits, and what is waiting for its next try. */
  discard(): void {
    this.#waiting = [];
    this.#void = true;
    this.#wakeUp();
  }

  /** Takes nothing more; resolves when what is there was tried once more at most, and nothing is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wakeUp();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await this.#deliver(next);
    this.#running = undefined;
  }

  async #deliver({ sending, body }: Letter): Promise<void> {
    this.#void = false;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(sending, body);
      if ('answer' in outcome) {
        const { answer, opened } = outcome;
        if (answer.status === 200) await this.#options.reply(sending, opened);
        else this.#options.refused(sending, answer.status, saidIn(answer));
        return;
      }
      if (!this.#closed && !this.#void) await this.#wait(sending, attempt, outcome);
      // A VTN that does not answer is not waited for when the VEN ends.
      if (this.#closed) this.#waiting = [];
      if (this.#closed || this.#void) return;
    }
  }

  /** One try: the response that settles the matter, or why it must be tried again. */
  async #try(sending: Sending, body: string): Promise<Settled | Failure> {
    const posting = (): string => this.#options.posting(sending, body);
    const text = posting();
    try {
      const answer = await this.#options.client.post(
        sending.service,
        text,
        this.#options.signs ? { again: posting } : {},
      );
      const opened = await this.#options.answered(sending, answer);
      if (answer.status === 200 || afterStatus(answer.status) === 'drop') return { answer, opened };
      const said = saidIn(answer);
      return {
        reason: `HTTP ${answer.status}${said ? `: ${said.reason}` : ''}`,
        ...(said?.remedy !== undefined && { remedy: said.remedy }),
        notBefore: (answer.retryAfter ?? 0) * 1000,
      };
    } catch (error) {
      // Whatever kept the client from an answer is a failure of the transport, and is tried again (9.1.4).
      const remedy = error instanceof ClientError ? error.remedy : undefined;
      return {
        reason: error instanceof Error ? error.message : String(error),
        ...(remedy && { remedy }),
        notBefore: 0,
      };
    }
  }

  async #wait(sending: Sending, attempt: number, { notBefore, ...why }: Failure): Promise<void> {
    const { ioClock, random } = this.#options;
    const longest = this.#options.longest();
    // What Retry-After asks for is a floor, but no VTN may silence a VEN for good.
    const delay = Math.max(backoff(attempt, longest, random), Math.min(notBefore, longest));
    await new Promise<void>((resolve) => {
      this.#pause = { timer: after(ioClock, delay, resolve), end: resolve };
      this.#options.backoff(sending, attempt, delay, why);
    });
    this.#pause = undefined;
  }

  #wakeUp(): void {
    this.#pause?.timer.cancel();
    this.#pause?.end();
  }
}

/** Characters of an answer in plain text that are read. */
const SAID = 600;

/** Why a request is refused stands in a plain text: the certificate, the signature, HTTP where TLS is spoken. */
function saidIn({ status, headers, body }: WireAnswer): Said | undefined {
  const at = headers.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-type');
  if (at < 0 || !headers[at + 1]?.toLowerCase().startsWith('text/plain')) return undefined;
  const lines = body
    .toString('utf8', 0, SAID)
    .trim()
    .split(/\s*\n\s*/);
  const advice = /^(?:try|hint): +/;
  const remedy = lines.find((line) => advice.test(line))?.replace(advice, '');
  const words = lines.filter((line) => !advice.test(line)).join(' ');
  const reason = words.replace(new RegExp(`^${status}: *`), '').replace(/\.$/, '');
  return reason === '' ? undefined : { reason, ...(remedy && { remedy }) };
}

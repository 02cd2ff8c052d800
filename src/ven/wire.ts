import type { Finding } from '../openadr/index.ts';
import type { Service } from '../openadr/service.ts';
import type { SignatureFacts } from '../openadr/signature/index.ts';
import type { Sealed } from './signer.ts';
import type { Sending } from './state.ts';
import type { Opened } from './verifier.ts';

/** A message that a simulated VEN put on the wire, or the answer to it; a message that is tried again goes out again. */
export type VenMessage =
  | {
      readonly dir: 'out';
      /** The same in the answer; of this VEN alone. */
      readonly exchange: string;
      readonly service: Service;
      /** Payload root. */
      readonly name: string;
      /** As it went out: signed, where the VEN signs. */
      readonly body: string;
      readonly signature?: SignatureFacts;
    }
  | {
      readonly dir: 'in';
      readonly exchange: string;
      readonly service: Service;
      /** HTTP status. */
      readonly status: number;
      /** Name, value, … as received. */
      readonly headers: readonly string[];
      readonly body: Buffer;
      /** ms of I/O time from the posting to the answer's last byte. */
      readonly took: number;
      /** Where the VEN verifies, of an answer with a payload. */
      readonly signature?: SignatureFacts;
      /** Why its signature does not count, or that there is none. */
      readonly refusal?: Finding;
    };

/** Who hears of a VEN's messages; the VEN waits for a promise before it takes the answer. */
export type OnMessage = (message: VenMessage) => void | Promise<void>;

/** Tells what a VEN posts and gets, one exchange at a time, as its outbox has it. */
export class Wire {
  readonly #venName: string;
  readonly #onMessage: OnMessage | undefined;
  #count = 0;

  constructor(venName: string, onMessage: OnMessage | undefined) {
    this.#venName = venName;
    this.#onMessage = onMessage;
  }

  posted({ service, message: { name } }: Sending, { body, signature }: Sealed): void {
    this.#count++;
    void this.#onMessage?.({
      dir: 'out',
      exchange: this.#exchange,
      service,
      name,
      body,
      ...(signature && { signature }),
    });
  }

  answered({ service }: Sending, { status, headers, body, took }: WireAnswer, opened: Opened): void | Promise<void> {
    const { signature, refusal } = opened;
    const seen = { ...(signature && { signature }), ...(refusal && { refusal }) };
    return this.#onMessage?.({ dir: 'in', exchange: this.#exchange, service, status, headers, body, took, ...seen });
  }

  /** Made without chance, so that a VEN draws the same whether it is heard or not. */
  get #exchange(): string {
    return `${this.#venName}-${this.#count}`;
  }
}

/** An HTTP answer as the client half of the transport gives it. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Of the VTN's TLS, DER. */
  readonly certificate?: Buffer;
  readonly took: number;
}

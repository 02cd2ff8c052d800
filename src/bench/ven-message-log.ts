import type { Journal } from '../journal/journal.ts';
import type { VenMessage } from '../ven/index.ts';
import { nameOf } from './message-log.ts';
import { Readings } from './readings.ts';

/** Makes message records of what simulated VENs say and hear, where no VTN of the same bench does. */
export class VenMessageLog {
  readonly #journal: Journal;
  readonly #readings = new Readings();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Resolves when the message is recorded; what follows from an answer comes after it in the record. */
  async log(venName: string, message: VenMessage): Promise<void> {
    const { dir, exchange, service } = message;
    // Its sockets are its own business, so each VEN stands for one connection; it has no venID before it registers.
    const place = { kind: 'message', dir, exchange, connection: venName, ven: venName, service } as const;
    if (message.dir === 'out') {
      const { name, body, signature } = message;
      const size = Buffer.byteLength(body);
      this.#journal.message({ ...place, name, size, findings: [], ...(signature && { signature }) }, body);
      return;
    }
    const { status, headers, body, took, signature, refusal } = message;
    const isPayload = status === 200 && body.length > 0;
    const reading = isPayload ? this.#readings.read(body) : undefined;
    const read = reading instanceof Promise ? await reading : reading;
    const name = read && nameOf(read);
    const findings = [...(refusal ? [refusal] : []), ...(read?.findings ?? [])];
    const about = { status, headers, size: body.length, findings, took, ...(signature && { signature }) };
    this.#journal.message({ ...place, name, ...about }, body);
  }
}

import type { ConnectionRecord, MessageRecord } from '../../journal/record.ts';
import { RefusedConnections } from '../../journal/refused.ts';
import type { Finding } from '../../openadr/finding.ts';
import type { Stamp } from './moment.ts';

/** Faulty messages that wait for their answers. */
const PENDING = 1_000;

/** Requests that came to nothing and nobody can be told to have sent: perhaps those of a VEN that is waited for. */
export interface Stray {
  readonly count: number;
  /** The last one, in words: `POST /x → 404 no service is there`. */
  readonly last: string;
  readonly at: Stamp;
  readonly exchange?: string;
  readonly hint?: string;
}

/** Counts them and keeps the last one. */
export class Strays {
  readonly #connections = new RefusedConnections();
  /** By exchange, until they are answered. */
  readonly #faulty = new Map<string, { readonly record: MessageRecord; readonly at: Stamp }>();
  #stray: Stray | undefined;

  /** @param known somebody of the run speaks over the connection: it is no stray */
  see(record: ConnectionRecord, at: Stamp, known: boolean): void {
    const { fact, exchange } = record;
    const { again } = this.#connections.see(record);
    if (known || again) return;
    if (fact.fact === 'tlsRefused') {
      this.#add({ last: `TLS: ${fact.message}`, at, hint: fact.remedy });
      return;
    }
    if (fact.fact !== 'answered' && fact.fact !== 'clientError') return;
    const hint = fact.findings.find((finding) => finding.hint !== undefined)?.hint;
    const [finding] = fact.findings;
    this.#add({
      last:
        fact.fact === 'answered'
          ? `${fact.method} ${fact.url} → ${fact.status} ${fact.reason}`
          : (finding?.message ?? fact.message),
      at,
      ...(exchange === undefined ? {} : { exchange }),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** A message that may be refused for its signature: its answer tells. */
  message(record: MessageRecord, at: Stamp): void {
    if (!isFaulty(record)) return;
    this.#faulty.set(record.exchange, { record, at });
    const [oldest] = this.#faulty.keys();
    if (this.#faulty.size > PENDING && oldest !== undefined) this.#faulty.delete(oldest);
  }

  answer(answer: MessageRecord): void {
    const { exchange, status } = answer;
    const faulty = this.#faulty.get(exchange);
    this.#faulty.delete(exchange);
    const finding = faulty?.record.findings.find(isFault);
    if (!faulty || !finding || !isRefusal(answer)) return;
    const { message, hint } = finding;
    this.#add({
      last: `${faulty.record.name ?? 'a message'} → ${status} ${message}`,
      at: faulty.at,
      exchange,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  #add(stray: Omit<Stray, 'count'>): void {
    this.#stray = { ...stray, count: (this.#stray?.count ?? 0) + 1 };
  }

  get(): Stray | undefined {
    return this.#stray;
  }
}

/** Whether something is wrong with a message's signature, or with there being none: its answer tells whether it was refused. */
export function isFaulty({ signature, findings }: MessageRecord): boolean {
  return (signature?.verdict === 'refused' || signature?.verdict === 'missing') && findings.some(isFault);
}

/** Whether the answer to a faulty message refuses it; where signatures are off such a message is taken as it came. */
export function isRefusal({ status, name }: MessageRecord): boolean {
  return name === undefined && (status === 403 || status === 503);
}

function isFault({ severity, rule }: Finding): boolean {
  return severity === 'error' && rule === 514;
}

/** `5 requests came to nothing; the last: POST /x → 404 no service is there`. */
export function strayText({ count, last }: Stray): string {
  return count === 1 ? `1 request came to nothing: ${last}` : `${count} requests came to nothing; the last: ${last}`;
}

/** `; try: set the device to …`, where there is a remedy. */
export function remedyText({ hint }: Stray): string {
  return hint === undefined ? '' : `; try: ${hint}`;
}

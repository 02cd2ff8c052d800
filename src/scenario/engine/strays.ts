import type { ConnectionRecord, MessageRecord } from '../../journal/record.ts';
import type { Stamp } from './moment.ts';

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
  #stray: Stray | undefined;

  see({ fact, exchange }: ConnectionRecord, at: Stamp): void {
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

  /** A message that was refused for its signature, or for the lack of one. */
  message({ name, exchange, signature, findings }: MessageRecord, at: Stamp): void {
    if (signature?.verdict !== 'refused' && signature?.verdict !== 'missing') return;
    const finding = findings.find(({ severity, rule }) => severity === 'error' && rule === 514);
    if (!finding) return;
    const { message, hint } = finding;
    this.#add({
      last: `${name ?? 'a message'} → 403 ${message}`,
      at,
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

/** `5 requests came to nothing; the last: POST /x → 404 no service is there`. */
export function strayText({ count, last }: Stray): string {
  return count === 1 ? `1 request came to nothing: ${last}` : `${count} requests came to nothing; the last: ${last}`;
}

import type { JournalRecord, MessageRecord } from '../../journal/record.ts';

/** Messages from the beginning and from the end that are shown in any case. */
export const FIRST = 500;
const LAST = 1_500;
/** Exchanges that a finding or a step names, shown too wherever they are; records that are named. */
const NAMED = 1_000;

/**
 * Which messages a report shows: all of a short session; of a long one its beginning, its end, and the exchanges that
 * findings of severity error and failed steps name. Made in a first pass, asked in a second.
 */
export class Choice {
  readonly #named = new Set<string>();
  readonly #seqs = new Set<number>();
  readonly #decisive = new Set<string>();
  /** Messages in all. */
  total = 0;

  add(record: JournalRecord): void {
    if (record.kind === 'message') {
      this.total++;
      if (record.findings.some(({ severity }) => severity === 'error')) this.#name(record.exchange);
      if (record.findings.length > 0) this.#point(record.seq);
    }
    if (record.kind === 'connection' && 'findings' in record.fact) this.#point(record.seq);
    if (record.kind === 'step' && record.detail?.seq !== undefined) this.#point(record.detail.seq);
    if (record.kind === 'step' && record.state === 'failed' && record.detail?.exchange !== undefined) {
      this.#name(record.detail.exchange);
      if (this.#decisive.size < NAMED) this.#decisive.add(record.detail.exchange);
    }
  }

  /** Whether the log has a place for the record, so that a link to it leads somewhere. */
  points(seq: number): boolean {
    return this.#seqs.has(seq);
  }

  /** Whether a failed step names the exchange as the nearest. */
  decided(exchange: string): boolean {
    return this.#decisive.has(exchange) && this.#named.has(exchange);
  }

  /** @param at place among the messages, from 0 */
  shows({ exchange }: Pick<MessageRecord, 'exchange'>, at: number): boolean {
    return at < FIRST || at >= this.total - LAST || this.#named.has(exchange);
  }

  #name(exchange: string): void {
    if (this.#named.size < NAMED) this.#named.add(exchange);
  }

  #point(seq: number): void {
    if (this.#seqs.size < NAMED * 2) this.#seqs.add(seq);
  }
}

import type { JournalRecord, MessageRecord } from './record.ts';

/** Connections that are remembered; more than a listener lets in. */
const MOST = 20_000;

type Directed = Pick<MessageRecord, 'connection' | 'dir'>;

/** The last header list of each connection and direction, so that equal ones need not stand again. */
export class HeaderMemory {
  readonly #last = new Map<string, { in?: readonly string[]; out?: readonly string[] }>();

  get({ connection, dir }: Directed): readonly string[] | undefined {
    return this.#last.get(connection)?.[dir];
  }

  /** Whether the list differs from the connection's last one in this direction; it is the last one now. */
  changed({ connection, dir }: Directed, headers: readonly string[]): boolean {
    let last = this.#last.get(connection);
    if (!last) {
      last = {};
      this.#last.set(connection, last);
      if (this.#last.size > MOST) this.#forgetOldest();
    }
    const before = last[dir];
    if (before && equal(before, headers)) return false;
    last[dir] = headers;
    return true;
  }

  /** A connection that closed has no more messages, or one that was under way. */
  observe(record: JournalRecord): void {
    if (record.kind === 'connection' && record.fact.fact === 'closed') this.#last.delete(record.connection);
  }

  #forgetOldest(): void {
    const [oldest] = this.#last.keys();
    if (oldest !== undefined) this.#last.delete(oldest);
  }
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((entry, index) => entry === b[index]);
}

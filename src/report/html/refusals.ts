import type { ConnectionRecord } from '../../journal/record.ts';
import type { RefusedConnection } from '../../journal/view.ts';

type TransportFact = ConnectionRecord['fact'];
type Fact<F extends TransportFact['fact']> = Extract<TransportFact, { readonly fact: F }>;

/** Connections of one address that came to nothing for one reason. */
export interface Refusal extends RefusedConnection {
  count: number;
  last: number;
  /** Of TLS: cause, what its peer saw, code. */
  readonly tls?: Fact<'tlsRefused'>;
  /** What the device offered, and whose certificate it showed, the first time. */
  readonly hello?: Fact<'hello'>['hello'];
  readonly certificates: Fact<'secured'>['certificates'];
}

/** Reasons that are told, and open connections of which offers are remembered. */
const MOST = 200;
const OPEN = 20_000;

interface Known {
  readonly hello?: Fact<'hello'>['hello'];
  readonly certificates?: Fact<'secured'>['certificates'];
}

/** Refused connections, equal ones together: a device tries every few seconds. */
export class Refusals {
  readonly #groups = new Map<string, Refusal>();
  readonly #known = new Map<string, Known>();
  leftOut = 0;

  get all(): readonly Refusal[] {
    return [...this.#groups.values()];
  }

  /** @param refused what the view says of the connection, where this record made it a refused one */
  add({ connection, fact }: ConnectionRecord, refused: RefusedConnection | undefined): void {
    if (fact.fact === 'hello') this.#know(connection, { hello: fact.hello });
    if (fact.fact === 'secured') this.#know(connection, { certificates: fact.certificates });
    if (refused) this.#refuse(connection, refused, fact.fact === 'tlsRefused' ? fact : undefined);
    if (fact.fact === 'closed') this.#known.delete(connection);
  }

  #know(connection: string, more: Known): void {
    if (this.#known.size >= OPEN) this.#known.clear();
    this.#known.set(connection, { ...this.#known.get(connection), ...more });
  }

  #refuse(connection: string, refused: RefusedConnection, tls: Refusal['tls']): void {
    const key = JSON.stringify([refused.address, refused.tried]);
    const group = this.#groups.get(key);
    if (group) {
      group.count++;
      group.last = refused.time;
      return;
    }
    if (this.#groups.size >= MOST) {
      this.leftOut++;
      return;
    }
    const { hello, certificates = [] } = this.#known.get(connection) ?? {};
    this.#groups.set(key, { ...refused, count: 1, last: refused.time, tls, hello, certificates });
  }
}

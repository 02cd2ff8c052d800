import type { Finding } from '../openadr/finding.ts';
import type { TransportFact } from '../transport/fact.ts';
import type { ConnectionRecord } from './record.ts';

/** Connections that are remembered at once; the listener allows fewer. */
const MOST = 50_000;

/** A fact of the transport, and what is known of its connection. */
export interface Told {
  /** Where the connection comes from, while it is open. */
  readonly address?: string;
  /** What counts as found wrong, each once. */
  readonly findings: readonly Finding[];
  /** See `isAgain`. */
  readonly again: boolean;
}

/**
 * Follows connections, for one refused connection to be one fact, whether its peer got a 403 or an alert: TLS says why it
 * refuses, and the 403 that follows repeats it. As large as the connections that are open.
 */
export class RefusedConnections {
  readonly #addresses = new Map<string, string>();
  readonly #refused = new Set<string>();

  see({ connection, fact }: ConnectionRecord): Told {
    if (this.#addresses.size > MOST) this.#addresses.clear();
    if (this.#refused.size > MOST) this.#refused.clear();
    if (fact.fact === 'opened') this.#addresses.set(connection, fact.address);
    const address = this.#addresses.get(connection);
    const refused = this.#refused.has(connection);
    if (fact.fact === 'tlsRefused') this.#refused.add(connection);
    if (fact.fact === 'closed') {
      this.#addresses.delete(connection);
      this.#refused.delete(connection);
    }
    return {
      ...(address !== undefined && { address }),
      findings: findingsOf(fact, refused),
      again: isAgain(fact, refused),
    };
  }
}

/**
 * The 403 on a connection that TLS refused: the same fact once more.
 * @param refused whether this connection was told as refused before
 */
export function isAgain(fact: TransportFact, refused: boolean): boolean {
  return fact.fact === 'answered' && refused && fact.findings.some(({ layer }) => layer === 'tls');
}

/** What a fact counts as. That of an accepted certificate stands with the first message that comes by it. */
export function findingsOf(fact: TransportFact, refused: boolean): readonly Finding[] {
  if (fact.fact === 'tlsRefused')
    return [{ layer: 'tls', severity: 'error', message: fact.message, hint: fact.remedy }];
  if (fact.fact !== 'answered' && fact.fact !== 'clientError') return [];
  return isAgain(fact, refused) ? [] : fact.findings;
}

import { isLoopback } from './address.ts';
import type { Connection } from './connection.ts';
import type { Limits } from './limits.ts';
import { SilentFirst } from './silent-first.ts';

/** Which limit a new connection runs into, and how many there are by it. */
export interface Crowded {
  readonly where: 'in all' | 'from one address';
  readonly most: number;
}

/** Whether a new connection gets in, and for whom it had to go. */
export interface Admission {
  readonly admitted: boolean;
  /** The limit that was reached, if one was. */
  readonly crowded?: Crowded;
  /** Who has to make room. */
  readonly evicted?: Connection;
}

type CrowdLimits = Pick<Limits, 'connections' | 'connectionsPerAddress' | 'connectionsPerLoopback'>;

interface House {
  count: number;
  readonly silent: SilentFirst;
}

/**
 * Counts connections, by address and in all. Where there are too many, one that has never brought a whole request makes
 * room; only where each has, the new one is refused. So a VEN keeps its connection between polls, whoever else comes.
 */
export class Crowd {
  readonly #limits: CrowdLimits;
  readonly #silent = new SilentFirst();
  readonly #houses = new Map<string, House>();
  readonly #inside = new Set<Connection>();

  constructor(limits: CrowdLimits) {
    this.#limits = limits;
  }

  /** Makes room for a connection from this address, if there must be and can be; who is evicted has left already. */
  admit(address: string): Admission {
    const { connections, connectionsPerAddress, connectionsPerLoopback } = this.#limits;
    const most = isLoopback(address) ? connectionsPerLoopback : connectionsPerAddress;
    const house = this.#houses.get(address);
    if (house && house.count >= most) return this.#spare(house.silent, { where: 'from one address', most });
    if (this.#inside.size >= connections) return this.#spare(this.#silent, { where: 'in all', most: connections });
    return { admitted: true };
  }

  enter(connection: Connection): void {
    const { address } = connection.remote;
    const house = this.#houses.get(address) ?? { count: 0, silent: new SilentFirst() };
    this.#houses.set(address, house);
    house.count++;
    house.silent.add(connection);
    this.#silent.add(connection);
    this.#inside.add(connection);
  }

  /** Once or more often. */
  leave(connection: Connection): void {
    if (!this.#inside.delete(connection)) return;
    this.#silent.delete(connection);
    const { address } = connection.remote;
    const house = this.#houses.get(address);
    if (!house) return;
    house.silent.delete(connection);
    if (--house.count === 0) this.#houses.delete(address);
  }

  #spare(among: SilentFirst, crowded: Crowded): Admission {
    const evicted = among.first;
    if (!evicted) return { admitted: false, crowded };
    this.leave(evicted);
    return { admitted: true, crowded, evicted };
  }
}

import type { Slot } from './slots.ts';

/**
 * Where connections come from. What bears no name (a wrong path, a query, bytes that are no HTTP) is a device's if it
 * comes from that device's address, and no other VEN was heard from there.
 */
export class Addresses {
  readonly #connections = new Map<string, string>();
  readonly #slots = new Map<Slot, string>();
  readonly #strangers = new Set<string>();

  opened(connection: string, address: string): void {
    this.#connections.set(connection, address);
  }

  closed(connection: string): void {
    this.#connections.delete(connection);
  }

  /** A message of the slot's VEN came over this connection. */
  heard(slot: Slot, connection: string): void {
    const address = this.#connections.get(connection);
    if (address !== undefined) this.#slots.set(slot, address);
  }

  /** A VEN that is none of the scenario's was heard over this connection. */
  stranger(connection: string): void {
    const address = this.#connections.get(connection);
    if (address !== undefined) this.#strangers.add(address);
  }

  /** Whether what comes over this connection can only be this slot's, in a scenario about one VEN. */
  fits(slot: Slot, connection: string): boolean {
    const address = this.#connections.get(connection);
    if (address === undefined) return true;
    if (this.#strangers.has(address)) return false;
    const known = this.#slots.get(slot);
    return known === undefined || known === address;
  }
}

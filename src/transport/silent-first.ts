import type { Connection } from './connection.ts';

/** How many connections that have spoken are passed over before one of them is taken all the same. */
const LOOKS = 64;

/**
 * Connections that have not brought a whole request, those that have been silent longest first. Who has spoken is found out
 * when one is wanted, by the bytes that have come since it was looked at last: so neither traffic nor a flood pays for it.
 */
export class SilentFirst {
  /** Bytes that had come when the connection was put here, in that order. */
  readonly #bytes = new Map<Connection, number>();

  add(connection: Connection): void {
    this.#bytes.set(connection, connection.wire.bytesRead);
  }

  delete(connection: Connection): void {
    this.#bytes.delete(connection);
  }

  /** The one that can be spared best; undefined where all have brought a request. */
  get first(): Connection | undefined {
    let looks = 0;
    for (const [connection, before] of this.#bytes) {
      if (connection.served) {
        this.#bytes.delete(connection);
        continue;
      }
      const now = connection.wire.bytesRead;
      if (now === before || ++looks > LOOKS) return connection;
      // It goes to the end of this very loop, where it is silent.
      this.#bytes.delete(connection);
      this.#bytes.set(connection, now);
    }
    return undefined;
  }
}

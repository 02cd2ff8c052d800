import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { after, type Clock, type Timer } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { Connection, type Exchange } from './connection.ts';
import { Crowd } from './crowd.ts';
import { type Door, firstHex, looksLike, readFirstBytes } from './first-bytes.ts';
import type { Limits } from './limits.ts';
import type { Telling } from './telling.ts';

/** What the connections of a listener need. */
export interface ConnectionsOptions {
  readonly ioClock: Clock;
  readonly ids: Random;
  readonly limits: Limits;
  readonly telling: Telling;
  /** Default: whoever sends a byte is let in. */
  readonly door?: Door;
}

/**
 * All connections of a listener, or those of somebody else's server that came to us. A server of ours itself listens and its 'connection' listener is wrapped: the first bytes are
 * read, put back, and the original listener is called (security.md says why no server stands in front).
 */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #bySocket = new Map<Socket, Connection>();
  /** By the TLS that stands above a socket. */
  readonly #above = new WeakMap<Socket, Connection>();
  /** What ends our interest in a socket. */
  readonly #releases = new Map<Socket, () => void>();
  /** Connections whose first bytes wait for `resume`. */
  readonly #held: (() => void)[] = [];
  readonly #crowd: Crowd;
  /** Answers that were on their way when it was looked last. */
  #sending = new WeakSet<Exchange>();
  #look?: Timer;
  #paused = false;
  #emptied?: () => void;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#crowd = new Crowd(options.limits);
  }

  /** Takes over the connections of a server before it sees them. */
  watch(server: Server): void {
    const originals = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      this.#open(socket, (stream) => {
        for (const listener of originals) Reflect.apply(listener, server, [stream]);
      });
    });
  }

  /** The connection of a socket that the HTTP server handed out. */
  of(socket: Socket): Connection {
    return this.#bySocket.get(socket) ?? this.#above.get(socket) ?? this.#track(socket);
  }

  *[Symbol.iterator](): Iterator<Connection> {
    yield* this.#bySocket.values();
  }

  /** Stops reading from all connections, also from new ones. */
  pause(): void {
    this.#paused = true;
    for (const { socket } of this) socket.pause();
  }

  resume(): void {
    this.#paused = false;
    for (const { socket } of this) socket.resume();
    for (const release of this.#held.splice(0)) release();
  }

  /** Lets go of all connections, which stay open for whoever has them. @param error why, for the record */
  release(error: string): void {
    if (this.#paused) this.resume();
    for (const [socket, release] of this.#releases) {
      release();
      const connection = this.#bySocket.get(socket);
      if (!connection) continue;
      connection.error ??= error;
      this.#closed(connection);
    }
  }

  /** Closes connections that have nothing under way; the others end with their last answer. */
  drain(): void {
    for (const connection of this.#bySocket.values()) {
      connection.ending = true;
      if (connection.exchanges.size === 0) connection.socket.destroy();
    }
  }

  destroy(): void {
    for (const { socket } of this) socket.destroy();
  }

  /** Resolves when no connection is left. */
  empty(): Promise<void> {
    if (this.#bySocket.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }

  #open(socket: Socket, handOver: (stream: Duplex) => void): void {
    if (!this.#admit(socket)) return;
    const connection = this.#track(socket);
    this.#crowd.enter(connection);
    const { ioClock, limits, telling, door = openDoor(limits) } = this.#options;
    readFirstBytes(socket, ioClock, door, (result) => {
      if ('none' in result) {
        if (result.none === 'timeout') connection.error = `no byte within ${door.timeoutMs} ms`;
        socket.destroy();
        return;
      }
      const { bytes } = result;
      // A door tells by itself what came.
      if (!this.#options.door) {
        telling.tell({
          fact: 'firstBytes',
          connection: connection.id,
          looksLike: looksLike(bytes),
          hex: firstHex(bytes),
        });
      }
      const stream = door.admit(connection, result);
      if (!stream) return;
      if (this.#paused) this.#held.push(() => handOver(stream));
      else handOver(stream);
    });
  }

  /** Makes room for a new connection, or closes it. */
  #admit(socket: Socket): boolean {
    // Gone already, so nobody's: Node tells of no address.
    const address = socket.remoteAddress ?? '';
    const { admitted, crowded, evicted } = this.#crowd.admit(address);
    if (evicted) {
      this.#options.telling.limited('madeRoom', evicted.remote.address, crowded);
      evicted.evict(`made room for others: ${crowded?.most} connections ${crowded?.where}`);
    }
    if (admitted) return true;
    this.#options.telling.limited('refused', address, crowded);
    socket.on('error', () => {});
    socket.destroy();
    return false;
  }

  /** Ends connections whose peer has not taken an answer since it was looked last. */
  readonly #lookAtAnswers = (): void => {
    const { ioClock, limits } = this.#options;
    for (const connection of this) {
      for (const exchange of connection.exchanges) {
        if (!exchange.sending) continue;
        if (!this.#sending.has(exchange)) this.#sending.add(exchange);
        else {
          connection.error ??= `its answer was not taken within ${limits.answerMs} ms`;
          connection.socket.destroy();
        }
      }
    }
    this.#look = this.#bySocket.size === 0 ? undefined : after(ioClock, limits.answerMs, this.#lookAtAnswers);
  };

  #track(socket: Socket): Connection {
    const { ids, ioClock, limits, telling } = this.#options;
    const connection = new Connection(socket, ids.id(), {
      ioClock,
      lingerMs: limits.lingerMs,
      secured: this.#secured,
      served: ({ id }) => telling.vouch(id),
    });
    const { address, port } = connection.remote;
    this.#bySocket.set(socket, connection);
    const onError = (error: Error): void => {
      connection.error ??= error.message;
    };
    // The HTTP server resumes a socket by itself, after each body for one.
    const onResume = (): void => {
      if (this.#paused) socket.pause();
    };
    const onClose = (): void => this.#closed(connection);
    socket.on('error', onError).on('resume', onResume).on('close', onClose);
    this.#releases.set(socket, () => {
      socket.off('error', onError).off('resume', onResume).off('close', onClose);
    });
    telling.tell({ fact: 'opened', connection: connection.id, address, port });
    this.#look ??= after(ioClock, limits.answerMs, this.#lookAtAnswers);
    return connection;
  }

  /** TLS stands above a socket from now on; what is read is read from it. */
  readonly #secured = (connection: Connection): void => {
    const { socket } = connection;
    this.#above.set(socket, connection);
    socket.on('error', (error: Error) => {
      connection.error ??= error.message;
    });
    socket.on('resume', () => {
      if (this.#paused) socket.pause();
    });
    if (this.#paused) socket.pause();
  };

  #closed(connection: Connection): void {
    const { wire: socket } = connection;
    this.#bySocket.delete(socket);
    this.#releases.delete(socket);
    this.#crowd.leave(connection);
    connection.closed();
    this.#options.door?.closing(connection);
    this.#options.telling.tell({
      fact: 'closed',
      connection: connection.id,
      requests: connection.requests,
      bytesRead: socket.bytesRead,
      bytesWritten: socket.bytesWritten,
      silent: connection.requests === 0,
      ...(connection.error === undefined ? {} : { error: connection.error }),
    });
    if (this.#bySocket.size > 0) return;
    this.#look?.cancel();
    this.#look = undefined;
    this.#emptied?.();
  }
}

/** Lets everybody in who says anything: what it is the HTTP server finds out. */
function openDoor(limits: Limits): Door {
  return {
    timeoutMs: limits.firstBytesMs,
    maxBytes: limits.headerBytes,
    enough: () => true,
    admit: ({ wire }) => wire,
    closing: () => {},
  };
}

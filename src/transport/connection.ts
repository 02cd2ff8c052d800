import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { after, type Clock, type Timer } from '../base/clock.ts';
import { type RequestHead, readHead, sameHeaders } from './request-head.ts';
import type { Remote } from './types.ts';

/** A request on its way through this process. */
export interface Exchange {
  readonly id: string;
  readonly connection: Connection;
  readonly request: IncomingMessage;
  /** An answer is being written; before that the exchange ends without one. */
  sending: boolean;
  /** Tells the handler that the answer did not go out; set while sending. */
  undelivered?: () => void;
}

/** One connection of a listener: who is there, what is under way, and how it ends. */
export class Connection {
  readonly remote: Remote;
  /** Requests that came whole. */
  requests = 0;
  /** Why it ended, if not by an orderly close. */
  error?: string;
  /** Node gave up on its bytes; told once. */
  faulted = false;
  /** No further request can come: the answer to the newest one is the last. */
  ending = false;
  readonly #socket: Socket;
  readonly #ioClock: Clock;
  readonly #lingerMs: number;
  readonly #exchanges = new Set<Exchange>();
  #head?: RequestHead;
  #linger?: Timer;

  constructor(socket: Socket, id: string, ioClock: Clock, lingerMs: number) {
    this.#socket = socket;
    this.#ioClock = ioClock;
    this.#lingerMs = lingerMs;
    this.remote = { connection: id, address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  }

  get id(): string {
    return this.remote.connection;
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** Exchanges under way, oldest first. */
  get exchanges(): ReadonlySet<Exchange> {
    return this.#exchanges;
  }

  /** Where the peer reached us: `http://address:port`. */
  get origin(): string {
    return originOf(this.#socket.localAddress ?? '127.0.0.1', this.#socket.localPort ?? 0);
  }

  /** Reads a request's headers; equal ones are read once, and their list is the same array. */
  head(raw: readonly string[]): RequestHead {
    if (!this.#head || !sameHeaders(this.#head.raw, raw)) this.#head = readHead(raw);
    return this.#head;
  }

  begin(id: string, request: IncomingMessage): Exchange {
    const exchange: Exchange = { id, connection: this, request, sending: false };
    this.#exchanges.add(exchange);
    return exchange;
  }

  end(exchange: Exchange): void {
    this.#exchanges.delete(exchange);
  }

  /** Whether the answer to this exchange is the connection's last. */
  isLast(exchange: Exchange): boolean {
    if (!this.ending) return false;
    let newest: Exchange | undefined;
    for (const other of this.#exchanges) newest = other;
    return newest === exchange;
  }

  /**
   * Sends `bytes` past the HTTP server, then closes: what still comes is thrown away until the peer has closed or the
   * time is up, because a close with unread bytes resets the connection and may take the answer with it (RFC 9112 9.6).
   */
  endWith(bytes: string): void {
    this.ending = true;
    if (!this.#socket.writable) {
      this.#socket.destroy();
      return;
    }
    this.#socket.end(bytes);
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.resume();
    this.#linger = after(this.#ioClock, this.#lingerMs, () => this.#socket.destroy());
  }

  /** The socket is closed: what was being sent did not arrive. */
  closed(): void {
    this.#linger?.cancel();
    for (const exchange of [...this.#exchanges]) exchange.undelivered?.();
  }
}

/** `http://address:port`, brackets around IPv6, without the mapping of IPv4 into it. */
export function originOf(address: string, port: number): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return `http://${plain.includes(':') ? `[${plain}]` : plain}:${port}`;
}

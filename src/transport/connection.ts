import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { after, type Clock, type Timer } from '../base/clock.ts';
import type { Finding } from '../openadr/finding.ts';
import { plainAddress } from './address.ts';
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

/** What a connection needs. */
export interface ConnectionOptions {
  readonly ioClock: Clock;
  readonly lingerMs: number;
  /** Called when TLS stands above the socket. */
  readonly secured: (connection: Connection) => void;
  /** Called when the first whole request to a service has come. */
  readonly served: (connection: Connection) => void;
}

/** One connection of a listener: who is there, what is under way, and how it ends. */
export class Connection {
  /** Requests that came whole. */
  requests = 0;
  /** Why it ended, if not by an orderly close. */
  error?: string;
  /** Node gave up on its bytes; told once. */
  faulted = false;
  /** No further request can come: the answer to the newest one is the last. */
  ending = false;
  /** The socket of the operating system. */
  readonly wire: Socket;
  readonly #options: ConnectionOptions;
  #socket: Socket;
  #remote: Remote;
  #findings: readonly Finding[] = NOTHING;
  readonly #exchanges = new Set<Exchange>();
  #head?: RequestHead;
  #linger?: Timer;
  #served = false;

  constructor(socket: Socket, id: string, options: ConnectionOptions) {
    this.wire = socket;
    this.#socket = socket;
    this.#options = options;
    this.#remote = { connection: id, address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
  }

  get id(): string {
    return this.#remote.connection;
  }

  /** It has brought a whole request to one of the services, good or bad. */
  get served(): boolean {
    return this.#served;
  }

  serve(): void {
    this.requests++;
    if (this.#served) return;
    this.#served = true;
    this.#options.served(this);
  }

  get remote(): Remote {
    return this.#remote;
  }

  /** What HTTP is read from and written to: that of the operating system, or the TLS above it. */
  get socket(): Socket {
    return this.#socket;
  }

  /**
   * TLS stands above the socket from now on.
   * @param who what its handshake told of both sides
   * @param findings about the peer, told with its first request
   */
  secure(
    socket: TLSSocket,
    who: Pick<Remote, 'fingerprint' | 'certificate' | 'presented'>,
    findings: readonly Finding[],
  ): void {
    this.#socket = socket;
    this.#remote = { ...this.#remote, ...who, tls: true };
    this.#findings = findings;
    this.#options.secured(this);
  }

  /** What is to be told with the next request; once. */
  takeFindings(): readonly Finding[] {
    const findings = this.#findings;
    this.#findings = NOTHING;
    return findings;
  }

  /** Exchanges under way, oldest first. */
  get exchanges(): ReadonlySet<Exchange> {
    return this.#exchanges;
  }

  /** Where the peer reached us: `http://address:port`, or `https://…`. */
  get origin(): string {
    const scheme = this.#socket instanceof TLSSocket ? 'https' : 'http';
    return originOf(this.wire.localAddress ?? '127.0.0.1', this.wire.localPort ?? 0, scheme);
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
  endWith(bytes: string | Buffer): void {
    this.ending = true;
    if (!this.#socket.writable) {
      this.#socket.destroy();
      return;
    }
    this.#socket.end(bytes);
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.resume();
    this.#linger = after(this.#options.ioClock, this.#options.lingerMs, () => this.#socket.destroy());
  }

  /** Ends it for others; nothing more is told of it than why. */
  evict(reason: string): void {
    this.error ??= reason;
    this.faulted = true;
    this.ending = true;
    this.#socket.destroy();
  }

  /** The socket is closed: what was being sent did not arrive. */
  closed(): void {
    this.#linger?.cancel();
    for (const exchange of [...this.#exchanges]) exchange.undelivered?.();
  }
}

const NOTHING: readonly never[] = Object.freeze([]);

/** `http://address:port`, brackets around IPv6, without the mapping of IPv4 into it. */
export function originOf(address: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  const plain = plainAddress(address);
  return `${scheme}://${plain.includes(':') ? `[${plain}]` : plain}:${port}`;
}

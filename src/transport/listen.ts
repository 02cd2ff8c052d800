import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, type Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { BASE_PATH } from '../openadr/service.ts';
import { type ClientFault, onClientError } from './client-error.ts';
import { originOf } from './connection.ts';
import { Connections } from './connections.ts';
import { Desk, type Refusal } from './desk.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { connectionsByOpenFiles } from './open-files.ts';
import { normalisePrefix } from './path.ts';
import { koaOver, notImplemented } from './routes.ts';
import { Telling } from './telling.ts';
import { Handshakes } from './tls/handshakes.ts';
import { serverOptions, type TlsOptions } from './tls/options.ts';
import type { PeerRefusal } from './tls/peer.ts';
import { listenError, TransportError } from './transport-error.ts';
import type { Listener, TransportHandlers } from './types.ts';

export type { Limits } from './limits.ts';

/** Where to listen, and who judges what comes. */
export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Path before `/OpenADR2`, with or without slashes (9.1.2). */
  readonly prefix?: string;
  /** Speaks TLS; default plain HTTP. */
  readonly tls?: TlsOptions;
  /** I/O time: time-outs of connections. */
  readonly ioClock: Clock;
  /** Makes the ids of connections and exchanges. */
  readonly ids: Random;
  readonly limits?: Partial<Limits>;
  readonly handlers: TransportHandlers;
}

/**
 * Starts the VTN's listener: plain HTTP, or HTTPS.
 * @throws TransportError port taken, address not of this machine, no right to the port, a certificate that OpenSSL does
 * not take
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, tls, ioClock, ids, handlers } = options;
  const limits = limitsOf(options.limits);
  const prefix = checkedPrefix(options);
  const http: ServerOptions = {
    requireHostHeader: false,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: Math.min(limits.headersMs, limits.requestMs),
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.max(20, Math.min(limits.headersMs, limits.requestMs, 20_000) / 4),
    // Finds a peer that vanished while nothing was to be sent.
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
    noDelay: true,
  };
  const secure = tls && tlsServer(http, tls, options);
  const server = secure ?? createServer(http);
  // A sender that closes its half after the request still gets its answer; Node has no option for it, but the property.
  Object.assign(server, { httpAllowHalfOpen: true });
  const telling = new Telling({ ioClock, fact: (told) => handlers.fact(told), perSecond: limits.toldPerSecond });
  const fact = telling.tell;
  let url = '';
  const handshakes = tls && new Handshakes({ tls, ioClock, limits, fact, url: () => url });
  const connections = new Connections({ ioClock, ids, limits, telling, ...(handshakes && { door: handshakes }) });
  connections.watch(server);
  if (secure) handshakes?.attach(secure);
  const desk = new Desk({ connections, handlers, fact, ids, limits });
  attach(server, { connections, desk, handshakes, prefix, limits, fact });
  await bind(server, host, port);
  server.on('error', (error: NodeJS.ErrnoException) => {
    fact({ fact: 'clientError', connection: '', code: error.code ?? 'UNKNOWN', message: error.message, findings: [] });
  });
  const bound = server.address();
  const actual = bound !== null && typeof bound === 'object' ? bound.port : port;
  url = `${originOf(reachable(host), actual, tls ? 'https' : 'http')}${prefix}${BASE_PATH}`;
  return {
    host,
    port: actual,
    url,
    pause: () => connections.pause(),
    resume: () => connections.resume(),
    close: async (graceMs = 5_000) => {
      await close(server, connections, ioClock, graceMs);
      telling.stop();
    },
  };
}

/** The limits that hold: no more connections than files may be open. */
function limitsOf(own: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...own };
  return { ...limits, connections: Math.min(limits.connections, connectionsByOpenFiles()) };
}

interface Parts {
  readonly connections: Connections;
  readonly desk: Desk;
  readonly handshakes?: Handshakes;
  readonly prefix: string;
  readonly limits: Limits;
  readonly fact: TransportHandlers['fact'];
}

/** Every way in which Node hands out what came over a connection. */
function attach(server: Server, parts: Parts): void {
  const { connections, desk, handshakes, prefix, limits } = parts;
  const serve = koaOver(desk, connections, prefix).callback();
  const unwelcome = (request: IncomingMessage): Refusal | undefined => {
    const refusal = handshakes?.refusal(connections.of(request.socket));
    return refusal && forbidden(refusal);
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const connection = connections.of(request.socket);
    if (connection.exchanges.size >= limits.pipelined) {
      connection.evict(`more than ${limits.pipelined} requests at once over one connection`);
    }
    // What Node had read before goes on for a while.
    if (connection.socket.destroyed) return;
    const refusal = unwelcome(request);
    if (refusal) void desk.refuse(request, response, refusal);
    else void serve(request, response);
  };
  server.on('request', handle);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    desk.expectsContinue(request);
    handle(request, response);
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    void desk.refuse(request, response, unwelcome(request) ?? expectationFailed(request.headers.expect ?? ''));
  });
  server.on('connect', (request: IncomingMessage) => {
    const { origin } = connections.of(request.socket);
    desk.refuseRaw(request, unwelcome(request) ?? notImplemented('CONNECT', `${origin}${prefix}${BASE_PATH}`));
  });
  server.on('clientError', (error: ClientFault, socket: Socket) => {
    const connection = connections.of(socket);
    if (!handshakes?.takes(error, connection)) onClientError(error, connection, parts);
  });
  server.setTimeout(limits.idleMs, (socket: Socket) => {
    connections.of(socket).error ??= `idle for ${limits.idleMs} ms`;
    socket.destroy();
  });
}

/** @throws TransportError OpenSSL does not take a certificate or key */
function tlsServer(http: ServerOptions, tls: TlsOptions, { host, port }: ListenOptions): TlsServer {
  try {
    return createTlsServer({ ...http, ...serverOptions(tls) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TransportError(`the certificate of this VTN cannot be used: ${reason}`, {
      code: 'ETLS',
      host,
      port,
      remedy: 'oadr-sim certs verify <file> shows what is wrong with it; oadr-sim certs init makes new ones',
      cause,
    });
  }
}

/** A client whose certificate does not hold: nothing that it sends is looked at (section 9.2.1.1). */
function forbidden({ message, remedy }: PeerRefusal): Refusal {
  return {
    status: 403,
    reason: message,
    text: `403: ${message}.\ntry: ${remedy}\n`,
    last: true,
    findings: [{ layer: 'tls', severity: 'error', message, hint: remedy }],
  };
}

function expectationFailed(expect: string) {
  const message = 'the Expect header asks for something unknown';
  return {
    status: 417,
    reason: message,
    text: `417: ${message}; only 100-continue is known.\n`,
    findings: [{ layer: 'http', severity: 'error', message, expected: '100-continue', actual: expect } as const],
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(listenError(error, host, port));
    server.once('error', failed);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', failed);
      resolve();
    });
  });
}

async function close(server: Server, connections: Connections, ioClock: Clock, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  connections.drain();
  const timer = after(ioClock, graceMs, () => connections.destroy());
  await Promise.all([closed, connections.empty()]);
  timer.cancel();
}

/** The address that a VEN can use: for "all addresses" the first that is not this machine's own loop. */
function reachable(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find((address) => !address.internal && address.family === 'IPv4')?.address ?? '127.0.0.1';
}

function checkedPrefix({ prefix, host, port }: ListenOptions): string {
  const normal = normalisePrefix(prefix);
  if (/^[/A-Za-z0-9._~-]*$/.test(normal)) return normal;
  throw new TransportError(`the prefix ${prefix} cannot stand in a path`, {
    code: 'EPREFIX',
    host,
    port,
    remedy: '--prefix with letters, digits, dots, dashes and slashes only',
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, type Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { BASE_PATH } from '../openadr/service.ts';
import { type ClientFault, onClientError } from './client-error.ts';
import { originOf } from './connection.ts';
import { Connections } from './connections.ts';
import { Desk } from './desk.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { normalisePrefix } from './path.ts';
import { koaOver, notImplemented } from './routes.ts';
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
  /** I/O time: time-outs of connections. */
  readonly ioClock: Clock;
  /** Makes the ids of connections and exchanges. */
  readonly ids: Random;
  readonly limits?: Partial<Limits>;
  readonly handlers: TransportHandlers;
}

/**
 * Starts the VTN's plain HTTP listener.
 * @throws TransportError port taken, address not of this machine, no right to the port
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { host, port, ioClock, ids, handlers } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const prefix = checkedPrefix(options);
  const server = createServer({
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
  });
  // A sender that closes its half after the request still gets its answer; Node has no option for it, but the property.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.maxConnections = limits.connections;
  const fact = (told: Parameters<TransportHandlers['fact']>[0]): void => handlers.fact(told);
  const connections = new Connections({ ioClock, ids, limits, fact });
  connections.watch(server);
  const desk = new Desk({ connections, handlers, ids, limits });
  attach(server, { connections, desk, prefix, limits, fact });
  await bind(server, host, port);
  server.on('error', (error: NodeJS.ErrnoException) => {
    fact({ fact: 'clientError', connection: '', code: error.code ?? 'UNKNOWN', message: error.message, findings: [] });
  });
  const bound = server.address();
  const actual = bound !== null && typeof bound === 'object' ? bound.port : port;
  return {
    host,
    port: actual,
    url: `${originOf(reachable(host), actual)}${prefix}${BASE_PATH}`,
    pause: () => connections.pause(),
    resume: () => connections.resume(),
    close: (graceMs = 5_000) => close(server, connections, ioClock, graceMs),
  };
}

interface Parts {
  readonly connections: Connections;
  readonly desk: Desk;
  readonly prefix: string;
  readonly limits: Limits;
  readonly fact: TransportHandlers['fact'];
}

/** Every way in which Node hands out what came over a connection. */
function attach(server: Server, parts: Parts): void {
  const { connections, desk, prefix, limits } = parts;
  const handle = koaOver(desk, connections, prefix).callback();
  server.on('request', handle);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    desk.expectsContinue(request);
    handle(request, response);
  });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    void desk.refuse(request, response, expectationFailed(request.headers.expect ?? ''));
  });
  server.on('connect', (request: IncomingMessage) => {
    const { origin } = connections.of(request.socket);
    desk.refuseRaw(request, notImplemented('CONNECT', `${origin}${prefix}${BASE_PATH}`));
  });
  server.on('clientError', (error: ClientFault, socket: Socket) => {
    onClientError(error, connections.of(socket), parts);
  });
  server.setTimeout(limits.idleMs, (socket: Socket) => {
    connections.of(socket).error ??= `idle for ${limits.idleMs} ms`;
    socket.destroy();
  });
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

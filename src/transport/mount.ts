import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, type Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import { BASE_PATH } from '../openadr/service.ts';
import { onClientError } from './client-error.ts';
import type { Connection } from './connection.ts';
import { Connections } from './connections.ts';
import { Desk } from './desk.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { normalisePath, normalisePrefix } from './path.ts';
import { PLAIN, renderPlain, write } from './reply.ts';
import { koaOver } from './routes.ts';
import { Telling } from './telling.ts';
import type { KoaMiddleware, TransportHandlers } from './types.ts';

/** Who judges what comes through somebody else's server. */
export interface MountOptions {
  /** Path before `/OpenADR2`, with or without slashes (9.1.2). */
  readonly prefix?: string;
  /** I/O time: time-outs of requests. */
  readonly ioClock: Clock;
  /** Makes the ids of connections and exchanges. */
  readonly ids: Random;
  /** Those of bodies, requests in flight and time-outs hold; those of headers and idle connections are the server's. */
  readonly limits?: Partial<Limits>;
  readonly handlers: TransportHandlers;
  /** Told once when a request comes that something before has read already: what is wrong, and the remedy. */
  readonly consumed?: (problem: string) => void;
}

/** A VTN in somebody else's server. A connection is known from its first request to the VTN on. */
export interface Mount {
  /** Answers a request below the base path; resolves when nothing but its writing is left. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Stops reading from the connections of VENs (back-pressure of the record), and goes on. */
  pause(): void;
  resume(): void;
  /** Lets running exchanges end for at most `graceMs` of I/O time; the server's connections stay open. */
  close(graceMs?: number): Promise<void>;
}

const DOWN = {
  status: 503,
  contentType: PLAIN,
  headers: { 'Retry-After': '5' },
  body: '503: the VTN is down; try again later.\n',
} as const;

const CONSUMED = 'the body was read before the VTN got the request; try: put the VTN before what parses bodies';
const CONSUMED_TEXT = '500: an error in the server, not in the VEN.\n';

/** Serves a VTN in a server that listens already. */
export function mount({ prefix, ioClock, ids, limits: own, handlers, consumed }: MountOptions): Mount {
  // How long an idle connection lasts is the server's affair, and nothing is said of it.
  const limits: Limits = { ...DEFAULT_LIMITS, ...own, keepAliveMs: Number.POSITIVE_INFINITY };
  const telling = new Telling({ ioClock, fact: (told) => handlers.fact(told), perSecond: limits.toldPerSecond });
  const fact = telling.tell;
  const connections = new Connections({ ioClock, ids, limits, telling });
  const desk = new Desk({ connections, handlers, fact, ids, limits });
  const base = normalisePrefix(prefix);
  const serve = koaOver(desk, connections, base).callback();
  const open = new Set<ServerResponse>();
  let ended = (): void => {};
  let told = false;

  const guard = (request: IncomingMessage, response: ServerResponse): void => {
    const connection = connections.of(request.socket);
    const late = after(ioClock, limits.requestMs, () => {
      if (!request.complete) onClientError(new RequestTimeout(), connection, { prefix: base, limits, fact });
    });
    guardIdle(response, connection, limits.idleMs);
    open.add(response);
    response.once('close', () => {
      late.cancel();
      open.delete(response);
      if (open.size === 0) ended();
    });
  };
  return {
    async handle(request, response) {
      guard(request, response);
      if (!request.readableDidRead) {
        await serve(request, response);
        return;
      }
      if (!told) consumed?.(CONSUMED);
      told = true;
      await desk.refuse(request, response, { status: 500, reason: CONSUMED, text: CONSUMED_TEXT });
    },
    pause: () => connections.pause(),
    resume: () => connections.resume(),
    async close(graceMs = 5_000) {
      const timer = after(ioClock, graceMs, () => {
        for (const { socket } of open) socket?.destroy();
      });
      if (open.size > 0) {
        await new Promise<void>((resolve) => {
          ended = resolve;
        });
      }
      timer.cancel();
      connections.release('the VTN stopped');
      telling.stop();
    },
  };
}

/** Node's own code for a request that does not come whole in time. */
class RequestTimeout extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';

  constructor() {
    super('Request timeout');
  }
}

/** Silence while a request is under way, also of a peer that does not take its answer. */
function guardIdle(response: ServerResponse, connection: Connection, idleMs: number): void {
  const { socket } = connection;
  const before = socket.timeout ?? 0;
  response.setTimeout(idleMs, () => {
    connection.error ??= `idle for ${idleMs} ms`;
    socket.destroy();
  });
  response.once('close', () => {
    // Where the server keeps idle connections for a time of its own, that has been set by now.
    if (socket.timeout === idleMs) socket.setTimeout(before);
  });
}

/** Whether a request target goes to a VTN under that prefix, be it ever so misspelt behind it. */
export function isBelow(prefix: string | undefined): (url: string) => boolean {
  const base = `${normalisePrefix(prefix)}${BASE_PATH}`.toLowerCase();
  return (url) => {
    const path = normalisePath(url).toLowerCase();
    return path === base || path.startsWith(`${base}/`);
  };
}

/**
 * The VTN as Koa middleware; what is not below its base path is left to the others.
 * @param current the mount as it is now; undefined while the VTN is down
 */
export function middlewareOf(prefix: string | undefined, current: () => Mount | undefined): KoaMiddleware {
  const isOurs = isBelow(prefix);
  return async (ctx, next) => {
    if (!isOurs(ctx.req.url ?? '')) return next();
    ctx.respond = false;
    const mounted = current();
    if (mounted) return mounted.handle(ctx.req, ctx.res);
    write(ctx.res, renderPlain(DOWN, { close: false, keepAliveMs: Number.POSITIVE_INFINITY }));
  };
}

import { Agent, type AgentOptions, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { after, type Clock } from '../base/clock.ts';
import type { Service } from '../openadr/service.ts';
import { ClientError, clientErrorOf } from './client-failure.ts';
import { type ClientTls, certificateOf, type LoadedTls, loadClientTls, stageOf, TlsAgent } from './client-tls.ts';
import { tlsFailure } from './client-tls-failure.ts';
import { codingNamed, decode } from './coding.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/** How a client reaches its VTN. */
export interface ClientOptions {
  /** `http://host:port/prefix/OpenADR2/Simple/2.0b`, or https; the service's name is added. */
  readonly baseUrl: string;
  /** For https; default: no certificate of its own, the CAs that Node knows. */
  readonly tls?: ClientTls;
  /** For the client's own agent; by default it keeps at most two connections open. */
  readonly agentOptions?: AgentOptions;
  /** I/O time: the time-out. */
  readonly ioClock: Clock;
  /** For a whole exchange, ms of I/O time; at least 5,000 (9.1.6), default 30,000. */
  readonly timeoutMs?: number;
}

/** One exchange's own wishes. */
export interface PostOptions {
  readonly signal?: AbortSignal;
  /** Added to, or instead of, the client's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent where a kept connection turns out to be closed, in place of the same bytes once more: a signed message. */
  readonly again?: () => string;
}

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Name, value, … as received. */
  readonly headers: readonly string[];
  /** After Content-Encoding. */
  readonly body: Buffer;
  /** Content-Type as received, empty if there is none. */
  readonly contentType: string;
  /** Seconds of Retry-After, where the answer has it. */
  readonly retryAfter?: number;
  /** The VTN's own certificate, DER; absent on plain HTTP. */
  readonly certificate?: Buffer;
  /** ms from the call to the answer's last byte, monotonic. */
  readonly took: number;
}

/** The client half of simple HTTP: one VEN's view of its VTN. */
export interface Client {
  /** @throws ClientError no whole answer came */
  post(service: Service, body: string, options?: PostOptions): Promise<Answer>;
  /** Closes the connections; exchanges under way fail with `closed`. */
  close(): void;
}

const SHORTEST_TIMEOUT = 5_000;

const CLOSED = new ClientError('closed', 'the client was closed');

/**
 * Makes a client with an agent of its own, so that a thousand VENs in one process are a thousand connections.
 * @throws PkiError the certificate, key or CA cannot be used
 */
export function createClient(options: ClientOptions): Client {
  const { ioClock, timeoutMs = 30_000 } = options;
  if (timeoutMs < SHORTEST_TIMEOUT) {
    throw new RangeError(`timeoutMs is ${timeoutMs}, but a VEN waits at least ${SHORTEST_TIMEOUT} ms (9.1.6)`);
  }
  const base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  const tls = base.protocol === 'https:' ? loadClientTls(options.tls ?? {}) : undefined;
  const kept = { keepAlive: true, maxSockets: 2, ...options.agentOptions };
  const agent = tls ? new TlsAgent(tls, base.hostname, () => ioClock.now(), kept) : new Agent(kept);
  // Not AbortSignal.any: on a signal that lives as long as the client it would keep something of each exchange.
  const open = new Set<AbortController>();
  let closed = false;

  const post = async (service: Service, body: string, wishes: PostOptions = {}): Promise<Answer> => {
    const url = new URL(service, base);
    const since = performance.now();
    const stop = new AbortController();
    const { signal } = stop;
    const timer = after(ioClock, timeoutMs, () => {
      stop.abort(new ClientError('timeout', `no answer from ${url.host} within ${timeoutMs} ms`));
    });
    const giveUp = (): void => stop.abort(wishes.signal?.reason);
    wishes.signal?.addEventListener('abort', giveUp);
    open.add(stop);
    if (closed) stop.abort(CLOSED);
    if (wishes.signal?.aborted) giveUp();
    try {
      const attempt = (text: string) => exchange({ agent, tls }, url, text, wishes.headers ?? {}, signal);
      const received = await attempt(body).catch((error: unknown) => {
        if (!(error instanceof ClientError && error.stale)) throw error;
        // The VTN had closed the kept connection before it saw the request; its siblings are no better. All operations
        // are idempotent (9.1.4), so sending once more is safe.
        for (const socket of Object.values(agent.freeSockets).flatMap((free) => free ?? [])) socket.destroy();
        return attempt(wishes.again?.() ?? body);
      });
      return { ...(await unpacked(received)), took: performance.now() - since };
    } finally {
      timer.cancel();
      open.delete(stop);
      wishes.signal?.removeEventListener('abort', giveUp);
    }
  };

  return {
    post,
    close: () => {
      closed = true;
      for (const stop of open) stop.abort(CLOSED);
      agent.destroy();
    },
  };
}

interface Received {
  readonly response: IncomingMessage;
  readonly body: Buffer;
  /** Of the VTN. */
  readonly certificate?: Buffer;
}

interface Wire {
  readonly agent: Agent;
  /** Absent for plain HTTP. */
  readonly tls?: LoadedTls;
}

function exchange(
  { agent, tls }: Wire,
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const request = (tls ? httpsRequest : httpRequest)(url, {
      agent,
      method: 'POST',
      headers: { 'Content-Type': 'application/xml', 'Content-Length': bytes.length, ...headers },
    });
    let before = 0;
    let settled = false;
    const abort = (): void => {
      fail(signal.reason);
      request.destroy();
    };
    const settle = (): boolean => {
      if (settled) return false;
      settled = true;
      signal.removeEventListener('abort', abort);
      return true;
    };
    const fail = (cause: unknown): void => {
      if (!settle()) return;
      // A kept connection that died without a byte of an answer was stale.
      const silent = (request.socket?.bytesRead ?? 0) === before;
      const { reusedSocket, socket } = request;
      const stage = stageOf(socket);
      const subject = tls?.certificate?.subject;
      const connection = tls && stage && { host: url.host, stage, profile: tls.profile, subject };
      const failure = connection && tlsFailure(cause, { ...connection, spoken: reusedSocket || !silent });
      reject(failure ?? clientErrorOf(cause, url.host, reusedSocket && silent));
    };
    request.on('socket', (socket) => {
      before = socket.bytesRead;
    });
    request.on('error', fail);
    request.on('response', (response) => {
      const certificate = certificateOf(response.socket);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size <= DEFAULT_LIMITS.bodyBytes) return;
        fail(new ClientError('tooLarge', `the answer of ${url.host} has more than ${DEFAULT_LIMITS.bodyBytes} bytes`));
        request.destroy();
      });
      response.on('error', fail);
      response.on('end', () => {
        if (!settle()) return;
        const whole = chunks.length === 1 ? (chunks[0] ?? bytes) : Buffer.concat(chunks);
        resolve({ response, body: whole, ...(certificate && { certificate }) });
      });
    });
    if (signal.aborted) abort();
    else {
      signal.addEventListener('abort', abort);
      request.end(bytes);
    }
  });
}

async function unpacked({ response, body, certificate }: Received): Promise<Omit<Answer, 'took'>> {
  const { statusCode: status = 0, rawHeaders: headers } = response;
  const contentType = response.headers['content-type'] ?? '';
  const retryAfter = Number(response.headers['retry-after']);
  const coding = codingNamed(response.headers['content-encoding'] ?? 'identity');
  if (!coding) throw new ClientError('http', `the answer is in ${response.headers['content-encoding']}`);
  const decoded = await decode(body, coding, DEFAULT_LIMITS.bodyBytes);
  if ('error' in decoded) {
    const kind = decoded.error === 'tooLarge' ? 'tooLarge' : 'http';
    throw new ClientError(kind, `the answer is no ${coding}: ${decoded.message}`);
  }
  const retry = Number.isFinite(retryAfter) ? { retryAfter } : {};
  return { status, headers, body: decoded.body, contentType, ...retry, ...(certificate && { certificate }) };
}

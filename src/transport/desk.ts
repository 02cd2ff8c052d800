import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Random } from '../base/random.ts';
import type { Finding } from '../openadr/finding.ts';
import type { Service } from '../openadr/service.ts';
import { discardBody, readBody } from './body.ts';
import { decode } from './coding.ts';
import type { Exchange } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Limits } from './limits.ts';
import { PLAIN, rawAnswer, render, write } from './reply.ts';
import type { RequestHead } from './request-head.ts';
import { OverloadError } from './transport-error.ts';
import type { HttpPlan, TransportHandlers } from './types.ts';

/** An answer that the transport gives by itself. */
export interface Refusal {
  readonly status: number;
  /** For the record. */
  readonly reason: string;
  /** Body for people, plain text. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly findings?: readonly Finding[];
}

/** A whole body, and what is wrong with how it was packed. */
interface Content {
  readonly body: Buffer;
  readonly findings: readonly Finding[];
}

/** What a desk needs. */
export interface DeskOptions {
  readonly connections: Connections;
  readonly handlers: TransportHandlers;
  readonly ids: Random;
  readonly limits: Limits;
}

/** Takes requests whole, hands them to the handler, and sends what it plans. */
export class Desk {
  readonly #options: DeskOptions;
  /** Requests whose sender waits for `100 Continue`. */
  readonly #waiting = new WeakSet<IncomingMessage>();
  #inFlight = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** The sender of this request holds its body back until it is told to go on (RFC 9110 10.1.1). */
  expectsContinue(request: IncomingMessage): void {
    this.#waiting.add(request);
  }

  /** A POST to a service. @param findings about its path */
  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    service: Service,
    findings: readonly Finding[],
  ): Promise<void> {
    const { connections, limits, ids } = this.#options;
    const connection = connections.of(request.socket);
    const exchange = connection.begin(ids.id(), request);
    this.#inFlight++;
    try {
      const head = connection.head(request.rawHeaders);
      if (this.#inFlight > limits.inFlight) {
        await this.#refuse(exchange, response, overloaded(new OverloadError()));
        return;
      }
      const body = await this.#body(exchange, response, head);
      if (!body) return;
      connection.requests++;
      const plan = await this.#plan(exchange, service, head, body, findings);
      await this.#send(exchange, response, plan, head);
    } finally {
      this.#inFlight--;
      if (!exchange.sending) connection.end(exchange);
    }
  }

  /** Answers a request that goes to no service. */
  async refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): Promise<void> {
    const { connections, ids } = this.#options;
    const exchange = connections.of(request.socket).begin(ids.id(), request);
    await this.#refuse(exchange, response, refusal);
    if (!exchange.sending) exchange.connection.end(exchange);
  }

  /** Answers a request for which Node has no response object (CONNECT). */
  refuseRaw(request: IncomingMessage, refusal: Refusal): void {
    const { connections, ids } = this.#options;
    const connection = connections.of(request.socket);
    const exchange = connection.begin(ids.id(), request);
    connection.end(exchange);
    connection.requests++;
    this.#told(exchange, refusal);
    connection.endWith(rawAnswer(refusal.status, refusal.text));
  }

  /** The body, or undefined where it did not come or was refused. */
  async #body(exchange: Exchange, response: ServerResponse, head: RequestHead): Promise<Content | undefined> {
    const { limits } = this.#options;
    const { request } = exchange;
    if ((head.contentLength ?? 0) > limits.bodyBytes) {
      await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, `${head.contentLength} bytes`));
      return undefined;
    }
    if (this.#waiting.has(request)) response.writeContinue();
    const result = await readBody(request, limits.bodyBytes);
    if ('aborted' in result) {
      this.#aborted(exchange, result.aborted);
      return undefined;
    }
    if ('tooLarge' in result) {
      await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, 'more'));
      return undefined;
    }
    // What is in a coding that is not spoken here stays as it is; the finding about it is in the head.
    if (head.coding === 'identity' || head.coding === undefined) return { body: result.body, findings: [] };
    const decoded = await decode(result.body, head.coding, limits.bodyBytes);
    if ('body' in decoded) return { body: decoded.body, findings: [] };
    if (decoded.error === 'tooLarge') {
      await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, `more after ${head.coding}`));
      return undefined;
    }
    return { body: result.body, findings: [damaged(head.coding, decoded.message)] };
  }

  async #plan(
    exchange: Exchange,
    service: Service,
    head: RequestHead,
    { body, findings }: Content,
    pathFindings: readonly Finding[],
  ): Promise<HttpPlan> {
    const { request } = exchange;
    const extra = pathFindings.length + findings.length;
    try {
      return await this.#options.handlers.request({
        exchange: exchange.id,
        remote: exchange.connection.remote,
        service,
        method: request.method ?? 'POST',
        url: request.url ?? '',
        headers: head.raw,
        body,
        findings: extra === 0 ? head.findings : [...pathFindings, ...head.findings, ...findings],
      });
    } catch (error) {
      const refusal = error instanceof OverloadError ? overloaded(error) : failed(error);
      this.#told(exchange, refusal);
      return { status: refusal.status, contentType: PLAIN, headers: refusal.headers, body: refusal.text };
    }
  }

  async #send(exchange: Exchange, response: ServerResponse, plan: HttpPlan, head: RequestHead): Promise<void> {
    const { handlers, limits } = this.#options;
    const { connection } = exchange;
    const close = connection.isLast(exchange) || !response.shouldKeepAlive;
    const framing = { coding: head.replyCoding, close, keepAliveMs: limits.keepAliveMs };
    const rendering = render(plan, framing);
    let rendered = rendering instanceof Promise ? await rendering : rendering;
    const tell = (delivered: boolean): void => {
      connection.end(exchange);
      exchange.undelivered = undefined;
      handlers.sent({ exchange: exchange.id, delivered, status: rendered.status, headers: rendered.headers });
    };
    exchange.sending = true;
    if (connection.socket.destroyed) {
      tell(false);
      return;
    }
    exchange.undelivered = () => tell(false);
    // Before Node's own listener, which may close the connection; and Node tells it after a failed write, too.
    response.prependOnceListener('finish', () => {
      const { errored, destroyed } = connection.socket;
      if (!exchange.undelivered || errored || destroyed) return;
      const wasLast = connection.isLast(exchange);
      tell(true);
      // The connection turned out to be over after this answer's header had promised more.
      if (wasLast && !close) connection.socket.end();
    });
    try {
      write(response, rendered);
    } catch (error) {
      // A status or a header that HTTP cannot carry.
      const refusal = failed(error);
      this.#told(exchange, refusal);
      rendered = await render({ status: 500, body: refusal.text }, { ...framing, coding: 'identity' });
      write(response, rendered);
    }
  }

  async #refuse(exchange: Exchange, response: ServerResponse, refusal: Refusal): Promise<void> {
    const { limits } = this.#options;
    const { connection, request } = exchange;
    const announced = connection.head(request.rawHeaders).contentLength ?? 0;
    const heldBack = this.#waiting.has(request);
    const whole = heldBack || announced > limits.discardBytes ? false : await discardBody(request, limits.discardBytes);
    if (connection.socket.destroyed) {
      this.#aborted(exchange, 0);
      return;
    }
    if (whole) connection.requests++;
    this.#told(exchange, refusal);
    if (!whole && connection.exchanges.size === 1 && !heldBack) {
      connection.endWith(rawAnswer(refusal.status, refusal.text));
      return;
    }
    const close = !whole || connection.isLast(exchange) || !response.shouldKeepAlive;
    const plan = { status: refusal.status, contentType: PLAIN, headers: refusal.headers, body: refusal.text };
    const framing = { coding: 'identity' as const, close, keepAliveMs: limits.keepAliveMs };
    exchange.sending = true;
    response.once('close', () => connection.end(exchange));
    write(response, await render(plan, framing));
  }

  #told(exchange: Exchange, refusal: Refusal): void {
    const { request } = exchange;
    this.#options.handlers.fact({
      fact: 'answered',
      connection: exchange.connection.id,
      exchange: exchange.id,
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.rawHeaders,
      status: refusal.status,
      reason: refusal.reason,
      findings: refusal.findings ?? [],
    });
  }

  /** Node tells of most of these by `clientError`; a connection that was simply closed it leaves to the request. */
  #aborted({ connection, request }: Exchange, size: number): void {
    if (connection.faulted) return;
    connection.faulted = true;
    const announced = connection.head(request.rawHeaders).contentLength;
    const expected = announced === undefined ? 'the end of the body' : `${announced} bytes of body`;
    const message = 'the connection closed in the middle of a request';
    this.#options.handlers.fact({
      fact: 'clientError',
      connection: connection.id,
      code: 'ECONNRESET',
      message,
      findings: [{ layer: 'http', severity: 'error', message, expected, actual: `${size} bytes` }],
    });
  }
}

function overloaded(error: OverloadError): Refusal {
  return {
    status: 503,
    reason: error.message,
    text: `503: ${error.message}; try again in ${error.retryAfter} s.\n`,
    headers: { 'Retry-After': String(error.retryAfter) },
  };
}

/** What went wrong is for the record alone. */
function failed(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    status: 500,
    reason,
    text: '500: an error in the bench, not in the VEN.\n',
  };
}

function tooLarge(limit: number, actual: string): Refusal {
  const message = 'the body is too large';
  const expected = `at most ${limit} bytes`;
  return {
    status: 413,
    reason: message,
    text: `413: ${message}: ${expected} are taken.\n`,
    findings: [{ layer: 'http', severity: 'error', message, expected, actual }],
  };
}

function damaged(coding: string, message: string): Finding {
  return {
    layer: 'http',
    severity: 'error',
    message: 'the body is not in its Content-Encoding',
    expected: coding,
    actual: message,
    hint: 'send the body as it is, without Content-Encoding',
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Random } from '../base/random.ts';
import type { Finding } from '../openadr/finding.ts';
import type { Service } from '../openadr/service.ts';
import { type BodyResult, CRUMB_BYTES, discardBody, readBody } from './body.ts';
import { decode } from './coding.ts';
import type { Exchange } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Limits } from './limits.ts';
import { PLAIN, type Rendered, rawAnswer, render, renderPlain, write } from './reply.ts';
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
  /** The connection's last answer. */
  readonly last?: true;
  /** The rest of the body is not read. */
  readonly cut?: true;
}

/** A whole body, and what is wrong with how it was packed. */
interface Content {
  readonly body: Buffer;
  readonly findings: readonly Finding[];
}

const NOTHING: readonly never[] = Object.freeze([]);

/** What a desk needs. */
export interface DeskOptions {
  readonly connections: Connections;
  readonly handlers: Pick<TransportHandlers, 'request' | 'sent'>;
  readonly fact: TransportHandlers['fact'];
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
      if ((head.contentLength ?? 0) > limits.bodyBytes) {
        await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, `${head.contentLength} bytes`));
        return;
      }
      if (this.#waiting.has(request)) response.writeContinue();
      const result = await readBody(request, limits.bodyBytes, request.headers['transfer-encoding'] !== undefined);
      // The common case waits for nothing more: the answer is written in the turn that brought the body's end.
      const content =
        'body' in result && isPlain(head)
          ? { body: result.body, findings: NOTHING }
          : await this.#unpacked(exchange, response, head, result);
      if (!content) return;
      connection.serve();
      const planned = this.#plan(exchange, service, head, content, findings);
      const plan = planned instanceof Promise ? await planned : planned;
      const sending = this.#send(exchange, response, plan, head);
      if (sending) await sending;
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

  /** The body without its coding, or undefined where it did not come or was refused. */
  async #unpacked(
    exchange: Exchange,
    response: ServerResponse,
    head: RequestHead,
    result: BodyResult,
  ): Promise<Content | undefined> {
    const { limits } = this.#options;
    if ('aborted' in result) {
      this.#aborted(exchange, result.aborted);
      return undefined;
    }
    if ('tooLarge' in result) {
      await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, 'more'));
      return undefined;
    }
    if ('crumbs' in result) {
      await this.#refuse(exchange, response, CRUMBLED);
      return undefined;
    }
    if (head.coding === undefined) return { body: result.body, findings: NOTHING };
    const decoded = await decode(result.body, head.coding, limits.bodyBytes);
    if ('body' in decoded) return { body: decoded.body, findings: NOTHING };
    if (decoded.error === 'tooLarge') {
      await this.#refuse(exchange, response, tooLarge(limits.bodyBytes, `more after ${head.coding}`));
      return undefined;
    }
    return { body: result.body, findings: [damaged(head.coding, decoded.message)] };
  }

  #plan(
    exchange: Exchange,
    service: Service,
    head: RequestHead,
    { body, findings }: Content,
    pathFindings: readonly Finding[],
  ): HttpPlan | Promise<HttpPlan> {
    const { request, connection } = exchange;
    const peerFindings = connection.takeFindings();
    const extra = peerFindings.length + pathFindings.length + findings.length;
    try {
      const plan = this.#options.handlers.request({
        exchange: exchange.id,
        remote: connection.remote,
        service,
        method: request.method ?? 'POST',
        url: request.url ?? '',
        headers: head.raw,
        body,
        findings: extra === 0 ? head.findings : [...peerFindings, ...pathFindings, ...head.findings, ...findings],
      });
      return plan instanceof Promise ? plan.catch((error: unknown) => this.#failed(exchange, error)) : plan;
    } catch (error) {
      return this.#failed(exchange, error);
    }
  }

  #failed(exchange: Exchange, error: unknown): HttpPlan {
    const refusal = error instanceof OverloadError ? overloaded(error) : failed(error);
    this.#told(exchange, refusal);
    return { status: refusal.status, contentType: PLAIN, headers: refusal.headers, body: refusal.text };
  }

  #send(exchange: Exchange, response: ServerResponse, plan: HttpPlan, head: RequestHead): void | Promise<void> {
    const { connection } = exchange;
    const close = connection.isLast(exchange) || !response.shouldKeepAlive;
    const rendered = render(plan, { coding: head.replyCoding, close, keepAliveMs: this.#options.limits.keepAliveMs });
    if (!(rendered instanceof Promise)) return this.#sendRendered(exchange, response, rendered, close);
    return rendered.then((later) => this.#sendRendered(exchange, response, later, close));
  }

  #sendRendered(exchange: Exchange, response: ServerResponse, wanted: Rendered, close: boolean): void {
    const { handlers, limits } = this.#options;
    const { connection } = exchange;
    let rendered = wanted;
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
      rendered = renderPlain({ status: 500, body: refusal.text }, { close, keepAliveMs: limits.keepAliveMs });
      write(response, rendered);
    }
  }

  async #refuse(exchange: Exchange, response: ServerResponse, refusal: Refusal): Promise<void> {
    const { limits } = this.#options;
    const { connection, request } = exchange;
    const announced = connection.head(request.rawHeaders).contentLength ?? 0;
    const heldBack = this.#waiting.has(request);
    const { whole, size } =
      heldBack || refusal.cut || announced > limits.discardBytes
        ? { whole: false, size: 0 }
        : await discardBody(request, limits.discardBytes);
    if (connection.socket.destroyed) {
      this.#aborted(exchange, 0);
      return;
    }
    if (whole) connection.requests++;
    if (refusal.last) connection.ending = true;
    this.#told(exchange, refusal, refusal.last ? size : 0);
    if (!whole && connection.exchanges.size === 1 && !heldBack) {
      connection.endWith(rawAnswer(refusal.status, refusal.text));
      return;
    }
    const close = refusal.last || !whole || connection.isLast(exchange) || !response.shouldKeepAlive;
    const plan = { status: refusal.status, contentType: PLAIN, headers: refusal.headers, body: refusal.text };
    exchange.sending = true;
    response.once('close', () => connection.end(exchange));
    write(response, renderPlain(plan, { close, keepAliveMs: limits.keepAliveMs }));
  }

  #told(exchange: Exchange, refusal: Refusal, discarded = 0): void {
    const { request } = exchange;
    this.#options.fact({
      fact: 'answered',
      connection: exchange.connection.id,
      exchange: exchange.id,
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.rawHeaders,
      status: refusal.status,
      reason: refusal.reason,
      ...(discarded === 0 ? {} : { discarded }),
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
    this.#options.fact({
      fact: 'clientError',
      connection: connection.id,
      code: 'ECONNRESET',
      message,
      findings: [{ layer: 'http', severity: 'error', message, expected, actual: `${size} bytes` }],
    });
  }
}

/** Whether a body is what was sent: what is in a coding that is not spoken here stays as it is, too. */
function isPlain({ coding }: RequestHead): boolean {
  return coding === 'identity' || coding === undefined;
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

const CRUMBLED: Refusal = {
  status: 413,
  reason: 'the body comes in too many small chunks',
  text: '413: the body comes in too many small chunks; send it whole, with Content-Length.\n',
  cut: true,
  findings: [
    {
      layer: 'http',
      severity: 'error',
      message: 'the body comes in too many small chunks',
      expected: `a body with Content-Length, or chunks of ${CRUMB_BYTES} bytes and more`,
      actual: 'thousands of smaller ones',
    },
  ],
};

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

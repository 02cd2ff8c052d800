import { type ServerResponse, STATUS_CODES } from 'node:http';
import { type Coding, encode } from './coding.ts';
import type { HttpPlan } from './types.ts';

const XML = 'application/xml';
export const PLAIN = 'text/plain; charset=utf-8';

/** How an answer is framed. */
export interface Framing {
  readonly coding: Coding;
  /** The connection's last answer. */
  readonly close: boolean;
  /** Offered for the next request, ms; infinite: nothing is said of it. */
  readonly keepAliveMs: number;
}

/** Header lines and body as they go out; `Date` is added by Node and is no part of the list. */
export interface Rendered {
  readonly status: number;
  readonly headers: string[];
  readonly body: string | Buffer;
}

/** Frames a plan: Content-Length always, never chunked (9.1.9.4), compressed as asked. What the plan's headers name wins. */
export function render(plan: HttpPlan, framing: Framing): Rendered | Promise<Rendered> {
  if (framing.coding === 'identity' || plan.body.length === 0) return frame(plan, plan.body, framing);
  const { coding } = framing;
  const plain = typeof plan.body === 'string' ? Buffer.from(plan.body) : plan.body;
  const encoded = encode(plain, coding);
  return encoded instanceof Promise
    ? encoded.then((body) => frame(plan, body, framing, coding))
    : frame(plan, encoded, framing, coding);
}

/** Frames a plan uncompressed, whatever was asked for. */
export function renderPlain(plan: HttpPlan, framing: Omit<Framing, 'coding'>): Rendered {
  return frame(plan, plan.body, framing);
}

function frame(plan: HttpPlan, body: string | Buffer, framing: Omit<Framing, 'coding'>, coding?: string): Rendered {
  const headers = [
    'Content-Type',
    plan.contentType ?? (plan.status === 200 ? XML : PLAIN),
    'Content-Length',
    String(typeof body === 'string' ? Buffer.byteLength(body) : body.length),
  ];
  if (coding) headers.push('Content-Encoding', coding);
  if (framing.close) headers.push('Connection', 'close');
  else headers.push('Connection', 'keep-alive');
  if (!framing.close && Number.isFinite(framing.keepAliveMs)) {
    headers.push('Keep-Alive', `timeout=${Math.floor(framing.keepAliveMs / 1000)}`);
  }
  if (plan.headers) override(headers, plan.headers);
  return { status: plan.status, headers, body };
}

function override(headers: string[], own: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(own)) {
    const lower = name.toLowerCase();
    const index = headers.findIndex((entry, at) => at % 2 === 0 && entry.toLowerCase() === lower);
    if (index < 0) headers.push(name, value);
    else headers.splice(index, 2, name, value);
  }
}

/** Writes a rendered answer in one go. @throws what Node says of an invalid status or header */
export function write(response: ServerResponse, { status, headers, body }: Rendered): void {
  // The phrase each time: a first attempt that failed leaves its own behind.
  response.writeHead(status, STATUS_CODES[status] ?? 'Unknown', headers);
  response.end(body);
}

/** A whole answer for the socket itself, where no response object is left to write it. */
export function rawAnswer(status: number, text: string): string {
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PLAIN}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}

import { connect, type Socket } from 'node:net';
import { type SecureContext, connect as secureConnect } from 'node:tls';
import { COUNTER } from './messages.ts';

/** Stands for the day of a report: the first request bears the day after it, and so on, so that none repeats another. */
export const DAY = '2000-01-01';
const MS_OF_DAY = 86_400_000;

/** A whole request; the digits of its counter and its dates, if it has them, are written anew for each sending. */
export interface Request {
  readonly bytes: Buffer;
  /** Where the counter stands. */
  readonly counter: number;
  /** Where its day stands. */
  readonly dates: readonly number[];
  /** The day that it bore last, ms since the epoch. */
  day: number;
}

/** Frames a body as a POST. */
export function requestOf(url: URL, body: string, close = false): Request {
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: application/xml',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Connection: ${close ? 'close' : 'keep-alive'}`,
  ].join('\r\n');
  const bytes = Buffer.from(`${head}\r\n\r\n${body}`);
  const dates: number[] = [];
  for (let at = bytes.indexOf(DAY); at >= 0; at = bytes.indexOf(DAY, at + 1)) dates.push(at);
  return { bytes, counter: bytes.indexOf(COUNTER), dates, day: Date.parse(DAY) };
}

function renew(request: Request): void {
  const { bytes, counter, dates } = request;
  if (counter >= 0) bytes.write(String(counted++).padStart(COUNTER.length, '0'), counter, 'latin1');
  if (dates.length === 0) return;
  request.day += MS_OF_DAY;
  const day = new Date(request.day).toISOString().slice(0, DAY.length);
  for (const at of dates) bytes.write(day, at, 'latin1');
}

let counted = 0;

/**
 * One connection of a client that does as little as can be done, so that the server is what is measured: bytes made
 * before, no parser but for status and Content-Length. autocannon spends on a changing body what the server does.
 */
export class Lane {
  readonly #socket: Socket;
  #received = '';
  #expected = 0;
  #done: ((ok: boolean) => void) | undefined;

  /** @param secureContext for https */
  constructor(url: URL, secureContext?: SecureContext) {
    const at = { host: url.hostname, port: Number(url.port) };
    this.#socket = secureContext ? secureConnect({ ...at, secureContext }) : connect(at);
    this.#socket.setNoDelay(true);
    // Bodies here are ASCII: a character a byte.
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#take(text));
    this.#socket.on('error', () => this.#finish(false));
    this.#socket.on('close', () => this.#finish(false));
  }

  /** Sends one request; resolves to whether it was answered by 200. One at a time. */
  send(request: Request): Promise<boolean> {
    renew(request);
    return new Promise((resolve) => {
      this.#done = resolve;
      if (this.#socket.destroyed) this.#finish(false);
      else this.#socket.write(request.bytes);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text;
    if (this.#expected === 0) {
      const head = this.#received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received.slice(0, head + 2))?.[1];
      // What has no length is not answered by any server here: all of it is there at once, or it failed.
      this.#expected = head + 4 + Number(length ?? 0);
    }
    if (this.#received.length >= this.#expected) this.#finish(this.#received.startsWith('HTTP/1.1 200'));
  }

  #finish(ok: boolean): void {
    this.#received = '';
    this.#expected = 0;
    const done = this.#done;
    this.#done = undefined;
    done?.(ok);
  }
}

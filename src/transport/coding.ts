import { promisify } from 'node:util';
import { deflate, deflateSync, gunzip, gzip, gzipSync, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';

/** A content coding that is spoken here; `deflate` is the zlib format (RFC 9110 8.4.1.2). */
export type Coding = 'identity' | 'gzip' | 'deflate';

/** Up to this size compressing in place costs less than a trip to the thread pool. */
const INLINE_BYTES = 16 * 1024;

const names: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  identity: 'identity',
};

/** The coding that a Content-Encoding names; undefined if it is not spoken here, or several are stacked. */
export function codingNamed(value: string): Coding | undefined {
  return names[value.trim().toLowerCase()];
}

/**
 * The coding for an answer by the request's Accept-Encoding (RFC 9110 12.5.3): the highest q wins, gzip before deflate
 * before identity among equals, since a VTN must compress where it is asked to (9.1.9.2). Undefined: nothing that is
 * spoken here is acceptable.
 */
export function negotiate(accept: string): Coding | undefined {
  const weights = new Map<string, number>();
  for (const item of accept.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    if (name !== '') weights.set(names[name] ?? name, Number.isFinite(weight) ? weight : 0);
  }
  const others = weights.get('*');
  const ranked: readonly (readonly [Coding, number])[] = [
    ['gzip', weights.get('gzip') ?? others ?? 0],
    ['deflate', weights.get('deflate') ?? others ?? 0],
    // Always acceptable unless it is excluded; named by nobody it only serves where nothing else does.
    ['identity', weights.get('identity') ?? (others === 0 ? 0 : Number.MIN_VALUE)],
  ];
  let best: readonly [Coding, number] | undefined;
  for (const candidate of ranked) if (candidate[1] > (best?.[1] ?? 0)) best = candidate;
  return best?.[0];
}

const slow = {
  gzip: promisify<Buffer, Buffer>(gzip),
  deflate: promisify<Buffer, Buffer>(deflate),
};

/** Compresses a whole body; a buffer and never a stream, so that Content-Length is known (9.1.9.4). */
export function encode(body: Buffer, coding: 'gzip' | 'deflate'): Buffer | Promise<Buffer> {
  if (body.length > INLINE_BYTES) return slow[coding](body);
  return coding === 'gzip' ? gzipSync(body) : deflateSync(body);
}

const open = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  raw: promisify<Buffer, ZlibOptions, Buffer>(inflateRaw),
};

/** A body after its Content-Encoding, or why it is none. */
export type Decoded = { readonly body: Buffer } | { readonly error: 'tooLarge' | 'damaged'; readonly message: string };

/** Undoes a Content-Encoding, to at most `limit` bytes. Raw deflate, which many senders mean by `deflate`, is read too. */
export async function decode(body: Buffer, coding: Coding, limit: number): Promise<Decoded> {
  if (coding === 'identity' || body.length === 0) return { body };
  const [first = 0, second = 0] = body;
  // RFC 1950: method 8, and both bytes together a multiple of 31.
  const zlibHeader = (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
  const format = coding === 'deflate' && !zlibHeader ? 'raw' : coding;
  try {
    return { body: await open[format](body, { maxOutputLength: limit }) };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return { error: code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'damaged', message };
  }
}

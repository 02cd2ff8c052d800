import type { IncomingMessage } from 'node:http';

/** A body as it came, or how it failed to come. */
export type BodyResult =
  | { readonly body: Buffer }
  /** The connection closed, or Node refused its bytes, after so many bytes. */
  | { readonly aborted: number }
  /** Larger than allowed. */
  | { readonly tooLarge: true }
  /** In thousands of chunks of a few bytes. */
  | { readonly crumbs: true };

const EMPTY = Buffer.alloc(0);

/** Each chunk costs as much as a small request: so many may be smaller than that, in the mean. */
const CRUMBS = 4_096;
export const CRUMB_BYTES = 16;

/** Whether a body costs out of all proportion to its size. */
function isCrumbs(chunks: number, size: number): boolean {
  return chunks > CRUMBS && size < chunks * CRUMB_BYTES;
}

/**
 * Collects a request's body, of at most `limit` bytes; what exceeds it is left unread.
 * @param chunked by Transfer-Encoding: a device whose segments are small is none that makes small chunks
 */
export function readBody(request: IncomingMessage, limit: number, chunked: boolean): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let done = false;
    const finish = (result: BodyResult): void => {
      if (done) return;
      done = true;
      resolve(result);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (done) return;
      if (size > limit) {
        request.pause();
        finish({ tooLarge: true });
      } else if (chunked && isCrumbs(chunks.length, size)) {
        request.pause();
        finish({ crumbs: true });
      } else chunks.push(chunk);
    });
    request.on('end', () => finish({ body: chunks.length > 1 ? Buffer.concat(chunks, size) : (chunks[0] ?? EMPTY) }));
    request.on('error', () => finish({ aborted: size }));
    request.on('close', () => finish({ aborted: size }));
  });
}

/** A body that was thrown away. */
export interface Discarded {
  /** Its end came. */
  readonly whole: boolean;
  /** Bytes that came. */
  readonly size: number;
}

/**
 * Reads the rest of a body and throws it away, so that the answer is not lost in a reset; not beyond `limit` bytes.
 */
export function discardBody(request: IncomingMessage, limit: number): Promise<Discarded> {
  if (request.complete && request.readableEnded) return Promise.resolve({ whole: true, size: 0 });
  return new Promise((resolve) => {
    let size = 0;
    let chunks = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks++;
      if (size > limit || isCrumbs(chunks, size)) resolve({ whole: false, size });
    });
    request.on('end', () => resolve({ whole: true, size }));
    request.on('error', () => resolve({ whole: false, size }));
    request.on('close', () => resolve({ whole: false, size }));
    request.resume();
  });
}
